/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <string.h>

#include "chat-world.h"

/*
 * A person who does anything at all, twenty thousand times. What must hold
 * after every step is checked by chat_world_step(). The same seed walks the
 * same way, so a fall can be walked again.
 */
#define STEPS 20000

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

/* What a willing person answers to what was said last; else a walk would never
 * come far. */
static const struct
{
  const char *said;
  const char *answer;
} hints[] = {
  { "full name", "Sita Devi" },
  { "पूरा नाम", "सीता देवी" },
  { "date of birth", "15/8/1990" },
  { "जन्म", "15/8/1990" },
  { "mobile number", "9876543210" },
  { "मोबाइल नंबर", "9876543210" },
  { "father, mother", "Father, Ram Prasad" },
  { "पिता, माता", "पिता, राम प्रसाद" },
  { "LAST 4", "Voter card, 4321" },
  { "आख़िरी 4", "वोटर कार्ड, 4321" },
  { "What do you do", "Daily wage, 84000" },
  { "live? House", "H-12, Gali 4, Rohini Sector 7, 110085" },
  { "रहते हैं? मकान", "H-12, गली 4, रोहिणी सेक्टर 7, 110085" },
  { "sub-division", "Rohini" },
  { "उप-मंडल", "Rohini" },
  { "applicant do", "Daily wage, 84000" },
  { "काम करते हैं", "दिहाड़ी, 84000" },
  { "else belongs", "nobody" },
  { "कौन-कौन हैं", "कोई नहीं" },
  { "anyone else", "No" },
};

static const char *const goals[] = {
  "English", "हिन्दी", "For myself", "मेरे लिए", "All correct", "सब सही है", "I agree",
  "मैं सहमत हूँ", "Go on with it", "आगे बढ़िए", "Send the answer", "जवाब भेज दीजिए", "Apply again",
  "It is the next paper", "यह अगला कागज़ है", "No more pages", "और पन्ने नहीं हैं",
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

static void
say (ChatWorld *world, const char *text)
{
  g_autofree char *key = chat_world_dup_key (world);

  chat_world_step (world,
                   khidki_event_new_text (key, world->account, world->context.now, text));
}

static void
say_noise (ChatWorld *world, GRand *rand)
{
  g_autoptr (GString) noise = g_string_new (NULL);
  guint length = g_rand_int_range (rand, 1, 100) == 1 ? 4096 : g_rand_int_range (rand, 1, 60);
  gboolean wide = g_rand_boolean (rand);

  while (length-- > 0)
    {
      gunichar character = g_rand_int_range (rand, 1, wide ? 0x1ffff : 0xa00);

      if (g_unichar_validate (character))
        g_string_append_unichar (noise, character);
    }
  say (world, noise->str);
}

static void
tap (ChatWorld *world, const char *id)
{
  g_autofree char *key = chat_world_dup_key (world);

  g_free (world->last_tap);
  world->last_tap = g_strdup (id);
  chat_world_step (world, khidki_event_new_choice (key, world->account, world->context.now,
                                                   world->last_tap, "title"));
}

static void
tap_something (ChatWorld *world, GRand *rand)
{
  KhidkiMessage *message = chat_world_get_last (world);
  guint choices = message != NULL ? khidki_message_get_n_choices (message) : 0;

  if (choices > 0)
    {
      g_autofree char *id =
        g_strdup (khidki_message_get_choice_id (message, g_rand_int_range (rand, 0, choices)));

      tap (world, id);
    }
  else
    {
      say (world, pick (rand, words, G_N_ELEMENTS (words)));
    }
}

static void
send_file (ChatWorld *world, GRand *rand)
{
  static const char *const types[] = { "image/jpeg", "application/pdf", "video/mp4", "" };
  static const char *const captions[] = { NULL, "Voter card", "salary slip", "वेतन पर्ची", "?" };
  g_autofree char *key = chat_world_dup_key (world);
  g_autofree char *media = g_strconcat ("media-", key, NULL);

  chat_world_step (world, khidki_event_new_media (key, world->account, world->context.now, media,
                                                  pick (rand, types, G_N_ELEMENTS (types)),
                                                  pick (rand, captions, G_N_ELEMENTS (captions))));
}

/* Does what is wanted, if it is clear what that is. */
static void
step_willing (ChatWorld *world, GRand *rand)
{
  g_autofree char *said = chat_world_dup_said (world);

  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      g_autofree char *id = g_strdup (chat_world_find_choice (world, goals[i]));

      if (id != NULL)
        {
          tap (world, id);
          return;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    if (strstr (said, hints[i].said) != NULL)
      {
        say (world, hints[i].answer);
        return;
      }
  if (strstr (said, "PDF") != NULL)
    send_file (world, rand);
  else
    tap_something (world, rand);
}

static void
tap_forged (ChatWorld *world, GRand *rand)
{
  static const char *const ids[] = {
    "agree", "0:agree", "0:again:26112300000011", "0:query:", "999:a:x", "0:language:xx", "", ":",
    "0:", "99999999999999999999:menu", "0:service:NO-SUCH", "0:show:", "0:certificate:1",
    "0:continue", "1:right", "0:more", "0:less", "0:here", "0:later", "0:claim",
  };
  g_autofree char *id = g_strdup (g_rand_int_range (rand, 0, 3) == 0 && world->last_tap != NULL
                                    ? world->last_tap
                                    : pick (rand, ids, G_N_ELEMENTS (ids)));

  tap (world, id);
}

static void
send_other (ChatWorld *world, GRand *rand)
{
  static const KhidkiEventKind kinds[] = {
    KHIDKI_EVENT_OTHER, KHIDKI_EVENT_LOCATION, KHIDKI_EVENT_NOTICE, KHIDKI_EVENT_OTHER,
  };
  static const char *const details[] = { "audio", "sticker", "contacts", "order", NULL };
  g_autofree char *key = chat_world_dup_key (world);
  KhidkiEvent *event = khidki_event_new (kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))],
                                         key, world->account, world->context.now);

  khidki_event_set_detail (event, pick (rand, details, G_N_ELEMENTS (details)));
  chat_world_step (world, event);
}

