/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake.h"

#include "intake/khidki-intake-lane.h"
#include "intake/khidki-intake-mask.h"
#include "intake/khidki-intake-stepper.h"
#include "intake/khidki-intake-turn-private.h"
#include "intake/khidki-read-marks.h"
#include "libkhidki/khidki-error.h"

#define MOST_WAITING 8000
#define MOST_WAITING_BYTES (32 * 1024 * 1024)
#define MOST_PER_BATCH 64
#define MOST_PER_TURN 16
#define MOST_UNDER_WAY 256
#define MOST_CONFLICTS 8
/* See khidki_marks_get_suspicion(). */
#define ALONE 1

struct _KhidkiIntake
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannels *channels;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiMarks *marks;
  GTimeZone *time_zone;
  char *public_url;
  char *helpline;
  char *helpline_hours;
  KhidkiCatalogue *catalogue;
  KhidkiIntakeStepper *stepper;
  KhidkiReadMarks *read_marks;

  GHashTable *lanes;
  GQueue ready;
  KhidkiIntakeCounters counters;
  guint under_way;
  gboolean loading;
  gboolean alone;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (KhidkiIntake, khidki_intake, G_TYPE_OBJECT)

static void pump (KhidkiIntake *self);

static void
make_ready (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  if (lane->turn != NULL || lane->ready || g_queue_is_empty (&lane->items))
    return;

  lane->ready = TRUE;
  g_queue_push_tail (&self->ready, lane);
}

static void
lane_done (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  if (lane->alone)
    {
      lane->alone = FALSE;
      self->alone = FALSE;
    }
  g_clear_pointer (&lane->turn, khidki_intake_turn_free);
  if (g_queue_is_empty (&lane->items))
    g_hash_table_remove (self->lanes, lane->account_key);
  else
    make_ready (self, lane);
}

static void
finish_item (KhidkiIntake *self, KhidkiIntakeItem *item, const GError *error)
{
  self->counters.waiting--;
  self->counters.waiting_bytes -= item->size;
  khidki_marks_clear (self->marks, khidki_event_get_key (item->event));
  khidki_intake_item_finish (item, error);
}

static void
offer_sends (KhidkiIntake *self, KhidkiIntakeTurn *turn)
{
  GPtrArray *sends = khidki_intake_turn_get_sends (turn);

  for (guint i = 0; i < sends->len; i++)
    {
      KhidkiIntakeTurnSend *send = g_ptr_array_index (sends, i);

      khidki_outbox_offer (self->outbox, send->id, send->key, khidki_intake_turn_get_account_key (turn),
                           khidki_intake_turn_get_account (turn), send->lane,
                           khidki_intake_turn_get_last_inbound (turn), &send->place,
                           send->message);
    }
}

static void
mark_read (KhidkiIntake *self, KhidkiIntakeTurn *turn)
{
  const char *key = khidki_intake_turn_get_read_key (turn);
  KhidkiAccount *account = khidki_intake_turn_get_account (turn);

  if (key != NULL && account != NULL)
    khidki_read_marks_add (self->read_marks, khidki_intake_turn_get_account_key (turn), account, key,
                           khidki_intake_turn_get_sends (turn)->len > 0);
}

static void
tell_statuses (KhidkiIntake *self, KhidkiIntakeTurn *turn)
{
  for (guint i = 0; i < khidki_intake_turn_get_n_acted (turn); i++)
    khidki_outbox_note_status (self->outbox, khidki_intake_turn_get_event (turn, i));
  khidki_outbox_wake (self->outbox);
}

