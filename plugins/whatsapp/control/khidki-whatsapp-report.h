/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappVerdict:
 * @KHIDKI_WHATSAPP_VERDICT_OK: as it should be
 * @KHIDKI_WHATSAPP_VERDICT_WRONG: not so
 * @KHIDKI_WHATSAPP_VERDICT_UNTRIED: could not be tried
 */
typedef enum
{
  KHIDKI_WHATSAPP_VERDICT_OK,
  KHIDKI_WHATSAPP_VERDICT_WRONG,
  KHIDKI_WHATSAPP_VERDICT_UNTRIED,
} KhidkiWhatsappVerdict;

/**
 * KhidkiWhatsappReport:
 *
 * What was found, check for check, for each number. Pure.
 */
typedef struct _KhidkiWhatsappReport KhidkiWhatsappReport;

KhidkiWhatsappReport *khidki_whatsapp_report_new (void);
void khidki_whatsapp_report_free (KhidkiWhatsappReport *self);

/* What is added from now on is of the group @group. */
void khidki_whatsapp_report_begin (KhidkiWhatsappReport *self, const char *group);
/* @remedy: (nullable): what to do about it, in a sentence */
void khidki_whatsapp_report_add (KhidkiWhatsappReport *self,
                                 KhidkiWhatsappVerdict verdict,
                                 const char *check,
                                 const char *remedy,
                                 const char *format,
                                 ...) G_GNUC_PRINTF (5, 6);

#define khidki_whatsapp_report_ok(self, check, ...) \
  khidki_whatsapp_report_add (self, KHIDKI_WHATSAPP_VERDICT_OK, check, NULL, __VA_ARGS__)
#define khidki_whatsapp_report_wrong(self, check, remedy, ...) \
  khidki_whatsapp_report_add (self, KHIDKI_WHATSAPP_VERDICT_WRONG, check, remedy, __VA_ARGS__)
#define khidki_whatsapp_report_untried(self, check, remedy, ...) \
  khidki_whatsapp_report_add (self, KHIDKI_WHATSAPP_VERDICT_UNTRIED, check, remedy, __VA_ARGS__)

gboolean khidki_whatsapp_report_is_good (KhidkiWhatsappReport *self);
/* (transfer full) */
char *khidki_whatsapp_report_to_text (KhidkiWhatsappReport *self);
char *khidki_whatsapp_report_to_json (KhidkiWhatsappReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappReport, khidki_whatsapp_report_free)

G_END_DECLS
