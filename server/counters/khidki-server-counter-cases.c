/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counters/khidki-server-counter-private.h"
#include "conversation/khidki-texts.h"
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-row.h"
#include "drafts/khidki-guess.h"
#include "forms/khidki-form-draft.h"
#include "libkhidki/khidki-error.h"
#include "outbox/khidki-reach.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-counter-submit.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)

/* Not guesses, but codes that were sent: each costs money and somebody's patience. */
static const KhidkiGuessRule sends_of_draft = {
  .purpose = "consent-of-draft", .free = 4, .again = 1, .window = 15 * MINUTE_MS,
  .shut = 5 * MINUTE_MS, .most = 60 * MINUTE_MS,
};
static const KhidkiGuessRule sends_to_phone = {
  .purpose = "consent-to-phone", .free = 8, .again = 1, .window = 60 * MINUTE_MS,
  .shut = 15 * MINUTE_MS, .most = 24 * 60 * MINUTE_MS,
};

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

static gboolean
write_verdict (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;

  return khidki_transaction_execute (transaction, "paper-add", error, "ssxxs",
                                     khidki_paper_get_hash (call->paper),
                                     khidki_paper_get_mime_type (call->paper),
                                     (gint64) khidki_paper_get_size (call->paper), call->now,
                                     call->text) >= 0;
}

static void
return_verdict (GTask *task, KhidkiCounterCall *call)
{
  if (g_str_equal (call->text, "ok"))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s", call->text);
}

static void
paper_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiServerCounter *self = g_task_get_source_object (task);
  KhidkiCounterCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->text = self->setup.verdict (result, self->setup.check_data, &error);
  if (call->text != NULL)
    khidki_server_counter_write (task, write_verdict, return_verdict);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

static void
check_paper_async (KhidkiCounter *counter,
                   KhidkiPaper *paper,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (self, check_paper_async, NULL, cancellable, callback,
                                             user_data, &call);

  call->paper = khidki_paper_ref (paper);
  if (self->setup.check != NULL)
    self->setup.check (paper, cancellable, paper_checked, task, self->setup.check_data);
  else
    refuse (task, KHIDKI_ERROR_RETRY, "nobody looks at papers here");
}

static gboolean
note_send (KhidkiTransaction *transaction,
           KhidkiCounterCall *call,
           const KhidkiGuessRule *rule,
           const char *asker,
           GError **error)
{
  gint64 shut_until;

  if (!khidki_guess_is_open (transaction, rule, asker, call->now, &shut_until, error))
    return FALSE;
  call->shut_until = MAX (call->shut_until, shut_until);
  return shut_until > 0 || khidki_guess_note_wrong (transaction, rule, asker, call->now, error);
}

/* What is said where anything may be said; elsewhere the registered text. */
static char *
dup_code_text (KhidkiCounterCall *call, const char *service)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (values, (gpointer) "code", call->code);
  g_hash_table_insert (values, (gpointer) "service", (gpointer) service);
  return khidki_texts_fill (call->language, khidki_texts_get (call->language, "counter.consent"), values);
}

static KhidkiMessage *
make_code_message (KhidkiCounterCall *call)
{
  g_autoptr (KhidkiMessage) short_message =
      khidki_message_new_template ("consent_code", call->language);
  g_autofree char *text = NULL;
  KhidkiMessage *message;
  KhidkiService *service =
      call->catalogue != NULL
          ? khidki_catalogue_find_service (call->catalogue, khidki_draft_get_service (call->draft))
          : NULL;
  const char *name =
      service != NULL ? khidki_service_get_text (service, "ShortName", call->language) : NULL;

  if (name == NULL && service != NULL)
    name = khidki_service_get_text (service, "Name", call->language);
  if (name == NULL)
    name = khidki_draft_get_service (call->draft);
  khidki_message_add_parameter (short_message, call->code);
  khidki_message_add_parameter (short_message, name);
  text = dup_code_text (call, name);
  message = khidki_message_new_text (text);
  khidki_message_set_template (message, short_message);
  return message;
}

static gboolean
send_code (KhidkiTransaction *transaction, KhidkiCounterCall *call, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *account = khidki_account_key (seal, call->account);
  g_autofree char *key = g_strdup_printf ("consent:%s:%" G_GINT64_FORMAT, call->id, call->now);
  g_autoptr (KhidkiMessage) message = make_code_message (call);

  return khidki_counter_account_add (transaction, call->account, call->now, error)
         && khidki_outbox_add (transaction, key, account, call->account, KHIDKI_LANE_REPLY, "",
                               message, call->now, NULL, error) >= 0;
}

/* Where they can be told all of it just now, else by their phone: and by that too when
 * the first code is asked for again, for it may not have come. */
static gboolean
find_way (KhidkiTransaction *transaction, KhidkiCounterCall *call, const char *digest, GError **error)
{
  gboolean again;
  g_autofree char *key = NULL;

  if (!khidki_consent_is_open (transaction, call->id, call->now, &again, error)
      || (!again
          && !khidki_reach_proven (transaction, digest, KHIDKI_REACH_OPEN, call->now, &call->account,
                                   &key, error)))
    return FALSE;
  if (call->account == NULL && !khidki_reach_any (transaction, call->text, &call->account, error))
    return FALSE;
  /* Where a chat has closed there is no text registered for it: a sheet is signed. */
  if (call->account == NULL)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "no channel reaches a phone");
  return call->account != NULL;
}

