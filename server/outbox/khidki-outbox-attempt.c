/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-attempt.h"

#include "libkhidki/khidki-error.h"
#include "outbox/khidki-outbox-wait.h"

#define WRITE_AGAIN_MS 1000
/* Far ends deliver a file later than a text that was sent after it, and the other way
 * round: the second waits for so long that the first arrives, looking so often. */
#define SETTLE_MS (10 * 1000)
#define SETTLE_LOOK_MS 500

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
  gint64 due;
  gint64 next_at;
  gint64 attempts;
  char *text;
  char *state;
  gboolean holds;
  gint64 paper_before;
  gboolean has_paper;
  gboolean unsettled;
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

/* Whether what was sent before to the same person has not arrived yet. */
static gboolean
read_settled (KhidkiTransaction *transaction, Record *record, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      record->has_paper
          ? khidki_transaction_query (transaction, "outbox-before", "sx", error, "x", record->id)
          : khidki_transaction_query (transaction, "outbox-arrived", "sx", error, "x",
                                      record->paper_before);
  const char *state;

  if (rows == NULL)
    return FALSE;
  state = khidki_rows_get_n (rows) > 0 ? khidki_rows_get_text (rows, 0, 0) : "";
  record->unsettled = (g_str_equal (state, "sent") || g_str_equal (state, "sending"))
                      && khidki_rows_get_int64 (rows, 0, 1) > record->now - SETTLE_MS;
  return TRUE;
}

static gboolean
write_claim (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Record *record = data;

  if ((record->has_paper || record->paper_before != 0) && !read_settled (transaction, record, error))
    return FALSE;
  if (record->unsettled)
    return TRUE;

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

  record->changed = khidki_transaction_execute (transaction, "outbox-claim", error, "xxx",
                                                record->now, record->id, record->due);
  return record->changed >= 0;
}

/* How many rows it changed; -1 on error. */
static int
write_row (KhidkiTransaction *transaction, Record *record, GError **error)
{
  if (g_str_equal (record->statement, "outbox-sent"))
    {
      g_autofree char *far_id = khidki_outbox_digest_far_id (transaction, record->text);

      return khidki_transaction_execute (transaction, record->statement, error, "sxxx", far_id,
                                         record->attempts, record->now, record->id);
    }
  if (g_str_equal (record->statement, "outbox-end"))
    return khidki_transaction_execute (transaction, record->statement, error, "ssxx", record->state,
                                       record->text, record->now, record->id);
  return khidki_transaction_execute (transaction, record->statement, error, "xsxx", record->next_at,
                                     record->text, record->now, record->id);
}

/* Where a status was faster and says what became of it, nobody behind it waits. */
static gboolean
write_result (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Record *record = data;

  record->changed = write_row (transaction, record, error);
  if (record->changed <= 0 || !record->holds)
    return record->changed >= 0;
  return khidki_outbox_hold (transaction, record->id, record->next_at, error);
}

/* A result on its way into the row. While it waits for its next try it belongs
 * to the host's timer, and must not keep the host. Who is told of it only when it
 * is durable has a task. */
typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  Record *record;
  GTask *task;
  KhidkiOutboxOutcome outcome;
  gboolean waiting;
} Writing;

static void
writing_free (Writing *writing)
{
  if (writing->task != NULL)
    g_task_return_int (writing->task, writing->outcome);
  g_clear_object (&writing->task);
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
      if (writing->record->changed == 0 && writing->outcome != KHIDKI_OUTBOX_PAUSE)
        writing->outcome = KHIDKI_OUTBOX_TAKEN;
      writing_free (writing);
      return;
    }

  g_warning ("outbox: the result of a send was not written: %s", error->message);
  if ((!g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY)
       && !g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
      || (writing->task != NULL && g_cancellable_is_cancelled (g_task_get_cancellable (writing->task))))
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

static Writing *
new_writing (Attempt *attempt, const char *statement, const char *state, const char *text)
{
  Writing *writing = g_new0 (Writing, 1);
  Record *record = g_new0 (Record, 1);

  record->statement = statement;
  record->id = attempt->entry->id;
  record->now = khidki_host_now (attempt->host);
  record->next_at = attempt->entry->next_at;
  record->attempts = attempt->entry->attempts;
  record->state = g_strdup (state);
  record->text = g_strdup (text);
  writing->host = g_object_ref (attempt->host);
  writing->store = g_object_ref (attempt->store);
  writing->record = record;
  return writing;
}

