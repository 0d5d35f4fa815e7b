/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

#include "chat-world.h"
#include "conversation/khidki-session-private.h"
#include "pipeline/khidki-move-table.h"

/*
 * News comes when the office moves, and the window in which anything may be said
 * has long closed then: each kind needs a template, and each template that is
 * named has to be registered in every language with as many values.
 */
#define NUMBER "26112300000011"
#define MONTH ((gint64) 30 * 24 * 60 * 60 * 1000)
/* What the far end takes of a template with its values in it. */
#define MOST_LETTERS 1024

static const char *const languages[] = { "en", "hi", "" };

typedef struct
{
  KhidkiCatalogue *catalogue;
  JsonParser *parser;
} Fixture;

static KhidkiApplicationFacts *
new_facts (ChatWorld *world)
{
  KhidkiApplicationFacts *facts = g_new0 (KhidkiApplicationFacts, 1);

  facts->number = g_strdup (NUMBER);
  facts->service = g_strdup ("REV-INC");
  facts->state = g_strdup ("scrutiny");
  facts->submitted = facts->changed = world->context.now;
  facts->due = world->context.now + MONTH;
  facts->birth = g_strdup ("1990-08-15");
  return facts;
}

static ChatWorld *
new_world (KhidkiCatalogue *catalogue, const char *language, gboolean hidden)
{
  ChatWorld *world = chat_world_new (catalogue);
  g_autoptr (KhidkiSession) session = khidki_session_copy (world->session);

  khidki_session_set (&session->language, language);
  khidki_session_set (&session->place, "menu");
  session->hidden_before = hidden ? world->context.now + MONTH : 0;
  khidki_session_unref (world->session);
  world->session = g_steal_pointer (&session);
  g_ptr_array_add (world->applications, new_facts (world));
  return world;
}

static void
tell_to (ChatWorld *world, gboolean unproven, const char *move, const char *reason, const char *text)
{
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (hash, "application/pdf", 1000);
  GVariantDict values;

  g_variant_dict_init (&values, NULL);
  if (unproven)
    g_variant_dict_insert (&values, "unproven", "b", TRUE);
  g_variant_dict_insert (&values, "number", "s", NUMBER);
  g_variant_dict_insert (&values, "move", "s", move);
  g_variant_dict_insert (&values, "service", "s", "REV-INC");
  g_variant_dict_insert (&values, "stage", "s", "scrutiny");
  g_variant_dict_insert (&values, "reason", "s", reason);
  g_variant_dict_insert (&values, "text", "s", text);
  g_variant_dict_insert (&values, "answer-by", "x", world->context.now + MONTH);
  if (strcmp (move, "issue") == 0)
    {
      g_autoptr (GVariant) handle = khidki_paper_to_variant (paper);

      g_variant_dict_insert (&values, "paper", "v", handle);
    }
  chat_world_step (world, khidki_event_new_server ("key", world->account, world->context.now,
                                                   "application-moved", g_variant_dict_end (&values)));
}

static void
tell (ChatWorld *world, const char *move, const char *reason, const char *text)
{
  tell_to (world, FALSE, move, reason, text);
}

/* (nullable): the body that is registered. */
static const char *
find_body (JsonParser *parser, const char *name, const char *language)
{
  JsonArray *templates = json_node_get_array (json_parser_get_root (parser));

  for (guint i = 0; i < json_array_get_length (templates); i++)
    {
      JsonObject *entry = json_array_get_object_element (templates, i);
      JsonArray *components = json_object_get_array_member (entry, "components");

      if (strcmp (json_object_get_string_member (entry, "name"), name) != 0 ||
          strcmp (json_object_get_string_member (entry, "language"), language) != 0)
        continue;
      for (guint j = 0; j < json_array_get_length (components); j++)
        {
          JsonObject *component = json_array_get_object_element (components, j);

          if (strcmp (json_object_get_string_member (component, "type"), "BODY") == 0)
            return json_object_get_string_member (component, "text");
        }
    }

  return NULL;
}

/* Every value stands in the body once, nothing is left, nothing is too long. */
static void
check_values (const char *name, const char *body, const char *const *values)
{
  g_autoptr (GString) filled = g_string_new (body);

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *place = g_strdup_printf ("{{%u}}", i + 1);

      g_assert_cmpstr (values[i], !=, "");
      g_assert_null (strchr (values[i], '\n'));
      if (g_string_replace (filled, place, values[i], 0) != 1)
        g_error ("%s: %s does not stand once in “%s”", name, place, body);
    }
  if (strstr (filled->str, "{{") != NULL)
    g_error ("%s has %u values only: %s", name, g_strv_length ((char **) values), body);
  if (strstr (filled->str, ": –") != NULL)
    g_error ("%s says nothing where it should: %s", name, filled->str);
  g_assert_cmpuint (khidki_limits_measure (filled->str), <=, MOST_LETTERS);
}

static void
check_told (Fixture *fixture, ChatWorld *world, const char *move)
{
  KhidkiMessage *message = chat_world_get_last (world);
  KhidkiMessage *fallback = message != NULL ? khidki_message_get_template (message) : NULL;
  const char *body;

  if (fallback == NULL)
    {
      g_error ("“%s” is told without a template", move);
      return;
    }
  body = find_body (fixture->parser, khidki_message_get_name (fallback),
                    khidki_message_get_language (fallback));
  if (body == NULL)
    g_error ("%s is not registered in %s", khidki_message_get_name (fallback),
             khidki_message_get_language (fallback));
  else
    check_values (khidki_message_get_name (fallback), body,
                  khidki_message_get_parameters (fallback));
}

