/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "counters/khidki-server-counter-private.h"
#include "drafts/khidki-guess.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-cash-day-row.h"
#include "pipeline/khidki-receipt-row.h"
#include "pipeline/khidki-standing-row.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define MOST_KEY_BYTES 128

static const char *
centre_of (KhidkiCounterCall *call)
{
  return khidki_operator_get_centre (call->who);
}

/* Ends a call before it went anywhere. @task: (transfer full) */
static void
refuse (GTask *task, KhidkiError code, const char *message)
{
  g_task_return_new_error (task, KHIDKI_ERROR, code, "%s", message);
  g_object_unref (task);
}

/* `1101-261126-0001`: of a centre whose id is a number, its digits may be those of an
 * application. */
static gboolean
is_receipt_number (const char *text)
{
  return g_regex_match_simple ("^.+-[0-9]{6}-[0-9]{4,}$", text, 0, 0);
}

/* What is asked for; @call's id is written as that key is. */
static KhidkiReceiptKey
read_key (KhidkiCounterCall *call)
{
  KhidkiNumberKind kind;
  char *number = is_receipt_number (call->id) ? NULL : khidki_number_parse (call->id, &kind);

  if (number != NULL && kind == KHIDKI_NUMBER_APPLICATION)
    {
      g_free (call->id);
      call->id = number;
      return KHIDKI_RECEIPT_OF_APPLICATION;
    }
  g_free (number);
  if (strchr (call->id, '-') == NULL)
    return KHIDKI_RECEIPT_OF_DRAFT;
  number = g_ascii_strup (call->id, -1);
  g_free (call->id);
  call->id = number;
  return KHIDKI_RECEIPT_OF_NUMBER;
}

static gboolean
do_find_receipt (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  KhidkiReceiptKey kind = read_key (call);

  if (!khidki_receipt_row_find (transaction, kind, call->id, &call->receipt, error))
    return FALSE;
  if (call->receipt != NULL
      && g_str_equal (khidki_receipt_get_centre (call->receipt), centre_of (call)))
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                       "This centre has made no such receipt");
  return FALSE;
}

static void
find_receipt_async (KhidkiCounter *counter,
                    KhidkiOperator *who,
                    const char *number,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), find_receipt_async,
                                             who, cancellable, callback, user_data, &call);
  g_autofree char *valid = g_utf8_make_valid (number, -1);

  call->id = g_strdup (g_strstrip (valid));
  khidki_server_counter_read (task, do_find_receipt, khidki_server_counter_return_receipt);
}

static gboolean
do_print (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;

  call->receipt =
      khidki_receipt_row_note_print (transaction, call->id, centre_of (call), call->text,
                                     khidki_operator_get_id (call->who), call->now, error);
  return call->receipt != NULL;
}

static void
note_print_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *number,
                  const char *key,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), note_print_async, who,
                                             cancellable, callback, user_data, &call);

  call->id = g_utf8_make_valid (number, -1);
  call->text = g_utf8_make_valid (key, -1);
  if (*key == '\0' || strlen (call->text) > MOST_KEY_BYTES)
    refuse (task, KHIDKI_ERROR_INVALID, "a print has a key of its own");
  else
    khidki_server_counter_write (task, do_print, khidki_server_counter_return_receipt);
}

static void
return_cash (GTask *task, KhidkiCounterCall *call)
{
  g_task_return_pointer (task, g_steal_pointer (&call->cash),
                         (GDestroyNotify) khidki_cash_day_unref);
}

static gboolean
do_load_day (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;

  call->cash = khidki_cash_day_row_load (transaction, khidki_operator_get_id (call->who), &call->day,
                                         error);
  return call->cash != NULL;
}

static void
load_day_async (KhidkiCounter *counter,
                KhidkiOperator *who,
                const GDate *day,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), load_day_async, who,
                                             cancellable, callback, user_data, &call);

  call->day = *day;
  khidki_server_counter_read (task, do_load_day, return_cash);
}

