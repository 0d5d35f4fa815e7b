/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The window: which rows are held in memory, and when the others are looked for. */
#include "outbox/khidki-outbox-private.h"

#include "outbox/khidki-outbox-load.h"

#define WINDOW 2000
#define MOST_LOADED 1000
/* What is being sent is held as well; each look at the rows reads again what else is. */
#define SHORT (250 + KHIDKI_OUTBOX_MOST_IN_FLIGHT)
/* Rows may wait that nobody told of: another process wrote them, or a look failed. */
#define LOOK_MS (30 * 1000)
/* What is due one after another is looked for together. */
#define LOOK_SOONEST_MS 20

void
khidki_outbox_stream_free (KhidkiOutboxStream *stream)
{
  g_hash_table_unref (stream->stale);
  g_free (stream->channel);
  g_free (stream->line);
  g_free (stream);
}

static char *
dup_stream_name (const char *channel, const char *line, KhidkiLane kind)
{
  return g_strdup_printf ("%s/%d/%s", channel, (int) kind, line);
}

KhidkiOutboxStream *
khidki_outbox_add_stream (KhidkiOutbox *self, const char *channel, const char *line, KhidkiLane kind)
{
  g_autofree char *name = dup_stream_name (channel, line, kind);
  KhidkiOutboxStream *stream = g_hash_table_lookup (self->streams, name);

  if (stream != NULL)
    return stream;

  stream = g_new0 (KhidkiOutboxStream, 1);
  stream->outbox = self;
  stream->channel = g_strdup (channel);
  stream->line = g_strdup (line);
  stream->more = TRUE;
  stream->stale = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  stream->kind = kind;
  g_hash_table_insert (self->streams, g_steal_pointer (&name), stream);
  return stream;
}

gboolean
khidki_outbox_is_running (KhidkiOutbox *self, const char *channel)
{
  return khidki_channels_find (self->channels, channel) != NULL;
}

static void
forget (KhidkiOutbox *self, KhidkiOutboxEntry *entry)
{
  khidki_outbox_put_back (self, entry);
  ((KhidkiOutboxStream *) entry->stream)->held--;
  g_hash_table_remove (self->known, &entry->id);
  khidki_outbox_entry_free (entry);
}

void
khidki_outbox_drop_head (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  forget (self, khidki_outbox_lane_pop (lane));
}

/* What waits goes out of memory; the rows bring it back. */
void
khidki_outbox_drop_waiting (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxEntry *entry;

  while ((entry = khidki_outbox_lane_take_waiting (lane)) != NULL)
    {
      ((KhidkiOutboxStream *) entry->stream)->more = TRUE;
      forget (self, entry);
    }
}

static void
look_by (KhidkiOutbox *self, gint64 at)
{
  gint64 wait = CLAMP (at - khidki_host_now (self->host), LOOK_SOONEST_MS, LOOK_MS);
  /* By the timer's own clock: the other may have been put forward since it was set. */
  gint64 look_at = khidki_host_get_monotonic (self->host) + wait;

  if (self->stopped || (self->look_timer != 0 && self->look_at <= look_at))
    return;
  if (self->look_timer != 0)
    khidki_host_remove_timer (self->host, self->look_timer);
  self->look_at = look_at;
  self->look_timer = khidki_host_add_timer (self->host, (guint) wait, khidki_outbox_look, self, NULL);
}

static gboolean
is_of_broadcasts (KhidkiOutboxStream *stream)
{
  return stream->kind == KHIDKI_LANE_BROADCAST;
}

/* What is being read of the lane is as it was. */
static void
mark_stale (KhidkiOutbox *self, const char *name, gboolean broadcast)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KhidkiOutboxStream *stream = value;

      if (stream->loading && is_of_broadcasts (stream) == broadcast)
        g_hash_table_add (stream->stale, g_strdup (name));
    }
}

