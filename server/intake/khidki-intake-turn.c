/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-turn-private.h"

static void
world_clear (KhidkiIntakeTurnWorld *self)
{
  khidki_catalogue_unref (self->catalogue);
  g_free (self->public_url);
  g_free (self->helpline);
  g_free (self->helpline_hours);
}

KhidkiIntakeTurnWorld *
khidki_intake_turn_world_ref (KhidkiIntakeTurnWorld *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
khidki_intake_turn_world_unref (KhidkiIntakeTurnWorld *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) world_clear);
}

static void
turn_event_free (KhidkiIntakeTurnEvent *self)
{
  khidki_event_unref (self->event);
  khidki_event_unref (self->masked);
  g_clear_pointer (&self->as_mobile, khidki_event_unref);
  g_clear_pointer (&self->actions, g_ptr_array_unref);
  g_clear_pointer (&self->replied, khidki_message_unref);
  g_free (self->free_key);
  g_clear_pointer (&self->asked, khidki_application_facts_free);
  g_free (self);
}

static void
send_free (KhidkiIntakeTurnSend *send)
{
  g_free (send->key);
  khidki_message_unref (send->message);
  g_free (send);
}

KhidkiIntakeTurn *
khidki_intake_turn_new (KhidkiIntakeTurnWorld *world, const char *account_key, const KhidkiLimits *limits)
{
  KhidkiIntakeTurn *self = g_new0 (KhidkiIntakeTurn, 1);

  self->world = khidki_intake_turn_world_ref (world);
  self->lane_key = g_strdup (account_key);
  self->account_key = g_strdup (account_key);
  self->limits = *limits;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) turn_event_free);
  self->sends = g_ptr_array_new_with_free_func ((GDestroyNotify) send_free);
  return self;
}

void
khidki_intake_turn_carry_no_papers (KhidkiIntakeTurn *self, gboolean elsewhere)
{
  self->no_papers = TRUE;
  self->papers_elsewhere = elsewhere;
}

void
khidki_intake_turn_free (KhidkiIntakeTurn *self)
{
  khidki_intake_turn_world_unref (self->world);
  g_free (self->lane_key);
  g_free (self->account_key);
  g_free (self->moved_from);
  g_free (self->parked_note);
  g_free (self->read_key);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->sends);
  g_clear_pointer (&self->account, khidki_account_unref);
  g_clear_pointer (&self->session, khidki_session_unref);
  g_clear_pointer (&self->draft, khidki_draft_unref);
  g_clear_pointer (&self->applications, g_ptr_array_unref);
  g_free (self);
}

void
khidki_intake_turn_add_event (KhidkiIntakeTurn *self,
                              KhidkiEvent *event,
                              KhidkiEvent *as_mobile,
                              gboolean again,
                              const guint8 *randomness)
{
  KhidkiIntakeTurnEvent *entry = g_new0 (KhidkiIntakeTurnEvent, 1);

  entry->masked = khidki_event_ref (event);
  entry->as_mobile = as_mobile != NULL ? khidki_event_ref (as_mobile) : NULL;
  entry->event = khidki_event_ref (event);
  entry->again = again;
  memcpy (entry->randomness, randomness, KHIDKI_INTAKE_TURN_RANDOMNESS);
  g_ptr_array_add (self->events, entry);
}

void
khidki_intake_turn_set_parked (KhidkiIntakeTurn *self, const char *note)
{
  g_free (self->parked_note);
  self->parked_note = g_strdup (note);
}

guint
khidki_intake_turn_get_n_events (KhidkiIntakeTurn *self)
{
  return self->events->len;
}

KhidkiEvent *
khidki_intake_turn_get_event (KhidkiIntakeTurn *self, guint index)
{
  KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, index);

  return entry->event;
}

guint
khidki_intake_turn_get_n_acted (KhidkiIntakeTurn *self)
{
  return self->n_acted;
}

GPtrArray *
khidki_intake_turn_get_sends (KhidkiIntakeTurn *self)
{
  return self->sends;
}

KhidkiAccount *
khidki_intake_turn_get_account (KhidkiIntakeTurn *self)
{
  return self->account;
}

const char *
khidki_intake_turn_get_account_key (KhidkiIntakeTurn *self)
{
  return self->account_key;
}

const char *
khidki_intake_turn_get_moved_from (KhidkiIntakeTurn *self)
{
  return self->moved_from;
}

gint64
khidki_intake_turn_get_last_inbound (KhidkiIntakeTurn *self)
{
  return self->last_inbound;
}

gboolean
khidki_intake_turn_made_jobs (KhidkiIntakeTurn *self)
{
  return self->made_jobs;
}

gboolean
khidki_intake_turn_requeued (KhidkiIntakeTurn *self)
{
  return self->requeued;
}

KhidkiEvent *
khidki_intake_turn_get_unanswered (KhidkiIntakeTurn *self)
{
  return self->unanswered;
}

const char *
khidki_intake_turn_get_read_key (KhidkiIntakeTurn *self)
{
  return self->read_key;
}

guint
khidki_intake_turn_get_n_duplicates (KhidkiIntakeTurn *self)
{
  return self->n_duplicates;
}
