/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiReceipt:
 *
 * What was taken for one application, when, by whom and where: made once, in
 * the transaction that numbered the application. Amounts are in paise.
 * Immutable; serialises to a GVariant.
 *
 * Since: 0.1
 */
typedef struct _KhidkiReceipt KhidkiReceipt;

#define KHIDKI_TYPE_RECEIPT (khidki_receipt_get_type ())

GType khidki_receipt_get_type (void);

KhidkiReceipt *khidki_receipt_new (const char *number,
                                   const char *application,
                                   const char *service,
                                   const char *centre,
                                   const char *operator_id,
                                   gint64 at);
KhidkiReceipt *khidki_receipt_ref (KhidkiReceipt *self);
void khidki_receipt_unref (KhidkiReceipt *self);

/* Right after construction only. */
void khidki_receipt_set_applicant (KhidkiReceipt *self, const char *applicant);
void khidki_receipt_set_amounts (KhidkiReceipt *self, gint64 government_fee, gint64 service_charge);
void khidki_receipt_set_due (KhidkiReceipt *self, gint64 due);
void khidki_receipt_set_prints (KhidkiReceipt *self, guint prints);
void khidki_receipt_add_paper (KhidkiReceipt *self, const char *path, const char *kind, guint count);

const char *khidki_receipt_get_number (KhidkiReceipt *self);
const char *khidki_receipt_get_application (KhidkiReceipt *self);
const char *khidki_receipt_get_service (KhidkiReceipt *self);
const char *khidki_receipt_get_centre (KhidkiReceipt *self);
const char *khidki_receipt_get_operator (KhidkiReceipt *self);
const char *khidki_receipt_get_applicant (KhidkiReceipt *self);
gint64 khidki_receipt_get_at (KhidkiReceipt *self);
gint64 khidki_receipt_get_due (KhidkiReceipt *self);
gint64 khidki_receipt_get_government_fee (KhidkiReceipt *self);
gint64 khidki_receipt_get_service_charge (KhidkiReceipt *self);
gint64 khidki_receipt_get_total (KhidkiReceipt *self);
guint khidki_receipt_get_prints (KhidkiReceipt *self);
guint khidki_receipt_get_n_papers (KhidkiReceipt *self);
const char *khidki_receipt_get_paper (KhidkiReceipt *self,
                                      guint index,
                                      const char **kind,
                                      guint *count);

GVariant *khidki_receipt_to_variant (KhidkiReceipt *self);
KhidkiReceipt *khidki_receipt_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiReceipt, khidki_receipt_unref)

G_END_DECLS
