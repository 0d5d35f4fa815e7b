/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>

#include "khidki-sandbox-clock.h"
#include "khidki-sandbox-citizens.h"
#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-media.h"
#include "khidki-sandbox-multipart.h"
#include "khidki-sandbox-ring.h"
#include "khidki-sandbox-rules.h"
#include "khidki-sandbox-templates.h"

static void expand (JsonNode *node);

static void
expand_member (JsonObject *object,
               const char *name,
               JsonNode   *member,
               gpointer    data)
{
  expand (member);
}

static void
expand_element (JsonArray *array,
                guint      index,
                JsonNode  *element,
                gpointer   data)
{
  expand (element);
}

/* "@12:ab" stands for "ab" twelve times, "@12" for twelve letters. */
static void
expand (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), expand_member, NULL);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), expand_element, NULL);
  else if (json_node_get_value_type (node) == G_TYPE_STRING && json_node_get_string (node)[0] == '@')
    {
      char *rest = NULL;
      guint64 times = g_ascii_strtoull (json_node_get_string (node) + 1, &rest, 10);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint64 i = 0; i < times; i++)
        g_string_append (text, *rest == ':' ? rest + 1 : "x");
      json_node_set_string (node, text->str);
    }
}

static JsonNode *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  node = json_parser_steal_root (parser);
  expand (node);
  return node;
}

static void
check_refusal (JsonObject           *expected,
               KhidkiSandboxRefusal *refusal)
{
  const char *says = khidki_sandbox_json_get_string (expected, "says");
  gint64 code = json_object_get_int_member (expected, "code");

  g_test_message ("%s: %d %s", json_object_get_string_member (expected, "name"),
                  refusal == NULL ? 0 : refusal->code, refusal == NULL ? "" : refusal->details);
  g_assert_cmpint (refusal == NULL ? 0 : refusal->code, ==, code);
  if (says != NULL)
    g_assert_nonnull (strstr (refusal->details, says));
}

static void
test_messages (void)
{
  g_autoptr (JsonNode) node = load ("messages.json");
  JsonArray *cases = json_node_get_array (node);

  g_assert_cmpuint (json_array_get_length (cases), >, 100);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *one = json_array_get_object_element (cases, i);
      g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

      refusal = khidki_sandbox_rules_check (json_object_get_object_member (one, "body"));
      check_refusal (one, refusal);
    }
}

static void
test_templates (void)
{
  g_autoptr (JsonNode) node = load ("templates.json");
  JsonArray *definitions = json_object_get_array_member (json_node_get_object (node), "definitions");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (node), "cases");
  g_autoptr (KhidkiSandboxTemplates) templates = khidki_sandbox_templates_new ();

  for (guint i = 0; i < json_array_get_length (definitions); i++)
    g_assert_true (khidki_sandbox_templates_add (templates,
                                                 json_array_get_object_element (definitions, i), NULL));
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *one = json_array_get_object_element (cases, i);
      JsonObject *sent = json_object_get_object_member (one, "template");
      const char *shown = khidki_sandbox_json_get_string (one, "shown");
      g_autoptr (KhidkiSandboxRefusal) refusal = khidki_sandbox_templates_check (templates, sent);
      g_autoptr (JsonObject) rendered = NULL;

      check_refusal (one, refusal);
      if (shown == NULL)
        continue;
      rendered = khidki_sandbox_template_render (khidki_sandbox_templates_find (templates, sent), sent);
      g_assert_cmpstr (json_object_get_string_member (rendered, "body"), ==, shown);
    }
}

