/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-sms-answer.h"

#define TAKEN (-1)

static void
test_answers (void)
{
  static const struct
  {
    guint status;
    const char *body;
    int code;
  } cases[] = {
    { 202, "0: Accepted for delivery", TAKEN },
    { 202, "3: Queued for later delivery", TAKEN },
    { 200, "Sent.", TAKEN },
    { 202, "", KHIDKI_ERROR_UNCERTAIN },
    { 200, "<html>hello", KHIDKI_ERROR_UNCERTAIN },
    { 403, "Authorization failed for sendsms", KHIDKI_ERROR_OPERATOR },
    { 403, "1: Not routable. Do not try again.", KHIDKI_ERROR_FAILED },
    { 400, "Empty receiver number not allowed, rejected", KHIDKI_ERROR_RECIPIENT },
    { 400, "Garbage 'to' field, rejected.", KHIDKI_ERROR_RECIPIENT },
    { 400, "Number(s) has/have been denied by white- and/or black-lists.", KHIDKI_ERROR_RECIPIENT },
    { 400, "Sender missing and no global set, rejected", KHIDKI_ERROR_OPERATOR },
    { 400, "Something else", KHIDKI_ERROR_FAILED },
    { 503, "2: Temporal failure, try again later.", KHIDKI_ERROR_RETRY },
    { 503, "", KHIDKI_ERROR_RETRY },
    { 404, "Unknown request.", KHIDKI_ERROR_OPERATOR },
    { 502, "<html>Bad gateway", KHIDKI_ERROR_UNCERTAIN },
    { 500, "", KHIDKI_ERROR_UNCERTAIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr (GError) error = NULL;

      g_test_message ("%u %s", cases[i].status, cases[i].body);
      g_assert_cmpint (khidki_sms_answer_check (cases[i].status, body, &error), ==,
                       cases[i].code == TAKEN);
      if (cases[i].code != TAKEN)
        g_assert_error (error, KHIDKI_ERROR, cases[i].code);
    }
}

static void
test_no_number_in_words (void)
{
  static const char words[] = "Garbage 'to' field 919810000001\n\xff, 400 rejected";
  g_autoptr (GBytes) body = g_bytes_new_static (words, strlen (words));
  g_autoptr (GError) error = NULL;

  g_assert_false (khidki_sms_answer_check (400, body, &error));
  g_assert_null (strstr (error->message, "9810000001"));
  g_assert_nonnull (strstr (error->message, "400 rejected"));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_false (khidki_sms_answer_check (400, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sms/answer/all", test_answers);
  g_test_add_func ("/sms/answer/no-number-in-words", test_no_number_in_words);

  return g_test_run ();
}