static void
turn_committed (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  KhidkiIntakeTurn *turn = lane->turn;
  guint n = khidki_intake_turn_get_n_acted (turn);

  self->counters.acted += n - khidki_intake_turn_get_n_duplicates (turn);
  self->counters.duplicates += khidki_intake_turn_get_n_duplicates (turn);
  if (khidki_intake_turn_get_moved_from (turn) != NULL)
    khidki_outbox_refresh (self->outbox, khidki_intake_turn_get_moved_from (turn));
  offer_sends (self, turn);
  mark_read (self, turn);
  if (khidki_intake_turn_made_jobs (turn))
    khidki_jobs_wake (self->jobs);
  if (khidki_intake_turn_requeued (turn))
    tell_statuses (self, turn);

  for (guint i = 0; i < n; i++)
    finish_item (self, g_queue_pop_head (&lane->items), NULL);
  lane->conflicts = 0;
  lane->single = FALSE;
  g_clear_pointer (&lane->park_note, g_free);
  lane_done (self, lane);
}

/* The store takes nothing: everything that waits here is answered so, and the
 * far end sends again. */
static void
lane_refused (KhidkiIntake *self, KhidkiIntakeLane *lane, const GError *error)
{
  while (!g_queue_is_empty (&lane->items))
    {
      self->counters.refused++;
      finish_item (self, g_queue_pop_head (&lane->items), error);
    }
  lane_done (self, lane);
}

static void
turn_failed (KhidkiIntake *self, KhidkiIntakeLane *lane, const GError *error)
{
  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY))
    {
      lane_refused (self, lane, error);
      return;
    }
  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT)
      && ++lane->conflicts <= MOST_CONFLICTS)
    {
      self->counters.conflicts++;
    }
  else if (lane->park_note != NULL)
    {
      /* Not even putting it aside works. */
      lane_refused (self, lane, error);
      return;
    }
  else if (khidki_intake_turn_get_n_events (lane->turn) > 1 && !lane->single)
    {
      lane->single = TRUE;
    }
  else
    {
      g_critical ("intake: an event of channel %s is put aside: %s. See “khidkictl queue”.",
                  khidki_account_get_channel (
                      khidki_event_get_account (khidki_intake_turn_get_event (lane->turn, 0))),
                  error->message);
      lane->park_note = g_strdup (error->message);
      lane->single = TRUE;
      self->counters.parked++;
    }
  lane_done (self, lane);
}

typedef struct
{
  KhidkiIntake *self;
  KhidkiIntakeLane *lane;
} LaneCall;

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree LaneCall *call = user_data;
  g_autoptr (KhidkiIntake) self = call->self;
  g_autoptr (GError) error = NULL;

  self->under_way--;
  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    turn_committed (self, call->lane);
  else
    turn_failed (self, call->lane, error);
  pump (self);
}

static gboolean
write_turn (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_intake_turn_write (data, transaction, error);
}

static void
stepped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LaneCall *call = user_data;

  khidki_store_write_async (call->self->store, write_turn, call->lane->turn, NULL, NULL, written,
                            call);
}

static void
begin_step (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  LaneCall *call = g_new0 (LaneCall, 1);

  call->self = g_object_ref (self);
  call->lane = lane;
  self->under_way++;
  khidki_intake_stepper_step_async (self->stepper, lane->turn, stepped, call);
}

/* Lanes that are loaded together; one that fails does not fail the others. */
typedef struct
{
  KhidkiIntake *self;
  GPtrArray *lanes;
  GPtrArray *errors;
} Batch;

static void
error_free (GError *error)
{
  if (error != NULL)
    g_error_free (error);
}

static Batch *
batch_new (KhidkiIntake *self)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->self = g_object_ref (self);
  batch->lanes = g_ptr_array_new ();
  batch->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) error_free);
  return batch;
}

static void
batch_free (Batch *batch)
{
  g_ptr_array_unref (batch->lanes);
  g_ptr_array_unref (batch->errors);
  g_object_unref (batch->self);
  g_free (batch);
}

