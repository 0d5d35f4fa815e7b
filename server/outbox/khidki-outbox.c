/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox.h"

#include "libkhidki/khidki-error.h"
#include "outbox/khidki-outbox-attempt.h"
#include "outbox/khidki-outbox-load.h"

#define MOST_IN_FLIGHT 32
#define WINDOW 2000
#define UNCERTAIN_WAIT_MS (30 * 1000)
#define PAUSE_MS (60 * 1000)
#define N_LANES 3

/* What one citizen is to be told, in order; broadcasts apart. */
typedef struct
{
  char *name;
  KhidkiOutbox *outbox;
  GQueue entries;
  guint timer;
  gboolean busy;
  gboolean ready;
} Lane;

struct _KhidkiOutbox
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannels *channels;
  GHashTable *lanes;
  GHashTable *known;
  GQueue ready[N_LANES];
  GHashTable *paused;
  GCancellable *cancellable;
  GTask *stopping;
  KhidkiOutboxCounters counters;
  guint stop_timer;
  guint pause_timer;
  guint loading;
  gboolean load_again;
  gboolean started;
};

G_DEFINE_FINAL_TYPE (KhidkiOutbox, khidki_outbox, G_TYPE_OBJECT)

static void pump (KhidkiOutbox *self);

static void
lane_free (Lane *lane)
{
  if (lane->timer != 0)
    khidki_host_remove_timer (lane->outbox->host, lane->timer);
  g_queue_clear_full (&lane->entries, (GDestroyNotify) khidki_outbox_entry_free);
  g_free (lane->name);
  g_free (lane);
}

static void
make_ready (Lane *lane)
{
  KhidkiOutboxEntry *head = g_queue_peek_head (&lane->entries);

  if (lane->busy || lane->ready || lane->timer != 0 || head == NULL)
    return;

  lane->ready = TRUE;
  g_queue_push_tail (&lane->outbox->ready[MIN (head->lane, N_LANES - 1)], lane);
}

static void lane_done (KhidkiOutbox *self, Lane *lane);

static void
lane_waited (gpointer user_data)
{
  Lane *lane = user_data;
  KhidkiOutbox *self = lane->outbox;

  lane->timer = 0;
  lane_done (self, lane);
  pump (self);
}

static void
lane_wait (Lane *lane, gint64 milliseconds)
{
  if (lane->timer == 0)
    lane->timer = khidki_host_add_timer (lane->outbox->host,
                                         (guint) CLAMP (milliseconds, 1, G_MAXINT), lane_waited,
                                         lane, NULL);
}

static void
drop_head (KhidkiOutbox *self, Lane *lane)
{
  KhidkiOutboxEntry *entry = g_queue_pop_head (&lane->entries);

  g_hash_table_remove (self->known, &entry->id);
  khidki_outbox_entry_free (entry);
}

static void
lane_done (KhidkiOutbox *self, Lane *lane)
{
  if (g_queue_is_empty (&lane->entries) && lane->timer == 0)
    g_hash_table_remove (self->lanes, lane->name);
  else
    make_ready (lane);
}

static void
pause_over (gpointer user_data)
{
  KhidkiOutbox *self = user_data;
  GHashTableIter iter;
  gpointer lane;

  self->pause_timer = 0;
  g_hash_table_remove_all (self->paused);
  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane))
    make_ready (lane);
  pump (self);
}

static void
pause_channel (KhidkiOutbox *self, const char *channel)
{
  if (!g_hash_table_add (self->paused, g_strdup (channel)))
    return;

  g_critical ("outbox: channel %s refuses everything; it is tried again in a minute. "
              "See the error in “khidkictl queue”.", channel);
  if (self->pause_timer == 0)
    self->pause_timer = khidki_host_add_timer (self->host, PAUSE_MS, pause_over, self, NULL);
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
apply_outcome (KhidkiOutbox *self, Lane *lane, KhidkiOutboxEntry *entry, KhidkiOutboxOutcome outcome)
{
  gint64 now = khidki_host_now (self->host);

  switch (outcome)
    {
    case KHIDKI_OUTBOX_PAUSE:
      pause_channel (self, khidki_account_get_channel (entry->account));
      G_GNUC_FALLTHROUGH;
    case KHIDKI_OUTBOX_AGAIN:
      self->counters.retried++;
      lane_wait (lane, entry->next_at - now);
      return;
    case KHIDKI_OUTBOX_UNCERTAIN:
      self->counters.uncertain++;
      drop_head (self, lane);
      lane_wait (lane, UNCERTAIN_WAIT_MS);
      return;
    case KHIDKI_OUTBOX_ENDED:
      self->counters.failed++;
      break;
    case KHIDKI_OUTBOX_SENT:
      self->counters.sent++;
      break;
    case KHIDKI_OUTBOX_TAKEN:
    default:
      break;
    }
  drop_head (self, lane);
}

static void
attempted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lane *lane = user_data;
  g_autoptr (KhidkiOutbox) self = lane->outbox;
  KhidkiOutboxOutcome outcome = khidki_outbox_attempt_finish (result);

  self->counters.in_flight--;
  lane->busy = FALSE;
  apply_outcome (self, lane, g_queue_peek_head (&lane->entries), outcome);
  lane_done (self, lane);
  finish_stop (self);
  pump (self);
}

static void
begin (KhidkiOutbox *self, Lane *lane, KhidkiChannel *channel)
{
  lane->busy = TRUE;
  self->counters.in_flight++;
  g_object_ref (self);
  khidki_outbox_attempt_async (self->host, self->store, channel, g_queue_peek_head (&lane->entries),
                               self->cancellable, attempted, lane);
}