static void
test_bad_definitions (void)
{
  static const char *const bad[] = {
    "{}", "{\"name\":\"Hello\",\"language\":\"en\",\"category\":\"UTILITY\"}",
    "{\"name\":\"a\",\"language\":\"en\",\"category\":\"UTILITY\",\"components\":[]}",
    "{\"name\":\"a\",\"components\":[{\"type\":\"BODY\",\"text\":\"x\"}]}",
  };
  g_autoptr (KhidkiSandboxTemplates) templates = khidki_sandbox_templates_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) node = khidki_sandbox_json_parse (bad[i], strlen (bad[i]), NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (khidki_sandbox_templates_add (templates, json_node_get_object (node), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_wire (void)
{
  static const char plain[] = "{\"a\":\"नम/😀\\\\/\\\"\"}";
  static const char wire[] = "{\"a\":\"\\u0928\\u092e\\/\\ud83d\\ude00\\\\\\/\\\"\"}";
  g_autoptr (JsonNode) node = khidki_sandbox_json_parse (plain, strlen (plain), NULL);
  g_autofree char *written = khidki_sandbox_json_to_wire (node);
  g_autoptr (JsonNode) again = khidki_sandbox_json_parse (written, strlen (written), NULL);

  g_assert_cmpstr (written, ==, wire);
  g_assert_true (json_node_equal (node, again));
}

static void
test_deep_json (void)
{
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (khidki_sandbox_json_parse (deep, 200000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_signature (void)
{
  /* RFC 4231, test case 2. */
  g_autoptr (GBytes) body = g_bytes_new_static ("what do ya want for nothing?", 28);
  g_autofree char *signature = khidki_sandbox_envelope_sign ("Jefe", body);

  g_assert_cmpstr (signature, ==, "sha256=5bdcc146bf60754e6a042426089575c7"
                                  "5a003f089d2739839dec58b964ec3843");
}

static void
test_spans (void)
{
  static const struct { const char *text; gint64 seconds; } good[] = {
    { "14d", 14 * 86400 }, { "25h", 90000 }, { "90m", 5400 }, { "-2h", -7200 }, { "5", 5 },
    { "1w", 604800 },
  };
  static const char *const bad[] = { "", "d", "1y", "1 d", "1dd", "99999999999999999999d" };
  gint64 seconds = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (khidki_sandbox_clock_parse_span (good[i].text, &seconds));
      g_assert_cmpint (seconds, ==, good[i].seconds);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (khidki_sandbox_clock_parse_span (bad[i], &seconds));
}

static void
test_multipart (void)
{
  static const char form[] =
    "--b\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n%PDF\r\n\r\n--c\r\n--b--\r\n";
  g_autoptr (GBytes) body = g_bytes_new_static (form, strlen (form));
  g_autoptr (GPtrArray) parts = khidki_sandbox_multipart_parse (body, "multipart/form-data; boundary=b",
                                                                NULL);
  KhidkiSandboxPart *file;

  g_assert_nonnull (parts);
  file = khidki_sandbox_multipart_find (parts, "file");
  g_assert_cmpstr (file->filename, ==, "a.pdf");
  g_assert_cmpstr (file->media_type, ==, "application/pdf");
  g_assert_cmpmem (g_bytes_get_data (file->bytes, NULL), g_bytes_get_size (file->bytes),
                   "%PDF\r\n\r\n--c", 11);
}

/* Cut anywhere, a form is refused and nothing is read beyond its end. */
static void
test_multipart_cut (void)
{
  static const char form[] =
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nxyz\r\n--b--";

  for (gsize length = 0; length < strlen (form); length++)
    {
      g_autoptr (GBytes) body = g_bytes_new (form, length);
      g_autoptr (GError) error = NULL;

      g_assert_null (khidki_sandbox_multipart_parse (body, "multipart/form-data; boundary=b", &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_media (void)
{
  g_autoptr (KhidkiSandboxMedia) media = khidki_sandbox_media_new (10);
  g_autoptr (GBytes) six = g_bytes_new_static ("sixsix", 6);
  g_autofree char *first = g_strdup (khidki_sandbox_media_add (media, six, "image/png", NULL, 100)->id);
  KhidkiSandboxMedium *second;
  g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

  g_assert_nonnull (khidki_sandbox_media_find (media, first, 99));
  g_assert_null (khidki_sandbox_media_find (media, first, 100));
  second = khidki_sandbox_media_add (media, six, "image/png", NULL, 100);
  g_assert_null (khidki_sandbox_media_find (media, first, 99));
  g_assert_nonnull (khidki_sandbox_media_find (media, second->id, 99));
  refusal = khidki_sandbox_media_check ("image", "application/pdf", 6);
  g_assert_cmpint (refusal->code, ==, 131053);
  g_assert_null (khidki_sandbox_media_check ("document", "application/pdf", 6));
  g_assert_null (khidki_sandbox_media_check_file ("audio/ogg; codecs=opus", 6));
}

static void
test_ring (void)
{
  g_autoptr (KhidkiSandboxRing) ring = khidki_sandbox_ring_new (3, 1000);
  g_autoptr (JsonArray) list = NULL;

  for (guint i = 0; i < 5; i++)
    khidki_sandbox_ring_append (ring, json_object_new ());
  g_assert_true (khidki_sandbox_ring_has_lost (ring, 1));
  g_assert_false (khidki_sandbox_ring_has_lost (ring, 2));
  g_assert_true (khidki_sandbox_ring_has_lost (ring, 6));
  list = khidki_sandbox_ring_since (ring, 3);
  g_assert_cmpuint (json_array_get_length (list), ==, 2);
}

static void
test_history (void)
{
  g_autoptr (KhidkiSandboxCitizens) citizens = khidki_sandbox_citizens_new (2);
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_add (citizens, "919812345678", NULL, "Asha",
                                                               NULL);
  g_autoptr (JsonObject) message = json_object_new ();
  static const char *const ids[] = { "a", "b", "c" };

  for (guint i = 0; i < 3; i++)
    khidki_sandbox_item_unref (khidki_sandbox_citizens_record (citizens, citizen, TRUE, ids[i], 1,
                                                               message));
  g_assert_null (khidki_sandbox_citizens_find_item (citizens, "a"));
  g_assert_nonnull (khidki_sandbox_citizens_find_item (citizens, "c"));
  g_assert_cmpuint (citizen->items.length, ==, 2);
  g_assert_true (khidki_sandbox_citizens_find_address (citizens, "+91 98123 45678", NULL, "919")
                 == citizen);
  g_assert_true (khidki_sandbox_citizens_find_address (citizens, "9812345678", NULL, "919000000001")
                 == citizen);
  g_assert_null (khidki_sandbox_citizens_find_address (citizens, "+9812345678", NULL, "919000000001"));
  g_assert_true (khidki_sandbox_citizens_find_address (citizens, NULL, citizen->user_id, "91")
                 == citizen);
  g_assert_null (khidki_sandbox_citizens_add (citizens, "12x", NULL, NULL, NULL));
}

static void
test_pair_limit (void)
{
  g_autoptr (KhidkiSandboxCitizens) citizens = khidki_sandbox_citizens_new (0);
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_add (citizens, NULL, NULL, NULL, NULL);

  for (guint i = 0; i < 45; i++)
    g_assert_true (khidki_sandbox_citizen_take_credit (citizen, 1000));
  g_assert_false (khidki_sandbox_citizen_take_credit (citizen, 1005));
  g_assert_true (khidki_sandbox_citizen_take_credit (citizen, 1007));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/rules/messages", test_messages);
  g_test_add_func ("/sandbox/rules/templates", test_templates);
  g_test_add_func ("/sandbox/rules/bad-definitions", test_bad_definitions);
  g_test_add_func ("/sandbox/json/wire", test_wire);
  g_test_add_func ("/sandbox/json/deep", test_deep_json);
  g_test_add_func ("/sandbox/signature", test_signature);
  g_test_add_func ("/sandbox/clock/spans", test_spans);
  g_test_add_func ("/sandbox/multipart/form", test_multipart);
  g_test_add_func ("/sandbox/multipart/cut", test_multipart_cut);
  g_test_add_func ("/sandbox/media", test_media);
  g_test_add_func ("/sandbox/ring", test_ring);
  g_test_add_func ("/sandbox/citizens/history", test_history);
  g_test_add_func ("/sandbox/citizens/pair-limit", test_pair_limit);
  return g_test_run ();
}
