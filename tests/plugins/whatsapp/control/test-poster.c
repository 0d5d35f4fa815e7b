/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "khidki-whatsapp-digits.h"
#include "khidki-whatsapp-poster.h"
#include "khidki-whatsapp-poster-texts.h"

static const KhidkiWhatsappPoster sample = {
  .brand = "खिड़की · Khidki",
  .number = "+919811045678",
  .numbers_url = "https://khidki.example.gov.in/numbers",
  .helpline = "1031",
};

static void
test_digits (void)
{
  static const struct
  {
    const char *text;
    const char *digits; /* NULL: no such number */
    const char *shown;
  } cases[] = {
    { "919811045678", "919811045678", "+91 98110 45678" },
    { "+919811045678", "919811045678", "+91 98110 45678" },
    { "+91 11 2000-0001", "911120000001", "+91 11 2000-0001" },
    { "(91) 98110 45678", "919811045678", "(91) 98110 45678" },
    { "+15550783881", "15550783881", "+15550783881" },
    { "011 2000 0001", NULL, NULL },
    { "1031", NULL, NULL },
    { "", NULL, NULL },
    { "+91 98110 4567x", NULL, NULL },
    { "9198+11045678", NULL, NULL },
    { "1234567890123456", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *digits = khidki_whatsapp_digits_read (cases[i].text);
      g_autofree char *shown = khidki_whatsapp_digits_show (cases[i].text);

      g_assert_cmpstr (digits, ==, cases[i].digits);
      g_assert_cmpstr (shown, ==, cases[i].shown != NULL ? cases[i].shown : cases[i].text);
    }
}

static void
test_texts (void)
{
  for (guint i = 0; i < KHIDKI_WHATSAPP_POSTER_LANGUAGES; i++)
    {
      const KhidkiWhatsappPosterTexts *texts = &khidki_whatsapp_poster_texts[i];

      g_assert_nonnull (strstr ("hi en pa ur", texts->language));
      g_assert_nonnull (strstr (texts->greet, "“Hi”"));
      g_assert_nonnull (strstr (texts->never, "OTP"));
      g_assert_true (*texts->title != '\0' && *texts->numbers != '\0' && *texts->helpline != '\0');
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (texts->language, !=, khidki_whatsapp_poster_texts[j].language);
    }
}

static char *
run_tool (const char *const *argv)
{
  g_autoptr (GSubprocess) tool = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  char *out = NULL;

  if (tool == NULL)
    return NULL;
  g_assert_true (g_subprocess_communicate_utf8 (tool, NULL, NULL, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (tool));
  return out;
}

/* Whoever points a phone at it comes to the chat. */
static void
test_code (void)
{
  const KhidkiWhatsappPoster two[] = { sample, sample };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = khidki_whatsapp_poster_print (two, 2, &error);
  g_autofree char *folder = g_dir_make_tmp ("khidki-poster-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "p.pdf", NULL);
  g_autofree char *base = g_build_filename (folder, "p", NULL);
  g_autofree char *picture = g_strconcat (base, "-2.png", NULL);
  g_autofree char *other = g_strconcat (base, "-1.png", NULL);
  g_autofree char *drawn = NULL;
  g_autofree char *read = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  drawn = run_tool ((const char *const[]){ "pdftoppm", "-r", "60", "-png", path, base, NULL });
  read = drawn != NULL
             ? run_tool ((const char *const[]){ "zbarimg", "--quiet", "--raw", picture, NULL })
             : NULL;
  if (read == NULL)
    g_test_skip ("pdftoppm or zbarimg is not installed");
  else
    g_assert_cmpstr (read, ==, "https://wa.me/919811045678?text=Hi\n");
  g_unlink (picture);
  g_unlink (other);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_refused (void)
{
  KhidkiWhatsappPoster poster = sample;
  g_autoptr (GError) error = NULL;

  poster.number = "1031";
  g_assert_null (khidki_whatsapp_poster_print (&poster, 1, &error));
  g_assert_nonnull (strstr (error->message, "country's code"));
  g_clear_error (&error);
  /* A letter for which there is no font would be an empty box on a wall. */
  poster = sample;
  poster.brand = "\U0010FFFD";
  g_assert_null (khidki_whatsapp_poster_print (&poster, 1, &error));
  g_assert_nonnull (strstr (error->message, "fonts-noto-core"));
}

/* However long a name or an address, it stays on the page and the code can be read. */
static void
test_long (void)
{
  KhidkiWhatsappPoster poster = sample;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  poster.brand = "Government of the National Capital Territory of Delhi, Department of Revenue";
  poster.numbers_url = "https://services.revenue.department.delhi.government.example.gov.in/numbers";
  pdf = khidki_whatsapp_poster_print (&poster, 1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (pdf);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/control/poster/digits", test_digits);
  g_test_add_func ("/whatsapp/control/poster/texts", test_texts);
  g_test_add_func ("/whatsapp/control/poster/code", test_code);
  g_test_add_func ("/whatsapp/control/poster/refused", test_refused);
  g_test_add_func ("/whatsapp/control/poster/long", test_long);
  return g_test_run ();
}
