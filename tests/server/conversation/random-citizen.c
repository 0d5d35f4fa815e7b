/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "random-citizen.h"

#include <string.h>

#include "conversation/khidki-session-private.h"
#include "forms/khidki-form.h"

#define HALF_A_YEAR ((gint64) 190 * 24 * 60 * 60 * 1000)
/* A trail has 64 questions. */
#define MOST_BACK 70

static const char *const words[] = {
  "Hi", "menu", "back", "cancel", "status", "certificate", "help", "language", "stop", "नमस्ते",
  "वापस", "रद्द", "मदद", "english", "हिन्दी", "income", "आय", "Sita Devi", "सीता देवी",
  "15/8/1990", "31/2/1990", "9876543210", "1", "2", "१", "no", "yes", "हाँ", "नहीं", "nobody",
  "Father, Ram Prasad", "father Ram Prasad", "Voter card 4321", "Voter card, 4321",
  "H-12, Gali 4, Rohini Sector 7, 110085", "Rohini", "Daily wage 84000", "Daily wage, 84000",
  "नौकरी, 240000", "Mohan Lal, husband, 38, 120000", "Ravi, son, 12, 0\nAnu, daughter, 9, 0",
  "School admission", "pension", "I agree", "मैं सहमत हूँ", "All correct", "remove", "2012",
  "26112300000011", "123 4567 8901", "counter", "", " ", "\n", "🙏🏽👨‍👩‍👧‍👦", "\u202e\u202d\u200f", "{name} %s {{1}}",
};

/* What somebody taps who wants to get on, whatever the language. */
static const char *const goals[] = {
  "begin:self", "right", "agree", "send-answer", "next-paper", "continue", "here", "a:no",
  "service:REV-INC", "again:",
};

static const char *const verdicts[] = {
  "ok", "ok", "ok", "ok", "too-small", "too-dark", "encrypted", "damaged", "too-many-pages",
  "too-large", "not-an-image", "lost", "something-new",
};

static const char *const moves[] = {
  "scrutinise", "ask", "forward", "approve", "issue", "reject", "deliver", "answer", "transfer", "resume",
};

static const char *
pick (GRand *rand, const char *const *list, guint length)
{
  return list[g_rand_int_range (rand, 0, length)];
}

RandomCitizen *
random_citizen_new (KhidkiCatalogue *catalogue, guint seed)
{
  static const guint manners[] = { 90, 60, 30, 75 };
  RandomCitizen *self = g_new0 (RandomCitizen, 1);

  self->world = chat_world_new (catalogue);
  self->rand = g_rand_new_with_seed (seed);
  self->willing = manners[seed / 4 % G_N_ELEMENTS (manners)];
  if (seed % 4 == 3)
    chat_world_use_numbers (self->world);
  else if (seed % 4 == 1)
    chat_world_use_sms (self->world);
  return self;
}

void
random_citizen_free (RandomCitizen *self)
{
  chat_world_free (self->world);
  g_rand_free (self->rand);
  g_free (self);
}

void
random_citizen_say (RandomCitizen *self, const char *text)
{
  g_autofree char *key = chat_world_dup_key (self->world);

  chat_world_step (self->world, khidki_event_new_text (key, self->world->account,
                                                       self->world->context.now, text));
}

static void
tap (RandomCitizen *self, const char *id)
{
  ChatWorld *world = self->world;
  g_autofree char *key = chat_world_dup_key (world);

  g_free (world->last_tap);
  world->last_tap = g_strdup (id);
  chat_world_step (world, khidki_event_new_choice (key, world->account, world->context.now,
                                                   world->last_tap, "title"));
}

static void
say_noise (RandomCitizen *self)
{
  g_autoptr (GString) noise = g_string_new (NULL);
  guint length = g_rand_int_range (self->rand, 1, 100) == 1 ? 4096 : g_rand_int_range (self->rand, 1, 60);
  gboolean wide = g_rand_boolean (self->rand);

  while (length-- > 0)
    {
      gunichar character = g_rand_int_range (self->rand, 1, wide ? 0x1ffff : 0xa00);

      if (g_unichar_validate (character))
        g_string_append_unichar (noise, character);
    }
  random_citizen_say (self, noise->str);
}

