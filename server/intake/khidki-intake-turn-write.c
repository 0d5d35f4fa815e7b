/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-turn-private.h"

#include <sodium.h>
#include <string.h>

#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-hand.h"
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-draft-row.h"
#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-pipeline.h"

#define LINK_LIFE_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

void
khidki_intake_turn_reserve (KhidkiIntakeTurnWorld *world,
                     const guint8 *randomness,
                     char **number,
                     char **token,
                     char **draft)
{
  char encoded[64];

  *number = khidki_application_number_new (g_date_get_year (&world->today), randomness);
  sodium_bin2base64 (encoded, sizeof encoded, randomness + 16, 16,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  *token = g_strdup (encoded);
  sodium_bin2hex (encoded, sizeof encoded, randomness + 32, 16);
  *draft = g_strdup (encoded);
}

/* The same at every attempt and on every node: made of the event, not of chance. */
static char *
send_key (KhidkiIntakeTurnEvent *entry, guint index)
{
  KhidkiAccount *account = khidki_event_get_account (entry->event);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n%u", khidki_account_get_channel (account),
                                           khidki_account_get_line (account),
                                           khidki_event_get_key (entry->event), index);
  guint8 digest[16];
  char hex[33];

  crypto_generichash (digest, sizeof digest, (const guint8 *) text, strlen (text), NULL, 0);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, digest, sizeof digest));
}

static GBytes *
seal_boxed (KhidkiTransaction *transaction, const char *place, const char *row, GVariant *value)
{
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (value));

  return khidki_seal_close_variant (khidki_transaction_get_seal (transaction), place, row, boxed);
}

/* A far end's own ids may hold a phone number: they are kept as digests only. */
char *
khidki_intake_turn_digest_key (KhidkiTransaction *transaction, KhidkiEvent *event)
{
  return khidki_seal_digest (khidki_transaction_get_seal (transaction), "event",
                             khidki_event_get_key (event));
}

static gboolean
settle_event (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry, GError **error)
{
  g_autofree char *key = khidki_intake_turn_digest_key (transaction, entry->event);
  const char *channel = khidki_account_get_channel (khidki_event_get_account (entry->event));
  int changed = khidki_transaction_execute (transaction, "event-settle-parked", error, "ssss",
                                            entry->outcome,
                                            self->parked_note != NULL ? self->parked_note : "",
                                            channel, key);

  if (changed == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "another has decided the event");
  return changed > 0;
}

static gboolean
write_event (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry, GError **error)
{
  KhidkiEvent *event = entry->event;
  g_autofree char *key = khidki_intake_turn_digest_key (transaction, event);
  g_autoptr (GVariant) variant = khidki_event_to_variant (event);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (khidki_transaction_get_seal (transaction),
                                                         "event", key, variant);
  const char *note = self->parked_note != NULL ? self->parked_note : "";
  int added = khidki_transaction_execute (
      transaction, "event-add", error, "sssxxxssb",
      khidki_account_get_channel (khidki_event_get_account (event)), key, self->account_key,
      khidki_event_get_at (event), self->world->now, (gint64) khidki_event_get_kind (event),
      entry->outcome, note, sealed);

  if (added == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "another has acted on the event");
  return added > 0;
}

static gboolean
write_status (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry, GError **error)
{
  g_autofree char *delivered = NULL;
  gboolean queued = FALSE, unanswered = FALSE;

  if (!khidki_outbox_apply_status (transaction, entry->event, self->world->now, &delivered, &queued,
                                   &unanswered, error))
    return FALSE;

  self->requeued |= queued;
  if (unanswered)
    self->unanswered = entry->event;
  if (delivered == NULL)
    return TRUE;
  self->made_jobs = TRUE;
  return khidki_pipeline_delivered (transaction, delivered, self->world->now, error);
}

