/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-lane.h"

char *
khidki_outbox_lane_dup_name (const char *account_key, gboolean broadcast)
{
  return g_strconcat (account_key, broadcast ? "/b" : NULL, NULL);
}

KhidkiOutboxLane *
khidki_outbox_lane_new (KhidkiHost *host, gpointer outbox, const char *name, gboolean broadcast)
{
  KhidkiOutboxLane *self = g_new0 (KhidkiOutboxLane, 1);

  self->name = g_strdup (name);
  self->outbox = outbox;
  self->host = host;
  self->broadcast = broadcast;
  g_queue_init (&self->entries);
  return self;
}

void
khidki_outbox_lane_free (KhidkiOutboxLane *self)
{
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  g_queue_clear_full (&self->entries, (GDestroyNotify) khidki_outbox_entry_free);
  g_free (self->name);
  g_free (self);
}

KhidkiOutboxEntry *
khidki_outbox_lane_peek (KhidkiOutboxLane *self)
{
  return g_queue_peek_head (&self->entries);
}

static KhidkiOutboxEntry *
count_out (KhidkiOutboxLane *self, KhidkiOutboxEntry *entry)
{
  if (entry != NULL)
    self->n_replies -= entry->lane == KHIDKI_LANE_REPLY;
  return entry;
}

KhidkiOutboxEntry *
khidki_outbox_lane_pop (KhidkiOutboxLane *self)
{
  return count_out (self, g_queue_pop_head (&self->entries));
}

KhidkiLane
khidki_outbox_lane_get_urgency (KhidkiOutboxLane *self)
{
  if (self->broadcast)
    return KHIDKI_LANE_BROADCAST;
  return self->n_replies > 0 ? KHIDKI_LANE_REPLY : KHIDKI_LANE_NEWS;
}

void
khidki_outbox_lane_insert (KhidkiOutboxLane *self, KhidkiOutboxEntry *entry)
{
  GList *first = self->busy ? self->entries.head : NULL;
  GList *before = self->entries.tail;

  while (before != first && before != NULL && ((KhidkiOutboxEntry *) before->data)->id > entry->id)
    before = before->prev;
  g_queue_insert_after (&self->entries, before, entry);
  self->n_replies += entry->lane == KHIDKI_LANE_REPLY;
}

KhidkiOutboxEntry *
khidki_outbox_lane_take_waiting (KhidkiOutboxLane *self)
{
  if (self->busy && g_queue_get_length (&self->entries) == 1)
    return NULL;
  return count_out (self, g_queue_pop_tail (&self->entries));
}

gboolean
khidki_outbox_lane_is_over (KhidkiOutboxLane *self)
{
  return !self->busy && self->timer == 0 && g_queue_is_empty (&self->entries);
}
