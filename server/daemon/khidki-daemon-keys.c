/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-keys.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

typedef struct
{
  char *path;
  gboolean is_credential;
  gboolean is_default;
} Place;

static void
place_clear (Place *place)
{
  g_free (place->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
find_place (Place *place,
            KhidkiConfig *config,
            const char *state,
            const char *key,
            const char *file_name,
            GError **error)
{
  g_autofree char *value = khidki_config_dup (config, "server", key);

  place->is_default = value == NULL;
  if (value == NULL)
    place->path = g_build_filename (state, file_name, NULL);
  else if (g_str_has_prefix (value, "file:/"))
    place->path = g_strdup (value + strlen ("file:"));
  else if (*value == '/')
    place->path = g_strdup (value);
  else if (g_str_has_prefix (value, "credential:"))
    {
      place->is_credential = TRUE;
      place->path = khidki_config_find_credential (value + strlen ("credential:"), error);
    }
  else
    /* Not a word of what was found: it may be the key. */
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                         "expected file:/PATH or credential:NAME, found something else");
  return place->path != NULL;
}

KhidkiSeal *
khidki_daemon_open_seal (KhidkiConfig *config, const char *state, KhidkiHost *host, GError **error)
{
  g_auto (Place) place = { 0 };
  KhidkiSeal *seal = NULL;

  if (find_place (&place, config, state, "seal-key", "seal.key", error))
    seal = place.is_credential
               ? khidki_seal_new_from_credential (place.path, error)
               : khidki_seal_new_from_file (place.path, place.is_default && host != NULL, error);
  if (seal == NULL)
    g_prefix_error (error, "%s: [server] seal-key: ",
                    khidki_config_get_origin (config, "server", "seal-key"));
  return seal;
}

static void
fill_random (guint8 *buffer, gsize length, gpointer user_data)
{
  khidki_host_fill_random (user_data, buffer, length);
}

static KhidkiSigningKey *
load_or_make (const Place *place, KhidkiHost *host, GError **error)
{
  g_autoptr (GError) local = NULL;
  KhidkiSigningKey *key = khidki_signing_key_load (place->path, &local);

  if (key == NULL && host != NULL && place->is_default
      && g_error_matches (local, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    {
      if (!khidki_signing_key_create (place->path, fill_random, host, error))
        return NULL;
      return khidki_signing_key_load (place->path, error);
    }
  if (key == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return key;
}

KhidkiSigningKey *
khidki_daemon_open_signing_key (KhidkiConfig *config,
                                const char *state,
                                KhidkiHost *host,
                                GError **error)
{
  g_auto (Place) place = { 0 };
  KhidkiSigningKey *signing_key = NULL;

  if (find_place (&place, config, state, "signing-key", "signing.key", error))
    signing_key = place.is_credential ? khidki_signing_key_load_credential (place.path, error)
                                      : load_or_make (&place, host, error);
  if (signing_key == NULL)
    g_prefix_error (error, "%s: [server] signing-key: ",
                    khidki_config_get_origin (config, "server", "signing-key"));
  return signing_key;
}
