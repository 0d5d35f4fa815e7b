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
void khidki_whatsapp_report_ok (KhidkiWhatsappReport *self,
                                const char *check,
                                const char *format,
                                ...) G_GNUC_PRINTF (3, 4);
/* @remedy: what to do about it, in a sentence */
void khidki_whatsapp_report_wrong (KhidkiWhatsappReport *self,
                                   const char *check,
                                   const char *remedy,
                                   const char *format,
                                   ...) G_GNUC_PRINTF (4, 5);
/* @remedy: (nullable) */
void khidki_whatsapp_report_untried (KhidkiWhatsappReport *self,
                                     const char *check,
                                     const char *remedy,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (4, 5);

gboolean khidki_whatsapp_report_is_good (KhidkiWhatsappReport *self);
/* (transfer full) */
char *khidki_whatsapp_report_to_text (KhidkiWhatsappReport *self);
char *khidki_whatsapp_report_to_json (KhidkiWhatsappReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappReport, khidki_whatsapp_report_free)

G_END_DECLS