/* The lane waits in its rows, where it takes up no room. */
void
khidki_outbox_rest_in_rows (KhidkiOutbox *self, KhidkiOutboxLane *lane, gint64 until)
{
  gboolean is_due = until <= khidki_host_now (self->host);

  mark_stale (self, lane->name, lane->broadcast);
  while (!g_queue_is_empty (&lane->entries))
    {
      KhidkiOutboxEntry *entry = khidki_outbox_lane_pop (lane);

      ((KhidkiOutboxStream *) entry->stream)->more |= is_due;
      forget (self, entry);
    }
  if (!is_due)
    look_by (self, until);
}

static void
take (KhidkiOutbox *self, KhidkiOutboxStream *stream, KhidkiOutboxEntry *entry)
{
  gboolean broadcast = is_of_broadcasts (stream);
  g_autofree char *name = khidki_outbox_lane_dup_name (entry->account_key, broadcast);
  KhidkiOutboxLane *lane = g_hash_table_lookup (self->lanes, name);

  if (lane == NULL)
    {
      lane = khidki_outbox_lane_new (self->host, self, name, broadcast);
      g_hash_table_insert (self->lanes, lane->name, lane);
    }
  /* It counts as what it is, whichever look has found it. */
  if (entry->lane != stream->kind)
    stream = khidki_outbox_add_stream (self, stream->channel, stream->line, entry->lane);
  entry->stream = stream;
  stream->held++;
  g_hash_table_add (self->known, &entry->id);
  khidki_outbox_lane_insert (lane, entry);
  khidki_outbox_make_ready (self, lane);
}

static gboolean
is_stale (KhidkiOutboxStream *stream, KhidkiOutboxEntry *entry)
{
  g_autofree char *name = khidki_outbox_lane_dup_name (entry->account_key, is_of_broadcasts (stream));

  return g_hash_table_contains (stream->stale, name);
}

/* How many of the rows are news, and may be sent. */
static guint
take_all (KhidkiOutbox *self, KhidkiOutboxStream *stream, GPtrArray *entries)
{
  gboolean running = khidki_outbox_is_running (self, stream->channel);
  guint taken = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      KhidkiOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (!running || g_hash_table_contains (self->known, &entry->id) || is_stale (stream, entry))
        {
          khidki_outbox_entry_free (entry);
          continue;
        }
      take (self, stream, entry);
      taken++;
    }
  return taken;
}

/* Somebody else may have written for a line of which nothing was heard yet. */
static void
add_lines (KhidkiOutbox *self, KhidkiOutboxStream *stream, GPtrArray *lines)
{
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    khidki_outbox_add_stream (self, stream->channel, g_ptr_array_index (lines, i), stream->kind);
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiOutboxStream *stream = user_data;
  g_autoptr (KhidkiOutbox) self = stream->outbox;
  g_autoptr (GError) error = NULL;
  KhidkiOutboxFound found = { 0 };
  g_autoptr (GPtrArray) entries = khidki_outbox_load_finish (result, &found, &error);
  gboolean running = khidki_outbox_is_running (self, stream->channel);
  gboolean was_stale = g_hash_table_size (stream->stale) > 0;
  guint taken;

  stream->loading = FALSE;
  if (entries == NULL)
    {
      g_warning ("outbox: rows cannot be read: %s", error->message);
      stream->more = TRUE;
      stream->failed = TRUE;
      g_hash_table_remove_all (stream->stale);
      return;
    }

  if (found.refused_until > khidki_host_now (self->host) && found.refused != NULL)
    khidki_outbox_pause_line (self, found.refused, found.refused_until - khidki_host_now (self->host),
                              found.refusal);
  add_lines (self, stream, found.lines);
  g_clear_pointer (&found.lines, g_ptr_array_unref);
  g_clear_pointer (&found.refused, khidki_account_unref);
  g_free (found.refusal);
  taken = take_all (self, stream, entries);
  g_hash_table_remove_all (stream->stale);
  /* Nothing but rows that cannot be read: the next look finds them parked. */
  stream->failed = found.more && running && taken == 0 && !was_stale;
  stream->more |= found.more || !running || was_stale;
  if (found.next_at > 0 && running)
    look_by (self, found.next_at);
  khidki_outbox_pump (self);
}

