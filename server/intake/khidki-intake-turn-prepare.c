/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-turn-private.h"

#include <string.h>

#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-draft-row.h"
#include "intake/khidki-intake-asked.h"
#include "libkhidki/khidki-digits.h"
#include "pipeline/khidki-pipeline.h"

/* Keys are kept 30 days; what is older cannot be told from a repetition. */
#define OLDEST_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)

/* Behind those of number, token and draft. */
#define CODE_RANDOMNESS 48

static void
forget (KhidkiIntakeTurn *self)
{
  g_clear_pointer (&self->account, khidki_account_unref);
  g_clear_pointer (&self->session, khidki_session_unref);
  g_clear_pointer (&self->draft, khidki_draft_unref);
  g_clear_pointer (&self->applications, g_ptr_array_unref);
  g_ptr_array_set_size (self->sends, 0);
  g_clear_pointer (&self->read_key, g_free);
  g_clear_pointer (&self->moved_from, g_free);
  g_free (self->account_key);
  self->account_key = g_strdup (self->lane_key);
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
load_row (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "account-load", "xxbb", error,
                                                          "s", self->account_key);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) boxed = NULL;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

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

/* What is not a person's word may still name an id that the account had before:
 * a status, a job's news. */
static gboolean
follow_alias (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "alias-load", "s", error, "s", self->lane_key);

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

  g_free (self->account_key);
  self->account_key = g_strdup (khidki_rows_get_text (rows, 0, 0));
  return load_row (self, transaction, error);
}

/* An account that is known by its number alone, from before far ends gave ids. */
static gboolean
is_known_by_number (KhidkiAccount *old, KhidkiAccount *now)
{
  const char *phone = khidki_account_get_phone (old);

  return phone != NULL && g_str_equal (khidki_account_get_id (old), phone + 1)
         && g_str_equal (khidki_account_get_line (old), khidki_account_get_line (now))
         && !g_str_equal (khidki_account_get_id (old), khidki_account_get_id (now));
}

static gboolean
adopt (KhidkiIntakeTurn *self,
       KhidkiTransaction *transaction,
       const char *old_key,
       KhidkiAccount *now,
       GError **error)
{
  g_free (self->account_key);
  self->account_key = g_strdup (old_key);
  if (!load_row (self, transaction, error) || !self->exists)
    return FALSE;

  self->moved_from = g_steal_pointer (&self->account_key);
  self->account_key = g_strdup (self->lane_key);
  khidki_account_unref (self->account);
  self->account = khidki_account_ref (now);
  return TRUE;
}

static gboolean
find_by_phone (KhidkiIntakeTurn *self,
               KhidkiTransaction *transaction,
               KhidkiAccount *now,
               GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *digest = khidki_seal_digest (seal, "phone", khidki_account_get_phone (now));
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "account-by-phone", "sb", error, "ss", digest,
                                khidki_account_get_channel (now));

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      const char *key = khidki_rows_get_text (rows, i, 0);
      g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, i, 1);
      g_autoptr (KhidkiAccount) old = khidki_outbox_open_account (seal, key, sealed, error);

      if (old == NULL)
        return FALSE;
      if (is_known_by_number (old, now))
        return adopt (self, transaction, key, now, error);
    }
  return TRUE;
}

static gboolean
load_account (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  KhidkiIntakeTurnEvent *first = g_ptr_array_index (self->events, 0);
  KhidkiAccount *now = khidki_event_get_account (first->event);

  if (!load_row (self, transaction, error))
    return FALSE;
  if (!self->exists && !khidki_event_is_from_person (first->event)
      && !follow_alias (self, transaction, error))
    return FALSE;
  if (!self->exists && khidki_event_is_from_person (first->event)
      && khidki_account_get_phone (now) != NULL
      && !find_by_phone (self, transaction, now, error))
    return FALSE;
  if (!self->exists)
    self->session = khidki_session_new ();
  return TRUE;
}

/* Until the write, what an account has lies under the key it had. */
static const char *
stored_key (KhidkiIntakeTurn *self)
{
  return self->moved_from != NULL ? self->moved_from : self->account_key;
}

static gboolean
needs_step (KhidkiEvent *event)
{
  return khidki_event_is_from_person (event)
         || khidki_event_get_kind (event) == KHIDKI_EVENT_SERVER
         || khidki_event_get_kind (event) == KHIDKI_EVENT_IDENTITY;
}

