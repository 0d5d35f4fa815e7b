/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-receipt.h"

#define RECEIPT_TYPE "(sssssxsxxxua(ssu))"

typedef struct
{
  char *path;
  char *kind;
  guint count;
} ReceiptPaper;

struct _KhidkiReceipt
{
  char *number;
  char *application;
  char *service;
  char *centre;
  char *operator_id;
  gint64 at;
  char *applicant;
  gint64 government_fee;
  gint64 service_charge;
  gint64 due;
  guint prints;
  GArray *papers; /* of ReceiptPaper */
};

G_DEFINE_BOXED_TYPE (KhidkiReceipt, khidki_receipt, khidki_receipt_ref, khidki_receipt_unref)

static void
receipt_paper_clear (ReceiptPaper *paper)
{
  g_free (paper->path);
  g_free (paper->kind);
}

/**
 * khidki_receipt_new:
 * @number: the receipt's own
 * @application: the application's
 * @service: the service's id
 * @centre: the id of the centre that took the money
 * @operator_id: who took it
 * @at: when, UTC milliseconds
 *
 * Returns: (transfer full): a receipt for nothing yet
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_receipt_new (const char *number,
                    const char *application,
                    const char *service,
                    const char *centre,
                    const char *operator_id,
                    gint64 at)
{
  KhidkiReceipt *self;

  g_return_val_if_fail (number != NULL && application != NULL && service != NULL, NULL);
  g_return_val_if_fail (centre != NULL && operator_id != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiReceipt);
  self->number = g_strdup (number);
  self->application = g_strdup (application);
  self->service = g_strdup (service);
  self->centre = g_strdup (centre);
  self->operator_id = g_strdup (operator_id);
  self->at = at;
  self->applicant = g_strdup ("");
  self->papers = g_array_new (FALSE, FALSE, sizeof (ReceiptPaper));
  g_array_set_clear_func (self->papers, (GDestroyNotify) receipt_paper_clear);
  return self;
}

/**
 * khidki_receipt_ref:
 * @self: a receipt
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_receipt_ref (KhidkiReceipt *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_receipt_clear (KhidkiReceipt *self)
{
  g_free (self->number);
  g_free (self->application);
  g_free (self->service);
  g_free (self->centre);
  g_free (self->operator_id);
  g_free (self->applicant);
  g_array_unref (self->papers);
}

/**
 * khidki_receipt_unref:
 * @self: (transfer full): a receipt
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_receipt_unref (KhidkiReceipt *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_receipt_clear);
}

/**
 * khidki_receipt_set_applicant:
 * @self: a receipt, right after its construction
 * @applicant: the name of whom the application is for
 *
 * Since: 0.1
 */
void
khidki_receipt_set_applicant (KhidkiReceipt *self, const char *applicant)
{
  g_free (self->applicant);
  self->applicant = g_strdup (applicant != NULL ? applicant : "");
}

/**
 * khidki_receipt_set_amounts:
 * @self: a receipt, right after its construction
 * @government_fee: what was taken for the government, in paise
 * @service_charge: what was taken for the centre's work, in paise
 *
 * Since: 0.1
 */
void
khidki_receipt_set_amounts (KhidkiReceipt *self, gint64 government_fee, gint64 service_charge)
{
  self->government_fee = government_fee;
  self->service_charge = service_charge;
}

/**
 * khidki_receipt_set_due:
 * @self: a receipt, right after its construction
 * @due: by when the office has to decide, UTC milliseconds
 *
 * Since: 0.1
 */
void
khidki_receipt_set_due (KhidkiReceipt *self, gint64 due)
{
  self->due = due;
}

/**
 * khidki_receipt_set_prints:
 * @self: a receipt, right after its construction
 * @prints: how often it was printed
 *
 * Since: 0.1
 */
void
khidki_receipt_set_prints (KhidkiReceipt *self, guint prints)
{
  self->prints = prints;
}

/**
 * khidki_receipt_add_paper:
 * @self: a receipt, right after its construction
 * @path: the id of the service's `[Paper …]`
 * @kind: (nullable): which of its alternatives was brought
 * @count: how many files of it
 *
 * Since: 0.1
 */
void
khidki_receipt_add_paper (KhidkiReceipt *self, const char *path, const char *kind, guint count)
{
  ReceiptPaper paper = { g_strdup (path), g_strdup (kind != NULL ? kind : ""), count };

  g_array_append_val (self->papers, paper);
}

/**
 * khidki_receipt_get_number:
 * @self: a receipt
 *
 * Returns: (transfer none): its own number, `CENTRE-YYMMDD-NNNN`
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_number (KhidkiReceipt *self)
{
  return self->number;
}

/**
 * khidki_receipt_get_application:
 * @self: a receipt
 *
 * Returns: (transfer none): the application's number
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_application (KhidkiReceipt *self)
{
  return self->application;
}

/**
 * khidki_receipt_get_service:
 * @self: a receipt
 *
 * Returns: (transfer none): the service's id
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_service (KhidkiReceipt *self)
{
  return self->service;
}

/**
 * khidki_receipt_get_centre:
 * @self: a receipt
 *
 * Returns: (transfer none): the id of the centre that took the money
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_centre (KhidkiReceipt *self)
{
  return self->centre;
}

/**
 * khidki_receipt_get_operator:
 * @self: a receipt
 *
 * Returns: (transfer none): the id of the operator who took it
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_operator (KhidkiReceipt *self)
{
  return self->operator_id;
}

/**
 * khidki_receipt_get_applicant:
 * @self: a receipt
 *
 * Returns: (transfer none): the name of whom the application is for, `""` if unknown
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_applicant (KhidkiReceipt *self)
{
  return self->applicant;
}

/**
 * khidki_receipt_get_at:
 * @self: a receipt
 *
 * Returns: when it was made, UTC milliseconds
 *
 * Since: 0.1
 */
