/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-private.h"

#include "libkhidki/khidki-error.h"
#include "outbox/khidki-outbox-attempt.h"
#include "outbox/khidki-outbox-wait.h"

#define START_AGAIN_MS 5000
/* A send that was given up ends, and that is written down. */
#define CANCEL_MS 1000

G_DEFINE_FINAL_TYPE (KhidkiOutbox, khidki_outbox, G_TYPE_OBJECT)

void
khidki_outbox_lane_done (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  if (khidki_outbox_lane_is_over (lane) && !lane->ready)
    g_hash_table_remove (self->lanes, lane->name);
  else
    khidki_outbox_make_ready (self, lane);
}

static void
lane_waited (gpointer user_data)
{
  KhidkiOutboxLane *lane = user_data;
  KhidkiOutbox *self = lane->outbox;

  lane->timer = 0;
  khidki_outbox_lane_done (self, lane);
  khidki_outbox_pump (self);
}

void
khidki_outbox_lane_wait (KhidkiOutboxLane *lane, gint64 milliseconds)
{
  if (lane->timer == 0)
    lane->timer = khidki_host_add_timer (lane->host, (guint) CLAMP (milliseconds, 1, G_MAXINT),
                                         lane_waited, lane, NULL);
}

static void
finish_stop (KhidkiOutbox *self)
{
  if (self->stopping == NULL || self->counters.in_flight > 0)
    return;

  if (self->stop_timer != 0)
    khidki_host_remove_timer (self->host, self->stop_timer);
  self->stop_timer = 0;
  {
    g_autoptr (GTask) task = g_steal_pointer (&self->stopping);

    g_task_return_boolean (task, TRUE);
  }
}

static void
apply_outcome (KhidkiOutbox *self,
               KhidkiOutboxLane *lane,
               KhidkiOutboxEntry *entry,
               KhidkiOutboxOutcome outcome)
{
  switch (outcome)
    {
    case KHIDKI_OUTBOX_UNCLAIMED:
      khidki_outbox_lane_wait (lane, entry->next_at - khidki_host_now (self->host));
      return;
    case KHIDKI_OUTBOX_PAUSE:
      khidki_outbox_pause_line (self, entry->account, KHIDKI_OUTBOX_PAUSE_MS, entry->refusal);
      G_GNUC_FALLTHROUGH;
    case KHIDKI_OUTBOX_AGAIN:
      self->counters.retried++;
      khidki_outbox_note_not_sent (self, lane, entry);
      khidki_outbox_rest_in_rows (self, lane, entry->next_at);
      return;
    case KHIDKI_OUTBOX_UNCERTAIN:
      self->counters.uncertain++;
      khidki_outbox_note_not_sent (self, lane, entry);
      khidki_outbox_rest_in_rows (self, lane, entry->next_at);
      return;
    case KHIDKI_OUTBOX_ENDED:
      self->counters.failed++;
      khidki_outbox_note_ended_unsent (self, entry);
      break;
    case KHIDKI_OUTBOX_SENT:
      self->counters.sent++;
      khidki_outbox_note_sent (self, lane, entry);
      break;
    case KHIDKI_OUTBOX_TAKEN:
      /* Or it was put off: then the rows say until when. */
      ((KhidkiOutboxStream *) entry->stream)->more = TRUE;
      break;
    case KHIDKI_OUTBOX_HELD:
    default:
      break;
    }
  if (outcome == KHIDKI_OUTBOX_ENDED && entry->lane == KHIDKI_LANE_NEWS)
    khidki_outbox_reroute_due (self);
  khidki_outbox_drop_head (self, lane);
}

static void
attempted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiOutboxLane *lane = user_data;
  g_autoptr (KhidkiOutbox) self = lane->outbox;
  KhidkiOutboxOutcome outcome = khidki_outbox_attempt_finish (result);

  khidki_outbox_end_probe (self, lane);
  khidki_outbox_note_ended (self, lane);
  khidki_outbox_put_back (self, khidki_outbox_lane_peek (lane));
  apply_outcome (self, lane, khidki_outbox_lane_peek (lane), outcome);
  khidki_outbox_lane_done (self, lane);
  finish_stop (self);
  khidki_outbox_pump (self);
}

static void
begin (KhidkiOutbox *self, KhidkiOutboxLane *lane, KhidkiChannel *channel)
{
  khidki_outbox_prepare (self, lane);
  khidki_outbox_note_begun (self, lane);
  g_object_ref (self);
  khidki_outbox_attempt_async (self->host, self->store, channel, khidki_outbox_lane_peek (lane),
                               self->cancellable, attempted, lane);
}

static void
try_lane (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxEntry *entry = khidki_outbox_lane_peek (lane);
  KhidkiChannel *channel;
  const char *name;

  if (entry == NULL)
    {
      khidki_outbox_lane_done (self, lane);
      return;
    }

  name = khidki_account_get_channel (entry->account);
  channel = khidki_channels_find (self->channels, name);
  if (channel == NULL)
    {
      khidki_outbox_drop_waiting (self, lane);
      khidki_outbox_lane_done (self, lane);
    }
  else if (!khidki_outbox_may_leave (self, lane, channel))
    return;
  else if (khidki_outbox_may_probe (self, lane))
    begin (self, lane, channel);
  else
    khidki_outbox_put_back (self, entry);
}

void
khidki_outbox_pump (KhidkiOutbox *self)
{
  KhidkiOutboxLane *lane;

  if (!self->started || self->stopped)
    return;

  while ((lane = khidki_outbox_next_ready (self)) != NULL)
    try_lane (self, lane);
  khidki_outbox_await_lines (self);
  khidki_outbox_load_what_is_short (self);
}