/* Without an id all such people would share one conversation. */
static gboolean
is_nobodys (KhidkiEvent *event)
{
  return needs_step (event) && *khidki_account_get_id (khidki_event_get_account (event)) == '\0';
}

static gboolean
judge_event (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry, GError **error)
{
  KhidkiEvent *event = entry->event;
  g_autofree char *key = khidki_intake_turn_digest_key (transaction, event);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "event-known", "s", error, "ss",
      khidki_account_get_channel (khidki_event_get_account (event)), key);

  if (rows == NULL)
    return FALSE;

  if (khidki_rows_get_n (rows) > 0)
    entry->outcome = "duplicate";
  else if (self->parked_note != NULL)
    entry->outcome = "parked";
  else if (khidki_event_get_at (event) < self->world->now - OLDEST_MS)
    entry->outcome = "old";
  else if (khidki_event_get_kind (event) == KHIDKI_EVENT_NOTICE || is_nobodys (event))
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

/* Where a text is all there is, it may name an application that is not the account's. */
static gboolean
load_asked (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  for (guint i = 0; self->limits.templates_only && i < self->events->len; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      g_clear_pointer (&entry->asked, khidki_application_facts_free);
      if (!khidki_intake_load_asked (transaction, entry->event, &entry->asked, error))
        return FALSE;
    }
  return TRUE;
}

/* What the row says of the id stays: an event may be older than the last change,
 * or come from a job that knew the account before. */
static KhidkiAccount *
merge_account (KhidkiIntakeTurn *self, KhidkiEvent *event)
{
  KhidkiAccount *now = khidki_event_get_account (event);
  KhidkiAccount *row = self->account != NULL ? self->account : now;
  gboolean same = g_str_equal (khidki_account_get_id (row), khidki_account_get_id (now));
  const char *phone = same ? khidki_account_get_phone (now) : NULL;
  const char *name = same ? khidki_account_get_name (now) : NULL;

  if (khidki_event_get_new_phone (event) != NULL)
    phone = khidki_event_get_new_phone (event);
  if (phone == NULL)
    phone = khidki_account_get_phone (row);
  if (name == NULL)
    name = khidki_account_get_name (row);
  return khidki_account_new (khidki_account_get_channel (row), khidki_account_get_line (row),
                             khidki_account_get_id (row), phone, name);
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
          /* What the next event of this turn finds is what this one will have saved. */
          g_clear_pointer (&self->draft, khidki_draft_unref);
          self->draft = khidki_draft_copy_with_version (
              action->draft, khidki_draft_get_version (action->draft) + 1);
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
        case KHIDKI_ACTION_OFFER_DRAFT:
        default:
          break;
        }
    }
}

static void
set_context (KhidkiIntakeTurn *self, KhidkiContext *context)
{
  KhidkiIntakeTurnWorld *world = self->world;

  context->now = world->now;
  context->today = world->today;
  context->utc_offset = world->utc_offset;
  context->limits = &self->limits;
  context->channel = khidki_account_get_channel (self->account);
  context->draft = self->draft;
  context->applications = self->applications;
  context->public_url = world->public_url;
  context->helpline = world->helpline;
  context->helpline_hours = world->helpline_hours;
}

static void
take_session (KhidkiIntakeTurn *self, KhidkiSession *session)
{
  khidki_session_unref (self->session);
  self->session = khidki_session_ref (session);
  self->stepped = TRUE;
}

