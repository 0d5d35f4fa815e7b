/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-base64url.h"
#include "pipeline/khidki-jws.h"

/* RFC 8037, appendix A. */
#define RFC_SEED "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define RFC_PUBLIC "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define RFC_THUMBPRINT "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
#define RFC_PAYLOAD "Example of Ed25519 signing"
#define RFC_JWS                                                                                    \
  "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."                                      \
  "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

static KhidkiSigningKey *
rfc_key_new (void)
{
  gsize length;
  g_autofree guint8 *seed = khidki_base64url_decode (RFC_SEED, strlen (RFC_SEED), &length, NULL);

  g_assert_cmpuint (length, ==, KHIDKI_SIGNING_KEY_SEED_BYTES);
  return khidki_signing_key_new (seed);
}

static void
assert_refused (const char *jws, KhidkiJwkSet *keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) payload = khidki_jws_verify (jws, keys, &error);

  g_assert_null (payload);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

static void
test_sign_rfc (void)
{
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();
  g_autofree char *jws = khidki_jws_sign_with_header (key, "{\"alg\":\"EdDSA\"}", RFC_PAYLOAD,
                                                      strlen (RFC_PAYLOAD));

  g_assert_cmpstr (jws, ==, RFC_JWS);
}

static void
test_verify_rfc (void)
{
  g_autoptr (KhidkiJwkSet) keys = khidki_jwk_set_new ();
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (khidki_jwk_set_add (keys, RFC_PUBLIC, &error));
  g_assert_no_error (error);
  payload = khidki_jws_verify (RFC_JWS, keys, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), RFC_PAYLOAD,
                   strlen (RFC_PAYLOAD));
}

static void
test_thumbprint_rfc (void)
{
  g_autofree char *thumbprint = khidki_jwk_thumbprint (RFC_PUBLIC);
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();

  g_assert_cmpstr (thumbprint, ==, RFC_THUMBPRINT);
  g_assert_cmpstr (khidki_signing_key_get_kid (key), ==, RFC_THUMBPRINT);
}

/* Every byte, to the value of every other character of the alphabet and more. */
static void
test_flip_any_byte (void)
{
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();
  KhidkiJwkSet *keys = khidki_signing_key_get_jwk_set (key);
  g_autofree char *jws = khidki_jws_sign (key, "{\"sub\":\"1\"}", 11);
  const char *values = "ABMabz09-_.#= \n\x80";

  for (gsize i = 0; jws[i] != '\0'; i++)
    for (gsize v = 0; values[v] != '\0'; v++)
      {
        g_autofree char *changed = g_strdup (jws);

        changed[i] = values[v];
        if (strcmp (changed, jws) != 0)
          assert_refused (changed, keys);
      }
  for (gsize i = 0; jws[i] != '\0'; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree char *changed = g_strdup (jws);

        changed[i] ^= 1 << bit;
        assert_refused (changed, keys);
      }
}

static void
test_cut_anywhere (void)
{
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();
  g_autofree char *jws = khidki_jws_sign (key, "{}", 2);

  for (gsize i = 0; i < strlen (jws); i++)
    {
      g_autofree char *cut = g_strndup (jws, i);

      assert_refused (cut, khidki_signing_key_get_jwk_set (key));
    }
}

static void
test_other_headers (void)
{
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();
  const char *headers[] = {
    "{\"alg\":\"none\"}",
    "{\"alg\":\"HS256\"}",
    "{\"alg\":1}",
    "{\"alg\":{\"EdDSA\":1}}",
    "{}",
    "[]",
    "",
    "{\"alg\":\"EdDSA\",\"kid\":\"another\"}",
    "{\"alg\":\"EdDSA\",\"crit\":[\"exp\"]}",
    "{\"alg\":\"none\",\"alg\":\"EdDSA\"}",
    "/* a */{\"alg\":\"EdDSA\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *jws = khidki_jws_sign_with_header (key, headers[i], "{}", 2);

      assert_refused (jws, khidki_signing_key_get_jwk_set (key));
    }
}

static void
test_too_long (void)
{
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();
  g_autofree char *payload = g_strnfill (KHIDKI_JWS_MAX_LENGTH, '[');
  g_autofree char *jws = khidki_jws_sign (key, payload, strlen (payload));

  assert_refused (jws, khidki_signing_key_get_jwk_set (key));
}

static void
test_jwk_set_json (void)
{
  g_autoptr (KhidkiSigningKey) key = rfc_key_new ();
  g_autofree char *json = khidki_jwk_set_to_json (khidki_signing_key_get_jwk_set (key));
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiJwkSet) keys = khidki_jwk_set_new_from_json (json, &error);
  g_autoptr (GBytes) payload = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (json, ==,
                   "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\","
                   "\"use\":\"sig\",\"kid\":\"" RFC_THUMBPRINT "\",\"x\":\"" RFC_PUBLIC "\"}]}");
  payload = khidki_jws_verify (RFC_JWS, keys, &error);
  g_assert_no_error (error);
}

static void
test_jwk_set_bad_json (void)
{
  const char *texts[] = {
    "", "[]", "{}", "{\"keys\":1}", "{\"keys\":[",
    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}]}",
    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":1}]}",
    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":{}}]}",
    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"abcd\"}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KhidkiJwkSet) keys = khidki_jwk_set_new_from_json (texts[i], &error);

      g_assert_null (keys);
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    }
}

