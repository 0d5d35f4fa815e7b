/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-settings.h"

#include <string.h>

#include "khidki-whatsapp-pairs.h"
#include "khidki-whatsapp-rate.h"

#define DEFAULT_PATH "/whatsapp/webhook"
#define DEFAULT_AUTH_HEADER "Authorization"
#define DEFAULT_SIGNATURE_HEADER "X-Hub-Signature-256"
#define SECRETS_AGE_MS (60 * 1000)

static const char *const meta_domains[] = { ".fbsbx.com", ".facebook.com", ".whatsapp.net" };

static char *
dup_config (KhidkiWhatsappSettings *self, KhidkiHost *host, const char *key, const char *fallback)
{
  g_autofree char *value = khidki_host_dup_group_config (host, self->group, key);

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : g_strdup (fallback);
}

static gboolean
fail (GError **error, const char *key, const char *text)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s= %s", key, text);
  return FALSE;
}

static gboolean
load_graph_url (KhidkiWhatsappSettings *self, KhidkiHost *host, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  self->graph_url = dup_config (self, host, "graph-url", NULL);
  if (self->graph_url == NULL)
    return fail (error, "graph-url", "is missing: the base with its version, as in "
                                     "https://graph.facebook.com/v25.0");

  while (g_str_has_suffix (self->graph_url, "/"))
    self->graph_url[strlen (self->graph_url) - 1] = '\0';
  uri = g_uri_parse (self->graph_url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (strcmp (g_uri_get_scheme (uri), "https") != 0
          && strcmp (g_uri_get_scheme (uri), "http") != 0))
    return fail (error, "graph-url", "is not an http or https URI");
  if (g_uri_get_query (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return fail (error, "graph-url", "must not have a query or a user in it");

  self->graph_host = g_ascii_strdown (g_uri_get_host (uri), -1);
  return TRUE;
}

static gboolean
load_rate (KhidkiWhatsappSettings *self, KhidkiHost *host, GError **error)
{
  g_autofree char *text = dup_config (self, host, "rate", NULL);
  guint64 rate = KHIDKI_WHATSAPP_RATE_DEFAULT;

  if (text != NULL
      && !g_ascii_string_to_unsigned (text, 10, 1, KHIDKI_WHATSAPP_RATE_MOST, &rate, NULL))
    return fail (error, "rate", "must be how many messages a second Meta allows the number: 80 "
                                "as a rule, 1000 for the large");

  self->rate = (guint) rate;
  return TRUE;
}

static gboolean
load_pair (KhidkiWhatsappSettings *self, KhidkiHost *host, GError **error)
{
  g_autofree char *text = dup_config (self, host, "pair-seconds", NULL);
  guint64 seconds = KHIDKI_WHATSAPP_PAIR_MS / 1000;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, 60, &seconds, NULL))
    return fail (error, "pair-seconds", "must be in how many seconds Meta allows one message to "
                                        "one person: 6, or 0 for a stand-in without that rule");

  self->pair_ms = (guint) seconds * 1000;
  return TRUE;
}

static gboolean
load_plain (KhidkiWhatsappSettings *self, KhidkiHost *host, GError **error)
{
  g_autofree char *hosts = dup_config (self, host, "media-hosts", "");

  self->number = dup_config (self, host, "phone-number-id", "");
  self->business_account = dup_config (self, host, "business-account-id", NULL);
  self->display_number = dup_config (self, host, "display-number", NULL);
  self->brand = dup_config (self, host, "brand", NULL);
  self->path = dup_config (self, host, "path", DEFAULT_PATH);
  self->auth_header = dup_config (self, host, "auth-header", DEFAULT_AUTH_HEADER);
  self->signature_header = dup_config (self, host, "signature-header", DEFAULT_SIGNATURE_HEADER);
  self->media_hosts = g_strsplit (hosts, ";", -1);

  if (*self->number == '\0' || strspn (self->number, G_CSET_DIGITS) != strlen (self->number))
    return fail (error, "phone-number-id", "must be Meta's id of the business number, in digits");
  if (self->business_account != NULL
      && strspn (self->business_account, G_CSET_DIGITS) != strlen (self->business_account))
    return fail (error, "business-account-id", "must be Meta's id of the business account, in digits");
  if (*self->path != '/')
    return fail (error, "path", "must begin with a slash");

  return TRUE;
}