static void
step (KhidkiIntakeTurn *self, KhidkiIntakeTurnEvent *entry, gboolean *last)
{
  KhidkiContext context = { 0 };
  g_autofree char *number = NULL;
  g_autofree char *token = NULL;
  g_autofree char *draft_id = NULL;
  g_autofree char *code = khidki_offer_code_new (entry->randomness + CODE_RANDOMNESS);
  g_autoptr (KhidkiStep) result = NULL;
  g_autoptr (KhidkiAccount) account = merge_account (self, entry->event);

  g_clear_pointer (&self->account, khidki_account_unref);
  self->account = g_steal_pointer (&account);
  if (khidki_event_is_from_person (entry->event))
    {
      /* A clock that runs ahead must not hold the window open. */
      self->last_inbound = MAX (self->last_inbound,
                                MIN (khidki_event_get_at (entry->event), self->world->now));
      g_free (self->read_key);
      self->read_key = g_strdup (khidki_event_get_key (entry->event));
    }

  khidki_intake_turn_reserve (self->world, entry->randomness, &number, &token, &draft_id);
  set_context (self, &context);
  context.reserved_number = number;
  context.reserved_token = token;
  context.reserved_draft = draft_id;
  context.reserved_code = code;
  context.asked = entry->asked;
  result = khidki_conversation_step (self->world->catalogue, self->session, entry->event, &context);

  take_session (self, result->session);
  entry->actions = g_ptr_array_ref (result->actions);
  fold_draft (self, entry->actions, last);
}

/* Who writes under a new id may not be who wrote before: nothing personal is
 * shown until they have shown that they are. */
static void
hide_personal (KhidkiIntakeTurn *self)
{
  KhidkiIntakeTurnEvent *first = g_ptr_array_index (self->events, 0);
  g_autoptr (KhidkiEvent) event =
      khidki_event_new (KHIDKI_EVENT_IDENTITY, khidki_event_get_key (first->event), self->account,
                        self->world->now);
  KhidkiContext context = { .reserved_number = "", .reserved_token = "", .reserved_draft = "",
                            .reserved_code = "" };
  g_autoptr (KhidkiStep) result = NULL;

  set_context (self, &context);
  result = khidki_conversation_step (self->world->catalogue, self->session, event, &context);
  take_session (self, result->session);
}

/* The far end says that the account's id is another from now on. If somebody
 * has written from it already, the two stay apart: what the one has, the other
 * may claim by number and birth date. */
static gboolean
take_new_id (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiEvent *event, GError **error)
{
  const char *new_id = khidki_event_get_new_id (event);
  g_autoptr (KhidkiAccount) account = NULL;
  g_autoptr (KhidkiRows) rows = NULL;
  g_autofree char *key = NULL;

  if (new_id == NULL || *new_id == '\0' || !self->exists
      || g_str_equal (new_id, khidki_account_get_id (self->account)))
    return TRUE;

  account = khidki_account_new (khidki_account_get_channel (self->account),
                                khidki_account_get_line (self->account), new_id,
                                khidki_account_get_phone (self->account),
                                khidki_account_get_name (self->account));
  key = khidki_intake_turn_key_of (khidki_transaction_get_seal (transaction), account);
  rows = khidki_transaction_query (transaction, "account-load", "xxbb", error, "s", key);
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) > 0)
    return TRUE;

  khidki_account_unref (self->account);
  self->account = g_steal_pointer (&account);
  g_free (self->moved_from);
  self->moved_from = g_steal_pointer (&self->account_key);
  self->account_key = g_steal_pointer (&key);
  return TRUE;
}

gboolean
khidki_intake_turn_prepare (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  gboolean last = FALSE;

  forget (self);
  if (!load_account (self, transaction, error)
      || !khidki_draft_row_load_open (transaction, stored_key (self), &self->draft, error))
    return FALSE;
  self->applications = khidki_pipeline_load_facts (transaction, stored_key (self), error);
  if (self->applications == NULL)
    return FALSE;

  for (guint i = 0; i < self->events->len; i++)
    if (!judge_event (self, transaction, g_ptr_array_index (self->events, i), error))
      return FALSE;
  mark_twins (self);
  if (!load_asked (self, transaction, error))
    return FALSE;
  if (self->moved_from != NULL)
    hide_personal (self);

  for (guint i = 0; i < self->events->len && !last; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      g_clear_pointer (&entry->actions, g_ptr_array_unref);
      if (g_str_equal (entry->outcome, "done") && needs_step (entry->event))
        {
          step (self, entry, &last);
          /* The rows move with this turn's write: what comes after finds them moved. */
          if (khidki_event_get_kind (entry->event) == KHIDKI_EVENT_IDENTITY)
            {
              if (!take_new_id (self, transaction, entry->event, error))
                return FALSE;
              last = TRUE;
            }
        }
      if (g_str_equal (entry->outcome, "duplicate"))
        self->n_duplicates++;
      self->n_acted = i + 1;
    }
  return TRUE;
}
