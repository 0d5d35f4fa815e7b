/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-private.h"

#include "libkhidki/khidki-error.h"

/* What becomes of a turn that is loaded: stepped, written and told, or failed. */

#define MOST_CONFLICTS 8

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
    khidki_intake_make_ready (self, lane);
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
tell_unanswered (KhidkiIntake *self, KhidkiIntakeTurn *turn)
{
  KhidkiEvent *status = khidki_intake_turn_get_unanswered (turn);

  if (status != NULL)
    khidki_outbox_note_unanswered (self->outbox, khidki_event_get_account (status));
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
  tell_unanswered (self, turn);

  for (guint i = 0; i < n; i++)
    finish_item (self, g_queue_pop_head (&lane->items), NULL);
  lane->conflicts = 0;
  lane->single = FALSE;
  g_clear_pointer (&lane->park_note, g_free);
  lane_done (self, lane);
}

void
khidki_intake_refuse_lane (KhidkiIntake *self, KhidkiIntakeLane *lane, const GError *error)
{
  while (!g_queue_is_empty (&lane->items))
    {
      self->counters.refused++;
      finish_item (self, g_queue_pop_head (&lane->items), error);
    }
  lane_done (self, lane);
}

void
khidki_intake_fail_turn (KhidkiIntake *self, KhidkiIntakeLane *lane, const GError *error)
{
  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY))
    {
      khidki_intake_refuse_lane (self, lane, error);
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
      khidki_intake_refuse_lane (self, lane, error);
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
    khidki_intake_fail_turn (self, call->lane, error);
  khidki_intake_pump (self);
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

void
khidki_intake_step_lane (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  LaneCall *call = g_new0 (LaneCall, 1);

  call->self = g_object_ref (self);
  call->lane = lane;
  self->under_way++;
  khidki_intake_stepper_step_async (self->stepper, lane->turn, stepped, call);
}
