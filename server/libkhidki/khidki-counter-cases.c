/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-counter.h"

/**
 * khidki_counter_check_paper_async:
 * @self: a counter
 * @paper: (transfer none): what a page took in
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Has a file opened by the locked worker.
 *
 * Since: 0.1
 */
void
khidki_counter_check_paper_async (KhidkiCounter *self,
                                  KhidkiPaper *paper,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->check_paper_async (self, paper, cancellable, callback,
                                                      user_data);
}

/**
 * khidki_counter_check_paper_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `INVALID` with the fault's name (`not-an-image`, `too-large`,
 *   `encrypted` …) as the message
 *
 * Returns: whether it is a photo or a PDF that can be read
 *
 * Since: 0.1
 */
gboolean
khidki_counter_check_paper_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), FALSE);

  return KHIDKI_COUNTER_GET_IFACE (self)->check_paper_finish (self, result, error);
}

/**
 * khidki_counter_ask_consent_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @draft: its id
 * @phone: ten digits
 * @language: in which the applicant reads
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Sends the applicant a code of six digits, good for 15 minutes, with which they declare that
 * the draft as it is now is true.
 *
 * Since: 0.1
 */
void
khidki_counter_ask_consent_async (KhidkiCounter *self,
                                  KhidkiOperator *who,
                                  const char *draft,
                                  const char *phone,
                                  const char *language,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->ask_consent_async (self, who, draft, phone, language,
                                                      cancellable, callback, user_data);
}

/**
 * khidki_counter_ask_consent_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND`, `BUSY` when too many were sent, `REFUSED` when no
 *   channel can carry it
 *
 * Returns: whether it is on its way
 *
 * Since: 0.1
 */
gboolean
khidki_counter_ask_consent_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), FALSE);

  return KHIDKI_COUNTER_GET_IFACE (self)->ask_consent_finish (self, result, error);
}

/**
 * khidki_counter_submit_async:
 * @self: a counter
 * @who: (transfer none): the operator who submits
 * @submission: (transfer none): what and how
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Numbers the application, writes what was taken into the ledger and makes the receipt, all in
 * one transaction. Repeated with the same draft it gives the same receipt and changes nothing.
 *
 * Since: 0.1
 */
void
khidki_counter_submit_async (KhidkiCounter *self,
                             KhidkiOperator *who,
                             KhidkiSubmission *submission,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->submit_async (self, who, submission, cancellable, callback,
                                                 user_data);
}

/**
 * khidki_counter_submit_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `INVALID` when the form is not complete or the consent is not
 *   right, `CONFLICT` when the draft has changed, `REFUSED` with the message `amounts-changed`
 *   when the amounts are not those of today, `day-closed` when the operator's day is, or
 *   in words when the service is not offered any more
 *
 * Returns: (transfer full): the receipt
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_counter_submit_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->submit_finish (self, result, error);
}

/**
 * khidki_counter_find_receipt_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @number: the application's, the receipt's or the draft's
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Finds a receipt of the operator's centre.
 *
 * Since: 0.1
 */
void
khidki_counter_find_receipt_async (KhidkiCounter *self,
                                   KhidkiOperator *who,
                                   const char *number,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->find_receipt_async (self, who, number, cancellable, callback,
                                                       user_data);
}

/**
 * khidki_counter_find_receipt_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND`
 *
 * Returns: (transfer full): the receipt
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_counter_find_receipt_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->find_receipt_finish (self, result, error);
}

/**
 * khidki_counter_note_print_async:
 * @self: a counter
 * @who: (transfer none): the operator who prints
 * @number: the receipt's
 * @key: of this print: repeated, it counts once
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Notes that a receipt is printed.
 *
 * Since: 0.1
 */
void
khidki_counter_note_print_async (KhidkiCounter *self,
                                 KhidkiOperator *who,
                                 const char *number,
                                 const char *key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->note_print_async (self, who, number, key, cancellable, callback,
                                                     user_data);
}

/**
 * khidki_counter_note_print_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND`
 *
 * Returns: (transfer full): the receipt, with the prints before this one
 *
 * Since: 0.1
 */
KhidkiReceipt *
khidki_counter_note_print_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->note_print_finish (self, result, error);
}

/**
 * khidki_counter_load_day_async:
 * @self: a counter
 * @who: (transfer none): the operator whose day it is
 * @day: (transfer none): a civil day
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Reads an operator's cash of one day from the ledger.
 *
 * Since: 0.1
 */
void
khidki_counter_load_day_async (KhidkiCounter *self,
                               KhidkiOperator *who,
                               const GDate *day,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->load_day_async (self, who, day, cancellable, callback,
                                                   user_data);
}

/**
 * khidki_counter_load_day_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: whatever the store says
 *
 * Returns: (transfer full): the day
 *
 * Since: 0.1
 */
KhidkiCashDay *
khidki_counter_load_day_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->load_day_finish (self, result, error);
}

/**
 * khidki_counter_close_day_async:
 * @self: a counter
 * @who: (transfer none): the operator whose day it is
 * @day: (transfer none): a civil day
 * @counted: paise that are in the box
 * @remark: why it differs, "" if it does not
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Closes a day: nothing is taken under it any more. Repeated it changes nothing.
 *
 * Since: 0.1
 */
void
khidki_counter_close_day_async (KhidkiCounter *self,
                                KhidkiOperator *who,
                                const GDate *day,
                                gint64 counted,
                                const char *remark,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->close_day_async (self, who, day, counted, remark, cancellable,
                                                    callback, user_data);
}

/**
 * khidki_counter_close_day_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `INVALID` with the word `remark-missing` when the count differs and
 *   there is no remark, `remark-too-long` when it has more than 2000 bytes
 *
 * Returns: (transfer full): the day as it is closed
 *
 * Since: 0.1
 */
KhidkiCashDay *
khidki_counter_close_day_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->close_day_finish (self, result, error);
}

/**
 * khidki_counter_find_standing_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @number: an application's
 * @birth: (transfer none): the applicant's date of birth, as the citizen says it
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Finds how an application stands, whichever door it came through.
 *
 * Since: 0.1
 */
void
khidki_counter_find_standing_async (KhidkiCounter *self,
                                    KhidkiOperator *who,
                                    const char *number,
                                    const GDate *birth,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->find_standing_async (self, who, number, birth, cancellable,
                                                        callback, user_data);
}

/**
 * khidki_counter_find_standing_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND` when the two do not belong together, `BUSY` after too
 *   many wrong ones
 *
 * Returns: (transfer full): how it stands
 *
 * Since: 0.1
 */
KhidkiStanding *
khidki_counter_find_standing_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->find_standing_finish (self, result, error);
}
