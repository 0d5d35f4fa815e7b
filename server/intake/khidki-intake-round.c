/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-private.h"

/* What begins together: turns of the lanes that are ready, loaded in one transaction. */

#define MOST_PER_BATCH 64
#define MOST_PER_TURN 16
#define MOST_UNDER_WAY 256
/* See khidki_marks_get_suspicion(). */
#define ALONE 1

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
        khidki_intake_step_lane (self, lane);
      else if (read)
        khidki_intake_fail_turn (self, lane, own);
      else
        khidki_intake_refuse_lane (self, lane, own);
    }
  batch_free (batch);
  khidki_intake_pump (self);
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
          khidki_intake_make_ready (self, lane);
        }
    }
  khidki_intake_turn_world_unref (world);
  return batch;
}

void
khidki_intake_pump (KhidkiIntake *self)
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