/* The next of the lane may leave before this is durable. */
static void
end (GTask *task, KhidkiOutboxOutcome outcome, const char *statement, const char *state, const char *text)
{
  begin_writing (new_writing (g_task_get_task_data (task), statement, state, text));
  g_task_return_int (task, outcome);
}

/* What stands behind it in its lane waits with it: that must be durable before
 * anybody looks at the rows again. */
static void
hold (GTask *task, KhidkiOutboxOutcome outcome, const char *statement, gint64 wait, const char *text)
{
  Attempt *attempt = g_task_get_task_data (task);
  Writing *writing;

  attempt->entry->next_at = khidki_host_now (attempt->host) + wait;
  writing = new_writing (attempt, statement, NULL, text);
  writing->record->holds = TRUE;
  writing->task = g_object_ref (task);
  writing->outcome = outcome;
  begin_writing (writing);
}

static gint64
wait_for (Attempt *attempt)
{
  guint8 jitter;

  khidki_host_fill_random (attempt->host, &jitter, 1);
  return khidki_outbox_wait (attempt->entry->attempts, jitter);
}

static const char *
note_of (KhidkiOutboxEntry *entry, const char *text)
{
  if (entry->use_template)
    return KHIDKI_OUTBOX_USE_TEMPLATE;
  if (entry->told_once)
    return KHIDKI_OUTBOX_TOLD_ONCE;
  return entry->tried_once ? KHIDKI_OUTBOX_TRIED_ONCE : text;
}

static void
again (GTask *task, gint64 wait, const char *text)
{
  Attempt *attempt = g_task_get_task_data (task);

  hold (task, KHIDKI_OUTBOX_AGAIN, "outbox-again", wait, note_of (attempt->entry, text));
}

/* Nothing reached the far end, and this message is not the reason: it does not
 * count as a try. */
static void
not_sent (GTask *task, KhidkiOutboxOutcome outcome, gint64 wait, const char *text)
{
  Attempt *attempt = g_task_get_task_data (task);

  attempt->entry->attempts--;
  hold (task, outcome, "outbox-not-sent", wait, note_of (attempt->entry, text));
}

static void
park (GTask *task, const char *text)
{
  Attempt *attempt = g_task_get_task_data (task);

  attempt->entry->parked = TRUE;
  end (task, KHIDKI_OUTBOX_ENDED, "outbox-end", "parked", text);
}

/* Far ends are known to say so wrongly, once. */
static void
judge_window (GTask *task, const char *text)
{
  Attempt *attempt = g_task_get_task_data (task);
  KhidkiOutboxEntry *entry = attempt->entry;

  if (!entry->told_once)
    {
      entry->told_once = TRUE;
      again (task, KHIDKI_OUTBOX_FIRST_WAIT_MS, text);
      return;
    }
  if (entry->use_template || khidki_message_get_template (entry->message) == NULL)
    {
      park (task, text);
      return;
    }
  entry->use_template = TRUE;
  again (task, 0, text);
}

/* The row says so as well: a restart within the pause knows of it. */
static void
judge_refusal (GTask *task, const char *text)
{
  Attempt *attempt = g_task_get_task_data (task);
  g_autofree char *note = g_strconcat (KHIDKI_OUTBOX_FOR_OPERATOR, text, NULL);

  g_free (attempt->entry->refusal);
  attempt->entry->refusal = g_strdup (text);
  not_sent (task, KHIDKI_OUTBOX_PAUSE, KHIDKI_OUTBOX_PAUSE_MS, note);
}

/* News have another channel to go by, and broadcasts can wait for an administrator. */
static guint
get_most_attempts (const KhidkiOutboxEntry *entry)
{
  return entry->excused && entry->lane == KHIDKI_LANE_REPLY
           ? KHIDKI_OUTBOX_MOST_ATTEMPTS_IN_OUTAGE
           : KHIDKI_OUTBOX_MOST_ATTEMPTS;
}

