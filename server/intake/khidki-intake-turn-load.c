/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-turn-private.h"

#include "drafts/khidki-draft-row.h"
#include "intake/khidki-intake-asked.h"
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
  g_clear_pointer (&self->moved_from, g_free);
  g_free (self->account_key);
  self->account_key = g_strdup (self->lane_key);
  self->exists = FALSE;
  self->stepped = FALSE;
  self->made_jobs = FALSE;
  self->requeued = FALSE;
  self->unanswered = NULL;
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

gboolean
khidki_intake_turn_needs_step (KhidkiEvent *event)
{
  return khidki_event_is_from_person (event)
         || khidki_event_get_kind (event) == KHIDKI_EVENT_SERVER
         || khidki_event_get_kind (event) == KHIDKI_EVENT_IDENTITY;
}

/* Without an id all such people would share one conversation. */
static gboolean
is_nobodys (KhidkiEvent *event)
{
  return khidki_intake_turn_needs_step (event) && *khidki_account_get_id (khidki_event_get_account (event)) == '\0';
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

  if (khidki_rows_get_n (rows) > 0
      && !(entry->again && g_str_equal (khidki_rows_get_text (rows, 0, 0), "parked")))
    entry->outcome = "duplicate";
  else if (self->parked_note != NULL)
    entry->outcome = "parked";
  else if (!entry->again && khidki_event_get_at (event) < self->world->now - OLDEST_MS)
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

/* A tap is a reply to what offered the choice, and says all by itself. */
static gboolean
is_read_with_replied (KhidkiEvent *event)
{
  const char *reply_to = khidki_event_get_reply_to (event);

  return reply_to != NULL && *reply_to != '\0'
         && (khidki_event_get_kind (event) == KHIDKI_EVENT_TEXT
             || khidki_event_get_kind (event) == KHIDKI_EVENT_MEDIA);
}

/* Our message that the event answers, if it is still there and can be read:
 * what somebody says counts without it, too. */
static gboolean
load_replied (KhidkiIntakeTurn *self,
              KhidkiTransaction *transaction,
              KhidkiIntakeTurnEvent *entry,
              GError **error)
{
  g_autofree char *far_id = NULL;
  g_autoptr (KhidkiRows) rows = NULL;
  g_autoptr (GBytes) sealed = NULL;

  g_clear_pointer (&entry->replied, khidki_message_unref);
  if (!is_read_with_replied (entry->event) || !g_str_equal (entry->outcome, "done"))
    return TRUE;

  far_id = khidki_outbox_digest_far_id (transaction, khidki_event_get_reply_to (entry->event));
  rows = khidki_transaction_query (transaction, "outbox-replied", "sb", error, "ss", far_id,
                                   stored_key (self));
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  sealed = khidki_rows_get_bytes (rows, 0, 1);
  entry->replied = khidki_outbox_open_message (khidki_transaction_get_seal (transaction),
                                               khidki_rows_get_text (rows, 0, 0), sealed, NULL);
  return TRUE;
}

/* The key under which the account may go on if the far end gives it another id:
 * none if somebody has written from that already. */
static gboolean
load_free_key (KhidkiIntakeTurn *self,
               KhidkiTransaction *transaction,
               KhidkiIntakeTurnEvent *entry,
               GError **error)
{
  const char *id = khidki_event_get_new_id (entry->event);
  g_autoptr (KhidkiAccount) account = NULL;
  g_autoptr (KhidkiRows) rows = NULL;
  g_autofree char *key = NULL;

  g_clear_pointer (&entry->free_key, g_free);
  if (id == NULL || *id == '\0' || !self->exists
      || khidki_event_get_kind (entry->event) != KHIDKI_EVENT_IDENTITY)
    return TRUE;

  account = khidki_intake_turn_with_id (self->account, id);
  key = khidki_intake_turn_key_of (khidki_transaction_get_seal (transaction), account);
  rows = khidki_transaction_query (transaction, "account-load", "xxbb", error, "s", key);
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    entry->free_key = g_steal_pointer (&key);
  return TRUE;
}

/* Where a text is all there is, it may name an application that is not the account's. */
static gboolean
load_asked (KhidkiIntakeTurn *self,
            KhidkiTransaction *transaction,
            KhidkiIntakeTurnEvent *entry,
            GError **error)
{
  g_clear_pointer (&entry->asked, khidki_application_facts_free);
  return !self->limits.templates_only || !g_str_equal (entry->outcome, "done")
         || khidki_intake_load_asked (transaction, entry->masked, &entry->asked, error);
}

static gboolean
load_context (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  if (!load_account (self, transaction, error)
      || !khidki_draft_row_load_open (transaction, stored_key (self), &self->draft, &self->draft_changed, error))
    return FALSE;
  self->applications = khidki_pipeline_load_facts (transaction, stored_key (self), error);
  return self->applications != NULL;
}

gboolean
khidki_intake_turn_load (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  forget (self);
  /* What is put aside may be so because just this cannot be read. */
  if (self->parked_note == NULL && !load_context (self, transaction, error))
    return FALSE;

  for (guint i = 0; i < self->events->len; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      if (!judge_event (self, transaction, entry, error)
          || !load_free_key (self, transaction, entry, error)
          || !load_replied (self, transaction, entry, error)
          || !load_asked (self, transaction, entry, error))
        return FALSE;
    }
  mark_twins (self);
  return TRUE;
}