static gboolean
load_batch (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Batch *batch = data;

  for (guint i = 0; i < batch->lanes->len; i++)
    {
      KhidkiIntakeLane *lane = g_ptr_array_index (batch->lanes, i);
      GError *local_error = NULL;

      khidki_intake_turn_load (lane->turn, transaction, &local_error);
      g_ptr_array_add (batch->errors, local_error);
    }
  return TRUE;
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  g_autoptr (KhidkiIntake) self = g_object_ref (batch->self);
  g_autoptr (GError) error = NULL;
  gboolean read = khidki_store_read_finish (KHIDKI_STORE (source), result, &error);

  self->loading = FALSE;
  for (guint i = 0; i < batch->lanes->len; i++)
    {
      KhidkiIntakeLane *lane = g_ptr_array_index (batch->lanes, i);
      const GError *own = read ? g_ptr_array_index (batch->errors, i) : error;

      if (own == NULL)
        begin_step (self, lane);
      else if (read)
        turn_failed (self, lane, own);
      else
        lane_refused (self, lane, own);
    }
  batch_free (batch);
  pump (self);
}

static KhidkiIntakeTurnWorld *
make_world (KhidkiIntake *self)
{
  KhidkiIntakeTurnWorld *world = g_atomic_rc_box_new0 (KhidkiIntakeTurnWorld);
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) civil = NULL;

  world->now = khidki_host_now (self->host);
  utc = g_date_time_new_from_unix_utc (world->now / 1000);
  civil = g_date_time_to_timezone (utc, self->time_zone);
  g_date_clear (&world->today, 1);
  g_date_set_dmy (&world->today, (GDateDay) g_date_time_get_day_of_month (civil),
                  (GDateMonth) g_date_time_get_month (civil),
                  (GDateYear) g_date_time_get_year (civil));
  world->utc_offset = g_date_time_get_utc_offset (civil) / 1000;
  world->catalogue = khidki_catalogue_ref (self->catalogue);
  world->public_url = g_strdup (self->public_url);
  world->helpline = g_strdup (self->helpline);
  world->helpline_hours = g_strdup (self->helpline_hours);
  return world;
}

static const KhidkiLimits *
limits_for (KhidkiIntake *self, KhidkiEvent *event)
{
  static const KhidkiLimits none = { .max_text = 1000, .max_body = 1000 };
  const char *name = khidki_account_get_channel (khidki_event_get_account (event));
  KhidkiChannel *channel = khidki_channels_find (self->channels, name);

  return channel != NULL ? khidki_channel_get_limits (channel) : &none;
}

/* Whether papers can come by a channel, decides where a form that needs them goes on. */
static void
look_for_papers (KhidkiIntake *self, KhidkiIntakeTurn *turn, KhidkiEvent *event)
{
  const char *name = khidki_account_get_channel (khidki_event_get_account (event));
  KhidkiChannel *channel = khidki_channels_find (self->channels, name);
  g_auto (GStrv) names = NULL;
  gboolean elsewhere = FALSE;

  if (channel == NULL || KHIDKI_IS_MEDIA_CHANNEL (channel))
    return;
  names = khidki_channels_list (self->channels);
  for (guint i = 0; names[i] != NULL; i++)
    elsewhere |= KHIDKI_IS_MEDIA_CHANNEL (khidki_channels_find (self->channels, names[i]));
  khidki_intake_turn_carry_no_papers (turn, elsewhere);
}