/* A letter left out, doubled, swapped with its neighbour or another one. */
static void
slip (GRand *rand, gunichar *letters, glong *n)
{
  glong at = g_rand_int_range (rand, 0, *n);
  gunichar before = letters[at];

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      memmove (letters + at, letters + at + 1, (*n - at) * sizeof (gunichar));
      (*n)--;
      break;
    case 1:
      memmove (letters + at + 1, letters + at, (*n - at + 1) * sizeof (gunichar));
      (*n)++;
      break;
    case 2:
      letters[at] = at + 1 < *n ? letters[at + 1] : before;
      letters[MIN (at + 1, *n - 1)] = before;
      break;
    default:
      letters[at] = letters[g_rand_int_range (rand, 0, *n)];
    }
}

static char *
dup_mistyped (RandomCitizen *self, const char *text)
{
  glong n;
  g_autofree gunichar *given = g_utf8_to_ucs4_fast (text, -1, &n);
  g_autofree gunichar *letters = g_new0 (gunichar, n + 8);

  memcpy (letters, given, n * sizeof (gunichar));
  for (int i = g_rand_int_range (self->rand, 1, 4); i > 0 && n > 0; i--)
    slip (self->rand, letters, &n);
  return g_ucs4_to_utf8 (letters, n, NULL, NULL, NULL);
}

static void
tap_something (RandomCitizen *self)
{
  KhidkiMessage *message = chat_world_get_last (self->world);
  guint choices = message != NULL ? khidki_message_get_n_choices (message) : 0;

  if (choices > 0)
    {
      guint which = g_rand_int_range (self->rand, 0, choices);
      g_autofree char *id = g_strdup (khidki_message_get_choice_id (message, which));

      tap (self, id);
    }
  else
    {
      random_citizen_say (self, pick (self->rand, words, G_N_ELEMENTS (words)));
    }
}

static void
send_file (RandomCitizen *self)
{
  static const char *const types[] = { "image/jpeg", "application/pdf", "video/mp4", "" };
  static const char *const captions[] = { NULL, "Voter card", "salary slip", "वेतन पर्ची", "?" };
  ChatWorld *world = self->world;
  g_autofree char *key = chat_world_dup_key (world);
  g_autofree char *media = g_strconcat ("media-", key, NULL);

  chat_world_step (world, khidki_event_new_media (key, world->account, world->context.now, media,
                                                  pick (self->rand, types, G_N_ELEMENTS (types)),
                                                  pick (self->rand, captions, G_N_ELEMENTS (captions))));
}

static void
send_photo (RandomCitizen *self)
{
  ChatWorld *world = self->world;
  g_autofree char *key = chat_world_dup_key (world);

  chat_world_step (world, khidki_event_new_media (key, world->account, world->context.now, key,
                                                  "image/jpeg", NULL));
  if (world->fetching->len > 0)
    chat_world_kept (world, "ok");
}

static void
fill_page (RandomCitizen *self)
{
  ChatWorld *world = self->world;
  g_autofree char *key = chat_world_dup_key (world);
  GVariantDict values;

  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "draft", "s", world->context.draft != NULL
                                                   ? khidki_draft_get_id (world->context.draft)
                                                   : "none");
  g_variant_dict_insert (&values, "path", "s", world->link_path != NULL ? world->link_path : "x");
  g_variant_dict_insert (&values, "value", "s", g_rand_boolean (self->rand) ? "77AB1234" : "");
  chat_world_step (world, khidki_event_new_server (key, world->account, world->context.now,
                                                   "private-given", g_variant_dict_end (&values)));
}