/* What waits for a channel that is gone makes room for others. */
static void
channels_changed (KhidkiChannels *channels, gpointer user_data)
{
  KhidkiOutbox *self = user_data;
  g_auto (GStrv) names = khidki_channels_list (channels);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; names[i] != NULL; i++)
    {
      for (guint kind = 0; kind < KHIDKI_OUTBOX_N_LANES; kind++)
        khidki_outbox_add_stream (self, names[i], "", kind);
      khidki_outbox_watch_templates (self, khidki_channels_find (self->channels, names[i]));
    }

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KhidkiOutboxLane *lane = value;
      KhidkiOutboxEntry *head = khidki_outbox_lane_peek (lane);

      if (head == NULL || khidki_outbox_is_running (self, khidki_account_get_channel (head->account)))
        continue;
      khidki_outbox_drop_waiting (self, lane);
      if (khidki_outbox_lane_is_over (lane) && !lane->ready)
        g_hash_table_iter_remove (&iter);
    }
  khidki_outbox_judge_lines (self);
  khidki_outbox_note_running (self);
  khidki_outbox_wake (self);
}

static gboolean
write_recovery (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const gint64 *now = data;

  return khidki_transaction_execute (transaction, "outbox-recover", error, "x", *now) >= 0;
}

static void
start_again (gpointer user_data)
{
  KhidkiOutbox *self = user_data;

  self->look_timer = 0;
  khidki_outbox_start (self);
}

static void
recovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiOutbox) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->stopped)
    return;
  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_critical ("outbox: nothing is sent yet, for what was under way cannot be told: %s",
                  error->message);
      self->look_timer =
          khidki_host_add_timer (self->host, START_AGAIN_MS, start_again, self, NULL);
      return;
    }
  self->started = TRUE;
  khidki_outbox_note_running (self);
  khidki_outbox_release_held (self, NULL);
  khidki_outbox_recall_unanswered (self);
  khidki_outbox_look (self);
}

void
khidki_outbox_start (KhidkiOutbox *self)
{
  gint64 *now = g_new (gint64, 1);

  *now = khidki_host_now (self->host);
  khidki_store_write_async (self->store, write_recovery, now, g_free, NULL, recovered,
                            g_object_ref (self));
}

void
khidki_outbox_wake (KhidkiOutbox *self)
{
  khidki_outbox_want_all (self);
  khidki_outbox_pump (self);
  khidki_outbox_reroute_due (self);
}

gboolean
khidki_outbox_is_waiting (KhidkiOutbox *self, const char *account_key)
{
  KhidkiOutboxLane *lane = g_hash_table_lookup (self->lanes, account_key);

  return lane != NULL && !g_queue_is_empty (&lane->entries);
}

/* Who does not even hear that it is over is not waited for: the row stays claimed,
 * and is uncertain at the next start. */
static void
stop_at_last (gpointer user_data)
{
  KhidkiOutbox *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->stopping);

  self->stop_timer = 0;
  g_warning ("outbox: %u sends do not end", self->counters.in_flight);
  g_task_return_boolean (task, TRUE);
}

static void
stop_too_late (gpointer user_data)
{
  KhidkiOutbox *self = user_data;

  self->stop_timer = khidki_host_add_timer (self->host, CANCEL_MS, stop_at_last, self, NULL);
  g_cancellable_cancel (self->cancellable);
}

void
khidki_outbox_stop_async (KhidkiOutbox *self,
                          guint milliseconds,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (!self->stopped);

  self->stopped = TRUE;
  self->stopping = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stopping, khidki_outbox_stop_async);
  if (self->counters.in_flight > 0)
    self->stop_timer =
        khidki_host_add_timer (self->host, MAX (milliseconds, 1), stop_too_late, self, NULL);
  finish_stop (self);
}

gboolean
khidki_outbox_stop_finish (KhidkiOutbox *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_outbox_get_counters (KhidkiOutbox *self, KhidkiOutboxCounters *counters)
{
  *counters = self->counters;
  counters->in_window = g_hash_table_size (self->known);
}

static void
khidki_outbox_dispose (GObject *object)
{
  KhidkiOutbox *self = KHIDKI_OUTBOX (object);

  if (self->channels != NULL)
    g_signal_handlers_disconnect_by_data (self->channels, self);
  g_clear_pointer (&self->lines_by_name, g_hash_table_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_clear_pointer (&self->papers, g_hash_table_unref);
  g_clear_pointer (&self->unresolved, g_hash_table_unref);
  if (self->pace_timer != 0)
    khidki_host_remove_timer (self->host, self->pace_timer);
  self->pace_timer = 0;
  if (self->look_timer != 0)
    khidki_host_remove_timer (self->host, self->look_timer);
  self->look_timer = 0;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->channels);
  g_clear_object (&self->store);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (khidki_outbox_parent_class)->dispose (object);
}

static void
khidki_outbox_class_init (KhidkiOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = khidki_outbox_dispose;
}

static void
khidki_outbox_init (KhidkiOutbox *self)
{
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_outbox_line_free);
  self->lines_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) khidki_outbox_lane_free);
  self->known = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) khidki_outbox_stream_free);
  self->count_at = G_MININT64;
  self->unresolved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->papers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

KhidkiOutbox *
khidki_outbox_new (KhidkiHost *host, KhidkiStore *store, KhidkiChannels *channels)
{
  KhidkiOutbox *self = g_object_new (KHIDKI_TYPE_OUTBOX, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  self->channels = g_object_ref (channels);
  g_signal_connect (channels, "changed", G_CALLBACK (channels_changed), self);
  channels_changed (channels, self);
  return self;
}
