/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "khidki-whatsapp-report.h"

G_BEGIN_DECLS

/* What of a number Meta is asked. */
#define KHIDKI_WHATSAPP_NUMBER_FIELDS                                                              \
  "display_phone_number,verified_name,quality_rating,status,name_status,throughput,"               \
  "code_verification_status"

/* Judges Meta's words of a number. @rate: messages a second that are configured; @dialled:
 * (nullable): as people are told to dial it. Pure. */
void khidki_whatsapp_number_check (JsonObject *number,
                                   guint rate,
                                   const char *dialled,
                                   KhidkiWhatsappReport *report);

/* Judges how far apart two clocks are. @date: Meta's header; @now: ours, UTC milliseconds. Pure. */
void khidki_whatsapp_number_check_clock (const char *date, gint64 now, KhidkiWhatsappReport *report);

/* Judges which apps get the account's webhooks. Pure. */
void khidki_whatsapp_number_check_apps (JsonObject *answer, KhidkiWhatsappReport *report);

/* Whether @id is among the numbers of a page. Pure. */
gboolean khidki_whatsapp_number_is_listed (JsonObject *page, const char *id);

G_END_DECLS