/* FALSE unless a question of a form is open. */
static gboolean
get_form (ChatWorld *world, KhidkiForm *form)
{
  KhidkiDraft *draft = world->context.draft;
  KhidkiService *service =
    draft != NULL ? khidki_catalogue_find_service (world->catalogue, khidki_draft_get_service (draft))
                  : NULL;

  if (service == NULL || strcmp (world->session->place, "question") != 0)
    return FALSE;
  *form = (KhidkiForm){
    .catalogue = world->catalogue,
    .service = service,
    .department =
      khidki_catalogue_find_department (world->catalogue, khidki_service_get_department (service)),
    .answers = khidki_draft_get_answers (draft),
    .today = &world->context.today,
    .language = *world->session->language != '\0' ? world->session->language : "hi",
    .for_self = strcmp (khidki_draft_get_relation (draft), "self") == 0,
  };
  return TRUE;
}

/* (transfer full): what the form gives as an example, or means by it. */
static char *
dup_example (const KhidkiForm *form, const KhidkiNeed *need)
{
  const char *example = need->field != NULL
                          ? khidki_field_get_text (need->field, "Example", form->language)
                          : khidki_part_get_text (need->part, "Example", form->language);
  KhidkiFieldType type =
    need->field != NULL ? khidki_field_get_field_type (need->field) : KHIDKI_FIELD_TEXT;

  if (type == KHIDKI_FIELD_MOBILE)
    return g_strdup ("9876543210");
  if (type == KHIDKI_FIELD_SUBDIVISION)
    return g_strdup ("Rohini");
  return g_strdup (example != NULL && *example != '\0' ? example : "Rohini");
}

static void
answer_field (RandomCitizen *self, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;

  if (khidki_form_list_choices (form, need, &ids, &names) && names != NULL && names[0] != NULL)
    text = g_strdup (pick (self->rand, (const char *const *) names, g_strv_length (names)));
  else
    text = dup_example (form, need);
  random_citizen_say (self, text);
}

static void
answer_need (RandomCitizen *self, const KhidkiForm *form, const KhidkiNeed *need)
{
  switch (need->kind)
    {
    case KHIDKI_NEED_PAPER:
      send_photo (self);
      break;
    case KHIDKI_NEED_PRIVATE:
      fill_page (self);
      break;
    case KHIDKI_NEED_MORE:
      random_citizen_say (self, "no");
      break;
    case KHIDKI_NEED_FIELD:
    case KHIDKI_NEED_GROUP:
    case KHIDKI_NEED_REVIEW:
    default:
      answer_field (self, form, need);
    }
}

static gboolean
answer_question (RandomCitizen *self)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (!get_form (self->world, &form))
    return FALSE;
  if (*self->world->session->asking != '\0')
    need = khidki_form_need_for (&form, self->world->session->asking);
  if (need == NULL)
    need = khidki_form_next (&form);
  answer_need (self, &form, need);
  return TRUE;
}

/* Takes what was offered last, by a tap or, where nothing can be tapped, in words;
 * FALSE if it was not offered. */
static gboolean
choose (RandomCitizen *self, const char *choice)
{
  ChatWorld *world = self->world;
  GStrv offered = world->session->offered;

  for (guint i = 0; offered[i] != NULL; i += 2)
    {
      const char *rest = strchr (offered[i], ':');
      g_autofree char *id = NULL;
      g_autofree char *title = NULL;

      if (rest == NULL || !g_str_has_prefix (rest + 1, choice))
        continue;
      id = g_strdup (offered[i]);
      title = g_strdup (offered[i + 1]);
      if (world->limits.max_rows > 0)
        tap (self, id);
      else
        random_citizen_say (self, title);
      return TRUE;
    }
  return FALSE;
}

/* In the midst of a form there is but one thing to tap: a file was no further page. */
static gboolean
choose_goal (RandomCitizen *self)
{
  if (strcmp (self->world->session->place, "question") == 0)
    return choose (self, "next-paper");
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    if (choose (self, goals[i]))
      return TRUE;
  return FALSE;
}

void
random_citizen_answer (RandomCitizen *self)
{
  if (self->world->fetching->len > 0)
    chat_world_kept (self->world, "ok");
  else if (!choose_goal (self) && !answer_question (self))
    random_citizen_say (self, "income");
}

