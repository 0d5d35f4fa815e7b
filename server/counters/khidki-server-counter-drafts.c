/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counters/khidki-server-counter-private.h"
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-row.h"
#include "libkhidki/khidki-error.h"

#define MOST_LISTED 100

static const char *
centre_of (KhidkiCounterCall *call)
{
  return khidki_operator_get_centre (call->who);
}

/* Whose a draft is that is begun here: nobody's chat. */
static char *
make_account_key (KhidkiTransaction *transaction, KhidkiCounterCall *call)
{
  g_autoptr (KhidkiAccount) account =
      khidki_counter_account_new (centre_of (call), khidki_draft_get_id (call->draft), NULL);

  return khidki_account_key (khidki_transaction_get_seal (transaction), account);
}

static gboolean
do_save (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  const char *id = khidki_draft_get_id (call->draft);
  gboolean is_new = khidki_draft_get_version (call->draft) == 0;
  g_autofree char *account = make_account_key (transaction, call);
  KhidkiDraft *saved;

  if (!is_new && !khidki_draft_hold_check (transaction, id, centre_of (call), error))
    return FALSE;
  saved = khidki_draft_row_save (transaction, call->draft, account, call->now, error);
  if (saved == NULL)
    return FALSE;
  khidki_draft_unref (call->draft);
  call->draft = saved;
  return !is_new
         || khidki_draft_hold_set (transaction, khidki_draft_get_id (saved), centre_of (call),
                                   call->now, error);
}

static void
save_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  KhidkiDraft *draft,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), save_draft_async, who,
                                             cancellable, callback, user_data, &call);

  call->draft = khidki_draft_ref (draft);
  khidki_server_counter_write (task, do_save, khidki_server_counter_return_draft);
}

static gboolean
do_load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;

  if (!khidki_draft_hold_check (transaction, call->id, centre_of (call), error))
    return FALSE;
  call->draft = khidki_draft_row_load (transaction, call->id, NULL, error);
  return call->draft != NULL;
}

static void
load_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), load_draft_async, who,
                                             cancellable, callback, user_data, &call);

  call->id = g_utf8_make_valid (id, -1);
  khidki_server_counter_read (task, do_load, khidki_server_counter_return_draft);
}

static gboolean
do_list (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;

  call->drafts = khidki_draft_hold_list (transaction, centre_of (call), MOST_LISTED, error);
  return call->drafts != NULL;
}

static void
return_drafts (GTask *task, KhidkiCounterCall *call)
{
  g_task_return_pointer (task, g_steal_pointer (&call->drafts), (GDestroyNotify) g_ptr_array_unref);
}

static void
list_drafts_async (KhidkiCounter *counter,
                   KhidkiOperator *who,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), list_drafts_async,
                                             who, cancellable, callback, user_data, &call);

  khidki_server_counter_read (task, do_list, return_drafts);
}

/* A draft that was taken over is its citizen's: it leaves the centre's hands and
 * goes on in the chat. One that was begun here is gone. */
static gboolean
do_drop (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  g_autofree char *own = NULL;
  g_autofree char *account = NULL;

  if (!khidki_draft_hold_check (transaction, call->id, centre_of (call), error))
    return FALSE;
  call->draft = khidki_draft_row_load (transaction, call->id, &account, error);
  if (call->draft == NULL)
    return FALSE;
  own = make_account_key (transaction, call);
  return g_str_equal (own, account)
             ? khidki_draft_row_drop (transaction, call->draft, error)
             : khidki_draft_hold_drop (transaction, call->id, error);
}

static void
drop_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), drop_draft_async, who,
                                             cancellable, callback, user_data, &call);

  call->id = g_utf8_make_valid (id, -1);
  khidki_server_counter_write (task, do_drop, khidki_server_counter_return_true);
}

