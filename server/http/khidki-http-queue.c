/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-queue.h"

typedef struct
{
  char *name;
  guint out;
  GQueue waiting;
} FarEnd;

struct _KhidkiHttpQueue
{
  guint most;
  guint most_for_one;
  guint out;
  GHashTable *far_ends;
};

struct _KhidkiHttpTicket
{
  KhidkiHttpQueue *queue;
  FarEnd *far_end;
  KhidkiHttpQueueFunc func;
  gpointer user_data;
  gboolean waiting;
};

static void
far_end_free (FarEnd *far_end)
{
  g_free (far_end->name);
  g_free (far_end);
}

KhidkiHttpQueue *
khidki_http_queue_new (guint most, guint most_for_one)
{
  KhidkiHttpQueue *self = g_new0 (KhidkiHttpQueue, 1);

  self->most = most;
  self->most_for_one = most_for_one;
  self->far_ends = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                          (GDestroyNotify) far_end_free);
  return self;
}

void
khidki_http_queue_free (KhidkiHttpQueue *self)
{
  g_hash_table_unref (self->far_ends);
  g_free (self);
}

static FarEnd *
get_far_end (KhidkiHttpQueue *self, const char *name)
{
  FarEnd *far_end = g_hash_table_lookup (self->far_ends, name);

  if (far_end != NULL)
    return far_end;
  far_end = g_new0 (FarEnd, 1);
  far_end->name = g_strdup (name);
  g_queue_init (&far_end->waiting);
  g_hash_table_insert (self->far_ends, far_end->name, far_end);
  return far_end;
}

static gboolean
has_room (KhidkiHttpQueue *self, FarEnd *far_end)
{
  return self->out < self->most && far_end->out < self->most_for_one;
}

static void
let_out (KhidkiHttpTicket *ticket)
{
  ticket->waiting = FALSE;
  ticket->queue->out++;
  ticket->far_end->out++;
  ticket->func (ticket->user_data);
}

/* The one that made room first: its own next in line uses what is kept open. */
static void
let_others_out (KhidkiHttpQueue *self, FarEnd *first)
{
  GHashTableIter iter;
  gpointer value;

  if (has_room (self, first) && !g_queue_is_empty (&first->waiting))
    {
      let_out (g_queue_pop_head (&first->waiting));
      return;
    }
  g_hash_table_iter_init (&iter, self->far_ends);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FarEnd *far_end = value;

      if (!has_room (self, far_end) || g_queue_is_empty (&far_end->waiting))
        continue;
      let_out (g_queue_pop_head (&far_end->waiting));
      return;
    }
}

KhidkiHttpTicket *
khidki_http_queue_enter (KhidkiHttpQueue *self,
                         const char *far_end,
                         KhidkiHttpQueueFunc func,
                         gpointer user_data)
{
  KhidkiHttpTicket *ticket = g_new0 (KhidkiHttpTicket, 1);

  ticket->queue = self;
  ticket->far_end = get_far_end (self, far_end);
  ticket->func = func;
  ticket->user_data = user_data;
  if (has_room (self, ticket->far_end) && g_queue_is_empty (&ticket->far_end->waiting))
    {
      let_out (ticket);
      return ticket;
    }
  ticket->waiting = TRUE;
  g_queue_push_tail (&ticket->far_end->waiting, ticket);
  return ticket;
}

void
khidki_http_ticket_leave (KhidkiHttpTicket *ticket)
{
  KhidkiHttpQueue *queue = ticket->queue;
  FarEnd *far_end = ticket->far_end;

  if (ticket->waiting)
    {
      g_queue_remove (&far_end->waiting, ticket);
      g_free (ticket);
      return;
    }
  g_free (ticket);
  queue->out--;
  far_end->out--;
  let_others_out (queue, far_end);
  if (far_end->out == 0 && g_queue_is_empty (&far_end->waiting))
    g_hash_table_remove (queue->far_ends, far_end->name);
}
