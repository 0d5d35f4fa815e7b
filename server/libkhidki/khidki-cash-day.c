/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-cash-day.h"

struct _KhidkiCashDay
{
  char *operator_id;
  GDate day;
  GPtrArray *receipts;
  gint64 closed_at;
  gint64 counted;
  char *remark;
};

G_DEFINE_BOXED_TYPE (KhidkiCashDay, khidki_cash_day, khidki_cash_day_ref, khidki_cash_day_unref)

/**
 * khidki_cash_day_new:
 * @operator_id: whose day
 * @day: a civil day
 *
 * Returns: (transfer full): a day on which nothing was taken, still open
 *
 * Since: 0.1
 */
KhidkiCashDay *
khidki_cash_day_new (const char *operator_id, const GDate *day)
{
  KhidkiCashDay *self;

  g_return_val_if_fail (operator_id != NULL, NULL);
  g_return_val_if_fail (day != NULL && g_date_valid (day), NULL);

  self = g_atomic_rc_box_new0 (KhidkiCashDay);
  self->operator_id = g_strdup (operator_id);
  self->day = *day;
  self->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_receipt_unref);
  self->remark = g_strdup ("");
  return self;
}

/**
 * khidki_cash_day_ref:
 * @self: a day
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiCashDay *
khidki_cash_day_ref (KhidkiCashDay *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_cash_day_clear (KhidkiCashDay *self)
{
  g_free (self->operator_id);
  g_ptr_array_unref (self->receipts);
  g_free (self->remark);
}

/**
 * khidki_cash_day_unref:
 * @self: (transfer full): a day
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_cash_day_unref (KhidkiCashDay *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_cash_day_clear);
}

/**
 * khidki_cash_day_add_receipt:
 * @self: a day, right after its construction
 * @receipt: (transfer none): what was taken, in its order
 *
 * Since: 0.1
 */
void
khidki_cash_day_add_receipt (KhidkiCashDay *self, KhidkiReceipt *receipt)
{
  g_return_if_fail (receipt != NULL);

  g_ptr_array_add (self->receipts, khidki_receipt_ref (receipt));
}

/**
 * khidki_cash_day_set_closed:
 * @self: a day, right after its construction
 * @at: when it was closed, UTC milliseconds
 * @counted: what was in the box, in paise
 * @remark: (nullable): why that differs
 *
 * Since: 0.1
 */
void
khidki_cash_day_set_closed (KhidkiCashDay *self, gint64 at, gint64 counted, const char *remark)
{
  self->closed_at = at;
  self->counted = counted;
  g_free (self->remark);
  self->remark = g_strdup (remark != NULL ? remark : "");
}

/**
 * khidki_cash_day_get_operator:
 * @self: a day
 *
 * Returns: (transfer none): the id of the operator whose day it is
 *
 * Since: 0.1
 */
const char *
khidki_cash_day_get_operator (KhidkiCashDay *self)
{
  return self->operator_id;
}

/**
 * khidki_cash_day_get_day:
 * @self: a day
 *
 * Returns: (transfer none): the civil day
 *
 * Since: 0.1
 */
const GDate *
khidki_cash_day_get_day (KhidkiCashDay *self)
{
  return &self->day;
}

/**
 * khidki_cash_day_get_n_receipts:
 * @self: a day
 *
 * Returns: how many receipts there were
 *
 * Since: 0.1
 */
guint
khidki_cash_day_get_n_receipts (KhidkiCashDay *self)
{
  return self->receipts->len;
}

/**
 * khidki_cash_day_get_receipt:
 * @self: a day
 * @index: which of its receipts
 *
 * Returns: (transfer none): the receipt
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_cash_day_get_receipt (KhidkiCashDay *self, guint index)
{
  g_return_val_if_fail (index < self->receipts->len, NULL);

  return g_ptr_array_index (self->receipts, index);
}

static gint64
add_up (KhidkiCashDay *self, gint64 (*get_amount) (KhidkiReceipt *receipt))
{
  gint64 sum = 0;

  for (guint i = 0; i < self->receipts->len; i++)
    sum += get_amount (g_ptr_array_index (self->receipts, i));
  return sum;
}

/**
 * khidki_cash_day_get_government_fees:
 * @self: a day
 *
 * Returns: what was taken for the government, in paise
 *
 * Since: 0.1
 */
gint64
khidki_cash_day_get_government_fees (KhidkiCashDay *self)
{
  return add_up (self, khidki_receipt_get_government_fee);
}

/**
 * khidki_cash_day_get_service_charges:
 * @self: a day
 *
 * Returns: what was taken for the centre's work, in paise
 *
 * Since: 0.1
 */
gint64
khidki_cash_day_get_service_charges (KhidkiCashDay *self)
{
  return add_up (self, khidki_receipt_get_service_charge);
}

/**
 * khidki_cash_day_get_total:
 * @self: a day
 *
 * Returns: all that was taken, in paise
 *
 * Since: 0.1
 */
gint64
khidki_cash_day_get_total (KhidkiCashDay *self)
{
  return add_up (self, khidki_receipt_get_total);
}

/**
 * khidki_cash_day_get_closed_at:
 * @self: a day
 *
 * Returns: when it was closed, UTC milliseconds; 0 while it is open
 *
 * Since: 0.1
 */
gint64
khidki_cash_day_get_closed_at (KhidkiCashDay *self)
{
  return self->closed_at;
}

/**
 * khidki_cash_day_get_counted:
 * @self: a day
 *
 * Returns: what was in the box when it was closed, in paise
 *
 * Since: 0.1
 */
gint64
khidki_cash_day_get_counted (KhidkiCashDay *self)
{
  return self->counted;
}

/**
 * khidki_cash_day_get_remark:
 * @self: a day
 *
 * Returns: (transfer none): why the box differed, `""` if it did not
 *
 * Since: 0.1
 */
const char *
khidki_cash_day_get_remark (KhidkiCashDay *self)
{
  return self->remark;
}
