/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiMultipartHandler:
 * @begin: a part begins; @filename is %NULL for a field
 * @data: bytes of its content, in as many pieces as they come
 * @end: it is complete
 *
 * What is told of a form while it comes in. Each returns FALSE with an error to stop.
 */
typedef struct
{
  gboolean (*begin) (const char *name, const char *filename, gpointer user_data, GError **error);
  gboolean (*data) (const guint8 *data, gsize length, gpointer user_data, GError **error);
  gboolean (*end) (gpointer user_data, GError **error);
} KhidkiMultipartHandler;

/**
 * KhidkiMultipart:
 *
 * Takes a form of `multipart/form-data` apart while it comes in, piece by piece, and
 * never holds more of it than a piece and a boundary. Pure, and strict: what browsers
 * do not send is refused with KHIDKI_ERROR_INVALID.
 */
typedef struct _KhidkiMultipart KhidkiMultipart;

/* (transfer full) (nullable): the boundary that a Content-Type names; NULL if it is
 * not that of such a form. */
char *khidki_multipart_dup_boundary (const char *content_type);

/* @handler and @user_data: (transfer none), must outlive it. */
KhidkiMultipart *khidki_multipart_new (const char *boundary,
                                       const KhidkiMultipartHandler *handler,
                                       gpointer user_data);
void khidki_multipart_free (KhidkiMultipart *self);

gboolean
khidki_multipart_feed (KhidkiMultipart *self, const guint8 *data, gsize length, GError **error);
/* Whether the form was whole. */
gboolean khidki_multipart_finish (KhidkiMultipart *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiMultipart, khidki_multipart_free)

G_END_DECLS