gint64
khidki_receipt_get_at (KhidkiReceipt *self)
{
  return self->at;
}

/**
 * khidki_receipt_get_due:
 * @self: a receipt
 *
 * Returns: by when the office has to decide, UTC milliseconds
 *
 * Since: 0.1
 */
gint64
khidki_receipt_get_due (KhidkiReceipt *self)
{
  return self->due;
}

/**
 * khidki_receipt_get_government_fee:
 * @self: a receipt
 *
 * Returns: what was taken for the government, in paise
 *
 * Since: 0.1
 */
gint64
khidki_receipt_get_government_fee (KhidkiReceipt *self)
{
  return self->government_fee;
}

/**
 * khidki_receipt_get_service_charge:
 * @self: a receipt
 *
 * Returns: what was taken for the centre's work, in paise
 *
 * Since: 0.1
 */
gint64
khidki_receipt_get_service_charge (KhidkiReceipt *self)
{
  return self->service_charge;
}

/**
 * khidki_receipt_get_total:
 * @self: a receipt
 *
 * Returns: all that was taken, in paise
 *
 * Since: 0.1
 */
gint64
khidki_receipt_get_total (KhidkiReceipt *self)
{
  return self->government_fee + self->service_charge;
}

/**
 * khidki_receipt_get_prints:
 * @self: a receipt
 *
 * Returns: how often it was printed before: a print after the first is marked as a copy
 *
 * Since: 0.1
 */
guint
khidki_receipt_get_prints (KhidkiReceipt *self)
{
  return self->prints;
}

/**
 * khidki_receipt_get_n_papers:
 * @self: a receipt
 *
 * Returns: how many kinds of papers were handed in
 *
 * Since: 0.1
 */
guint
khidki_receipt_get_n_papers (KhidkiReceipt *self)
{
  return self->papers->len;
}

/**
 * khidki_receipt_get_paper:
 * @self: a receipt
 * @index: which of the papers that were handed in
 * @kind: (out) (optional) (transfer none): which alternative was brought, `""` if unknown
 * @count: (out) (optional): how many files of it
 *
 * Returns: (transfer none): the id of the service's `[Paper …]`
 *
 * Since: 0.1
 */
const char *
khidki_receipt_get_paper (KhidkiReceipt *self, guint index, const char **kind, guint *count)
{
  ReceiptPaper *paper;

  g_return_val_if_fail (index < self->papers->len, NULL);

  paper = &g_array_index (self->papers, ReceiptPaper, index);
  if (kind != NULL)
    *kind = paper->kind;
  if (count != NULL)
    *count = paper->count;
  return paper->path;
}

/**
 * khidki_receipt_to_variant:
 * @self: a receipt
 *
 * Returns: (transfer full): its serialised form, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_receipt_to_variant (KhidkiReceipt *self)
{
  GVariantBuilder papers;

  g_variant_builder_init (&papers, G_VARIANT_TYPE ("a(ssu)"));
  for (guint i = 0; i < self->papers->len; i++)
    {
      ReceiptPaper *paper = &g_array_index (self->papers, ReceiptPaper, i);

      g_variant_builder_add (&papers, "(ssu)", paper->path, paper->kind, paper->count);
    }
  return g_variant_ref_sink (g_variant_new (
      RECEIPT_TYPE, self->number, self->application, self->service, self->centre, self->operator_id,
      self->at, self->applicant, self->government_fee, self->service_charge, self->due,
      self->prints, &papers));
}

static void
read_papers (KhidkiReceipt *self, GVariantIter *papers)
{
  const char *path, *kind;
  guint32 count;

  while (g_variant_iter_loop (papers, "(&s&su)", &path, &kind, &count))
    khidki_receipt_add_paper (self, path, kind, count);
}

/**
 * khidki_receipt_new_from_variant:
 * @variant: (nullable): what [method@Receipt.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the receipt, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_receipt_new_from_variant (GVariant *variant)
{
  const char *number, *application, *service, *centre, *operator_id, *applicant;
  gint64 at, government_fee, service_charge, due;
  guint32 prints;
  g_autoptr (GVariantIter) papers = NULL;
  KhidkiReceipt *self;

  if (variant == NULL || !g_variant_is_of_type (variant, G_VARIANT_TYPE (RECEIPT_TYPE)))
    return NULL;

  g_variant_get (variant, "(&s&s&s&s&sx&sxxxua(ssu))", &number, &application, &service, &centre,
                 &operator_id, &at, &applicant, &government_fee, &service_charge, &due, &prints,
                 &papers);
  self = khidki_receipt_new (number, application, service, centre, operator_id, at);
  khidki_receipt_set_applicant (self, applicant);
  khidki_receipt_set_amounts (self, government_fee, service_charge);
  khidki_receipt_set_due (self, due);
  khidki_receipt_set_prints (self, prints);
  read_papers (self, papers);
  return self;
}