static void
check_move (Fixture *fixture, const char *move, const char *reason, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages) * 2; i++)
    {
      gboolean hidden = i % 2 == 1;
      g_autoptr (ChatWorld) world = new_world (fixture->catalogue, languages[i / 2], hidden);
      KhidkiMessage *fallback;

      tell (world, move, reason, text);
      check_told (fixture, world, move);
      fallback = khidki_message_get_template (chat_world_get_last (world));
      g_assert_cmpint (strcmp (khidki_message_get_name (fallback), "application_news_hidden") == 0,
                       ==, hidden);
    }
}

static void
test_all_told (Fixture *fixture, gconstpointer data)
{
  guint n_rules, told = 0;
  const KhidkiMoveRule *rules = khidki_move_table_get_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    if (rules[i].told)
      {
        check_move (fixture, rules[i].move, "R05", "words");
        told++;
      }
  g_assert_cmpuint (told, >, 10);
  check_move (fixture, "submit", "", "");
  check_move (fixture, "a-move-of-tomorrow", "", "");
}

static void
test_every_reason (Fixture *fixture, gconstpointer data)
{
  KhidkiService *service = khidki_catalogue_find_service (fixture->catalogue, "REV-INC");
  GPtrArray *reasons = khidki_service_get_reasons (service);
  g_autoptr (GString) letter = g_string_new (NULL);

  for (guint i = 0; i < 400; i++)
    g_string_append (letter, "वेतन पर्ची ");
  for (guint i = 0; i < reasons->len; i++)
    {
      const char *code = khidki_part_get_id (g_ptr_array_index (reasons, i));

      check_move (fixture, "reject", code, "");
      check_move (fixture, "reject", code, letter->str);
    }
  check_move (fixture, "reject", "R99", "");
  check_move (fixture, "ask", "", letter->str);
}

/* What is cut is cut between words. */
static void
test_whole_words (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ChatWorld) world = new_world (fixture->catalogue, "en", FALSE);
  g_autoptr (GString) letter = g_string_new (NULL);
  const char *why;

  for (guint i = 0; i < 100; i++)
    g_string_append (letter, "blurred ");
  tell (world, "reject", "R03", letter->str);
  why = khidki_message_get_parameters (
    khidki_message_get_template (chat_world_get_last (world)))[2];
  g_assert_true (g_str_has_prefix (why, "A paper cannot be read – blurred"));
  g_assert_true (g_str_has_suffix (why, "blurred…"));
  g_assert_cmpuint (khidki_limits_measure (why), >, 300);
}

static gboolean
is_told_of (Fixture *fixture, const char *name)
{
  static const char *const moves[] = { "submit", "ask", "reject", "issue", "forward" };

  for (guint i = 0; i < G_N_ELEMENTS (moves) + 1; i++)
    {
      g_autoptr (ChatWorld) world =
        new_world (fixture->catalogue, "en", i == G_N_ELEMENTS (moves));

      tell (world, i < G_N_ELEMENTS (moves) ? moves[i] : "ask", "R05", "words");
      if (strcmp (khidki_message_get_name (khidki_message_get_template (chat_world_get_last (world))),
                  name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What is registered is used, and is there in every language. */
static void
test_registered (Fixture *fixture, gconstpointer data)
{
  JsonArray *templates = json_node_get_array (json_parser_get_root (fixture->parser));

  for (guint i = 0; i < json_array_get_length (templates); i++)
    {
      JsonObject *entry = json_array_get_object_element (templates, i);
      const char *name = json_object_get_string_member (entry, "name");

      if (!is_told_of (fixture, name))
        g_error ("%s is not used", name);
      g_assert_nonnull (find_body (fixture->parser, name, "en"));
      g_assert_nonnull (find_body (fixture->parser, name, "hi"));
    }
}

/* A phone that was only typed at a counter: which application, and how far, no more. */
static void
test_unproven (Fixture *fixture, gconstpointer data)
{
  static const char *const moves[] = { "submit", "scrutinise", "ask", "reject", "issue" };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_autoptr (ChatWorld) world = new_world (fixture->catalogue, "en", FALSE);
      g_autofree char *said = NULL;
      KhidkiMessage *registered;

      tell_to (world, TRUE, moves[i], "R05", "Your neighbour says otherwise");
      said = chat_world_dup_said (world);
      g_assert_cmpuint (world->messages->len, ==, 1);
      registered = khidki_message_get_template (world->messages->pdata[0]);
      g_assert_cmpstr (khidki_message_get_name (registered), ==, "application_moved");
      g_assert_null (khidki_message_get_paper (registered));
      g_assert_null (strstr (said, "neighbour"));
      g_assert_nonnull (strstr (said, "2611 2300 0000 11"));
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "..", "data",
                                                 "templates", "whatsapp.json", NULL);
  g_autoptr (GError) error = NULL;

  fixture->catalogue = chat_world_load_catalogue ();
  fixture->parser = json_parser_new ();
  json_parser_load_from_file (fixture->parser, path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_catalogue_unref (fixture->catalogue);
  g_object_unref (fixture->parser);
}

#define ADD(name, func) g_test_add ("/news/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("all-told", test_all_told);
  ADD ("every-reason", test_every_reason);
  ADD ("whole-words", test_whole_words);
  ADD ("registered", test_registered);
  ADD ("unproven", test_unproven);

  return g_test_run ();
}