static gboolean
load_secret (KhidkiWhatsappSettings *self,
             KhidkiHost *host,
             const char *key,
             GStrv *slot,
             GError **error)
{
  g_auto (GStrv) values = khidki_host_dup_group_secrets (host, self->group, key, error);

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
load_secrets (KhidkiWhatsappSettings *self, KhidkiHost *host, GError **error)
{
  self->secrets_read_at = khidki_host_now (host);

  return load_secret (self, host, "access-token", &self->access_tokens, error)
         && load_secret (self, host, "app-secret", &self->app_secrets, error)
         && load_secret (self, host, "verify-token", &self->verify_tokens, error);
}

/**
 * khidki_whatsapp_settings_new:
 * @host: the plugin's host
 * @group: (nullable): which of the further groups; NULL for the plugin's own
 *
 * Returns: (transfer full) (nullable): the settings; NULL with an error that names the key
 *
 * Since: 0.1
 */
KhidkiWhatsappSettings *
khidki_whatsapp_settings_new (KhidkiHost *host, const char *group, GError **error)
{
  g_autoptr (KhidkiWhatsappSettings) self = g_new0 (KhidkiWhatsappSettings, 1);

  self->group = g_strdup (group);
  if (!load_graph_url (self, host, error) || !load_plain (self, host, error)
      || !load_rate (self, host, error) || !load_pair (self, host, error)
      || !load_secrets (self, host, error))
    {
      if (group != NULL)
        g_prefix_error (error, "[%s %s] ", khidki_host_get_name (host), group);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * khidki_whatsapp_settings_free:
 * @self: (transfer full): settings
 *
 * Since: 0.1
 */
void
khidki_whatsapp_settings_free (KhidkiWhatsappSettings *self)
{
  g_free (self->group);
  g_free (self->graph_url);
  g_free (self->number);
  g_free (self->business_account);
  g_free (self->display_number);
  g_free (self->brand);
  g_free (self->path);
  g_free (self->auth_header);
  g_free (self->signature_header);
  g_free (self->graph_host);
  g_strfreev (self->media_hosts);
  g_strfreev (self->access_tokens);
  g_strfreev (self->app_secrets);
  g_strfreev (self->verify_tokens);
  g_free (self);
}

/**
 * khidki_whatsapp_settings_refresh:
 * @self: settings
 * @host: the plugin's host
 *
 * Reads the secrets again when they are older than a minute. Those that cannot
 * be read stay as they were.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_settings_refresh (KhidkiWhatsappSettings *self, KhidkiHost *host)
{
  g_autoptr (GError) error = NULL;

  if (khidki_host_now (host) - self->secrets_read_at < SECRETS_AGE_MS)
    return;

  if (!load_secrets (self, host, &error))
    khidki_host_log (host, G_LOG_LEVEL_WARNING, "The secrets of before stay in use: %s",
                     error->message);
}

static gboolean
is_meta_host (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (meta_domains); i++)
    if (g_str_has_suffix (name, meta_domains[i]))
      return TRUE;

  return FALSE;
}

/**
 * khidki_whatsapp_settings_trusts:
 * @self: settings
 * @uri: where a file lies, as Meta says
 *
 * Returns: whether the token may be shown there
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_settings_trusts (KhidkiWhatsappSettings *self, const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autofree char *name = NULL;
  gboolean https;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL || g_uri_get_userinfo (parsed) != NULL)
    return FALSE;

  name = g_ascii_strdown (g_uri_get_host (parsed), -1);
  https = strcmp (g_uri_get_scheme (parsed), "https") == 0;
  /* Without TLS only where all calls go without it, as to a sandbox. */
  if (strcmp (name, self->graph_host) == 0)
    return https || g_str_has_prefix (self->graph_url, "http://");

  return https
         && (is_meta_host (name)
             || g_strv_contains ((const char *const *) self->media_hosts, name));
}

static gboolean
share_any (GStrv some, GStrv others)
{
  for (guint i = 0; some[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) others, some[i]))
      return TRUE;

  return FALSE;
}

/**
 * khidki_whatsapp_settings_shares_app:
 * @self: settings of one number
 * @other: settings of another
 *
 * A token and an app secret belong to one app; an app may have several tokens.
 *
 * Returns: whether both numbers are known to be of the same app
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_settings_shares_app (KhidkiWhatsappSettings *self, KhidkiWhatsappSettings *other)
{
  return g_str_equal (self->graph_host, other->graph_host)
         && (share_any (self->access_tokens, other->access_tokens)
             || share_any (self->app_secrets, other->app_secrets));
}

/**
 * khidki_whatsapp_settings_shares_account:
 * @self: settings of one number
 * @other: settings of another
 *
 * Where one does not say its business account, the token has to tell: it may be good for
 * several, but most have one.
 *
 * Returns: whether both numbers are known, or likely, to be of the same business account
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_settings_shares_account (KhidkiWhatsappSettings *self,
                                         KhidkiWhatsappSettings *other)
{
  if (!g_str_equal (self->graph_host, other->graph_host))
    return FALSE;
  if (self->business_account != NULL && other->business_account != NULL)
    return g_str_equal (self->business_account, other->business_account);

  return share_any (self->access_tokens, other->access_tokens);
}

/**
 * khidki_whatsapp_settings_dup_account_name:
 * @self: settings
 *
 * Returns: (transfer full): which business account it is, as Meta's pages name it
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_settings_dup_account_name (KhidkiWhatsappSettings *self)
{
  return self->business_account != NULL
             ? g_strdup_printf ("the business account %s", self->business_account)
             : g_strdup_printf ("the business account of the number %s", self->number);
}

/**
 * khidki_whatsapp_settings_new_request:
 * @self: settings
 * @method: `GET` or `POST`
 * @uri: at a host that is trusted
 *
 * Returns: (transfer full): a request that carries the token
 *
 * Since: 0.1
 */
KhidkiRequest *
khidki_whatsapp_settings_new_request (KhidkiWhatsappSettings *self,
                                      const char *method,
                                      const char *uri)
{
  gboolean bearer = g_ascii_strcasecmp (self->auth_header, DEFAULT_AUTH_HEADER) == 0;
  g_autofree char *value = g_strconcat (bearer ? "Bearer " : "", self->access_tokens[0], NULL);
  KhidkiRequest *request = khidki_request_new (method, uri);

  khidki_request_set_header (request, self->auth_header, value);
  return request;
}