static void
answer_mistyped (RandomCitizen *self)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;
  g_autofree char *right = NULL;
  g_autofree char *text = NULL;

  if (get_form (self->world, &form))
    need = khidki_form_next (&form);
  right = need != NULL && need->kind != KHIDKI_NEED_REVIEW ? dup_example (&form, need)
                       : g_strdup (pick (self->rand, words, G_N_ELEMENTS (words)));
  text = dup_mistyped (self, right);
  random_citizen_say (self, text);
}

static void
tap_forged (RandomCitizen *self)
{
  static const char *const ids[] = {
    "agree", "0:agree", "0:again:26112300000011", "0:query:", "999:a:x", "0:language:xx", "", ":",
    "0:", "99999999999999999999:menu", "0:service:NO-SUCH", "0:show:", "0:certificate:1",
    "0:continue", "1:right", "0:more", "0:less", "0:here", "0:later", "0:claim",
  };
  const char *last = self->world->last_tap;
  g_autofree char *id = g_strdup (g_rand_int_range (self->rand, 0, 3) == 0 && last != NULL
                                    ? last
                                    : pick (self->rand, ids, G_N_ELEMENTS (ids)));

  tap (self, id);
}

static void
send_other (RandomCitizen *self)
{
  static const KhidkiEventKind kinds[] = {
    KHIDKI_EVENT_OTHER, KHIDKI_EVENT_LOCATION, KHIDKI_EVENT_NOTICE, KHIDKI_EVENT_OTHER,
  };
  static const char *const details[] = { "audio", "sticker", "contacts", "order", "edit", NULL };
  ChatWorld *world = self->world;
  g_autofree char *key = chat_world_dup_key (world);
  KhidkiEvent *event = khidki_event_new (kinds[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (kinds))],
                                         key, world->account, world->context.now);

  khidki_event_set_detail (event, pick (self->rand, details, G_N_ELEMENTS (details)));
  chat_world_step (world, event);
}

static void
change_language (RandomCitizen *self)
{
  static const char *const languages[] = { "English", "हिन्दी", "language", "भाषा", "hindi" };

  random_citizen_say (self, pick (self->rand, languages, G_N_ELEMENTS (languages)));
}

/* What the server says: a file was kept, the office moved, a counter gave a code. */
static void
happen (RandomCitizen *self)
{
  static const char *const hands[] = { "wrong", "shut", "REV-INC", "REV-INC REV-INC" };
  ChatWorld *world = self->world;
  GRand *rand = self->rand;

  if (world->fetching->len >= 2 && g_rand_int_range (rand, 0, 4) > 0)
    chat_world_kept (world, pick (rand, verdicts, G_N_ELEMENTS (verdicts)));
  else if (world->last_number != NULL && g_rand_boolean (rand))
    chat_world_news (world, pick (rand, moves, G_N_ELEMENTS (moves)),
                     g_rand_boolean (rand) ? "R05" : "कृपया फिर भेजिए।");
  else if (world->taken_code != NULL && g_rand_int_range (rand, 0, 3) == 0)
    chat_world_hand (world, pick (rand, hands, G_N_ELEMENTS (hands)));
  else
    fill_page (self);
}

static void
stray (RandomCitizen *self)
{
  int die = g_rand_int_range (self->rand, 0, 100);

  if (die < 25)
    answer_mistyped (self);
  else if (die < 45)
    tap_something (self);
  else if (die < 65)
    random_citizen_say (self, pick (self->rand, words, G_N_ELEMENTS (words)));
  else if (die < 75)
    send_file (self);
  else if (die < 80)
    say_noise (self);
  else if (die < 88)
    tap_forged (self);
  else if (die < 94)
    change_language (self);
  else
    send_other (self);
}

static void
change_hands (RandomCitizen *self)
{
  ChatWorld *world = self->world;
  g_autofree char *key = chat_world_dup_key (world);

  chat_world_step (world, khidki_event_new (KHIDKI_EVENT_IDENTITY, key, world->account,
                                            world->context.now));
}

