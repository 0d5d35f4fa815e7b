/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whose turn it is, and what waits because the far end takes only so much. */
#include "outbox/khidki-outbox-private.h"

#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-paced-channel.h"

/* What waits longer does so in its rows, where it takes up no room. */
#define LONG_MS 1000
#define WRITE_AGAIN_MS 1000

KhidkiOutboxLine *
khidki_outbox_get_line_by_name (KhidkiOutbox *self, const char *name)
{
  KhidkiOutboxLine *line = g_hash_table_lookup (self->lines_by_name, name);

  if (line != NULL)
    return line;

  line = khidki_outbox_line_new ();
  g_ptr_array_add (self->lines, line);
  g_hash_table_insert (self->lines_by_name, g_strdup (name), line);
  return line;
}

KhidkiOutboxLine *
khidki_outbox_get_line (KhidkiOutbox *self, KhidkiAccount *account)
{
  g_autofree char *name = khidki_outbox_line_dup_name (account);

  return khidki_outbox_get_line_by_name (self, name);
}

static KhidkiOutboxLine *
get_line (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  if (lane->line == NULL)
    lane->line = khidki_outbox_get_line (self, khidki_outbox_lane_peek (lane)->account);
  return lane->line;
}

void
khidki_outbox_make_ready (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  if (lane->ready)
    khidki_outbox_line_promote (lane->line, lane);
  if (lane->busy || lane->ready || lane->timer != 0 || khidki_outbox_lane_peek (lane) == NULL)
    return;

  khidki_outbox_line_push (get_line (self, lane), lane, FALSE);
}

/* One line after the other, so that a busy one does not hold up the rest. */
static KhidkiOutboxLane *
next_of (KhidkiOutbox *self, KhidkiLane urgency, gint64 now)
{
  guint n = self->lines->len;

  for (guint i = 0; i < n; i++)
    {
      guint index = (self->next_line + i) % n;
      KhidkiOutboxLane *lane =
          khidki_outbox_line_pop (g_ptr_array_index (self->lines, index), urgency, now);

      if (lane != NULL)
        {
          self->next_line = (index + 1) % n;
          return lane;
        }
    }
  return NULL;
}

KhidkiOutboxLane *
khidki_outbox_next_ready (KhidkiOutbox *self)
{
  gint64 now = khidki_host_get_monotonic (self->host);

  for (guint i = 0; i < KHIDKI_OUTBOX_N_LANES; i++)
    {
      KhidkiOutboxLane *lane = next_of (self, i, now);

      if (lane != NULL)
        return lane;
    }
  return NULL;
}

void
khidki_outbox_note_begun (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxLine *line = lane->line;

  lane->busy = TRUE;
  line->in_flight++;
  line->unasked += lane->urgency != KHIDKI_LANE_REPLY;
  self->counters.in_flight++;
}

void
khidki_outbox_note_ended (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxLine *line = lane->line;

  lane->busy = FALSE;
  line->in_flight--;
  line->unasked -= lane->urgency != KHIDKI_LANE_REPLY;
  self->counters.in_flight--;
}

static void
line_rested (gpointer user_data)
{
  KhidkiOutbox *self = user_data;

  self->pace_timer = 0;
  khidki_outbox_pump (self);
}

void
khidki_outbox_await_lines (KhidkiOutbox *self)
{
  gint64 now = khidki_host_get_monotonic (self->host);
  gint64 next = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      gint64 one = khidki_outbox_line_get_next (g_ptr_array_index (self->lines, i), now);

      if (one != 0 && (next == 0 || one < next))
        next = one;
    }
  if (next == 0 || (self->pace_timer != 0 && self->pace_at <= next))
    return;
  if (self->pace_timer != 0)
    khidki_host_remove_timer (self->host, self->pace_timer);
  self->pace_at = next;
  self->pace_timer = khidki_host_add_timer (self->host, (guint) CLAMP (next - now, 1, G_MAXINT),
                                            line_rested, self, NULL);
}

