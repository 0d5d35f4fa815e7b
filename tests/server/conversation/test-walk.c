/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <string.h>

#include "random-citizen.h"

/*
 * So many turns in all; a person has a thousand of them. KHIDKI_TURNS makes it
 * another number, KHIDKI_SEED begins with another person: the one whose seed was
 * said last before a fall falls again.
 */
#define TURNS 100000
#define TURNS_OF_ONE 1000
/* How often it is tried whether a way leads out. */
#define EVERY 25
/* A form has about thirty questions, and some were left unanswerable. */
#define ENOUGH 80

static guint
read_number (const char *name, guint otherwise)
{
  const char *given = g_getenv (name);

  return given != NULL ? (guint) g_ascii_strtoull (given, NULL, 10) : otherwise;
}

static guint
walk (KhidkiCatalogue *catalogue, guint seed)
{
  g_autoptr (RandomCitizen) citizen = random_citizen_new (catalogue, seed);

  g_test_message ("KHIDKI_SEED=%u", seed);
  for (guint i = 0; i < TURNS_OF_ONE; i++)
    {
      random_citizen_turn (citizen);
      if (i % EVERY == 0)
        random_citizen_check_ways_out (citizen);
    }
  random_citizen_check_way_on (citizen, ENOUGH);
  return citizen->world->applications->len;
}

static void
test_walk (gconstpointer catalogue)
{
  guint people = read_number ("KHIDKI_TURNS", TURNS) / TURNS_OF_ONE;
  guint first = read_number ("KHIDKI_SEED", 0);
  guint submitted = 0;

  for (guint i = 0; i < people; i++)
    submitted += walk ((KhidkiCatalogue *) catalogue, first + i);
  g_test_message ("%u people submitted %u applications", people, submitted);
  g_assert_cmpuint (submitted, >=, people / 2);
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
      g_autoptr (RandomCitizen) citizen = random_citizen_new ((KhidkiCatalogue *) catalogue, 4 * i);
      ChatWorld *world = citizen->world;
      const char *subject = subjects[i % G_N_ELEMENTS (subjects)];
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (
        "{'place': <%s>, 'subject': <%s>, 'asking': <%s>, 'language': <'en'>, 'page': <int64 99>,"
        " 'turn': <int64 7>, 'after': <'service:NONE'>, 'changing': <int64 1>,"
        " 'trail': <['no.such', 'name']>, 'offered': <['7:x', 'X']>}",
        places[i / G_N_ELEMENTS (subjects)], subject, subject));

      khidki_session_unref (world->session);
      world->session = khidki_session_new_from_variant (variant);
      for (guint j = 0; j < 20; j++)
        random_citizen_turn (citizen);
    }
}

/* The same events make the same conversation. */
static void
test_deterministic (gconstpointer catalogue)
{
  GVariant *states[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RandomCitizen) citizen = random_citizen_new ((KhidkiCatalogue *) catalogue, 40);

      for (guint j = 0; j < 300; j++)
        random_citizen_turn (citizen);
      states[i] = khidki_session_to_variant (citizen->world->session);
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