static gboolean
begin_turn (KhidkiIntake *self, KhidkiIntakeLane *lane, KhidkiIntakeTurnWorld *world)
{
  KhidkiIntakeItem *head = g_queue_peek_head (&lane->items);
  guint most = lane->single || lane->alone ? 1 : MOST_PER_TURN;
  guint n = 0;

  lane->turn = khidki_intake_turn_new (world, lane->account_key, limits_for (self, head->event));
  look_for_papers (self, lane->turn, head->event);
  for (GList *link = lane->items.head; link != NULL && n < most; link = link->next, n++)
    {
      KhidkiIntakeItem *item = link->data;
      guint8 randomness[KHIDKI_INTAKE_TURN_RANDOMNESS];

      /* A suspect is stepped alone, when its turn comes. */
      if (n > 0
          && (item->again
              || khidki_marks_get_suspicion (self->marks, khidki_event_get_key (item->event)) >= ALONE))
        break;
      if (!khidki_marks_set (self->marks, khidki_event_get_key (item->event)))
        break;
      khidki_host_fill_random (self->host, randomness, sizeof randomness);
      khidki_intake_turn_add_event (lane->turn, item->event, item->as_mobile, item->again,
                                    randomness);
    }
  if (n == 0)
    {
      g_clear_pointer (&lane->turn, khidki_intake_turn_free);
      return FALSE;
    }
  if (lane->park_note != NULL)
    khidki_intake_turn_set_parked (lane->turn, lane->park_note);
  return TRUE;
}

/* Whether the lane's next event is under suspicion of having killed a process. */
static gboolean
is_suspect (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  KhidkiIntakeItem *head = g_queue_peek_head (&lane->items);
  guint suspicion = khidki_marks_get_suspicion (self->marks, khidki_event_get_key (head->event));

  /* Whoever wants it tried again knows what it did. */
  if (head->again)
    return lane->park_note == NULL;
  if (suspicion >= KHIDKI_MARKS_PARK && lane->park_note == NULL)
    {
      g_critical ("intake: an event that ended the process more than once is put aside. "
                  "See “khidkictl queue”.");
      lane->park_note = g_strdup ("it ended the process more than once");
      lane->single = TRUE;
      self->counters.parked++;
    }
  return suspicion >= ALONE && lane->park_note == NULL;
}

static Batch *
gather (KhidkiIntake *self)
{
  Batch *batch = batch_new (self);
  KhidkiIntakeTurnWorld *world = make_world (self);
  guint n = MIN (g_queue_get_length (&self->ready), MOST_PER_BATCH);

  for (guint i = 0; i < n && !self->alone; i++)
    {
      KhidkiIntakeLane *lane = g_queue_pop_head (&self->ready);

      lane->ready = FALSE;
      if (is_suspect (self, lane))
        {
          /* It waits until nothing else is under way, and nothing else begins. */
          if (self->under_way > 0 || batch->lanes->len > 0)
            {
              lane->ready = TRUE;
              g_queue_push_head (&self->ready, lane);
              break;
            }
          lane->alone = TRUE;
          self->alone = TRUE;
        }
      if (begin_turn (self, lane, world))
        g_ptr_array_add (batch->lanes, lane);
      else
        {
          /* All marks are set: as soon as a turn ends, some are free. */
          if (lane->alone)
            self->alone = lane->alone = FALSE;
          make_ready (self, lane);
        }
    }
  khidki_intake_turn_world_unref (world);
  return batch;
}

static void
pump (KhidkiIntake *self)
{
  Batch *batch;

  if (self->loading || self->alone || self->catalogue == NULL
      || g_queue_is_empty (&self->ready) || self->under_way >= MOST_UNDER_WAY)
    return;

  batch = gather (self);
  if (batch->lanes->len == 0)
    {
      batch_free (batch);
      return;
    }
  self->loading = TRUE;
  khidki_store_read_async (self->store, load_batch, batch, NULL, NULL, loaded, batch);
}

static void
enqueue (KhidkiIntake *self, KhidkiEvent *event, gboolean again, GTask *task)
{
  g_autoptr (KhidkiEvent) as_mobile = NULL;
  g_autoptr (KhidkiEvent) masked = khidki_intake_mask (event, &as_mobile);
  g_autofree char *key = khidki_intake_turn_key_of (khidki_store_get_seal (self->store),
                                                    khidki_event_get_account (masked));
  KhidkiIntakeLane *lane = g_hash_table_lookup (self->lanes, key);
  KhidkiIntakeItem *item = khidki_intake_item_new (masked, as_mobile, task);

  item->again = again;
  if (lane == NULL)
    {
      lane = khidki_intake_lane_new (key);
      g_hash_table_insert (self->lanes, lane->account_key, lane);
    }
  self->counters.received++;
  self->counters.waiting++;
  self->counters.waiting_bytes += item->size;
  g_queue_push_tail (&lane->items, item);
  make_ready (self, lane);
}