static gboolean
write_account (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  const char *phone = khidki_account_get_phone (self->account);
  g_autofree char *phone_digest = phone != NULL ? khidki_seal_digest (seal, "phone", phone) : NULL;
  g_autoptr (GVariant) account = khidki_account_to_variant (self->account);
  g_autoptr (GVariant) session = khidki_session_to_variant (self->session);
  g_autoptr (GBytes) sealed_account =
      khidki_seal_close_variant (seal, "account", self->account_key, account);
  g_autoptr (GBytes) sealed_session =
      seal_boxed (transaction, "session", self->account_key, session);
  int changed;

  if (self->moved_from != NULL && !khidki_intake_turn_move (self, transaction, error))
    return FALSE;
  if (self->exists && self->moved_from == NULL)
    changed = khidki_transaction_execute (transaction, "account-save", error, "xxsbbsx",
                                          self->world->now, self->last_inbound,
                                          phone_digest != NULL ? phone_digest : "", sealed_account,
                                          sealed_session, self->account_key, self->version);
  else
    changed = khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb",
                                          self->account_key,
                                          khidki_account_get_channel (self->account),
                                          self->world->now, self->last_inbound,
                                          phone_digest != NULL ? phone_digest : "", sealed_account,
                                          sealed_session);
  if (changed == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT,
                         "the conversation went on meanwhile");
  if (changed <= 0)
    return FALSE;
  /* The id is somebody's own again: it leads nowhere else. */
  return self->exists && self->moved_from == NULL
             ? TRUE
             : khidki_transaction_execute (transaction, "alias-drop", error, "s",
                                           self->account_key) >= 0;
}

static gboolean
write_send (KhidkiIntakeTurn *self,
            KhidkiTransaction *transaction,
            KhidkiIntakeTurnEvent *entry,
            KhidkiAction *action,
            guint index,
            GError **error)
{
  g_autofree char *key = send_key (entry, index);
  KhidkiLane lane = action->news ? KHIDKI_LANE_NEWS : KHIDKI_LANE_REPLY;
  KhidkiOutboxPlace place;
  KhidkiIntakeTurnSend *send;
  gint64 id;

  id = khidki_outbox_add (transaction, key, self->account_key, self->account, lane,
                          action->number, action->message, self->world->now, &place, error);
  if (id < 0)
    return FALSE;
  if (id == 0)
    return TRUE;

  send = g_new0 (KhidkiIntakeTurnSend, 1);
  send->id = id;
  send->key = g_steal_pointer (&key);
  send->lane = lane;
  send->place = place;
  send->message = khidki_message_ref (action->message);
  g_ptr_array_add (self->sends, send);
  return TRUE;
}

static gboolean
write_draft (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiDraft *draft, GError **error)
{
  g_autoptr (KhidkiDraft) saved =
      khidki_draft_row_save (transaction, draft, self->account_key, self->world->now, error);

  return saved != NULL;
}

static gboolean
write_move (KhidkiIntakeTurn *self,
            KhidkiTransaction *transaction,
            KhidkiAction *action,
            const char *name,
            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  KhidkiMove move = {
    .number = action->number,
    .account = self->account_key,
    .move = name,
    .actor = "citizen",
    .role = "",
    .reason = "",
    .text = action->text != NULL ? action->text : "",
    .answers = action->answers,
    .now = self->world->now,
  };

  self->made_jobs = TRUE;
  if (khidki_pipeline_move (transaction, self->world->catalogue, &move, &local_error))
    return TRUE;

  /* The office was faster: what the step has said is not so. It is made again
   * with what is known now. */
  if (g_error_matches (local_error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED))
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "the application went on meanwhile: %s",
                 local_error->message);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
write_media (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry,
             KhidkiAction *action, GError **error)
{
  g_autoptr (GVariant) account = khidki_account_to_variant (self->account);
  g_autofree char *event_key = khidki_intake_turn_digest_key (transaction, entry->event);
  g_autofree char *key = g_strdup_printf ("media:%s:%s", event_key, action->media);
  const char *digest = khidki_event_get_media_digest (entry->event);

  self->made_jobs = TRUE;
  return khidki_job_add (transaction, key, "media", self->account_key, action->media,
                         g_variant_new ("(@(sssss)ss)", account,
                                        action->path != NULL ? action->path : "",
                                        digest != NULL ? digest : ""),
                         self->world->now, self->world->now, error);
}