static const char *const hands[] = { "wrong", "shut", "REV-INC", "REV-INC REV-INC" };

static void
hand_over (ChatWorld *world)
{
  g_autofree char *key = chat_world_dup_key (world);

  chat_world_step (world, khidki_event_new (KHIDKI_EVENT_IDENTITY, key, world->account,
                                            world->context.now));
}

static void
fill_page (ChatWorld *world, GRand *rand)
{
  g_autofree char *key = chat_world_dup_key (world);
  GVariantDict values;

  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "draft", "s", world->context.draft != NULL
                                                   ? khidki_draft_get_id (world->context.draft)
                                                   : "none");
  g_variant_dict_insert (&values, "path", "s", world->link_path != NULL ? world->link_path : "x");
  g_variant_dict_insert (&values, "value", "s", g_rand_boolean (rand) ? "77AB1234" : "");
  chat_world_step (world, khidki_event_new_server (key, world->account, world->context.now,
                                                   "private-given", g_variant_dict_end (&values)));
}

static void
step_server (ChatWorld *world, GRand *rand)
{
  if (world->fetching->len >= 2 && g_rand_int_range (rand, 0, 4) > 0)
    chat_world_kept (world, pick (rand, verdicts, G_N_ELEMENTS (verdicts)));
  else if (world->last_number != NULL && g_rand_boolean (rand))
    chat_world_news (world, pick (rand, moves, G_N_ELEMENTS (moves)),
                     g_rand_boolean (rand) ? "R05" : "कृपया फिर भेजिए।");
  else if (world->taken_code != NULL && g_rand_int_range (rand, 0, 3) == 0)
    chat_world_hand (world, pick (rand, hands, G_N_ELEMENTS (hands)));
  else
    fill_page (world, rand);
}

