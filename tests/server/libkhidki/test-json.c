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

static void
assert_mended (const char *text, gsize length, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mended = khidki_json_mend (text, length, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (mended, length, expected, strlen (expected));
  g_assert_true (khidki_json_check (mended, length, 3, NULL));
}

/* What is odd in one value is put right there; its neighbours stay as they are. */
static void
test_mend (void)
{
  static const struct
  {
    const char *odd;
    const char *mended;
  } cases[] = {
    { "{\"a\":[1,\"\\u0041\\ud83d\\ude4f\"]}", "{\"a\":[1,\"\\u0041\\ud83d\\ude4f\"]}" },
    { "[\"a\\u0000b\",\"c\"]", "[\"a\\ufffdb\",\"c\"]" },
    { "{\"\\u0000\":1}", "{\"\\ufffd\":1}" },
    { "[\"\\ud800\"]", "[\"\\ufffd\"]" },
    { "[\"\\udc00\\ud800\"]", "[\"\\ufffd\\ufffd\"]" },
    { "[\"\\ud800\\u0041\\ud83d\\ude4f\"]", "[\"\\ufffd\\u0041\\ud83d\\ude4f\"]" },
    { "[\"\\ud800\\uzz\"]", "[\"\\ufffd uzz\"]" },
    { "[\"\\x41\\\\x\\u12\"]", "[\" x41\\\\x u12\"]" },
    { "[\"a\nb\tc\"]", "[\"a b c\"]" },
    { "[\"\xff\", \"\xed\xa0\x80\", \"\xe0\xa4\xb9\xe0\xa4\"]",
      "[\"?\", \"???\", \"\xe0\xa4\xb9??\"]" },
    { "{\"a\":[1],\"b\":2,\"\\u0061\" :3}", "{        \"b\":2,\"\\u0061\" :3}" },
    { "{\"a\":{\"c\":1,\"c\":2},\"a\":{\"a\":3},\"a\" :4 }", "{                              \"a\" :4 }" },
    { "[[[[1,\"]\",{}]],2],3]", "[[[\"\"        ],2],3]" },
    { "{\"a\":{\"b\":[{}]}}", "{\"a\":{\"b\":[\"\"]}}" },
    { "[1e999,99999999999999999999]", "[1e999,99999999999999999999]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_mended (cases[i].odd, strlen (cases[i].odd), cases[i].mended);
  assert_mended ("[\"a\0b\"]", 7, "[\"a?b\"]");
}

/* What is not one value is not made one. */
static void
test_mend_not (void)
{
  static const char *const bad[] = {
    "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "01", "nul", "[1 2]", "{}{}", "\"a",
    "\"a\\", "\"\\u00", "[\"\\", "{\"a\"}", "// x\n1", "[1}", "\xff", "[[[[", "[[[[\"]]]]",
    "[[[[]]]", "\xef\xbb\xbf{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *mended = khidki_json_mend (bad[i], strlen (bad[i]), 3, &error);

      if (mended != NULL)
        g_error ("mended: %s to %s", bad[i], mended);
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    }
  g_assert_null (khidki_json_mend ("1\0", 2, 3, NULL));
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
  g_test_add_func ("/json/mend", test_mend);
  g_test_add_func ("/json/mend-not", test_mend_not);
  return g_test_run ();
}
