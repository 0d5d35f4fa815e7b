/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "fixture.h"
#include "khidki-whatsapp-parse.h"

/* What may stand anywhere where something else was expected; NULL takes it out. */
static const char *const intruders[] = {
  NULL,   "null", "true", "17",       "-1",     "1e300",  "9223372036854775807", "\"\"",
  "\"x\"", "[]",   "{}",   "[null]", "[[[]]]", "{\"id\":{}}", "\"+0\"",
};

/* One place in a document: what holds it, and where it stands there. */
typedef struct
{
  JsonNode *holder;
  const char *name;
  guint index;
} Place;

static void
find_places (GArray *places, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

      for (GList *l = names; l != NULL; l = l->next)
        {
          Place place = { node, l->data, 0 };

          g_array_append_val (places, place);
          find_places (places, json_object_get_member (json_node_get_object (node), l->data));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      {
        Place place = { node, NULL, i };

        g_array_append_val (places, place);
        find_places (places, json_array_get_element (json_node_get_array (node), i));
      }
}

/* The same places in the same order in every copy of a document. */
static GBytes *
change (const char *document, guint number, const char *intruder)
{
  g_autoptr (JsonNode) copy = json_from_string (document, NULL);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  const Place *place;
  char *changed;

  find_places (places, copy);
  place = &g_array_index (places, Place, number);
  if (place->name != NULL && intruder == NULL)
    json_object_remove_member (json_node_get_object (place->holder), place->name);
  else if (place->name != NULL)
    json_object_set_member (json_node_get_object (place->holder), place->name,
                            json_from_string (intruder, NULL));
  else
    json_array_remove_element (json_node_get_array (place->holder), place->index);
  changed = json_to_string (copy, FALSE);

  return g_bytes_new_take (changed, strlen (changed));
}

static guint
count_places (const char *document)
{
  g_autoptr (JsonNode) root = json_from_string (document, NULL);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  find_places (places, root);
  return places->len;
}

static void
check (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events
      = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, &error);

  /* It is still a JSON object, so nothing may refuse it as a whole. */
  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      g_autoptr (GVariant) variant = khidki_event_to_variant (event);
      g_autoptr (KhidkiEvent) copy = khidki_event_new_from_variant (variant);

      g_assert_cmpstr (khidki_event_get_key (copy), ==, khidki_event_get_key (event));
    }
}

/* Every value of every fixture, taken out and replaced by some intruders, with
 * `-m slow` by each of them. */
static void
test_every_place (gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load (data);
  g_autofree char *document = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  guint n_places = count_places (document);

  g_assert_cmpuint (n_places, >, 0);
  for (guint i = 0; i < n_places; i++)
    for (guint j = 0; j < G_N_ELEMENTS (intruders); j++)
      {
        g_autoptr (GBytes) changed = NULL;

        if (!g_test_slow () && (i + j) % 5 != 0)
          continue;
        changed = change (document, i, intruders[j]);
        check (changed);
      }
}

/* (transfer full): the middle one of three messages' events; the others are as they were said. */
static KhidkiEvent *
parse_between (const char *element)
{
  static const char frame[]
      = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":"
        "\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"" FIXTURE_NUMBER
        "\"},\"messages\":[{\"from\":\"919811022331\",\"id\":\"a\",\"type\":\"text\",\"text\":{"
        "\"body\":\"first\"}},%s,{\"from\":\"919811022331\",\"id\":\"b\",\"type\":\"text\","
        "\"text\":{\"body\":\"last\"}}]}}]}]}";
  g_auto (GStrv) halves = g_strsplit (frame, "%s", 2);
  char *text = g_strconcat (halves[0], element, halves[1], NULL);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpstr (khidki_event_get_text (g_ptr_array_index (events, 0)), ==, "first");
  g_assert_cmpstr (khidki_event_get_text (g_ptr_array_index (events, 2)), ==, "last");

  return khidki_event_ref (g_ptr_array_index (events, 1));
}

/* Whatever stands in one element, the others of the batch are there. */
static void
test_neighbours (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (intruders); i++)
    {
      g_autoptr (KhidkiEvent) event = parse_between (intruders[i]);

      g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_NOTICE);
    }
}

/* What is odd in one person's words keeps nobody else's from being read, nor what they said. */
static void
test_odd_words (void)
{
  static const struct
  {
    const char *body;
    const char *text;
  } cases[] = {
    { "\"Hi\\u0000 there\"", "Hi\xef\xbf\xbd there" },
    { "\"Hi\\ud83d\"", "Hi\xef\xbf\xbd" },
    { "\"\\ude4fHi\"", "\xef\xbf\xbdHi" },
    { "\"Hi\xff\"", "Hi?" },
    { "\"Hi\nthere\"", "Hi there" },
    { "\"Hi\\x\"", "Hi x" },
    { "\"Ho\",\"body\":\"Hi\"", "Hi" },
    { "\"Hi\",\"more\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "Hi" },
    { "\"Hi\",\"more\":-99999999999999999999999e999", "Hi" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *element = g_strdup_printf (
          "{\"from\":\"919811022332\",\"id\":\"odd\",\"type\":\"text\",\"text\":{\"body\":%s}}",
          cases[i].body);
      g_autoptr (KhidkiEvent) event = parse_between (element);

      g_assert_cmpstr (khidki_event_get_key (event), ==, "odd");
      g_assert_cmpstr (khidki_event_get_text (event), ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = NULL;

  g_test_init (&argc, &argv, NULL);
  names = fixture_list ();
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_strconcat ("/whatsapp/parse-mutations/", name, NULL);

      g_test_add_data_func (path, name, test_every_place);
    }
  g_test_add_func ("/whatsapp/parse-mutations/neighbours", test_neighbours);
  g_test_add_func ("/whatsapp/parse-mutations/odd-words", test_odd_words);

  return g_test_run ();
}
