/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-sms-encode.h"
#include "sms-fixture.h"

static char *
repeat (const char *text, guint times)
{
  GString *whole = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (whole, text);
  return g_string_free (whole, FALSE);
}

static void
check_size (const char *text, guint times, gboolean ucs2, guint units, guint segments)
{
  g_autofree char *whole = repeat (text, times);
  KhidkiSmsSize size = khidki_sms_gsm_measure (whole);

  g_test_message ("%u times “%s”", times, text);
  g_assert_cmpint (size.ucs2, ==, ucs2);
  g_assert_cmpuint (size.units, ==, units);
  g_assert_cmpuint (size.segments, ==, segments);
}

static void
test_sizes (void)
{
  check_size ("a", 0, FALSE, 0, 1);
  check_size ("a", 160, FALSE, 160, 1);
  check_size ("a", 161, FALSE, 161, 2);
  check_size ("a", 306, FALSE, 306, 2);
  check_size ("a", 307, FALSE, 307, 3);
  check_size ("a", 459, FALSE, 459, 3);
  check_size ("€", 80, FALSE, 160, 1);
  check_size ("[", 81, FALSE, 162, 2);
  /* An escape and its letter stay together: 76 of them in a part of 153. */
  check_size ("{", 152, FALSE, 304, 2);
  check_size ("{", 153, FALSE, 306, 3);
  check_size ("@£$¥èéÇΔΩÆß¿ñà\n", 1, FALSE, 15, 1);
  check_size ("आ", 70, TRUE, 70, 1);
  check_size ("आ", 71, TRUE, 71, 2);
  check_size ("आ", 134, TRUE, 134, 2);
  check_size ("आ", 135, TRUE, 135, 3);
  check_size ("🙏", 35, TRUE, 70, 1);
  /* Nor are the halves of a pair parted: 33 in a part of 67. */
  check_size ("🙏", 66, TRUE, 132, 2);
  check_size ("🙏", 67, TRUE, 134, 3);
  check_size ("`", 1, TRUE, 1, 1);
}

static void
test_simplify (void)
{
  g_autofree char *simple = khidki_sms_gsm_simplify ("“It’s ₹20 – now…” नमस्ते");

  g_assert_cmpstr (simple, ==, "\"It's Rs 20 - now...\" नमस्ते");
}

static void
check_words (const char *value, guint slots, guint maximum, const char *expected)
{
  g_autofree char *words = khidki_sms_encode_words (value, slots, maximum);

  g_assert_cmpstr (words, ==, expected);
  g_assert_cmpuint (khidki_limits_measure (words), <=, MIN (maximum, slots * 41 - 1));
}

static void
test_words (void)
{
  check_words ("Income certificate", 1, 1000, "Income certificate");
  check_words ("  “Salary slip”; {of} *May*\n2026 ", 1, 1000, "Salary slip of May 2026");
  check_words ("don’t", 1, 1000, "dont");
  check_words ("Proof of identity, Proof of address, Photo of you", 1, 1000,
               "Proof of identity, Proof of address,...");
  check_words ("Proof of identity, Proof of address, Photo of you", 2, 1000,
               "Proof of identity, Proof of address, Photo of you");
  check_words ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1, 1000,
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...");
  check_words ("one two three four", 1, 12, "one two...");
  check_words ("one two three four", 3, 12, "one two...");
  check_words ("", 2, 1000, "");
  check_words ("🙏🙏", 1, 1000, "");
  check_words ("पहचान का सबूत", 1, 10, "पहचान...");
}

/* How many variables of at most 40 units hold the words, in their order. */
static guint
count_variables (const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  guint n = 1, used = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint units = khidki_limits_measure (parts[i]);

      g_assert_cmpuint (units, <=, 40);
      if (used > 0 && used + 1 + units > 40)
        {
          n++;
          used = 0;
        }
      used += units + (used > 0 ? 1 : 0);
    }
  return n;
}

/* Whatever the room, no variable is longer than the operators let through. */
static void
test_every_budget (void)
{
  static const char *const values[] = {
    "aaaaaaaaaa bbbbbbbbbb cccccccccc ddddddd ee",
    "aaaaaaaaaa bbbbbbbbbb cccccccccc ddddddd eeeeeeeeee fffffff ggggg hhhhhhhhhhhhhhh iiiiiiiii",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "प्रमाण पत्र के लिए कागज़ पहचान का सबूत पते का सबूत आपकी फ़ोटो और राशन कार्ड",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint slots = 1; slots <= 3; slots++)
      for (guint maximum = 12; maximum <= 140; maximum++)
        {
          g_autofree char *words = khidki_sms_encode_words (values[i], slots, maximum);

          g_assert_cmpuint (khidki_limits_measure (words), <=, maximum);
          if (count_variables (words) > slots)
            g_error ("%u units in %u variables: “%s”", maximum, slots, words);
        }
}

static KhidkiSmsText *
encode (KhidkiSmsFamilies *families, const char *name, const char *language, GError **error, ...)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_template (name, language);
  const char *value;
  va_list values;

  va_start (values, error);
  while ((value = va_arg (values, const char *)) != NULL)
    khidki_message_add_parameter (message, value);
  va_end (values);

  return khidki_sms_encode (families, message, error);
}

