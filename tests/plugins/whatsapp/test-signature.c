/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fixture.h"
#include "khidki-whatsapp-signature.h"

static const char *const secrets[] = { "new-secret", "old-secret", NULL };

static char *
sign (GBytes *body, const char *secret)
{
  gsize length = 0;
  const guchar *bytes = g_bytes_get_data (body, &length);
  g_autofree char *hex = g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guchar *) secret,
                                                  strlen (secret), bytes, length);

  return g_strconcat ("sha256=", hex, NULL);
}

static void
test_known (void)
{
  /* From RFC 4231, case 2. */
  static const char *const jefe[] = { "Jefe", NULL };
  static const char text[] = "what do ya want for nothing?";
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));

  g_assert_true (khidki_whatsapp_signature_check (
      "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", body, jefe));
}

static void
test_secrets (void)
{
  g_autoptr (GBytes) body = fixture_load ("text-escaped");
  g_autofree char *first = sign (body, "new-secret");
  g_autofree char *second = sign (body, "old-secret");
  g_autofree char *wrong = sign (body, "another-secret");

  g_assert_true (khidki_whatsapp_signature_check (first, body, secrets));
  g_assert_true (khidki_whatsapp_signature_check (second, body, secrets));
  g_assert_false (khidki_whatsapp_signature_check (wrong, body, secrets));
}

/* A secret that is not there must not become an empty key that anybody knows. */
static void
test_empty_secret (void)
{
  static const char *const empty[] = { "", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (GBytes) body = fixture_load ("text");
  g_autofree char *signature = sign (body, "");

  g_assert_false (khidki_whatsapp_signature_check (signature, body, empty));
  g_assert_false (khidki_whatsapp_signature_check (signature, body, none));
}

static void
test_one_bit (void)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  g_autofree char *signature = sign (body, "new-secret");
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (body, &length);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *flipped = g_memdup2 (bytes, length);
      g_autoptr (GBytes) other = NULL;

      flipped[i] ^= (guint8) (1 << (i % 8));
      other = g_bytes_new_static (flipped, length);
      g_assert_false (khidki_whatsapp_signature_check (signature, other, secrets));
    }
}

static void
test_form (void)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autofree char *signature = sign (body, "new-secret");
  g_autofree char *upper = g_ascii_strup (signature, -1);
  g_autofree char *upper_digits = g_strconcat ("sha256=", upper + 7, NULL);
  g_autofree char *longer = g_strconcat (signature, "0", NULL);
  g_autofree char *twice = g_strconcat ("sha256=", signature, NULL);
  g_autofree char *shorter = g_strndup (signature, strlen (signature) - 1);
  g_autofree char *of_nothing = sign (nothing, "new-secret");

  g_assert_true (khidki_whatsapp_signature_check (signature + 7, body, secrets));
  g_assert_true (khidki_whatsapp_signature_check (of_nothing, nothing, secrets));
  g_assert_false (khidki_whatsapp_signature_check (NULL, body, secrets));
  g_assert_false (khidki_whatsapp_signature_check ("", body, secrets));
  g_assert_false (khidki_whatsapp_signature_check ("sha256=", body, secrets));
  g_assert_false (khidki_whatsapp_signature_check (shorter, body, secrets));
  g_assert_false (khidki_whatsapp_signature_check (longer, body, secrets));
  g_assert_false (khidki_whatsapp_signature_check (twice, body, secrets));
  /* Meta writes lower case only. */
  g_assert_false (khidki_whatsapp_signature_check (upper_digits, body, secrets));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/signature/known", test_known);
  g_test_add_func ("/whatsapp/signature/secrets", test_secrets);
  g_test_add_func ("/whatsapp/signature/empty-secret", test_empty_secret);
  g_test_add_func ("/whatsapp/signature/one-bit", test_one_bit);
  g_test_add_func ("/whatsapp/signature/form", test_form);

  return g_test_run ();
}
