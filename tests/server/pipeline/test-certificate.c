/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-certificate-claims.h"
#include "pipeline/khidki-certificate-page.h"
#include "sample-certificate.h"

/* Runs a tool over a file; skips the test where the tool is not installed. */
static char *
run_tool (const char *tool, const char *first, const char *second, const char *third)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_find_program_in_path (tool);
  char *output = NULL;

  if (program == NULL)
    return NULL;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &error, program, first, second, third, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  return output;
}

/* Writes the PDF to a new folder and returns the folder. */
static char *
keep_pdf (KhidkiCertificate *certificate, char **path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = khidki_certificate_page_render (certificate, &error);
  char *folder = g_dir_make_tmp ("khidki-certificate-XXXXXX", NULL);
  gsize length;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (pdf, &length);
  *path = g_build_filename (folder, "certificate.pdf", NULL);
  g_assert_true (g_file_set_contents (*path, data, length, &error));
  return folder;
}

static void
drop_folder (const char *folder, const char *pdf, const char *png)
{
  g_unlink (pdf);
  if (png != NULL)
    g_unlink (png);
  g_rmdir (folder);
}

/* The extraction puts spaces behind some vowel signs; the letters are what counts. */
static gboolean
has_letters (const char *text, const char *letters)
{
  g_autofree char *compact = g_strdup (text);
  g_autofree char *wanted = g_strdup (letters);
  char *texts[] = { compact, wanted };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *to = texts[i];

      for (const char *from = texts[i]; *from != '\0'; from++)
        if (!g_ascii_isspace (*from) && *from != '\f')
          *to++ = *from;
      *to = '\0';
    }
  return strstr (compact, wanted) != NULL;
}

static char *
text_of (KhidkiCertificate *certificate)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = keep_pdf (certificate, &path);
  char *text = run_tool ("pdftotext", "-layout", path, "-");

  drop_folder (folder, path, NULL);
  return text;
}

static void
test_claims (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (4, FALSE, key);
  g_autofree char *url = khidki_certificate_dup_verify_url (certificate);
  g_autofree char *digest = khidki_certificate_digest (certificate);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCertificateClaims) claims =
      khidki_certificate_claims_verify (url, khidki_signing_key_get_jwk_set (key), &error);
  KhidkiCertificateValue *value;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (url, "https://seva.delhi.example/verify/" SAMPLE_NUMBER
                                          "?t=" SAMPLE_TOKEN "#ey"));
  g_assert_cmpstr (claims->number, ==, SAMPLE_NUMBER);
  g_assert_cmpstr (claims->service, ==, "REV-INC");
  g_assert_cmpstr (claims->name, ==, "Sunita Devi");
  g_assert_cmpstr (claims->digest, ==, digest);
  g_assert_cmpstr (claims->token, ==, SAMPLE_TOKEN);
  g_assert_cmpuint (claims->values->len, ==, 1);
  value = g_ptr_array_index (claims->values, 0);
  g_assert_cmpstr (value->key, ==, "total");
  g_assert_cmpstr (value->value, ==, "₹ 1,68,000");
  g_assert_false (claims->specimen);
  /* Midnight in Delhi is 18:30 of the day before in UTC. */
  g_assert_cmpint (claims->issued, ==, 1795372200);
  g_assert_cmpint (claims->expires, ==, 1826908200);
}

static void
test_claims_of_specimen (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (1, TRUE, key);
  g_autoptr (KhidkiCertificateClaims) claims = khidki_certificate_claims_verify (
      khidki_certificate_get_jws (certificate), khidki_signing_key_get_jwk_set (key), NULL);

  g_assert_nonnull (claims);
  g_assert_true (claims->specimen);
  /* The signed claims alone have no token. */
  g_assert_cmpstr (claims->token, ==, "");
}