typedef struct
{
  KhidkiOutboxLane *lane;
  gint64 id;
  gint64 until;
} Rest;

static gboolean
write_rest (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const Rest *rest = data;

  return khidki_transaction_execute (transaction, "outbox-rest", error, "xx", rest->until, rest->id)
             >= 0
         && khidki_outbox_hold (transaction, rest->id, rest->until, error);
}

static void
rest_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Rest *rest = user_data;
  KhidkiOutboxLane *lane = rest->lane;
  g_autoptr (KhidkiOutbox) self = lane->outbox;
  g_autoptr (GError) error = NULL;

  lane->busy = FALSE;
  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    khidki_outbox_rest_in_rows (self, lane, rest->until);
  else
    khidki_outbox_lane_wait (lane, WRITE_AGAIN_MS);
  khidki_outbox_lane_done (self, lane);
  khidki_outbox_pump (self);
}

static void
rest_in_rows (KhidkiOutbox *self, KhidkiOutboxLane *lane, gint64 wait)
{
  Rest *rest = g_new0 (Rest, 1);

  rest->lane = lane;
  rest->id = khidki_outbox_lane_peek (lane)->id;
  rest->until = khidki_host_now (self->host) + wait;
  lane->busy = TRUE;
  g_object_ref (self);
  khidki_store_write_async (self->store, write_rest, rest, NULL, NULL, rest_written, rest);
}

void
khidki_outbox_rest_line (KhidkiOutbox *self, KhidkiOutboxLane *lane, gint64 wait)
{
  KhidkiOutboxLine *line = get_line (self, lane);

  khidki_outbox_line_rest (line, khidki_outbox_lane_get_urgency (lane),
                           khidki_host_get_monotonic (self->host) + wait);
  khidki_outbox_line_push (line, lane, TRUE);
}

void
khidki_outbox_put_back (KhidkiOutbox *self, KhidkiOutboxEntry *entry)
{
  KhidkiChannel *channel
      = khidki_channels_find (self->channels, khidki_account_get_channel (entry->account));

  if (entry->taken && channel != NULL && KHIDKI_IS_PACED_CHANNEL (channel))
    entry->taken = !khidki_paced_channel_put_back (KHIDKI_PACED_CHANNEL (channel), entry->account);
}

gboolean
khidki_outbox_may_leave (KhidkiOutbox *self, KhidkiOutboxLane *lane, KhidkiChannel *channel)
{
  KhidkiOutboxEntry *entry = khidki_outbox_lane_peek (lane);
  gboolean unasked = lane->urgency != KHIDKI_LANE_REPLY;
  gboolean all = FALSE;
  gint64 wait;

  if (!KHIDKI_IS_PACED_CHANNEL (channel) || entry->taken)
    return TRUE;
  khidki_outbox_line_set_rate (get_line (self, lane),
                               khidki_paced_channel_get_rate (KHIDKI_PACED_CHANNEL (channel),
                                                              entry->account));
  if (unasked && khidki_outbox_line_keep (lane->line, khidki_host_get_monotonic (self->host)) > 0)
    {
      self->counters.paced++;
      khidki_outbox_line_push (lane->line, lane, TRUE);
      return FALSE;
    }
  wait = khidki_paced_channel_take (KHIDKI_PACED_CHANNEL (channel), entry->account,
                                    lane->broadcast, &all);
  entry->taken = wait <= 0;
  if (entry->taken && unasked)
    khidki_outbox_line_count_unasked (lane->line);
  if (entry->taken)
    return TRUE;

  self->counters.paced++;
  if (all)
    khidki_outbox_rest_line (self, lane, wait);
  else if (wait > LONG_MS)
    rest_in_rows (self, lane, wait);
  else
    khidki_outbox_lane_wait (lane, wait);
  return FALSE;
}
