/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-secret.h"

#include <string.h>

/**
 * khidki_secret_equal:
 * @one: a text, such as a signature that came with a request
 * @other: what it has to be
 *
 * Takes the same time wherever the first difference is, so that nobody can guess a secret
 * letter by letter. How long a text is does show: compare signatures or digests, which are
 * all of one length, not passwords.
 *
 * Returns: whether they are the same
 *
 * Since: 0.1
 */
gboolean
khidki_secret_equal (const char *one, const char *other)
{
  gsize length = strlen (one);
  volatile guint8 difference = 0;

  if (strlen (other) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) one[i] ^ (guint8) other[i];
  return difference == 0;
}

/**
 * khidki_secret_is_one_of:
 * @given: (nullable): what somebody gave
 * @secrets: (array zero-terminated=1): what it may be; two while they are rotated. An empty
 *   one is none
 *
 * Compares digests, so that neither length nor content shows in the time taken.
 *
 * Returns: whether it is one of the secrets
 *
 * Since: 0.1
 */
gboolean
khidki_secret_is_one_of (const char *given, const char *const *secrets)
{
  g_autofree char *given_digest = NULL;
  gboolean found = FALSE;

  if (given == NULL)
    return FALSE;

  given_digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, given, -1);
  for (gsize i = 0; secrets[i] != NULL; i++)
    {
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secrets[i], -1);

      found |= *secrets[i] != '\0' && khidki_secret_equal (given_digest, digest);
    }
  return found;
}
