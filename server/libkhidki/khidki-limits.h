/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiLimits:
 * @max_text: characters of a text alone
 * @max_body: characters of the text above choices
 * @max_footer: characters of a footer, 0 if none can be shown
 * @max_buttons: choices that are shown as buttons, 0 if the channel has none
 * @max_button_title: characters of a button
 * @max_rows: choices in one list, 0 if the channel has none (then they are numbered in the text)
 * @max_row_title: characters of a row's title
 * @max_row_description: characters of a row's second line
 * @max_list_button: characters of the button that opens a list
 * @max_caption: characters of a document's caption
 * @max_choice_id: bytes of a choice's id
 * @window: milliseconds after a person's last message in which anything may be sent; 0 if always
 * @sends_documents: whether the channel carries papers to the citizen
 * @templates_only: whether nothing but registered texts ([enum@MessageKind] `TEMPLATE`)
 *   may be sent, ever; the conversation then speaks in these alone
 * @reports_delivery: whether the far end says of each message that it has arrived; what
 *   it does not say so of for hours has then not arrived
 *
 * What a channel can show. Characters are UTF-16 units, the strictest reading
 * of the far ends' rules. The conversation pages, numbers and shortens for
 * these; the channel only encodes.
 *
 * Since: 0.1
 */
typedef struct
{
  guint max_text;
  guint max_body;
  guint max_footer;
  guint max_buttons;
  guint max_button_title;
  guint max_rows;
  guint max_row_title;
  guint max_row_description;
  guint max_list_button;
  guint max_caption;
  guint max_choice_id;
  gint64 window;
  gboolean sends_documents;
  gboolean templates_only;
  gboolean reports_delivery;
  gpointer padding[3];
} KhidkiLimits;

guint khidki_limits_measure (const char *text);

G_END_DECLS