static gboolean
write_link (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiAction *action, GError **error)
{
  g_autofree char *digest =
      khidki_seal_digest (khidki_transaction_get_seal (transaction), "private-link", action->token);
  const char *draft = action->draft != NULL ? khidki_draft_get_id (action->draft)
                      : self->draft != NULL ? khidki_draft_get_id (self->draft)
                                            : "";

  return khidki_transaction_execute (transaction, "private-link-add", error, "sssssxx", digest,
                                     self->account_key, draft, action->path,
                                     action->text != NULL ? action->text : "", self->world->now,
                                     self->world->now + LINK_LIFE_MS) >= 0;
}

/* Good or not, it is written: wrong codes count. What came of it is told in the lane. */
static gboolean
write_taking (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, KhidkiIntakeTurnEvent *entry,
              KhidkiAction *action, GError **error)
{
  g_autofree char *key = khidki_intake_turn_digest_key (transaction, entry->event);

  self->made_jobs = TRUE;
  return khidki_draft_hand_to_phone (transaction, self->account, self->account_key, action->token,
                                     key, self->world->now, error);
}

/* Towards a counter, or only towards the phone that the action names. */
static gboolean
write_offer (KhidkiIntakeTurn *self,
             KhidkiTransaction *transaction,
             KhidkiAction *action,
             GError **error)
{
  g_autofree char *digest = NULL;

  if (action->text != NULL)
    digest = khidki_phone_digest (khidki_transaction_get_seal (transaction), action->text);
  return khidki_draft_offer_make (
    transaction, khidki_draft_get_id (action->draft),
    digest != NULL ? KHIDKI_OFFER_TOWARDS_PHONE : KHIDKI_OFFER_TOWARDS_COUNTER,
    digest != NULL ? digest : "", action->token, self->world->now, error);
}

static gboolean
write_action (KhidkiIntakeTurn *self,
              KhidkiTransaction *transaction,
              KhidkiIntakeTurnEvent *entry,
              guint index,
              GError **error)
{
  KhidkiAction *action = g_ptr_array_index (entry->actions, index);

  switch (action->kind)
    {
    case KHIDKI_ACTION_SEND:
      return write_send (self, transaction, entry, action, index, error);
    case KHIDKI_ACTION_SAVE_DRAFT:
      return write_draft (self, transaction, action->draft, error);
    case KHIDKI_ACTION_DROP_DRAFT:
      return khidki_draft_row_drop (transaction, action->draft, error);
    case KHIDKI_ACTION_SUBMIT:
      self->made_jobs = TRUE;
      return khidki_pipeline_submit (transaction, self->world->catalogue, action->number,
                                     self->account_key, action->draft, self->world->now,
                                     &self->world->today, error);
    case KHIDKI_ACTION_ANSWER_QUERY:
      return write_move (self, transaction, action, "answer", error);
    case KHIDKI_ACTION_WITHDRAW:
      return write_move (self, transaction, action, "withdraw", error);
    case KHIDKI_ACTION_FETCH_MEDIA:
      return write_media (self, transaction, entry, action, error);
    case KHIDKI_ACTION_PRIVATE_LINK:
      return write_link (self, transaction, action, error);
    case KHIDKI_ACTION_OFFER_DRAFT:
      return write_offer (self, transaction, action, error);
    case KHIDKI_ACTION_TAKE_DRAFT:
      return write_taking (self, transaction, entry, action, error);
    default:
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "unknown action");
      return FALSE;
    }
}

gboolean
khidki_intake_turn_write (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  g_ptr_array_set_size (self->sends, 0);
  if (self->stepped && !write_account (self, transaction, error))
    return FALSE;

  for (guint i = 0; i < self->n_acted; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      if (g_str_equal (entry->outcome, "duplicate"))
        continue;
      if (!(entry->again ? settle_event : write_event) (self, transaction, entry, error))
        return FALSE;
      if (g_str_equal (entry->outcome, "done")
          && khidki_event_get_kind (entry->event) == KHIDKI_EVENT_STATUS
          && !write_status (self, transaction, entry, error))
        return FALSE;
      for (guint j = 0; entry->actions != NULL && j < entry->actions->len; j++)
        if (!write_action (self, transaction, entry, j, error))
          return FALSE;
    }
  return TRUE;
}