static void
test_claims_of_another_issuer (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiSigningKey) other = sample_key_new (2);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (1, FALSE, key);
  g_autoptr (GError) error = NULL;

  g_assert_null (khidki_certificate_claims_verify (khidki_certificate_get_jws (certificate),
                                                   khidki_signing_key_get_jwk_set (other), &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

static void
test_signed_but_no_claims (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  const char *payloads[] = { "", "[]", "{}", "nonsense", "{\"sub\":1}" };

  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *jws = khidki_jws_sign (key, payloads[i], strlen (payloads[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (
          khidki_certificate_claims_verify (jws, khidki_signing_key_get_jwk_set (key), &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    }
}

static void
test_short_token (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (1, FALSE, key);
  g_autoptr (GError) error = NULL;

  g_assert_null (khidki_certificate_sign (certificate, key, "abc", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

static char *
digest_after (void (*change) (KhidkiCertificateBuilder *builder))
{
  g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (2);
  g_autoptr (KhidkiCertificate) certificate = NULL;

  if (change != NULL)
    change (builder);
  certificate = khidki_certificate_builder_end (builder, NULL);
  return khidki_certificate_digest (certificate);
}

static void
change_name (KhidkiCertificateBuilder *builder)
{
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_APPLICANT, "en", "Sunita Devj");
}

static void
change_lines (KhidkiCertificateBuilder *builder)
{
  khidki_certificate_builder_add_line (builder, "क", "a", "ख", "b");
}

static void
change_specimen (KhidkiCertificateBuilder *builder)
{
  khidki_certificate_builder_set_specimen (builder, FALSE);
}

static void
change_url (KhidkiCertificateBuilder *builder)
{
  khidki_certificate_builder_set_public_url (builder, "https://other.example");
}

static void
test_digest (void)
{
  g_autofree char *plain = digest_after (NULL);
  g_autofree char *same = digest_after (change_url);
  g_autofree char *name = digest_after (change_name);
  g_autofree char *lines = digest_after (change_lines);
  g_autofree char *specimen = digest_after (change_specimen);

  g_assert_cmpstr (plain, ==, same);
  g_assert_cmpstr (plain, !=, name);
  g_assert_cmpstr (plain, !=, lines);
  g_assert_cmpstr (plain, !=, specimen);
}

static void
test_builder_refuses (void)
{
  g_autofree char *long_text = g_strnfill (301, 'x');
  const char *numbers[] = { "", "12 34", "12#4", "क" };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (KhidkiCertificateBuilder) builder =
          khidki_certificate_builder_new (numbers[i], "REV-INC");

      g_assert_null (khidki_certificate_builder_end (builder, &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      g_clear_error (&error);
    }
  {
    g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (1);

    khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_OFFICE, "en", long_text);
    g_assert_null (khidki_certificate_builder_end (builder, &error));
    g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, "office has 301 characters, at most 300"));
  }
}

static void
refuse_keys (const char *const *keys, const char *complaint)
{
  g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      khidki_certificate_builder_add_line (builder, "क", "a", "ख", "b");
      khidki_certificate_builder_sign_line (builder, keys[i]);
    }
  g_assert_null (khidki_certificate_builder_end (builder, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, complaint));
}

/* With `total` of the sample. */
static void
test_builder_refuses_keys (void)
{
  static const char *const twice[] = { "total", NULL };
  static const char *const many[] = { "a", "b", "c", "d", NULL };
  static const char *const long_one[] = { "abcdefghijklmnopqrstu", NULL };

  refuse_keys (twice, "two lines are signed as “total”");
  refuse_keys (many, "at most 4 signed lines");
  refuse_keys (long_one, "keys of 20 letters");
}

static void
test_unsigned_is_not_printed (void)
{
  g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (1);
  g_autoptr (KhidkiCertificate) certificate = khidki_certificate_builder_end (builder, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (khidki_certificate_page_render (certificate, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

static void
test_same_bytes (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) first = sample_certificate_new (15, TRUE, key);
  g_autoptr (KhidkiCertificate) second = sample_certificate_new (15, TRUE, key);
  g_autoptr (GBytes) pdf = khidki_certificate_page_render (first, NULL);
  g_autoptr (GBytes) again = khidki_certificate_page_render (second, NULL);

  g_assert_cmpuint (g_bytes_get_size (pdf), >, 10000);
  g_assert_true (g_bytes_equal (pdf, again));
}

static gpointer
render_on_thread (gpointer data)
{
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) pdf = khidki_certificate_page_render (data, NULL);

      if (i == 2)
        return g_steal_pointer (&pdf);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (4, TRUE, key);
  g_autoptr (GBytes) expected = khidki_certificate_page_render (certificate, NULL);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("render", render_on_thread, certificate);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GBytes) pdf = g_thread_join (threads[i]);

      g_assert_true (g_bytes_equal (pdf, expected));
    }
}

static void
test_text (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (15, FALSE, key);
  g_autofree char *text = text_of (certificate);
  const char *expected[] = {
    "आय प्रमाण पत्र", "Income certificate", "सुनीता देवी", "Sunita Devi", "राजस्व विभाग",
    "श्री रामेश्वर प्रसाद", "₹ 1,68,000", "राजेश कुमार 15, पुत्र", "Rajesh Kumar 15, son",
    "23 नवंबर 2026", "22 November 2027", "उप-मंडल मजिस्ट्रेट", SAMPLE_NUMBER, "1076",
    "Page 2 / 2",
  };

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    if (!has_letters (text, expected[i]))
      g_error ("“%s” is not in the text of the PDF", expected[i]);
  g_assert_false (has_letters (text, "SPECIMEN"));
}

static void
test_specimen_text (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (4, TRUE, key);
  g_autofree char *text = text_of (certificate);

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_true (has_letters (text, "SPECIMEN – not valid"));
  g_assert_true (has_letters (text, "नमूना – मान्य नहीं"));
  g_assert_true (has_letters (text, "Page 1 / 1"));
}

/* (nullable): NULL without the tools. */
static char *
read_code (KhidkiCertificate *certificate, const char *dots)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = keep_pdf (certificate, &path);
  g_autofree char *picture = g_build_filename (folder, "page.png", NULL);
  g_autofree char *stem = g_build_filename (folder, "page", NULL);
  g_autofree char *program = g_find_program_in_path ("pdftoppm");
  char *read = NULL;

  if (program != NULL)
    {
      const char *arguments[] = { program, "-r", dots, "-png", "-singlefile", path, stem, NULL };

      g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, NULL, NULL,
                                   NULL, NULL));
      read = run_tool ("zbarimg", "-q", "--raw", picture);
    }
  drop_folder (folder, path, picture);
  return read != NULL ? g_strstrip (read) : NULL;
}

/* 100 dots an inch: what a cheap printer or a scan makes of it. */
static void
test_code_is_readable (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificate) certificate = sample_certificate_new (4, TRUE, key);
  g_autofree char *url = khidki_certificate_dup_verify_url (certificate);
  g_autofree char *read = read_code (certificate, "100");

  if (read == NULL)
    {
      g_test_skip ("pdftoppm or zbarimg is not installed");
      return;
    }
  g_assert_cmpstr (read, ==, url);
}

/* All that may be signed, each as long as it may be. */
static void
test_fullest_code_is_readable (void)
{
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (0);
  g_autofree char *name = g_strnfill (70, 'W');
  g_autoptr (KhidkiCertificate) plain = NULL;
  g_autoptr (KhidkiCertificate) certificate = NULL;
  g_autoptr (KhidkiCertificateClaims) claims = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *read = NULL;

  for (guint i = 1; i < KHIDKI_CERTIFICATE_MOST_SIGNED; i++)
    {
      g_autofree char *id = g_strdup_printf ("signed-value-numbr-%u", i % 10);

      khidki_certificate_builder_add_line (builder, "मूल्य", "Value", "मूल्य", name);
      khidki_certificate_builder_sign_line (builder, id);
    }
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_APPLICANT, "en", name);
  khidki_certificate_builder_set_public_url (builder, "https://services.revenue.delhi.gov.in");
  plain = khidki_certificate_builder_end (builder, &error);
  g_assert_no_error (error);
  certificate = khidki_certificate_sign (plain, key, SAMPLE_TOKEN, &error);
  g_assert_no_error (error);
  read = read_code (certificate, "150");
  if (read == NULL)
    {
      g_test_skip ("pdftoppm or zbarimg is not installed");
      return;
    }
  g_test_message ("%" G_GSIZE_FORMAT " letters", strlen (read));
  claims = khidki_certificate_claims_verify (read, khidki_signing_key_get_jwk_set (key), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (claims->values->len, ==, KHIDKI_CERTIFICATE_MOST_SIGNED);
  g_assert_cmpstr (claims->token, ==, SAMPLE_TOKEN);
}

static void
test_longest (void)
{
  g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (60);
  g_autoptr (KhidkiSigningKey) key = sample_key_new (1);
  g_autofree char *value = g_strnfill (600, 'W');
  g_autofree char *body = g_strnfill (2500, 'W');
  g_autofree char *name = g_strnfill (300, 'W');
  g_autoptr (KhidkiCertificate) plain = NULL;
  g_autoptr (KhidkiCertificate) certificate = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;

  khidki_certificate_builder_add_line (builder, value + 400, "b", value, value);
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_BODY, "en", body);
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_APPLICANT, "en", name);
  plain = khidki_certificate_builder_end (builder, &error);
  g_assert_no_error (error);
  certificate = khidki_certificate_sign (plain, key, SAMPLE_TOKEN, &error);
  g_assert_no_error (error);
  pdf = khidki_certificate_page_render (certificate, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/claims", test_claims);
  g_test_add_func ("/certificate/claims-of-specimen", test_claims_of_specimen);
  g_test_add_func ("/certificate/claims-of-another-issuer", test_claims_of_another_issuer);
  g_test_add_func ("/certificate/signed-but-no-claims", test_signed_but_no_claims);
  g_test_add_func ("/certificate/short-token", test_short_token);
  g_test_add_func ("/certificate/digest", test_digest);
  g_test_add_func ("/certificate/builder-refuses", test_builder_refuses);
  g_test_add_func ("/certificate/builder-refuses-keys", test_builder_refuses_keys);
  g_test_add_func ("/certificate/unsigned-is-not-printed", test_unsigned_is_not_printed);
  g_test_add_func ("/certificate/same-bytes", test_same_bytes);
  g_test_add_func ("/certificate/threads", test_threads);
  g_test_add_func ("/certificate/text", test_text);
  g_test_add_func ("/certificate/specimen-text", test_specimen_text);
  g_test_add_func ("/certificate/code-is-readable", test_code_is_readable);
  g_test_add_func ("/certificate/fullest-code-is-readable", test_fullest_code_is_readable);
  g_test_add_func ("/certificate/longest", test_longest);
  return g_test_run ();
}