static void
test_base64url_one_spelling (void)
{
  const char *wrong[] = { "A", "AB", "AA==", "A A", "A\nA", "A+A/", "AAAAA" };
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (khidki_base64url_decode (wrong[i], strlen (wrong[i]), &length, NULL));
  for (gsize size = 0; size < 70; size++)
    {
      g_autofree guint8 *bytes = g_malloc0 (size + 1);
      g_autofree char *text = NULL;
      g_autofree guint8 *again = NULL;

      memset (bytes, 0xfb, size);
      text = khidki_base64url_encode (bytes, size);
      again = khidki_base64url_decode (text, strlen (text), &length, NULL);
      g_assert_cmpmem (again, length, bytes, size);
    }
}

typedef struct
{
  char *folder;
  char *path;
} KeyFile;

static void
key_file_set_up (KeyFile *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("khidki-key-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "signing.key", NULL);
}

static void
key_file_tear_down (KeyFile *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
count_up (guint8 *buffer, gsize length, gpointer user_data)
{
  guint8 *next = user_data;

  for (gsize i = 0; i < length; i++)
    buffer[i] = (*next)++;
}

static void
test_key_create (KeyFile *fixture, gconstpointer data)
{
  guint8 next = 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSigningKey) key = NULL;
  g_autoptr (KhidkiSigningKey) again = NULL;
  GStatBuf info;

  g_assert_null (khidki_signing_key_load (fixture->path, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (khidki_signing_key_create (fixture->path, count_up, &next, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  key = khidki_signing_key_load (fixture->path, &error);
  g_assert_no_error (error);

  g_assert_false (khidki_signing_key_create (fixture->path, count_up, &next, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT);
  again = khidki_signing_key_load (fixture->path, NULL);
  g_assert_cmpstr (khidki_signing_key_get_kid (again), ==, khidki_signing_key_get_kid (key));
}

static void
test_key_open_to_others (KeyFile *fixture, gconstpointer data)
{
  const int modes[] = { 0640, 0604, 0620, 0666 };
  guint8 next = 1;

  g_assert_true (khidki_signing_key_create (fixture->path, count_up, &next, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *found = g_strdup_printf ("found %04o", modes[i]);

      g_assert_cmpint (g_chmod (fixture->path, modes[i]), ==, 0);
      g_assert_null (khidki_signing_key_load (fixture->path, &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
      g_assert_nonnull (strstr (error->message, fixture->path));
      g_assert_nonnull (strstr (error->message, "expected mode 0600"));
      g_assert_nonnull (strstr (error->message, found));
    }
}

static void
test_key_not_a_key (KeyFile *fixture, gconstpointer data)
{
  const char *texts[] = { "", "abc\n", RFC_SEED RFC_SEED, "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2=" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents_full (fixture->path, texts[i], -1,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      g_assert_null (khidki_signing_key_load (fixture->path, &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
      g_assert_null (strstr (error->message, "nWGxne"));
    }
}

static void
test_key_retired (KeyFile *fixture, gconstpointer data)
{
  guint8 next = 1;
  g_autofree char *retired = g_strconcat (fixture->path, ".retired", NULL);
  g_autoptr (KhidkiSigningKey) key = NULL;
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (khidki_signing_key_create (fixture->path, count_up, &next, NULL));
  g_assert_true (g_file_set_contents (retired, "# until 2025\n" RFC_PUBLIC "\n\n", -1, NULL));
  key = khidki_signing_key_load (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (khidki_jwk_set_get_size (khidki_signing_key_get_jwk_set (key)), ==, 2);
  g_assert_cmpstr (khidki_signing_key_get_kid (key), !=, RFC_THUMBPRINT);
  payload = khidki_jws_verify (RFC_JWS, khidki_signing_key_get_jwk_set (key), &error);
  g_assert_no_error (error);

  g_assert_true (g_file_set_contents (retired, "# ok\nnonsense\n", -1, NULL));
  g_assert_null (khidki_signing_key_load (fixture->path, &error));
  g_assert_nonnull (strstr (error->message, "line 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jws/sign-rfc", test_sign_rfc);
  g_test_add_func ("/jws/verify-rfc", test_verify_rfc);
  g_test_add_func ("/jws/thumbprint-rfc", test_thumbprint_rfc);
  g_test_add_func ("/jws/flip-any-byte", test_flip_any_byte);
  g_test_add_func ("/jws/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/jws/other-headers", test_other_headers);
  g_test_add_func ("/jws/too-long", test_too_long);
  g_test_add_func ("/jws/jwk-set-json", test_jwk_set_json);
  g_test_add_func ("/jws/jwk-set-bad-json", test_jwk_set_bad_json);
  g_test_add_func ("/jws/base64url-one-spelling", test_base64url_one_spelling);
  g_test_add ("/signing-key/create", KeyFile, NULL, key_file_set_up, test_key_create,
              key_file_tear_down);
  g_test_add ("/signing-key/open-to-others", KeyFile, NULL, key_file_set_up,
              test_key_open_to_others, key_file_tear_down);
  g_test_add ("/signing-key/not-a-key", KeyFile, NULL, key_file_set_up, test_key_not_a_key,
              key_file_tear_down);
  g_test_add ("/signing-key/retired", KeyFile, NULL, key_file_set_up, test_key_retired,
              key_file_tear_down);
  return g_test_run ();
}