static void
judge (GTask *task, const GError *error)
{
  Attempt *attempt = g_task_get_task_data (task);
  KhidkiError code = error->domain == KHIDKI_ERROR ? (KhidkiError) error->code
                                                   : KHIDKI_ERROR_UNCERTAIN;

  switch (code)
    {
    case KHIDKI_ERROR_RETRY:
    case KHIDKI_ERROR_BUSY:
    case KHIDKI_ERROR_CONFLICT:
      if (attempt->entry->attempts >= get_most_attempts (attempt->entry))
        park (task, error->message);
      else
        again (task, wait_for (attempt), error->message);
      return;
    case KHIDKI_ERROR_WINDOW:
      judge_window (task, error->message);
      return;
    case KHIDKI_ERROR_TEMPLATE:
      end (task, KHIDKI_OUTBOX_HELD, "outbox-end", "held", error->message);
      return;
    case KHIDKI_ERROR_OPERATOR:
      judge_refusal (task, error->message);
      return;
    case KHIDKI_ERROR_UNCERTAIN:
      hold (task, KHIDKI_OUTBOX_UNCERTAIN, "outbox-uncertain", KHIDKI_OUTBOX_UNCERTAIN_MS,
            error->message);
      return;
    case KHIDKI_ERROR_RECIPIENT:
      end (task, KHIDKI_OUTBOX_ENDED, "outbox-end", "failed", error->message);
      return;
    case KHIDKI_ERROR_FAILED:
    case KHIDKI_ERROR_INVALID:
    case KHIDKI_ERROR_REFUSED:
    case KHIDKI_ERROR_NOT_FOUND:
    default:
      park (task, error->message);
    }
}

static void
sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *far_id = khidki_channel_send_finish (KHIDKI_CHANNEL (source), result, &error);
  KhidkiOutboxEntry *entry = ((Attempt *) g_task_get_task_data (task))->entry;

  if (far_id == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN,
                                     "the channel gave neither an id nor an error");
      judge (task, error);
      return;
    }
  /* So many are only made in an outage: should it fail by a status yet, they do not count. */
  if (entry->attempts > KHIDKI_OUTBOX_MOST_ATTEMPTS)
    entry->attempts = KHIDKI_OUTBOX_MOST_ATTEMPTS / 2;
  end (task, KHIDKI_OUTBOX_SENT, "outbox-sent", NULL, far_id);
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
      g_task_return_int (task, KHIDKI_OUTBOX_UNCLAIMED);
      return;
    }
  if (record->unsettled)
    {
      entry->next_at = khidki_host_now (attempt->host) + SETTLE_LOOK_MS;
      g_task_return_int (task, KHIDKI_OUTBOX_UNCLAIMED);
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
      not_sent (task, KHIDKI_OUTBOX_AGAIN, 0, "");
      return;
    }
  entry->last_inbound = MAX (entry->last_inbound, record->last_inbound);
  message = khidki_outbox_entry_choose (entry, limits, khidki_host_now (attempt->host));
  if (message == NULL)
    {
      park (task, limits->templates_only
                      ? "this channel sends registered texts only, and this message has none"
                      : "the window has closed and there is no template");
      return;
    }
  /* From here on the channel knows when it leaves. */
  entry->taken = FALSE;
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
  /* What was due stays so when the clock is put back. */
  record->due = MAX (record->now, entry->next_at);
  /* A person may have written since the entry was made; only ever in its favour. */
  if (!khidki_outbox_entry_is_in_window (entry, limits->window, record->now))
    record->account_key = g_strdup (entry->account_key);
  if (limits->reports_delivery)
    {
      record->has_paper = khidki_outbox_entry_has_paper (entry);
      record->paper_before = entry->after_paper;
    }
  g_object_set_data_full (G_OBJECT (task), "record", record, (GDestroyNotify) record_free);
  khidki_store_write_async (store, write_claim, record, NULL, NULL, claimed, task);
}

KhidkiOutboxOutcome
khidki_outbox_attempt_finish (GAsyncResult *result)
{
  return (KhidkiOutboxOutcome) g_task_propagate_int (G_TASK (result), NULL);
}
