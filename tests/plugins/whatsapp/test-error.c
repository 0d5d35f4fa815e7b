/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-whatsapp-error.h"

static const struct
{
  guint status;
  int meta_code;
  KhidkiError code;
  const char *word;
} refusals[] = {
  { 401, 0, KHIDKI_ERROR_OPERATOR, "operator" },
  { 401, 190, KHIDKI_ERROR_OPERATOR, "operator" },
  { 403, 10, KHIDKI_ERROR_OPERATOR, "operator" },
  { 403, 200, KHIDKI_ERROR_OPERATOR, "operator" },
  { 403, 299, KHIDKI_ERROR_OPERATOR, "operator" },
  { 403, 131031, KHIDKI_ERROR_OPERATOR, "operator" },
  { 400, 131042, KHIDKI_ERROR_TEMPLATE, "template" },
  { 400, 133010, KHIDKI_ERROR_OPERATOR, "operator" },
  { 400, 1, KHIDKI_ERROR_RETRY, "retry" },
  { 503, 2, KHIDKI_ERROR_RETRY, "retry" },
  { 400, 4, KHIDKI_ERROR_RETRY, "retry" },
  { 400, 80007, KHIDKI_ERROR_RETRY, "retry" },
  { 400, 130429, KHIDKI_ERROR_RETRY, "retry" },
  { 500, 131000, KHIDKI_ERROR_RETRY, "retry" },
  { 500, 131016, KHIDKI_ERROR_RETRY, "retry" },
  { 400, 131053, KHIDKI_ERROR_RETRY, "once" },
  { 400, 131056, KHIDKI_ERROR_RETRY, "retry" },
  { 500, 131057, KHIDKI_ERROR_RETRY, "retry" },
  { 400, 132015, KHIDKI_ERROR_TEMPLATE, "template" },
  { 503, 133004, KHIDKI_ERROR_RETRY, "retry" },
  { 400, 131047, KHIDKI_ERROR_WINDOW, "window" },
  { 400, 131026, KHIDKI_ERROR_RECIPIENT, "recipient" },
  { 400, 131050, KHIDKI_ERROR_RECIPIENT, "recipient" },
  { 400, 131062, KHIDKI_ERROR_RECIPIENT, "recipient" },
  { 403, 130497, KHIDKI_ERROR_RECIPIENT, "recipient" },
  { 400, 33, KHIDKI_ERROR_FAILED, "failed" },
  { 400, 100, KHIDKI_ERROR_FAILED, "failed" },
  { 400, 131008, KHIDKI_ERROR_FAILED, "failed" },
  { 400, 131009, KHIDKI_ERROR_FAILED, "failed" },
  { 400, 132000, KHIDKI_ERROR_FAILED, "failed" },
  { 404, 132001, KHIDKI_ERROR_FAILED, "failed" },
  { 400, 132016, KHIDKI_ERROR_FAILED, "failed" },
  { 400, 999999, KHIDKI_ERROR_FAILED, "failed" },
};

static GError *
judge (guint status, const char *text)
{
  int ignored;
  g_autoptr (GBytes) body = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;

  return khidki_whatsapp_error_new (status, body, &ignored);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *body = g_strdup_printf (
          "{\"error\":{\"message\":\"(#%d) Refused\",\"type\":\"OAuthException\",\"code\":%d,"
          "\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"Why\"},"
          "\"fbtrace_id\":\"A\"}}",
          refusals[i].meta_code, refusals[i].meta_code);
      g_autoptr (GError) error = judge (refusals[i].status, body);

      g_test_message ("%s", error->message);
      g_assert_error (error, KHIDKI_ERROR, (int) refusals[i].code);
      g_assert_nonnull (strstr (error->message, "Why"));
      g_assert_cmpstr (khidki_whatsapp_error_get_word (refusals[i].meta_code), ==,
                       refusals[i].word);
    }
}

static void
check_bare (guint status, const char *body, KhidkiError code)
{
  g_autoptr (GError) error = judge (status, body);

  g_test_message ("%u %s", status, body);
  g_assert_error (error, KHIDKI_ERROR, (int) code);
}

/* Where a proxy answers, not Meta. */
static void
test_bare (void)
{
  check_bare (429, NULL, KHIDKI_ERROR_RETRY);
  check_bare (503, "<html>", KHIDKI_ERROR_RETRY);
  check_bare (500, "", KHIDKI_ERROR_UNCERTAIN);
  check_bare (502, "<html>", KHIDKI_ERROR_UNCERTAIN);
  check_bare (504, "{\"error\":\"text\"}", KHIDKI_ERROR_UNCERTAIN);
  check_bare (401, NULL, KHIDKI_ERROR_OPERATOR);
  check_bare (400, "[]", KHIDKI_ERROR_RETRY);
  check_bare (302, "<html>", KHIDKI_ERROR_RETRY);
  check_bare (407, NULL, KHIDKI_ERROR_RETRY);
  check_bare (408, NULL, KHIDKI_ERROR_UNCERTAIN);
  check_bare (400, "{\"error\":{\"code\":777777}}", KHIDKI_ERROR_FAILED);
  check_bare (404, "null", KHIDKI_ERROR_NOT_FOUND);
  check_bare (500, "{\"error\":{\"code\":777777}}", KHIDKI_ERROR_RETRY);
  check_bare (400, "{\"error\":{\"code\":777777,\"is_transient\":true}}", KHIDKI_ERROR_RETRY);
  check_bare (400, "{\"error\":{\"code\":\"190\"}}", KHIDKI_ERROR_FAILED);
  check_bare (400, "{\"error\":{\"code\":-4,\"message\":7,\"is_transient\":[]}}",
              KHIDKI_ERROR_FAILED);
}

/* Meta repeats what it refuses. */
static void
test_no_personal_numbers (void)
{
  g_autoptr (GError) error
      = judge (400, "{\"error\":{\"code\":131009,\"message\":\"Parameter +919811022331 of "
                    "234567890124 is wrong\"}}");

  g_assert_null (strstr (error->message, "9811022331"));
  g_assert_null (strstr (error->message, "234567890124"));
  g_assert_nonnull (strstr (error->message, "131009"));
}

static void
test_fetch (void)
{
  g_autoptr (GError) unsent = g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "no route");
  g_autoptr (GError) timeout = g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN, "late");
  g_autoptr (GError) foreign = g_error_new (G_FILE_ERROR, G_FILE_ERROR_IO, "odd");
  g_autoptr (GError) one
      = khidki_whatsapp_error_new_from_fetch (unsent, KHIDKI_ERROR_UNCERTAIN);
  g_autoptr (GError) two = khidki_whatsapp_error_new_from_fetch (timeout, KHIDKI_ERROR_UNCERTAIN);
  g_autoptr (GError) three = khidki_whatsapp_error_new_from_fetch (foreign, KHIDKI_ERROR_RETRY);

  g_assert_error (one, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  g_assert_error (two, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
  g_assert_error (three, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/error/table", test_table);
  g_test_add_func ("/whatsapp/error/bare", test_bare);
  g_test_add_func ("/whatsapp/error/no-personal-numbers", test_no_personal_numbers);
  g_test_add_func ("/whatsapp/error/fetch", test_fetch);

  return g_test_run ();
}
