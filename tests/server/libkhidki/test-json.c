/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki.h"

static void
test_good (void)
{
  static const char *const good[] = {
    "{}", "[]", " null ", "true", "false", "0", "-0", "1.5e+10", "\"\"", "[1,2,[3]]",
    "{\"a\":{\"a\":1},\"b\":[{\"a\":2},{\"a\":3}]}", "\"\\ud83d\\ude4f\"", "\"हिन्दी\"",
    "{\"\":1,\"a\":2}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "{\"aa\":1,\"a\":2}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      khidki_json_check (good[i], strlen (good[i]), 8, &error);
      g_assert_no_error (error);
    }
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "01", "1.", ".5", "+1", "1e", "-",
    "nul", "truefalse", "[1 2]", "[1]]", "{}{}", "1 2", "\"a", "\"\n\"", "\"\\x\"", "\"\\u12\"",
    "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"b\":0,\"\\u0061\":2}", "{\"a\"}", "{\"a\":}", "// x\n1", "NaN", "[1}", "{\"a\":1]",
    "\"\xff\"", "\"\xed\xa0\x80\"", "[[[[[[[[[1]]]]]]]]]", "\xef\xbb\xbf{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = khidki_json_check (bad[i], strlen (bad[i]), 8, &error);

      if (good)
        g_error ("taken: %s", bad[i]);
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    }
}

static void
test_offset (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (khidki_json_check ("{\"a\": x}", 8, 8, &error));
  g_assert_nonnull (strstr (error->message, "offset 6"));
}

static void
test_zero_byte (void)
{
  g_assert_false (khidki_json_check ("1\0", 2, 8, NULL));
  g_assert_false (khidki_json_check ("\"\0\"", 3, 8, NULL));
}

static void
test_depth (void)
{
  g_autofree char *deep = g_malloc (200000);
  g_autoptr (GError) error = NULL;

  memset (deep, '[', 100000);
  memset (deep + 100000, ']', 100000);
  g_assert_false (khidki_json_check (deep, 200000, 64, &error));
  g_assert_nonnull (strstr (error->message, "offset 64"));
  g_assert_true (khidki_json_check (deep, 200000, 100000, NULL));
}

static void
test_many_names (void)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%s\"n%u\":%u", i > 0 ? "," : "", i, i);
  g_string_append (text, "}");
  g_assert_true (khidki_json_check (text->str, text->len, 8, NULL));

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",\"n5\":0}");
  g_assert_false (khidki_json_check (text->str, text->len, 8, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/offset", test_offset);
  g_test_add_func ("/json/zero-byte", test_zero_byte);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/many-names", test_many_names);
  return g_test_run ();
}
