/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiMessageKind:
 * @KHIDKI_MESSAGE_TEXT: text alone
 * @KHIDKI_MESSAGE_CHOICES: text with choices; the channel shows buttons when they are few and short, else a list
 * @KHIDKI_MESSAGE_DOCUMENT: a paper with a caption
 * @KHIDKI_MESSAGE_TEMPLATE: a text registered with the channel, with parameters
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_MESSAGE_TEXT,
  KHIDKI_MESSAGE_CHOICES,
  KHIDKI_MESSAGE_DOCUMENT,
  KHIDKI_MESSAGE_TEMPLATE,
} KhidkiMessageKind;

/**
 * KhidkiMessage:
 *
 * What a citizen is to be told, before a channel encodes it. Built by its
 * constructor and the setters right after it, immutable from then on.
 *
 * Since: 0.1
 */
typedef struct _KhidkiMessage KhidkiMessage;

#define KHIDKI_TYPE_MESSAGE (khidki_message_get_type ())

GType khidki_message_get_type (void);

KhidkiMessage *khidki_message_new_text (const char *text);
KhidkiMessage *khidki_message_new_choices (const char *text, const char *button);
KhidkiMessage *khidki_message_new_document (KhidkiPaper *paper,
                                            const char *filename,
                                            const char *caption);
KhidkiMessage *khidki_message_new_template (const char *name, const char *language);
KhidkiMessage *khidki_message_ref (KhidkiMessage *self);
void khidki_message_unref (KhidkiMessage *self);

/* Right after construction only. */
void khidki_message_set_footer (KhidkiMessage *self, const char *footer);
void khidki_message_add_choice (KhidkiMessage *self,
                                const char *id,
                                const char *title,
                                const char *description);
void khidki_message_add_parameter (KhidkiMessage *self, const char *value);
void khidki_message_set_paper (KhidkiMessage *self, KhidkiPaper *paper, const char *filename);
void khidki_message_set_template (KhidkiMessage *self, KhidkiMessage *template_message);

KhidkiMessageKind khidki_message_get_kind (KhidkiMessage *self);
const char *khidki_message_get_text (KhidkiMessage *self);
const char *khidki_message_get_footer (KhidkiMessage *self);
const char *khidki_message_get_button (KhidkiMessage *self);
guint khidki_message_get_n_choices (KhidkiMessage *self);
const char *khidki_message_get_choice_id (KhidkiMessage *self, guint index);
const char *khidki_message_get_choice_title (KhidkiMessage *self, guint index);
const char *khidki_message_get_choice_description (KhidkiMessage *self, guint index);
const char *khidki_message_get_name (KhidkiMessage *self);
const char *khidki_message_get_language (KhidkiMessage *self);
const char *const *khidki_message_get_parameters (KhidkiMessage *self);
KhidkiPaper *khidki_message_get_paper (KhidkiMessage *self);
const char *khidki_message_get_filename (KhidkiMessage *self);
KhidkiMessage *khidki_message_get_template (KhidkiMessage *self);

GVariant *khidki_message_to_variant (KhidkiMessage *self);
KhidkiMessage *khidki_message_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiMessage, khidki_message_unref)

G_END_DECLS
