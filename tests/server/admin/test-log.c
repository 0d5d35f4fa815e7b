/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-log.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "admin/khidki-log-text.h"

#define SOME_DAY (G_GINT64_CONSTANT (1795473665123456))

typedef struct
{
  const char *text;
  const char *masked;
} Case;

static const Case cases[] = {
  { "", "" },
  { "sent to 919876543210", "sent to [number]" },
  { "sent to +91 98765 43210 now", "sent to +[number] now" },
  { "9876543210", "[number]" },
  { "98765 43210", "[number]" },
  { "98765-43210.", "[number]." },
  { "91 98765 43210", "[number]" },
  { "00919876543210", "[number]" },
  { "+44 20 7946 0958", "+[number]" },
  { "card 2345 6789 0123 of", "card [number] of" },
  { "card 2345-6789-0123", "card [number]" },
  { "card 234567890123", "card [number]" },
  { "आधार २३४५ ६७८९ ०१२३", "आधार [number]" },
  { "फ़ोन ९८७६५४३२१०", "फ़ोन [number]" },
  { "a9876543210b", "a[number]b" },
  { "1 9876543210", "1 [number]" },
  { "application 26000000000017 moved", "application 26000000000017 moved" },
  { "2026-11-23 22:41:05", "2026-11-23 22:41:05" },
  { "job 123456789 after 3 tries", "job 123456789 after 3 tries" },
  { "127.0.0.1:8080", "127.0.0.1:8080" },
  { "v25.0 of 12 345 678", "v25.0 of 12 345 678" },
};

static void
test_mask (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = khidki_log_mask (cases[i].text, -1);

      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

static void
test_mask_any_bytes (void)
{
  g_autofree char *cut = khidki_log_mask ("9876543210123", 4);
  g_autofree char *broken = khidki_log_mask ("a\xff\xfe 9876543210\xe0\xa4", -1);

  g_assert_cmpstr (cut, ==, "9876");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_nonnull (strstr (broken, "[number]"));
}

static const GLogField fields[] = {
  { "GLIB_DOMAIN", "khidki", -1 },
  { "MESSAGE", "one\ntwo \033[31m \"q\\\" \xe2\x80\xae 9876543210", -1 },
  { "KHIDKI_PLUGIN", "whats\napp 9876543210", -1 },
  { "CODE_FILE", "x.c", -1 },
};

static void
test_line (void)
{
  g_autofree char *line = khidki_log_format (KHIDKI_LOG_FORM_LINES, G_LOG_LEVEL_WARNING, fields,
                                             G_N_ELEMENTS (fields), SOME_DAY);

  g_assert_cmpstr (line, ==,
                   "2026-11-23T22:41:05.123Z warning  one\\ntwo \\x1b[31m \"q\\\" \\u202e [number]"
                   " plugin=whats\\napp [number]\n");
}

static void
test_json (void)
{
  g_autofree char *line = khidki_log_format (KHIDKI_LOG_FORM_JSON, G_LOG_LEVEL_MESSAGE, fields,
                                             G_N_ELEMENTS (fields), SOME_DAY);
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *entry;

  g_assert_nonnull (root);
  g_assert_true (strchr (line, '\n') == line + strlen (line) - 1);
  g_assert_null (strchr (line, '\033'));
  entry = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (entry, "time"), ==, "2026-11-23T22:41:05.123Z");
  g_assert_cmpstr (json_object_get_string_member (entry, "level"), ==, "message");
  g_assert_cmpstr (json_object_get_string_member (entry, "domain"), ==, "khidki");
  g_assert_cmpstr (json_object_get_string_member (entry, "message"), ==,
                   "one\ntwo \033[31m \"q\\\" \xe2\x80\xae [number]");
  g_assert_cmpstr (json_object_get_string_member (entry, "plugin"), ==, "whats\napp [number]");
  g_assert_false (json_object_has_member (entry, "CODE_FILE"));
}

static gint64
some_day (void)
{
  return SOME_DAY;
}

static void
test_installed (void)
{
  if (g_test_subprocess ())
    {
      g_setenv ("KHIDKI_LOG", "json", TRUE);
      khidki_log_install (some_day);
      g_message ("call 9876543210");
      g_info ("shown");
      g_debug ("hidden");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*{\"time\":\"2026-11-23T22:41:05.123Z\",\"level\":\"message\","
                             "\"domain\":\"khidki\",\"message\":\"call ?number?\"}\n*");
  g_test_trap_assert_stderr ("*\"level\":\"info\"*shown*");
  g_test_trap_assert_stderr_unmatched ("*hidden*");
  g_test_trap_assert_stderr_unmatched ("*9876543210*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/admin/log/mask", test_mask);
  g_test_add_func ("/admin/log/mask-any-bytes", test_mask_any_bytes);
  g_test_add_func ("/admin/log/line", test_line);
  g_test_add_func ("/admin/log/json", test_json);
  g_test_add_func ("/admin/log/installed", test_installed);
  return g_test_run ();
}
