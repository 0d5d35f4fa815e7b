/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-signature.h"

#include <khidki.h>
#include <string.h>

#define PREFIX "sha256="
#define HEX_DIGITS 64

static char *
compute (GBytes *body, const char *secret)
{
  gsize length = 0;
  const guchar *bytes = g_bytes_get_data (body, &length);
  g_autoptr (GHmac) hmac
      = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));

  if (length > 0)
    g_hmac_update (hmac, bytes, (gssize) length);

  return g_strdup (g_hmac_get_string (hmac));
}

/**
 * khidki_whatsapp_signature_check:
 * @header: (nullable): the signature as it came, `sha256=` and 64 lower-case digits
 * @body: the bytes as they were received, before anything reads them
 * @secrets: the app's secrets; two while they are rotated
 *
 * Some providers leave the prefix out, so it may be missing.
 *
 * Returns: whether one of the secrets signed these bytes
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_signature_check (const char *header, GBytes *body, const char *const *secrets)
{
  gboolean found = FALSE;

  if (header == NULL)
    return FALSE;
  if (g_str_has_prefix (header, PREFIX))
    header += strlen (PREFIX);
  if (strlen (header) != HEX_DIGITS)
    return FALSE;

  for (guint i = 0; secrets[i] != NULL; i++)
    {
      g_autofree char *expected = compute (body, secrets[i]);

      found |= *secrets[i] != '\0' && khidki_secret_equal (header, expected);
    }

  return found;
}

/**
 * khidki_whatsapp_signature_make:
 * @body: bytes to be sent
 * @secret: an app's secret
 *
 * Returns: (transfer full): their signature, as Meta would give it
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_signature_make (GBytes *body, const char *secret)
{
  g_autofree char *digits = compute (body, secret);

  return g_strconcat (PREFIX, digits, NULL);
}