static gboolean
do_ask (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  g_autofree char *digest =
      khidki_phone_digest (khidki_transaction_get_seal (transaction), call->text);

  if (!khidki_draft_hold_check (transaction, call->id, centre_of (call), error))
    return FALSE;
  call->draft = khidki_draft_row_load (transaction, call->id, NULL, error);
  if (call->draft == NULL || !find_way (transaction, call, digest, error)
      || !note_send (transaction, call, &sends_of_draft, call->id, error)
      || !note_send (transaction, call, &sends_to_phone, call->text, error))
    return FALSE;
  return call->shut_until > 0
         || (khidki_consent_ask (transaction, call->id, khidki_draft_get_version (call->draft),
                                 digest, call->code, call->now, error)
             && send_code (transaction, call, error));
}

static void
return_asked (GTask *task, KhidkiCounterCall *call)
{
  KhidkiServerCounter *self = g_task_get_source_object (task);

  if (call->shut_until > 0)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY,
                               "Too many codes were sent; again in %" G_GINT64_FORMAT " minutes",
                               (call->shut_until - call->now) / MINUTE_MS + 1);
      return;
    }
  if (self->setup.outbox != NULL)
    khidki_outbox_wake (self->setup.outbox);
  g_task_return_boolean (task, TRUE);
}

static void
ask_consent_async (KhidkiCounter *counter,
                   KhidkiOperator *who,
                   const char *draft,
                   const char *phone,
                   const char *language,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (self, ask_consent_async, who, cancellable, callback,
                                             user_data, &call);
  guint8 bytes[KHIDKI_CONSENT_RANDOM_BYTES];

  call->id = g_utf8_make_valid (draft, -1);
  call->text = khidki_phone_from_mobile (phone);
  call->language = g_strdup (language);
  if (*call->text == '\0')
    {
      refuse (task, KHIDKI_ERROR_INVALID, "phone-wrong");
      return;
    }
  khidki_host_fill_random (self->setup.host, bytes, sizeof bytes);
  call->code = khidki_consent_code_new (bytes);
  khidki_server_counter_write (task, do_ask, return_asked);
}

/* What can be seen before anything is written. */
static gboolean
do_look (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  const char *id = khidki_submission_get_draft (call->submission);

  if (!khidki_counter_find_submitted (transaction, id, centre_of (call), &call->receipt, error))
    return FALSE;
  if (call->receipt != NULL)
    return TRUE;
  if (!khidki_draft_hold_check (transaction, id, centre_of (call), error))
    return FALSE;
  call->draft = khidki_draft_row_load (transaction, id, NULL, error);
  return call->draft != NULL;
}

static gboolean
do_submit (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  KhidkiCounterSubmit submit = {
    .catalogue = call->catalogue,
    .charges = call->charges,
    .operator_ = call->who,
    .submission = call->submission,
    .draft = call->draft,
    .number = call->code,
    .now = call->now,
    .today = &call->today,
  };

  return khidki_counter_submit_draft (transaction, &submit, &call->receipt, &call->consent, error);
}

static void
return_submitted (GTask *task, KhidkiCounterCall *call)
{
  static const char *const faults[] = {
    [KHIDKI_CONSENT_GIVEN] = "",
    [KHIDKI_CONSENT_WRONG] = "consent-wrong",
    [KHIDKI_CONSENT_OUTDATED] = "consent-outdated",
    [KHIDKI_CONSENT_SPENT] = "consent-spent",
  };
  KhidkiServerCounter *self = g_task_get_source_object (task);

  if (call->receipt == NULL)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s",
                               faults[call->consent]);
      return;
    }
  if (self->setup.jobs != NULL)
    khidki_jobs_wake (self->setup.jobs);
  khidki_server_counter_return_receipt (task, call);
}

/* A department's own checks run here, while no transaction is open. */
static gboolean
is_complete (KhidkiCounterCall *call)
{
  KhidkiForm form = { 0 };
  g_autofree char *complaint = NULL;
  g_auto (GStrv) wrong = NULL;

  if (call->catalogue == NULL
      || !khidki_form_open_draft (&form, call->catalogue, call->draft, &call->today, "en"))
    return FALSE;
  wrong = khidki_form_check_all (&form, &complaint);
  return wrong == NULL && complaint == NULL;
}

static void
looked (GTask *task, KhidkiCounterCall *call)
{
  KhidkiServerCounter *self = g_task_get_source_object (task);
  guint8 bytes[KHIDKI_NUMBER_RANDOM_BYTES];

  if (call->receipt != NULL)
    {
      khidki_server_counter_return_receipt (task, call);
      return;
    }
  if (khidki_draft_get_version (call->draft) != khidki_submission_get_version (call->submission))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT,
                               "The draft was changed meanwhile; look at it again");
      return;
    }
  if (!is_complete (call))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "incomplete");
      return;
    }
  khidki_host_fill_random (self->setup.host, bytes, sizeof bytes);
  call->code = khidki_application_number_new (g_date_get_year (&call->today), bytes);
  khidki_server_counter_write (g_object_ref (task), do_submit, return_submitted);
}

static void
submit_async (KhidkiCounter *counter,
              KhidkiOperator *who,
              KhidkiSubmission *submission,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), submit_async, who,
                                             cancellable, callback, user_data, &call);

  call->submission = khidki_submission_ref (submission);
  khidki_server_counter_read (task, do_look, looked);
}

static KhidkiReceipt *
receipt_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
boolean_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_server_counter_add_cases (KhidkiCounterInterface *iface)
{
  iface->check_paper_async = check_paper_async;
  iface->check_paper_finish = boolean_finish;
  iface->ask_consent_async = ask_consent_async;
  iface->ask_consent_finish = boolean_finish;
  iface->submit_async = submit_async;
  iface->submit_finish = receipt_finish;
}