static void
step_person (ChatWorld *world, GRand *rand)
{
  int die = g_rand_int_range (rand, 0, 100);

  if (die < 60)
    step_willing (world, rand);
  else if (die < 75)
    tap_something (world, rand);
  else if (die < 88)
    say (world, pick (rand, words, G_N_ELEMENTS (words)));
  else if (die < 92)
    send_file (world, rand);
  else if (die < 94)
    say_noise (world, rand);
  else if (die < 97)
    tap_forged (world, rand);
  else
    send_other (world, rand);
}

static void
step (ChatWorld *world, GRand *rand)
{
  int die = g_rand_int_range (rand, 0, 1000);

  if (die < 3)
    hand_over (world);
  else if (die < 5)
    chat_world_turn_clock (world, (gint64) 190 * 24 * 60 * 60 * 1000);
  else if (die < 200 || (world->fetching->len > 0 && die < 600))
    step_server (world, rand);
  else
    step_person (world, rand);
}

static void
walk (KhidkiCatalogue *catalogue, guint seed, guint steps, guint *submitted)
{
  g_autoptr (ChatWorld) world = chat_world_new (catalogue);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  if (seed % 4 == 3)
    chat_world_use_numbers (world);
  else if (seed % 4 == 1)
    chat_world_use_sms (world);
  for (guint i = 0; i < steps; i++)
    step (world, rand);
  *submitted += world->applications->len;
}

static void
test_walk (gconstpointer catalogue)
{
  guint submitted = 0;

  for (guint seed = 0; seed < 20; seed++)
    walk ((KhidkiCatalogue *) catalogue, seed, STEPS / 20, &submitted);
  g_test_message ("%u applications were submitted", submitted);
  g_assert_cmpuint (submitted, >, 10);
}

/* A session of another version, or one that was damaged: every room copes with
 * a subject, a path and a page that mean nothing to it. */
static void
test_any_room (gconstpointer catalogue)
{
  static const char *const places[] = {
    "", "menu", "services", "found", "service", "resume", "question", "review", "change",
    "declaration", "cancel", "applications", "application", "withdraw", "claim-number",
    "claim-birth", "query", "no-such-room",
  };
  static const char *const subjects[] = { "", "REV-INC", "26112300000011", "others", "\xe0\xa4\x86" };

  for (guint i = 0; i < G_N_ELEMENTS (places) * G_N_ELEMENTS (subjects); i++)
    {
      g_autoptr (ChatWorld) world = chat_world_new ((KhidkiCatalogue *) catalogue);
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      const char *subject = subjects[i % G_N_ELEMENTS (subjects)];
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (
        "{'place': <%s>, 'subject': <%s>, 'asking': <%s>, 'language': <'en'>, 'page': <int64 99>,"
        " 'turn': <int64 7>, 'after': <'service:NONE'>, 'changing': <int64 1>,"
        " 'trail': <['no.such', 'name']>, 'offered': <['7:x', 'X']>}",
        places[i / G_N_ELEMENTS (subjects)], subject, subject));

      khidki_session_unref (world->session);
      world->session = khidki_session_new_from_variant (variant);
      for (guint j = 0; j < 20; j++)
        step (world, rand);
    }
}

/* The same events make the same conversation. */
static void
test_deterministic (gconstpointer catalogue)
{
  GVariant *states[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChatWorld) world = chat_world_new ((KhidkiCatalogue *) catalogue);
      g_autoptr (GRand) rand = g_rand_new_with_seed (42);

      for (guint j = 0; j < 300; j++)
        step (world, rand);
      states[i] = g_variant_ref_sink (khidki_session_to_variant (world->session));
    }
  g_assert_true (g_variant_equal (states[0], states[1]));
  g_variant_unref (states[0]);
  g_variant_unref (states[1]);
}

int
main (int argc, char *argv[])
{
  g_autoptr (KhidkiCatalogue) catalogue = NULL;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  catalogue = chat_world_load_catalogue ();
  g_test_add_data_func ("/walk/anything", catalogue, test_walk);
  g_test_add_data_func ("/walk/any-room", catalogue, test_any_room);
  g_test_add_data_func ("/walk/deterministic", catalogue, test_deterministic);

  return g_test_run ();
}