static Lane *
next_ready (KhidkiOutbox *self)
{
  for (guint i = 0; i < N_LANES; i++)
    {
      Lane *lane = g_queue_pop_head (&self->ready[i]);

      if (lane != NULL)
        {
          lane->ready = FALSE;
          return lane;
        }
    }
  return NULL;
}

static void
try_lane (KhidkiOutbox *self, Lane *lane)
{
  KhidkiOutboxEntry *entry = g_queue_peek_head (&lane->entries);
  const char *name = khidki_account_get_channel (entry->account);
  KhidkiChannel *channel = khidki_channels_find (self->channels, name);
  gint64 now = khidki_host_now (self->host);

  if (entry->next_at > now)
    lane_wait (lane, entry->next_at - now);
  else if (channel != NULL && !g_hash_table_contains (self->paused, name))
    begin (self, lane, channel);
  /* Else the lane rests until the channel runs or its pause is over. */
}

static void load (KhidkiOutbox *self);

static void
pump (KhidkiOutbox *self)
{
  if (!self->started || self->stopping != NULL)
    return;

  while (self->counters.in_flight < MOST_IN_FLIGHT)
    {
      Lane *lane = next_ready (self);

      if (lane == NULL)
        break;
      try_lane (self, lane);
    }

  if (self->load_again && g_hash_table_size (self->known) < WINDOW / 2)
    load (self);
}

static void
take (KhidkiOutbox *self, KhidkiOutboxEntry *entry)
{
  gboolean broadcast = entry->lane == KHIDKI_LANE_BROADCAST;
  g_autofree char *name = g_strconcat (entry->account_key, broadcast ? "/b" : NULL, NULL);
  Lane *lane = g_hash_table_lookup (self->lanes, name);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      lane->outbox = self;
      lane->name = g_steal_pointer (&name);
      g_queue_init (&lane->entries);
      g_hash_table_insert (self->lanes, lane->name, lane);
    }
  g_hash_table_add (self->known, &entry->id);
  g_queue_push_tail (&lane->entries, entry);
  make_ready (lane);
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiOutbox) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;
  g_autoptr (GPtrArray) entries = khidki_outbox_load_finish (result, &more, &error);

  self->loading--;
  if (entries == NULL)
    {
      g_warning ("outbox: rows cannot be read: %s", error->message);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      KhidkiOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (g_hash_table_contains (self->known, &entry->id))
        khidki_outbox_entry_free (entry);
      else
        take (self, entry);
    }
  self->load_again |= more;
  pump (self);
}

static void
load (KhidkiOutbox *self)
{
  g_auto (GStrv) names = khidki_channels_list (self->channels);

  if (self->loading > 0 || self->stopping != NULL)
    return;

  self->load_again = FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      self->loading++;
      khidki_outbox_load_async (self->store, names[i], WINDOW / 2, loaded, g_object_ref (self));
    }
}

static void
channels_changed (KhidkiChannels *channels, gpointer user_data)
{
  khidki_outbox_wake (user_data);
}

static gboolean
write_recovery (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const gint64 *now = data;

  return khidki_transaction_execute (transaction, "outbox-recover", error, "x", *now) >= 0;
}

static void
recovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiOutbox) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_critical ("outbox: nothing is sent, for what was under way cannot be told: %s",
                  error->message);
      return;
    }
  self->started = TRUE;
  load (self);
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
  if (!self->started)
    return;

  self->load_again = TRUE;
  pump (self);
}

void
khidki_outbox_offer (KhidkiOutbox *self,
                     gint64 id,
                     const char *key,
                     const char *account_key,
                     KhidkiAccount *account,
                     KhidkiLane lane,
                     gint64 last_inbound,
                     KhidkiMessage *message)
{
  /* While a load is under way it may bring rows of the same lane that are
   * older; beyond the window the row is found when there is room. */
  if (!self->started || self->loading > 0 || self->load_again
      || g_hash_table_size (self->known) >= WINDOW)
    {
      self->load_again = TRUE;
      pump (self);
      return;
    }
  if (g_hash_table_contains (self->known, &id))
    return;

  take (self, khidki_outbox_entry_new (id, key, account_key, account, lane, last_inbound, message));
  pump (self);
}

void
khidki_outbox_settle (KhidkiOutbox *self, const char *account_key)
{
  Lane *lane = g_hash_table_lookup (self->lanes, account_key);

  if (lane == NULL || lane->timer == 0)
    return;

  khidki_host_remove_timer (self->host, lane->timer);
  lane->timer = 0;
  lane_done (self, lane);
  pump (self);
}

static void
stop_too_late (gpointer user_data)
{
  KhidkiOutbox *self = user_data;

  self->stop_timer = 0;
  g_cancellable_cancel (self->cancellable);
}

void
khidki_outbox_stop_async (KhidkiOutbox *self,
                          guint milliseconds,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (self->stopping == NULL);

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
  for (guint i = 0; i < N_LANES; i++)
    g_queue_clear (&self->ready[i]);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_clear_pointer (&self->paused, g_hash_table_unref);
  if (self->pause_timer != 0)
    khidki_host_remove_timer (self->host, self->pause_timer);
  self->pause_timer = 0;
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
  for (guint i = 0; i < N_LANES; i++)
    g_queue_init (&self->ready[i]);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) lane_free);
  self->known = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->paused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
  return self;
}
