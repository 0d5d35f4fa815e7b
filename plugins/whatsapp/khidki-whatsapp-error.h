/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappRemedy:
 * @KHIDKI_WHATSAPP_REMEDY_NONE: the code of the error says it all
 * @KHIDKI_WHATSAPP_REMEDY_SLOW: too much of this number: all of it slows down
 * @KHIDKI_WHATSAPP_REMEDY_SLOW_APP: too much of the app: all numbers of it, and an alarm
 * @KHIDKI_WHATSAPP_REMEDY_SLOW_ACCOUNT: too much of the business account, likewise
 * @KHIDKI_WHATSAPP_REMEDY_REST: maintenance: nothing leaves for a minute
 * @KHIDKI_WHATSAPP_REMEDY_PAIR: too much to this person: they alone wait
 * @KHIDKI_WHATSAPP_REMEDY_BULK: reported as spam: no broadcasts, and an alarm
 * @KHIDKI_WHATSAPP_REMEDY_WRONG: we said something that Meta does not take: an alarm
 * @KHIDKI_WHATSAPP_REMEDY_COUNTRY: this person's country is closed to us: an alarm
 * @KHIDKI_WHATSAPP_REMEDY_PAYMENTS: the terms of payments are to be accepted: an alarm
 * @KHIDKI_WHATSAPP_REMEDY_UNPAID: the business account cannot pay: its templates rest, and an alarm
 * @KHIDKI_WHATSAPP_REMEDY_TEMPLATE_WRONG: the template has another form: an alarm
 * @KHIDKI_WHATSAPP_REMEDY_TEMPLATE_MISSING: not approved in this language: another one
 * @KHIDKI_WHATSAPP_REMEDY_TEMPLATE_PAUSED: another language, or wait until it is back
 * @KHIDKI_WHATSAPP_REMEDY_TEMPLATE_DISABLED: another language, or another channel
 *
 * What is done about a refusal beside judging the message.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_WHATSAPP_REMEDY_NONE,
  KHIDKI_WHATSAPP_REMEDY_SLOW,
  KHIDKI_WHATSAPP_REMEDY_SLOW_APP,
  KHIDKI_WHATSAPP_REMEDY_SLOW_ACCOUNT,
  KHIDKI_WHATSAPP_REMEDY_REST,
  KHIDKI_WHATSAPP_REMEDY_PAIR,
  KHIDKI_WHATSAPP_REMEDY_BULK,
  KHIDKI_WHATSAPP_REMEDY_WRONG,
  KHIDKI_WHATSAPP_REMEDY_COUNTRY,
  KHIDKI_WHATSAPP_REMEDY_PAYMENTS,
  KHIDKI_WHATSAPP_REMEDY_UNPAID,
  KHIDKI_WHATSAPP_REMEDY_TEMPLATE_WRONG,
  KHIDKI_WHATSAPP_REMEDY_TEMPLATE_MISSING,
  KHIDKI_WHATSAPP_REMEDY_TEMPLATE_PAUSED,
  KHIDKI_WHATSAPP_REMEDY_TEMPLATE_DISABLED,
} KhidkiWhatsappRemedy;

gboolean khidki_whatsapp_error_find (int meta_code, KhidkiError *code);
KhidkiWhatsappRemedy khidki_whatsapp_error_get_remedy (int meta_code);
gboolean khidki_whatsapp_error_is_limit (int meta_code);
const char *khidki_whatsapp_error_get_word (int meta_code);
gboolean khidki_whatsapp_error_is_upload (int meta_code);
char *khidki_whatsapp_error_dup_advised (const char *text, KhidkiError code);
gboolean khidki_whatsapp_error_is_lost_file (int meta_code);
char *khidki_whatsapp_error_describe (JsonObject *object, int *meta_code);
GError *khidki_whatsapp_error_new (guint status, GBytes *body, int *meta_code);
GError *khidki_whatsapp_error_new_from_fetch (const GError *fetch_error, KhidkiError unknown);

G_END_DECLS
