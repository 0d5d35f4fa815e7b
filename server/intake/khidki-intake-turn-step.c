/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From here no row is read or written: departments' hooks may take their time. */
#include "drafts/khidki-draft-offer.h"
#include "intake/khidki-intake-mask.h"
#include "intake/khidki-intake-turn-private.h"

/* Behind those of number, token and draft. */
#define CODE_RANDOMNESS 48

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
          self->draft_changed = self->world->now;
          break;
        case KHIDKI_ACTION_DROP_DRAFT:
          g_clear_pointer (&self->draft, khidki_draft_unref);
          break;
        case KHIDKI_ACTION_SUBMIT:
        case KHIDKI_ACTION_ANSWER_QUERY:
        case KHIDKI_ACTION_WITHDRAW:
        case KHIDKI_ACTION_TAKE_DRAFT:
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
  context->no_papers = self->no_papers;
  context->papers_elsewhere = self->papers_elsewhere;
  context->channel = khidki_account_get_channel (self->account);
  context->draft = self->draft;
  context->draft_changed = self->draft_changed;
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
set_event (KhidkiIntakeTurnEvent *entry, KhidkiEvent *event)
{
  KhidkiEvent *old = entry->event;

  entry->event = khidki_event_ref (event);
  khidki_event_unref (old);
}

static gboolean
asks (KhidkiIntakeTurn *self, const KhidkiContext *context, KhidkiFieldType type)
{
  return khidki_conversation_asks (self->world->catalogue, self->session, context, type);
}

/* (transfer full): the event as it is kept; what the step may see is the entry's. */
static KhidkiEvent *
mask_by_question (KhidkiIntakeTurn *self, KhidkiIntakeTurnEvent *entry, const KhidkiContext *context)
{
  g_autoptr (KhidkiEvent) card = NULL;

  if (entry->as_mobile != NULL && asks (self, context, KHIDKI_FIELD_MOBILE))
    set_event (entry, entry->as_mobile);
  card = khidki_intake_mask_card (entry->event);
  if (card != entry->event && asks (self, context, KHIDKI_FIELD_LAST4))
    return g_steal_pointer (&card);
  return khidki_event_ref (entry->event);
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
  g_autoptr (KhidkiEvent) kept = NULL;
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
  kept = mask_by_question (self, entry, &context);
  context.reserved_number = number;
  context.reserved_token = token;
  context.reserved_draft = draft_id;
  context.reserved_code = code;
  context.asked = entry->asked;
  context.replied = entry->replied;
  result = khidki_conversation_step (self->world->catalogue, self->session, entry->event, &context);

  set_event (entry, kept);
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
static void
take_new_id (KhidkiIntakeTurn *self, KhidkiIntakeTurnEvent *entry)
{
  const char *new_id = khidki_event_get_new_id (entry->event);
  const char *id = khidki_account_get_id (self->account);
  KhidkiAccount *account;

  if (new_id == NULL || *new_id == '\0' || g_str_equal (new_id, id))
    return;
  /* The id changes with the number: if the new one is not told, the old one is somebody
   * else's from now on. */
  account = khidki_account_new (khidki_account_get_channel (self->account),
                                khidki_account_get_line (self->account),
                                entry->free_key != NULL ? new_id : id,
                                khidki_event_get_new_phone (entry->event),
                                khidki_account_get_name (self->account));
  khidki_account_unref (self->account);
  self->account = account;
  if (entry->free_key == NULL)
    return;
  g_free (self->moved_from);
  self->moved_from = g_steal_pointer (&self->account_key);
  self->account_key = g_strdup (entry->free_key);
}

void
khidki_intake_turn_step (KhidkiIntakeTurn *self)
{
  gboolean last = FALSE;

  if (self->moved_from != NULL)
    hide_personal (self);

  for (guint i = 0; i < self->events->len && !last; i++)
    {
      KhidkiIntakeTurnEvent *entry = g_ptr_array_index (self->events, i);

      g_clear_pointer (&entry->actions, g_ptr_array_unref);
      set_event (entry, entry->masked);
      if (g_str_equal (entry->outcome, "done") && khidki_intake_turn_needs_step (entry->event))
        {
          step (self, entry, &last);
          /* The rows move with this turn's write: what comes after finds them moved. */
          if (khidki_event_get_kind (entry->event) == KHIDKI_EVENT_IDENTITY)
            {
              take_new_id (self, entry);
              last = TRUE;
            }
        }
      if (g_str_equal (entry->outcome, "duplicate"))
        self->n_duplicates++;
      self->n_acted = i + 1;
    }
}
