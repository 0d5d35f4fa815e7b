/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-settings.h"

#include <string.h>

#define DEFAULT_USERNAME "khidki"
#define SECRETS_AGE_MS (60 * 1000)

static char *
dup_config (KhidkiHost *host, const char *key)
{
  g_autofree char *value = khidki_host_dup_config (host, key);

  return value != NULL ? g_strstrip (g_steal_pointer (&value)) : g_strdup ("");
}

static gboolean
fail (GError **error, const char *key, const char *text)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s= %s", key, text);
  return FALSE;
}

static gboolean
is_url (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
         && g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL
         && (strcmp (g_uri_get_scheme (uri), "http") == 0
             || strcmp (g_uri_get_scheme (uri), "https") == 0);
}

static gboolean
is_digits (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static gboolean
load_plain (KhidkiSmsSettings *self, KhidkiHost *host, GError **error)
{
  self->send_url = dup_config (host, "send-url");
  self->username = dup_config (host, "send-username");
  self->number = dup_config (host, "number");
  self->header = dup_config (host, "header");
  self->entity_id = dup_config (host, "entity-id");
  self->delivery_url = dup_config (host, "delivery-url");

  if (*self->username == '\0')
    {
      g_free (self->username);
      self->username = g_strdup (DEFAULT_USERNAME);
    }
  if (!is_url (self->send_url))
    return fail (error, "send-url", "must be where Kannel takes texts, as in "
                                    "http://127.0.0.1:13013/cgi-bin/sendsms");
  if (!is_digits (self->number))
    return fail (error, "number", "must be the number that citizens write to, in digits");
  if (*self->header == '\0')
    return fail (error, "header", "must be the registered sender (DLT header)");
  if (!is_digits (self->entity_id))
    return fail (error, "entity-id", "must be the registered entity's id, in digits");
  if (*self->delivery_url == '\0')
    g_clear_pointer (&self->delivery_url, g_free);
  else if (!is_url (self->delivery_url))
    return fail (error, "delivery-url", "must be where Kannel reaches this server, as in "
                                        "http://127.0.0.1:8080/sms/delivery");

  return TRUE;
}

static GKeyFile *
read_file (const char *key, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, error))
    return g_steal_pointer (&file);
  g_prefix_error (error, "%s=%s: ", key, path);
  if (error != NULL && *error != NULL)
    {
      (*error)->domain = KHIDKI_ERROR;
      (*error)->code = KHIDKI_ERROR_INVALID;
    }
  return NULL;
}

static gboolean
load_families (KhidkiSmsSettings *self, KhidkiHost *host, GError **error)
{
  g_autofree char *path = dup_config (host, "families");
  g_autoptr (GKeyFile) file = NULL;

  if (*path == '\0')
    self->families = khidki_sms_families_new_shipped (self->number, error);
  else
    {
      file = read_file ("families", path, error);
      self->families = file != NULL ? khidki_sms_families_new (file, self->number, error) : NULL;
    }

  return self->families != NULL;
}

static gboolean
load_ids (KhidkiSmsSettings *self, KhidkiHost *host, GError **error)
{
  g_autofree char *path = dup_config (host, "template-ids");
  g_autoptr (GKeyFile) file = NULL;

  if (*path == '\0')
    return fail (error, "template-ids", "must name the file with the ids of the registered texts");

  file = read_file ("template-ids", path, error);
  if (file == NULL)
    return FALSE;
  if (khidki_sms_families_take_ids (self->families, file, error))
    return TRUE;
  g_prefix_error (error, "template-ids=%s: ", path);
  return FALSE;
}

static gboolean
load_secret (KhidkiHost *host, const char *key, GStrv *slot, GError **error)
{
  g_auto (GStrv) values = khidki_host_dup_secrets (host, key, error);

  if (values == NULL)
    {
      g_prefix_error (error, "%s=: ", key);
      return FALSE;
    }
  if (values[0] == NULL || *values[0] == '\0')
    return fail (error, key, "is missing or empty");

  g_strfreev (*slot);
  *slot = g_steal_pointer (&values);
  return TRUE;
}

static gboolean
load_secrets (KhidkiSmsSettings *self, KhidkiHost *host, GError **error)
{
  self->secrets_read_at = khidki_host_now (host);

  return load_secret (host, "send-password", &self->passwords, error)
         && load_secret (host, "secret", &self->secrets, error);
}

/**
 * khidki_sms_settings_new:
 * @host: the plugin's host
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the settings; %NULL with an error that names the key
 *
 * Since: 0.1
 */
KhidkiSmsSettings *
khidki_sms_settings_new (KhidkiHost *host, GError **error)
{
  g_autoptr (KhidkiSmsSettings) self = g_new0 (KhidkiSmsSettings, 1);

  if (!load_plain (self, host, error) || !load_families (self, host, error)
      || !load_ids (self, host, error) || !load_secrets (self, host, error))
    return NULL;
  if (self->delivery_url == NULL)
    khidki_host_log (host, G_LOG_LEVEL_WARNING,
                     "Without delivery-url= nobody learns whether a text arrived");

  return g_steal_pointer (&self);
}

void
khidki_sms_settings_free (KhidkiSmsSettings *self)
{
  g_free (self->send_url);
  g_free (self->username);
  g_free (self->number);
  g_free (self->header);
  g_free (self->entity_id);
  g_free (self->delivery_url);
  g_clear_pointer (&self->families, khidki_sms_families_free);
  g_strfreev (self->passwords);
  g_strfreev (self->secrets);
  g_free (self);
}

/**
 * khidki_sms_settings_refresh:
 * @self: settings
 * @host: the plugin's host
 *
 * Reads the secrets again when they are older than a minute. Those that cannot
 * be read stay as they were.
 *
 * Since: 0.1
 */
void
khidki_sms_settings_refresh (KhidkiSmsSettings *self, KhidkiHost *host)
{
  g_autoptr (GError) error = NULL;

  if (khidki_host_now (host) - self->secrets_read_at < SECRETS_AGE_MS)
    return;

  if (!load_secrets (self, host, &error))
    khidki_host_log (host, G_LOG_LEVEL_WARNING, "The secrets of before stay in use: %s",
                     error->message);
}
