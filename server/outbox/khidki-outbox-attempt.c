/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-attempt.h"

#include "libkhidki/khidki-error.h"

#define FIRST_WAIT_MS 1000
#define LONGEST_WAIT_MS (5 * 60 * 1000)
#define PAUSE_MS (60 * 1000)
#define MOST_ATTEMPTS 12
#define WRITE_AGAIN_MS 1000

typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannel *channel;
  KhidkiOutboxEntry *entry;
} Attempt;

/* What the writer's thread sees: its own copies. */
typedef struct
{
  const char *statement;
  gint64 id;
  gint64 now;
  gint64 next_at;
  char *text;
  char *state;
  char *account_key;
  gint64 last_inbound;
  int changed;
} Record;

static void
record_free (Record *record)
{
  g_free (record->text);
  g_free (record->state);
  g_free (record->account_key);
  g_free (record);
}

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->host);
  g_object_unref (attempt->store);
  g_object_unref (attempt->channel);
  g_free (attempt);
}

static gboolean
write_claim (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Record *record = data;

  if (record->account_key != NULL)
    {
      g_autoptr (KhidkiRows) rows =
          khidki_transaction_query (transaction, "outbox-reach", "bx", error, "s",
                                    record->account_key);

      if (rows == NULL)
        return FALSE;
      if (khidki_rows_get_n (rows) > 0)
        record->last_inbound = khidki_rows_get_int64 (rows, 0, 1);
    }

  record->changed = khidki_transaction_execute (transaction, "outbox-claim", error, "xx",
                                                record->now, record->id);
  return record->changed >= 0;
}

static gboolean
write_result (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Record *record = data;

  if (g_str_equal (record->statement, "outbox-sent"))
    {
      g_autofree char *far_id = khidki_outbox_digest_far_id (transaction, record->text);

      return khidki_transaction_execute (transaction, record->statement, error, "sxx", far_id,
                                         record->now, record->id) >= 0;
    }
  if (g_str_equal (record->statement, "outbox-end"))
    return khidki_transaction_execute (transaction, record->statement, error, "ssxx", record->state,
                                       record->text, record->now, record->id) >= 0;
  return khidki_transaction_execute (transaction, record->statement, error, "xsxx", record->next_at,
                                     record->text, record->now, record->id) >= 0;
}

/* A result on its way into the row. While it waits for its next try it belongs
 * to the host's timer, and must not keep the host. */
typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  Record *record;
  gboolean waiting;
} Writing;

static void
writing_free (Writing *writing)
{
  if (!writing->waiting)
    g_object_unref (writing->host);
  g_object_unref (writing->store);
  record_free (writing->record);
  g_free (writing);
}

static void begin_writing (Writing *writing);

static void
write_again (gpointer user_data)
{
  Writing *writing = user_data;

  writing->waiting = FALSE;
  g_object_ref (writing->host);
  begin_writing (writing);
}

static void
forget_waiting (gpointer user_data)
{
  Writing *writing = user_data;

  if (writing->waiting)
    writing_free (writing);
}

static void
result_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *writing = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      writing_free (writing);
      return;
    }

  g_warning ("outbox: the result of a send was not written: %s", error->message);
  if (!g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY)
      && !g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    {
      /* The row stays claimed, and is uncertain after a restart: nothing is lost. */
      writing_free (writing);
      return;
    }
  writing->waiting = TRUE;
  khidki_host_add_timer (writing->host, WRITE_AGAIN_MS, write_again, writing, forget_waiting);
  g_object_unref (writing->host);
}

static void
begin_writing (Writing *writing)
{
  khidki_store_write_async (writing->store, write_result, writing->record, NULL, NULL,
                            result_written, writing);
}

static void
write_down (Attempt *attempt, const char *statement, const char *state, const char *text)
{
  Writing *writing = g_new0 (Writing, 1);
  Record *record = g_new0 (Record, 1);

  record->statement = statement;
  record->id = attempt->entry->id;
  record->now = khidki_host_now (attempt->host);
  record->next_at = attempt->entry->next_at;
  record->state = g_strdup (state);
  record->text = g_strdup (text);
  writing->host = g_object_ref (attempt->host);
  writing->store = g_object_ref (attempt->store);
  writing->record = record;
  begin_writing (writing);
}

static gint64
wait_for (Attempt *attempt)
{
  guint shift = MIN (attempt->entry->attempts, 9);
  gint64 wait = MIN (FIRST_WAIT_MS << shift, LONGEST_WAIT_MS);
  guint8 jitter;

  khidki_host_fill_random (attempt->host, &jitter, 1);
  return wait - wait / 4 + wait * jitter / 512;
}

static KhidkiOutboxOutcome
again (Attempt *attempt, gint64 wait, const char *text)
{
  KhidkiOutboxEntry *entry = attempt->entry;

  entry->next_at = khidki_host_now (attempt->host) + wait;
  write_down (attempt, "outbox-again", NULL, entry->use_template ? KHIDKI_OUTBOX_USE_TEMPLATE : text);
  return KHIDKI_OUTBOX_AGAIN;
}

/* Nothing reached the far end, and this message is not the reason: it does not
 * count as a try. */
