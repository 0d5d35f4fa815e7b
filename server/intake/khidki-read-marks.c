/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-read-marks.h"

/* Who is answered sooner sees the answer. */
#define PATIENCE_MS 300
#define MOST_WAITING 64

typedef struct
{
  char *account_key;
  KhidkiAccount *account;
  char *event_key;
  gint64 due;
} Mark;

struct _KhidkiReadMarks
{
  KhidkiHost *host;
  KhidkiChannels *channels;
  KhidkiOutbox *outbox;
  GQueue waiting;
  guint timer;
};

static void
mark_free (Mark *mark)
{
  g_free (mark->account_key);
  khidki_account_unref (mark->account);
  g_free (mark->event_key);
  g_free (mark);
}

static void
tell (KhidkiReadMarks *self, KhidkiAccount *account, const char *event_key)
{
  KhidkiChannel *channel =
      khidki_channels_find (self->channels, khidki_account_get_channel (account));

  if (channel != NULL && KHIDKI_IS_READ_CHANNEL (channel))
    khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (channel), account, event_key);
}

static void
look (gpointer user_data)
{
  KhidkiReadMarks *self = user_data;
  gint64 now = khidki_host_get_monotonic (self->host);
  Mark *mark;

  self->timer = 0;
  while ((mark = g_queue_peek_head (&self->waiting)) != NULL && mark->due <= now)
    {
      g_queue_pop_head (&self->waiting);
      if (khidki_outbox_is_waiting (self->outbox, mark->account_key))
        tell (self, mark->account, mark->event_key);
      mark_free (mark);
    }
  if (mark != NULL)
    self->timer = khidki_host_add_timer (self->host, (guint) (mark->due - now), look, self, NULL);
}

void
khidki_read_marks_add (KhidkiReadMarks *self,
                       const char *account_key,
                       KhidkiAccount *account,
                       const char *event_key,
                       gboolean answered)
{
  Mark *mark;

  if (!answered)
    {
      tell (self, account, event_key);
      return;
    }
  if (g_queue_get_length (&self->waiting) >= MOST_WAITING)
    return;

  mark = g_new0 (Mark, 1);
  mark->account_key = g_strdup (account_key);
  mark->account = khidki_account_ref (account);
  mark->event_key = g_strdup (event_key);
  mark->due = khidki_host_get_monotonic (self->host) + PATIENCE_MS;
  g_queue_push_tail (&self->waiting, mark);
  if (self->timer == 0)
    self->timer = khidki_host_add_timer (self->host, PATIENCE_MS, look, self, NULL);
}

KhidkiReadMarks *
khidki_read_marks_new (KhidkiHost *host, KhidkiChannels *channels, KhidkiOutbox *outbox)
{
  KhidkiReadMarks *self = g_new0 (KhidkiReadMarks, 1);

  self->host = host;
  self->channels = channels;
  self->outbox = outbox;
  g_queue_init (&self->waiting);
  return self;
}

void
khidki_read_marks_free (KhidkiReadMarks *self)
{
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) mark_free);
  g_free (self);
}
