/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-turn-private.h"

#include <string.h>

#include "libkhidki/khidki-digits.h"
#include "pipeline/khidki-pipeline.h"

/* Keys are kept 30 days; what is older cannot be told from a repetition. */
#define OLDEST_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)

static void
forget (KhidkiIntakeTurn *self)
{
  g_clear_pointer (&self->account, khidki_account_unref);
  g_clear_pointer (&self->session, khidki_session_unref);
  g_clear_pointer (&self->draft, khidki_draft_unref);
  g_clear_pointer (&self->applications, g_ptr_array_unref);
  g_ptr_array_set_size (self->sends, 0);
  g_clear_pointer (&self->read_key, g_free);
  self->exists = FALSE;
  self->stepped = FALSE;
  self->made_jobs = FALSE;
  self->had_status = FALSE;
  self->requeued = FALSE;
  self->n_acted = 0;
  self->n_duplicates = 0;
  self->version = 0;
  self->last_inbound = 0;
}

static gboolean
load_account (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "account-load", "xxbb", error,
                                                          "s", self->account_key);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) boxed = NULL;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    {
      self->session = khidki_session_new ();
      return TRUE;
    }

  self->exists = TRUE;
  self->version = khidki_rows_get_int64 (rows, 0, 0);
  self->last_inbound = khidki_rows_get_int64 (rows, 0, 1);
  sealed = khidki_rows_get_bytes (rows, 0, 3);
  boxed = khidki_seal_open_variant (seal, "session", self->account_key, sealed,
                                    G_VARIANT_TYPE_VARIANT, error);
  if (boxed == NULL)
    return FALSE;
  {
    g_autoptr (GVariant) value = g_variant_get_variant (boxed);

    self->session = khidki_session_new_from_variant (value);
  }
  {
    g_autoptr (GBytes) sealed_account = khidki_rows_get_bytes (rows, 0, 2);

    self->account = khidki_outbox_open_account (seal, self->account_key, sealed_account, error);
  }
  return self->account != NULL;
}

static gboolean
load_draft (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "draft-load", "sb", error, "s",
                                                          self->account_key);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) value = NULL;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

  sealed = khidki_rows_get_bytes (rows, 0, 1);
  boxed = khidki_seal_open_variant (khidki_transaction_get_seal (transaction), "draft",
                                    khidki_rows_get_text (rows, 0, 0), sealed,
                                    G_VARIANT_TYPE_VARIANT, error);
  if (boxed == NULL)
    return FALSE;
  value = g_variant_get_variant (boxed);
  self->draft = khidki_draft_new_from_variant (value);
  return TRUE;
}

static gboolean
needs_step (KhidkiEvent *event)
{
  return khidki_event_is_from_person (event)
         || khidki_event_get_kind (event) == KHIDKI_EVENT_SERVER
         || khidki_event_get_kind (event) == KHIDKI_EVENT_IDENTITY;
}

static gboolean
judge_event (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry, GError **error)
{
  KhidkiEvent *event = entry->event;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "event-known", "s", error, "ss",
      khidki_account_get_channel (khidki_event_get_account (event)), khidki_event_get_key (event));

  if (rows == NULL)
    return FALSE;

  if (khidki_rows_get_n (rows) > 0)
    entry->outcome = "duplicate";
  else if (self->parked_note != NULL)
    entry->outcome = "parked";
  else if (khidki_event_get_at (event) < self->world->now - OLDEST_MS)
    entry->outcome = "old";
  else if (khidki_event_get_kind (event) == KHIDKI_EVENT_NOTICE)
    entry->outcome = "ignored";
  else
    entry->outcome = "done";
  return TRUE;
}

/* The same event twice in one turn. */
static void
mark_twins (KhidkiIntakeTurn *self)
{
  for (guint i = 1; i < self->events->len; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      for (guint j = 0; j < i; j++)
        {
          KhidkiIntakeTurnEvent *other = g_ptr_array_index (self->events, j);

          if (g_str_equal (khidki_event_get_key (entry->event), khidki_event_get_key (other->event)))
            entry->outcome = "duplicate";
        }
    }
}