static gboolean
do_close_day (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;

  call->cash = khidki_cash_day_row_close (transaction, khidki_operator_get_id (call->who),
                                          &call->day, call->counted, call->text, call->now, error);
  return call->cash != NULL;
}

static void
close_day_async (KhidkiCounter *counter,
                 KhidkiOperator *who,
                 const GDate *day,
                 gint64 counted,
                 const char *remark,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), close_day_async, who,
                                             cancellable, callback, user_data, &call);

  call->day = *day;
  call->counted = counted;
  call->text = g_strdup (remark);
  if (g_date_compare (day, &call->today) > 0)
    refuse (task, KHIDKI_ERROR_INVALID, "day-to-come");
  else
    khidki_server_counter_write (task, do_close_day, return_cash);
}

/* A wrong pair leaves its mark, at who asks and at the number: the transaction stands. */
static gboolean
do_find_standing (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  g_autofree char *asker = g_strconcat ("operator:", khidki_operator_get_id (call->who), NULL);
  g_autofree char *number = g_strconcat ("application:", call->id, NULL);
  gint64 asker_shut, number_shut;

  if (!khidki_guess_is_open (transaction, &khidki_guess_standings, asker, call->now, &asker_shut,
                             error)
      || !khidki_guess_is_open (transaction, &khidki_guess_standings, number, call->now,
                                &number_shut, error))
    return FALSE;
  call->shut_until = MAX (asker_shut, number_shut);
  if (call->shut_until > 0)
    return TRUE;
  if (!khidki_standing_row_find (transaction, call->id, &call->day, &call->standing, error))
    return FALSE;
  return call->standing != NULL
         || (khidki_guess_note_wrong (transaction, &khidki_guess_standings, asker, call->now, error)
             && khidki_guess_note_wrong (transaction, &khidki_guess_standings, number, call->now,
                                         error));
}

static void
return_standing (GTask *task, KhidkiCounterCall *call)
{
  if (call->standing != NULL)
    g_task_return_pointer (task, g_steal_pointer (&call->standing),
                           (GDestroyNotify) khidki_standing_unref);
  else if (call->shut_until > 0)
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY,
                             "Too many tries; again in %" G_GINT64_FORMAT " minutes",
                             (call->shut_until - call->now) / MINUTE_MS + 1);
  else
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                             "Number and date of birth do not belong together");
}

static void
find_standing_async (KhidkiCounter *counter,
                     KhidkiOperator *who,
                     const char *number,
                     const GDate *birth,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), find_standing_async,
                                             who, cancellable, callback, user_data, &call);
  g_autofree char *valid = g_utf8_make_valid (number, -1);
  KhidkiNumberKind kind;

  call->id = khidki_number_parse (valid, &kind);
  call->day = *birth;
  /* The check digit says that it was mistyped: no guess. */
  if (call->id == NULL || kind != KHIDKI_NUMBER_APPLICATION || !g_date_valid (birth))
    refuse (task, KHIDKI_ERROR_NOT_FOUND, "Number and date of birth do not belong together");
  else
    khidki_server_counter_write (task, do_find_standing, return_standing);
}

static KhidkiReceipt *
receipt_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static KhidkiCashDay *
cash_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static KhidkiStanding *
standing_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
khidki_server_counter_add_records (KhidkiCounterInterface *iface)
{
  iface->find_receipt_async = find_receipt_async;
  iface->find_receipt_finish = receipt_finish;
  iface->note_print_async = note_print_async;
  iface->note_print_finish = receipt_finish;
  iface->load_day_async = load_day_async;
  iface->load_day_finish = cash_finish;
  iface->close_day_async = close_day_async;
  iface->close_day_finish = cash_finish;
  iface->find_standing_async = find_standing_async;
  iface->find_standing_finish = standing_finish;
}
