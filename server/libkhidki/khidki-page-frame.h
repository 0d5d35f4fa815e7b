/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiPageLink:
 * @label: what is read, in the page's language
 * @href: a path on this server
 * @current: whether this is the page itself
 *
 * One way on in the head of a page.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *label;
  const char *href;
  gboolean current;
} KhidkiPageLink;

/**
 * KhidkiPageFrame:
 * @title: what the page is called, in its language; also its first heading
 * @language: `en` or `hi`: of everything on it
 * @other_language: (nullable): a path that shows the same page in the other language
 * @style: (nullable): a path to a stylesheet of your own, read after the site's
 * @script: (nullable): a path to a module of your own; the page must do without
 * @links: (nullable) (array length=n_links): ways on, in the head
 * @n_links: how many
 * @user: (nullable): the name of who is signed in, and where
 * @sign_out: (nullable): where a form that signs them out is posted to
 * @sign_out_token: (nullable): sent with that form as `token`
 * @status: of HTTP; 0 is 200
 * @no_heading: whether the body brings the first heading itself
 * @wide: whether the page uses the width of a desk's screen
 * @print: whether it is to be printed: neither head nor foot
 *
 * What [method@Host.make_page] puts around a page. A plain value on the stack,
 * all zero but for what is set:
 *
 * ```c
 * const KhidkiPageFrame frame = { .title = "Drafts", .language = "en", .wide = TRUE };
 * ```
 *
 * Since: 0.1
 */
typedef struct
{
  const char *title;
  const char *language;
  const char *other_language;
  const char *style;
  const char *script;
  const KhidkiPageLink *links;
  guint n_links;
  const char *user;
  const char *sign_out;
  const char *sign_out_token;
  guint status;
  gboolean no_heading;
  gboolean wide;
  gboolean print;

  /*< private >*/
  gpointer padding[8];
} KhidkiPageFrame;

G_END_DECLS