/* The applicant's mobile as it was typed; NULL while it was not. */
static const char *
find_mobile (KhidkiCounterCall *call)
{
  KhidkiService *service =
      call->catalogue != NULL
          ? khidki_catalogue_find_version (call->catalogue, khidki_draft_get_service (call->draft),
                                           khidki_draft_get_service_version (call->draft))
          : NULL;

  for (guint i = 0; service != NULL && i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);
      const char *mobile = khidki_answers_get (khidki_draft_get_answers (call->draft),
                                               khidki_field_get_path (field));

      if (khidki_field_get_field_type (field) == KHIDKI_FIELD_MOBILE && mobile != NULL)
        return mobile;
    }
  return NULL;
}

static gboolean
do_offer (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  g_autofree char *phone = NULL;
  g_autofree char *digest = NULL;

  if (!do_load (transaction, call, error))
    return FALSE;
  phone = khidki_phone_from_mobile (find_mobile (call));
  digest = khidki_phone_digest (khidki_transaction_get_seal (transaction), phone);
  return khidki_draft_offer_make (transaction, call->id, KHIDKI_OFFER_TOWARDS_PHONE, digest,
                                  call->code, call->now, error);
}

static void
return_code (GTask *task, KhidkiCounterCall *call)
{
  g_task_return_pointer (task, g_steal_pointer (&call->code), g_free);
}

static void
offer_draft_async (KhidkiCounter *counter,
                   KhidkiOperator *who,
                   const char *id,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (self, offer_draft_async, who, cancellable, callback,
                                             user_data, &call);
  guint8 bytes[KHIDKI_OFFER_RANDOM_BYTES];

  call->id = g_utf8_make_valid (id, -1);
  khidki_host_fill_random (self->setup.host, bytes, sizeof bytes);
  call->code = khidki_offer_code_new (bytes);
  khidki_server_counter_write (task, do_offer, return_code);
}

/* A wrong code leaves its mark: the transaction stands. */
static gboolean
do_take (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCounterCall *call = data;
  g_autofree char *asker = g_strconcat ("operator:", khidki_operator_get_id (call->who), NULL);

  if (!khidki_draft_offer_take (transaction, call->text, KHIDKI_OFFER_TOWARDS_COUNTER, asker, "",
                                call->now, &call->offer, &call->id, error))
    return FALSE;
  if (call->offer != KHIDKI_OFFER_TAKEN)
    return TRUE;
  call->draft = khidki_draft_row_load (transaction, call->id, NULL, error);
  return call->draft != NULL
         && khidki_draft_hold_set (transaction, call->id, centre_of (call), call->now, error);
}

static void
return_taken (GTask *task, KhidkiCounterCall *call)
{
  if (call->offer == KHIDKI_OFFER_TAKEN)
    khidki_server_counter_return_draft (task, call);
  else if (call->offer == KHIDKI_OFFER_SHUT)
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY,
                             "Too many wrong codes; try again later");
  else
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                             "The code is wrong, used or too old");
}

static void
take_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *code,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  KhidkiCounterCall *call;
  GTask *task = khidki_server_counter_begin (KHIDKI_SERVER_COUNTER (counter), take_draft_async, who,
                                             cancellable, callback, user_data, &call);

  call->text = g_strdup (code);
  khidki_server_counter_write (task, do_take, return_taken);
}

static gpointer
pointer_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static KhidkiDraft *
draft_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return pointer_finish (counter, result, error);
}

static GPtrArray *
drafts_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return pointer_finish (counter, result, error);
}

static char *
code_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return pointer_finish (counter, result, error);
}

static gboolean
boolean_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_server_counter_add_drafts (KhidkiCounterInterface *iface)
{
  iface->save_draft_async = save_draft_async;
  iface->save_draft_finish = draft_finish;
  iface->load_draft_async = load_draft_async;
  iface->load_draft_finish = draft_finish;
  iface->list_drafts_async = list_drafts_async;
  iface->list_drafts_finish = drafts_finish;
  iface->drop_draft_async = drop_draft_async;
  iface->drop_draft_finish = boolean_finish;
  iface->offer_draft_async = offer_draft_async;
  iface->offer_draft_finish = code_finish;
  iface->take_draft_async = take_draft_async;
  iface->take_draft_finish = draft_finish;
}
