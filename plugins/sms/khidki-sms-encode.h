/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sms-families.h"
#include "khidki-sms-gsm.h"

G_BEGIN_DECLS

/* The most parts that one text of ours may take. */
#define KHIDKI_SMS_MAX_SEGMENTS 3

/**
 * KhidkiSmsText:
 * @text: what is sent
 * @template_id: (transfer none): its registered id, "" while there is none
 * @size: how long it is on the air
 *
 * A message as it leaves.
 *
 * Since: 0.1
 */
typedef struct
{
  char *text;
  const char *template_id;
  KhidkiSmsSize size;
} KhidkiSmsText;

void khidki_sms_text_free (KhidkiSmsText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSmsText, khidki_sms_text_free)

KhidkiSmsText *khidki_sms_encode (KhidkiSmsFamilies *families, KhidkiMessage *message, GError **error);
char *khidki_sms_encode_words (const char *value, guint slots, guint maximum);

G_END_DECLS