static void
test_text (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSmsText) english
      = encode (families, "status", "en", &error, "1260 0000 0012 32", "received", "7 December 2026", NULL);
  g_autoptr (KhidkiSmsText) hindi
      = encode (families, "status", "hi", NULL, "1260 0000 0012 32", "मिल गया", "7 दिसंबर 2026", NULL);
  g_autoptr (KhidkiSmsText) other
      = encode (families, "status", "ta", NULL, "1260 0000 0012 32", "मिल गया", "7 दिसंबर 2026", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (english->text, ==,
                   "Application 1260 0000 0012 32: received. Decision by 7 December 2026. -Khidki");
  g_assert_false (english->size.ucs2);
  g_assert_cmpstr (english->template_id, ==, "1107000000000000001");
  g_assert_cmpstr (hindi->text, ==,
                   "आवेदन 1260 0000 0012 32: मिल गया। फ़ैसला 7 दिसंबर 2026 तक होगा। -Khidki");
  g_assert_true (hindi->size.ucs2);
  g_assert_cmpstr (hindi->template_id, ==, "1107111111111100001");
  g_assert_cmpstr (other->text, ==, hindi->text);
}

static void
check_refused (KhidkiSmsFamilies *families, KhidkiSmsText *text, GError *error, const char *words)
{
  g_autoptr (GError) owned = error;

  g_assert_null (text);
  g_assert_error (owned, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  if (strstr (owned->message, words) == NULL)
    g_error ("no “%s” in: %s", words, owned->message);
}

static void
test_refused (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  g_autoptr (KhidkiMessage) plain = khidki_message_new_text ("anything");
  GError *error = NULL;
  KhidkiSmsText *text;

  text = khidki_sms_encode (families, plain, &error);
  check_refused (families, text, error, "only registered texts");
  error = NULL;
  text = encode (families, "no_such", "en", &error, NULL);
  check_refused (families, text, error, "no_such");
  error = NULL;
  text = encode (families, "status", "en", &error, "1260 0000 0012 32", NULL);
  check_refused (families, text, error, "3 variables, 1 values");
  /* A number is never cut. */
  error = NULL;
  text = encode (families, "status", "en", &error,
                 "1260 0000 0012 32 1260 0000 0012 32 1260 0000 0012 32", "received", "now", NULL);
  check_refused (families, text, error, "{number} is longer");
  error = NULL;
  text = encode (families, "consent_code", "en", &error, "48 29 13", "Income", NULL);
  check_refused (families, text, error, "{code} has something else than digits");
  error = NULL;
  text = encode (families, "status", "en", &error, "", "received", "now", NULL);
  check_refused (families, text, error, "{number} is empty");
}

static void
check_longest (KhidkiSmsFamilies *families, const KhidkiSmsFamily *family, const char *language)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_template (family->name, language);
  g_autofree char *prose = repeat ("प्रमाण पत्र के लिए कागज़ ", 30);
  g_autoptr (KhidkiSmsText) text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < family->variables->len; i++)
    {
      const KhidkiSmsVariable *variable = g_ptr_array_index (family->variables, i);

      khidki_message_add_parameter (message, variable->kind == KHIDKI_SMS_WORDS    ? prose
                                             : variable->kind == KHIDKI_SMS_DIGITS ? "482913"
                                             : variable->kind == KHIDKI_SMS_PHONE  ? "1800 123 4567"
                                                                                   : "27 सितंबर 2026");
    }
  text = khidki_sms_encode (families, message, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s", family->name, text->text);
  g_assert_cmpuint (text->size.segments, <=, KHIDKI_SMS_MAX_SEGMENTS);
  g_assert_null (strpbrk (text->text, "{}"));
}

/* Whatever the values are: at most three parts, in either alphabet. */
static void
test_longest (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  GPtrArray *list = khidki_sms_families_list (families);

  for (guint i = 0; i < list->len; i++)
    {
      check_longest (families, g_ptr_array_index (list, i), "en");
      check_longest (families, g_ptr_array_index (list, i), "hi");
    }
}

/* An empty value is refused at the operator's, so there is never one. */
static void
test_empty_words (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  g_autoptr (KhidkiSmsText) text = encode (families, "draft_dropped", "en", NULL, "🙏", NULL);
  g_autoptr (KhidkiSmsText) help = encode (families, "help", "en", NULL, "", NULL);

  g_assert_true (g_str_has_prefix (text->text, "The form is deleted: -."));
  g_assert_nonnull (strstr (help->text, "Helpline - "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sms/encode/sizes", test_sizes);
  g_test_add_func ("/sms/encode/simplify", test_simplify);
  g_test_add_func ("/sms/encode/words", test_words);
  g_test_add_func ("/sms/encode/every-budget", test_every_budget);
  g_test_add_func ("/sms/encode/text", test_text);
  g_test_add_func ("/sms/encode/refused", test_refused);
  g_test_add_func ("/sms/encode/longest", test_longest);
  g_test_add_func ("/sms/encode/empty-words", test_empty_words);

  return g_test_run ();
}