static void
not_sent (Attempt *attempt, gint64 wait, const char *text)
{
  KhidkiOutboxEntry *entry = attempt->entry;

  entry->attempts--;
  entry->next_at = khidki_host_now (attempt->host) + wait;
  write_down (attempt, "outbox-not-sent", NULL,
              entry->use_template ? KHIDKI_OUTBOX_USE_TEMPLATE : text);
}

static KhidkiOutboxOutcome
end (Attempt *attempt, const char *state, const char *text)
{
  write_down (attempt, "outbox-end", state, text);
  return KHIDKI_OUTBOX_ENDED;
}

static KhidkiOutboxOutcome
judge (Attempt *attempt, const GError *error)
{
  KhidkiOutboxEntry *entry = attempt->entry;
  KhidkiError code = error->domain == KHIDKI_ERROR ? (KhidkiError) error->code
                                                   : KHIDKI_ERROR_UNCERTAIN;

  switch (code)
    {
    case KHIDKI_ERROR_RETRY:
    case KHIDKI_ERROR_BUSY:
    case KHIDKI_ERROR_CONFLICT:
      if (entry->attempts >= MOST_ATTEMPTS)
        return end (attempt, "parked", error->message);
      return again (attempt, wait_for (attempt), error->message);
    case KHIDKI_ERROR_WINDOW:
      if (entry->use_template || khidki_message_get_template (entry->message) == NULL)
        return end (attempt, "parked", error->message);
      entry->use_template = TRUE;
      return again (attempt, 0, error->message);
    case KHIDKI_ERROR_OPERATOR:
      not_sent (attempt, PAUSE_MS, error->message);
      return KHIDKI_OUTBOX_PAUSE;
    case KHIDKI_ERROR_UNCERTAIN:
      write_down (attempt, "outbox-end", "uncertain", error->message);
      return KHIDKI_OUTBOX_UNCERTAIN;
    case KHIDKI_ERROR_RECIPIENT:
      return end (attempt, "failed", error->message);
    case KHIDKI_ERROR_FAILED:
    case KHIDKI_ERROR_INVALID:
    case KHIDKI_ERROR_REFUSED:
    case KHIDKI_ERROR_NOT_FOUND:
    default:
      return end (attempt, "parked", error->message);
    }
}

static void
sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *far_id = khidki_channel_send_finish (KHIDKI_CHANNEL (source), result, &error);

  if (far_id == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN,
                                     "the channel gave neither an id nor an error");
      g_task_return_int (task, judge (attempt, error));
      return;
    }
  write_down (attempt, "outbox-sent", NULL, far_id);
  g_task_return_int (task, KHIDKI_OUTBOX_SENT);
}

static void
claimed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  KhidkiOutboxEntry *entry = attempt->entry;
  Record *record = g_object_get_data (G_OBJECT (task), "record");
  const KhidkiLimits *limits = khidki_channel_get_limits (attempt->channel);
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  KhidkiMessage *message;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      entry->next_at = khidki_host_now (attempt->host) + WRITE_AGAIN_MS;
      g_task_return_int (task, KHIDKI_OUTBOX_AGAIN);
      return;
    }
  if (record->changed == 0)
    {
      g_task_return_int (task, KHIDKI_OUTBOX_TAKEN);
      return;
    }

  entry->attempts++;
  if (g_cancellable_is_cancelled (cancellable))
    {
      not_sent (attempt, 0, "");
      g_task_return_int (task, KHIDKI_OUTBOX_AGAIN);
      return;
    }
  entry->last_inbound = MAX (entry->last_inbound, record->last_inbound);
  message = khidki_outbox_entry_choose (entry, limits, khidki_host_now (attempt->host));
  if (message == NULL)
    {
      g_task_return_int (task, end (attempt, "parked",
                                    limits->templates_only
                                        ? "this channel sends registered texts only, and this "
                                          "message has none"
                                        : "the window has closed and there is no template"));
      return;
    }
  khidki_channel_send_async (attempt->channel, entry->account, message, entry->key,
                             cancellable, sent, g_steal_pointer (&task));
}

void
khidki_outbox_attempt_async (KhidkiHost *host,
                             KhidkiStore *store,
                             KhidkiChannel *channel,
                             KhidkiOutboxEntry *entry,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Attempt *attempt = g_new0 (Attempt, 1);
  Record *record = g_new0 (Record, 1);
  const KhidkiLimits *limits = khidki_channel_get_limits (channel);

  g_task_set_source_tag (task, khidki_outbox_attempt_async);
  g_task_set_check_cancellable (task, FALSE);
  attempt->host = g_object_ref (host);
  attempt->store = g_object_ref (store);
  attempt->channel = g_object_ref (channel);
  attempt->entry = entry;
  g_task_set_task_data (task, attempt, (GDestroyNotify) attempt_free);

  record->id = entry->id;
  record->now = khidki_host_now (host);
  /* A person may have written since the entry was made; only ever in its favour. */
  if (!khidki_outbox_entry_is_in_window (entry, limits->window, record->now))
    record->account_key = g_strdup (entry->account_key);
  g_object_set_data_full (G_OBJECT (task), "record", record, (GDestroyNotify) record_free);
  khidki_store_write_async (store, write_claim, record, NULL, NULL, claimed, task);
}

KhidkiOutboxOutcome
khidki_outbox_attempt_finish (GAsyncResult *result)
{
  return (KhidkiOutboxOutcome) g_task_propagate_int (G_TASK (result), NULL);
}