static void
load (KhidkiOutbox *self, KhidkiOutboxStream *stream)
{
  stream->more = FALSE;
  stream->loading = TRUE;
  g_object_ref (self);
  khidki_outbox_load_async (self->store, stream->channel, stream->line, stream->kind,
                            MOST_LOADED, khidki_host_now (self->host), loaded, stream);
}

/* Who looks for news meets replies by the way, which are mostly held already. */
static guint
count_held (KhidkiOutbox *self, KhidkiOutboxStream *stream)
{
  g_autofree char *name = NULL;
  KhidkiOutboxStream *replies;

  if (stream->kind != KHIDKI_LANE_NEWS)
    return stream->held;
  name = dup_stream_name (stream->channel, stream->line, KHIDKI_LANE_REPLY);
  replies = g_hash_table_lookup (self->streams, name);
  return stream->held + (replies != NULL ? replies->held : 0);
}

void
khidki_outbox_load_what_is_short (KhidkiOutbox *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KhidkiOutboxStream *stream = value;

      if (stream->more && !stream->loading && !stream->failed && count_held (self, stream) < SHORT
          && khidki_outbox_is_running (self, stream->channel))
        load (self, stream);
    }
}

void
khidki_outbox_want_all (KhidkiOutbox *self)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &stream))
    {
      ((KhidkiOutboxStream *) stream)->more = TRUE;
      ((KhidkiOutboxStream *) stream)->failed = FALSE;
    }
}

void
khidki_outbox_look (gpointer user_data)
{
  KhidkiOutbox *self = user_data;

  self->look_timer = 0;
  look_by (self, khidki_host_now (self->host) + LOOK_MS);
  khidki_outbox_release_held_now_and_then (self);
  khidki_outbox_judge_lines (self);
  khidki_outbox_count_unresolved (self);
  khidki_outbox_wake (self);
}

void
khidki_outbox_offer (KhidkiOutbox *self,
                     gint64 id,
                     const char *key,
                     const char *account_key,
                     KhidkiAccount *account,
                     KhidkiLane lane,
                     gint64 last_inbound,
                     const KhidkiOutboxPlace *place,
                     KhidkiMessage *message)
{
  const char *channel = khidki_account_get_channel (account);
  KhidkiOutboxStream *stream = khidki_outbox_add_stream (self, channel, khidki_account_get_line (account),
                                                         lane);
  KhidkiOutboxEntry *entry;

  if (place->next_at > khidki_host_now (self->host))
    {
      look_by (self, place->next_at);
      return;
    }
  /* Rows before it that are not held may be due as well; beyond the window it is
   * found when there is room. */
  if (!self->started || self->stopped || !khidki_outbox_is_running (self, channel) || stream->held >= WINDOW
      || (place->after != 0 && !g_hash_table_contains (self->known, &place->after)))
    {
      stream->more = TRUE;
      khidki_outbox_pump (self);
      return;
    }
  if (g_hash_table_contains (self->known, &id))
    return;

  entry = khidki_outbox_entry_new (id, key, account_key, account, lane, last_inbound, message);
  entry->next_at = place->next_at;
  take (self, stream, entry);
  khidki_outbox_pump (self);
}

void
khidki_outbox_refresh (KhidkiOutbox *self, const char *account_key)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = khidki_outbox_lane_dup_name (account_key, i == 1);
      KhidkiOutboxLane *lane = g_hash_table_lookup (self->lanes, name);

      mark_stale (self, name, i == 1);
      if (lane == NULL)
        continue;
      khidki_outbox_drop_waiting (self, lane);
      khidki_outbox_lane_done (self, lane);
    }
  khidki_outbox_pump (self);
}