static KhidkiAccount *
merge_account (KhidkiIntakeTurn *self, KhidkiEvent *event)
{
  KhidkiAccount *now = khidki_event_get_account (event);
  const char *phone = khidki_account_get_phone (now);
  const char *name = khidki_account_get_name (now);

  if (khidki_event_get_new_phone (event) != NULL)
    phone = khidki_event_get_new_phone (event);
  if (self->account != NULL && phone == NULL)
    phone = khidki_account_get_phone (self->account);
  if (self->account != NULL && name == NULL)
    name = khidki_account_get_name (self->account);
  return khidki_account_new (khidki_account_get_channel (now), khidki_account_get_line (now),
                             khidki_account_get_id (now), phone, name);
}

static void
fold_draft (KhidkiIntakeTurn *self, GPtrArray *actions, gboolean *last)
{
  for (guint i = 0; i < actions->len; i++)
    {
      KhidkiAction *action = g_ptr_array_index (actions, i);

      switch (action->kind)
        {
        case KHIDKI_ACTION_SAVE_DRAFT:
          g_clear_pointer (&self->draft, khidki_draft_unref);
          self->draft = khidki_draft_ref (action->draft);
          break;
        case KHIDKI_ACTION_DROP_DRAFT:
          g_clear_pointer (&self->draft, khidki_draft_unref);
          break;
        case KHIDKI_ACTION_SUBMIT:
        case KHIDKI_ACTION_ANSWER_QUERY:
        case KHIDKI_ACTION_WITHDRAW:
          /* What the next event may know has changed: it is loaded anew. */
          *last = TRUE;
          break;
        case KHIDKI_ACTION_SEND:
        case KHIDKI_ACTION_FETCH_MEDIA:
        case KHIDKI_ACTION_PRIVATE_LINK:
        default:
          break;
        }
    }
}

static void
step (KhidkiIntakeTurn *self, KhidkiIntakeTurnEvent *entry, gboolean *last)
{
  KhidkiIntakeTurnWorld *world = self->world;
  KhidkiContext context = { 0 };
  g_autofree char *number = NULL;
  g_autofree char *token = NULL;
  g_autofree char *draft_id = NULL;
  g_autoptr (KhidkiStep) result = NULL;
  g_autoptr (KhidkiAccount) account = merge_account (self, entry->event);

  g_clear_pointer (&self->account, khidki_account_unref);
  self->account = g_steal_pointer (&account);
  if (khidki_event_is_from_person (entry->event))
    {
      self->last_inbound = MAX (self->last_inbound, khidki_event_get_at (entry->event));
      g_free (self->read_key);
      self->read_key = g_strdup (khidki_event_get_key (entry->event));
    }

  khidki_intake_turn_reserve (world, entry->randomness, &number, &token, &draft_id);
  context.now = world->now;
  context.today = world->today;
  context.utc_offset = world->utc_offset;
  context.limits = &self->limits;
  context.channel = khidki_account_get_channel (self->account);
  context.draft = self->draft;
  context.applications = self->applications;
  context.reserved_number = number;
  context.reserved_token = token;
  context.reserved_draft = draft_id;
  context.public_url = world->public_url;
  context.helpline = world->helpline;
  context.helpline_hours = world->helpline_hours;
  result = khidki_conversation_step (world->catalogue, self->session, entry->event, &context);

  khidki_session_unref (self->session);
  self->session = khidki_session_ref (result->session);
  entry->actions = g_ptr_array_ref (result->actions);
  self->stepped = TRUE;
  fold_draft (self, entry->actions, last);
}

gboolean
khidki_intake_turn_prepare (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  gboolean last = FALSE;

  forget (self);
  if (!load_account (self, transaction, error) || !load_draft (self, transaction, error))
    return FALSE;
  self->applications = khidki_pipeline_load_facts (transaction, self->account_key, error);
  if (self->applications == NULL)
    return FALSE;

  for (guint i = 0; i < self->events->len; i++)
    if (!judge_event (self, transaction, g_ptr_array_index (self->events, i), error))
      return FALSE;
  mark_twins (self);

  for (guint i = 0; i < self->events->len && !last; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      g_clear_pointer (&entry->actions, g_ptr_array_unref);
      if (g_str_equal (entry->outcome, "done") && needs_step (entry->event))
        step (self, entry, &last);
      if (g_str_equal (entry->outcome, "duplicate"))
        self->n_duplicates++;
      self->n_acted = i + 1;
    }
  return TRUE;
}