void
random_citizen_turn (RandomCitizen *self)
{
  int die = g_rand_int_range (self->rand, 0, 1000);

  if (die < 3)
    change_hands (self);
  else if (die < 6)
    chat_world_turn_clock (self->world, HALF_A_YEAR);
  else if (die < 150 || (self->world->fetching->len > 0 && die < 600))
    happen (self);
  else if (g_rand_int_range (self->rand, 0, 100) < (int) self->willing)
    random_citizen_answer (self);
  else
    stray (self);
}

typedef struct
{
  KhidkiSession *session;
  KhidkiDraft *draft;
  gint64 draft_changed;
  KhidkiDraft *older;
  gint64 older_changed;
  gint64 now;
} Place;

static KhidkiDraft *
ref_draft (KhidkiDraft *draft)
{
  return draft != NULL ? khidki_draft_ref (draft) : NULL;
}

static void
remember (ChatWorld *world, Place *place)
{
  place->session = khidki_session_ref (world->session);
  place->draft = ref_draft (world->context.draft);
  place->draft_changed = world->context.draft_changed;
  place->older = ref_draft (world->older);
  place->older_changed = world->older_changed;
  place->now = world->context.now;
}

static void
return_to (ChatWorld *world, const Place *place)
{
  khidki_session_unref (world->session);
  world->session = khidki_session_ref (place->session);
  g_clear_pointer (&world->context.draft, khidki_draft_unref);
  g_clear_pointer (&world->older, khidki_draft_unref);
  world->context.draft = ref_draft (place->draft);
  world->context.draft_changed = place->draft_changed;
  world->older = ref_draft (place->older);
  world->older_changed = place->older_changed;
  chat_world_turn_clock (world, place->now - world->context.now);
}

static void
forget (Place *place)
{
  g_clear_pointer (&place->session, khidki_session_unref);
  g_clear_pointer (&place->draft, khidki_draft_unref);
  g_clear_pointer (&place->older, khidki_draft_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, forget)

static void
check_back (RandomCitizen *self)
{
  for (guint i = 0; i < MOST_BACK && strcmp (self->world->session->place, "menu") != 0; i++)
    random_citizen_say (self, "back");
  g_assert_cmpstr (self->world->session->place, ==, "menu");
}

static void
check_cancel (RandomCitizen *self)
{
  g_autoptr (KhidkiDraft) before = ref_draft (self->world->context.draft);
  KhidkiDraft *draft;

  random_citizen_say (self, "cancel");
  choose (self, "drop");
  draft = self->world->context.draft;
  /* Another person's form is not theirs to delete; one that was behind it is the open one. */
  if (draft != NULL && strcmp (khidki_draft_get_id (draft), self->world->session->hidden_draft) != 0
      && self->world->context.draft_changed >= self->world->session->hidden_before)
    g_assert_cmpstr (khidki_draft_get_id (draft), !=, khidki_draft_get_id (before));
}

void
random_citizen_check_ways_out (RandomCitizen *self)
{
  g_auto (Place) place = { NULL };

  if (self->world->limits.templates_only)
    return;
  remember (self->world, &place);
  random_citizen_say (self, "menu");
  /* Who has not been greeted yet is greeted, and that shows the menu too. */
  g_assert_true (g_str_equal (self->world->session->place, "menu") ||
                 g_str_equal (self->world->session->place, "resume"));
  return_to (self->world, &place);
  check_back (self);
  return_to (self->world, &place);
  check_cancel (self);
  return_to (self->world, &place);
}

void
random_citizen_check_way_on (RandomCitizen *self, guint turns)
{
  guint before = self->world->applications->len;

  if (self->world->limits.templates_only)
    return;
  while (self->world->fetching->len > 0)
    chat_world_kept (self->world, "ok");
  random_citizen_say (self, "menu");
  for (guint i = 0; i < turns && self->world->applications->len == before; i++)
    random_citizen_answer (self);
  g_assert_cmpuint (self->world->applications->len, >, before);
}