static void
receive (KhidkiIntake *self, KhidkiEvent *const *events, guint n, gboolean again, GTask *task)
{
  g_task_set_check_cancellable (task, FALSE);
  if (self->closed || self->counters.waiting + n > MOST_WAITING
      || self->counters.waiting_bytes > MOST_WAITING_BYTES)
    {
      self->counters.refused += n;
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "the intake is full");
      return;
    }
  if (n == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  khidki_intake_call_begin (task, n);
  for (guint i = 0; i < n; i++)
    enqueue (self, events[i], again, task);
  pump (self);
}

void
khidki_intake_receive_async (KhidkiIntake *self,
                             GPtrArray *events,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, khidki_intake_receive_async);
  receive (self, (KhidkiEvent *const *) events->pdata, events->len, FALSE, task);
}

void
khidki_intake_receive_again_async (KhidkiIntake *self,
                                   KhidkiEvent *event,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_intake_receive_again_async);
  receive (self, &event, 1, TRUE, task);
}

gboolean
khidki_intake_receive_finish (KhidkiIntake *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_intake_set_catalogue (KhidkiIntake *self, KhidkiCatalogue *catalogue)
{
  KhidkiCatalogue *old = self->catalogue;

  self->catalogue = khidki_catalogue_ref (catalogue);
  g_clear_pointer (&old, khidki_catalogue_unref);
  pump (self);
}

void
khidki_intake_close (KhidkiIntake *self)
{
  self->closed = TRUE;
}

gboolean
khidki_intake_is_idle (KhidkiIntake *self)
{
  return self->counters.waiting == 0;
}

void
khidki_intake_get_counters (KhidkiIntake *self, KhidkiIntakeCounters *counters)
{
  *counters = self->counters;
}

static void
khidki_intake_finalize (GObject *object)
{
  KhidkiIntake *self = KHIDKI_INTAKE (object);

  g_clear_pointer (&self->stepper, khidki_intake_stepper_free);
  g_clear_pointer (&self->read_marks, khidki_read_marks_free);
  g_queue_clear (&self->ready);
  g_hash_table_unref (self->lanes);
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_time_zone_unref (self->time_zone);
  g_free (self->public_url);
  g_free (self->helpline);
  g_free (self->helpline_hours);
  g_object_unref (self->jobs);
  g_object_unref (self->outbox);
  g_object_unref (self->channels);
  g_object_unref (self->store);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_intake_parent_class)->finalize (object);
}

static void
khidki_intake_class_init (KhidkiIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_intake_finalize;
}

static void
khidki_intake_init (KhidkiIntake *self)
{
  self->stepper = khidki_intake_stepper_new ();
  g_queue_init (&self->ready);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) khidki_intake_lane_free);
}

KhidkiIntake *
khidki_intake_new (const KhidkiIntakeSetup *setup)
{
  KhidkiIntake *self = g_object_new (KHIDKI_TYPE_INTAKE, NULL);

  self->host = g_object_ref (setup->host);
  self->store = g_object_ref (setup->store);
  self->channels = g_object_ref (setup->channels);
  self->outbox = g_object_ref (setup->outbox);
  self->jobs = g_object_ref (setup->jobs);
  self->marks = setup->marks;
  self->read_marks = khidki_read_marks_new (self->host, self->channels, self->outbox);
  self->time_zone = g_time_zone_ref (setup->time_zone);
  self->public_url = g_strdup (setup->public_url);
  self->helpline = g_strdup (setup->helpline);
  self->helpline_hours = g_strdup (setup->helpline_hours);
  return self;
}
