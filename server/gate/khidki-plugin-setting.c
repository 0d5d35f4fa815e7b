/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-setting.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

#define TOKEN_LETTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "!#$%&'*+-.^_`|~"
#define HOST_LETTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-."

typedef struct
{
  const char *name;
  const char *expected;
  gboolean (*is_right) (const char *value);
} Kind;

struct _KhidkiPluginSetting
{
  char *key;
  const Kind *kind;
  gboolean required;
};

static gboolean
is_any (const char *value)
{
  return TRUE;
}

gboolean
khidki_plugin_setting_is_url (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
         && (g_str_equal (g_uri_get_scheme (uri), "https")
             || g_str_equal (g_uri_get_scheme (uri), "http"))
         && g_uri_get_query (uri) == NULL && g_uri_get_userinfo (uri) == NULL;
}

static gboolean
is_digits (const char *value)
{
  return strspn (value, G_CSET_DIGITS) == strlen (value);
}

static gboolean
is_path (const char *value)
{
  return *value == '/' && strcspn (value, " \t?#") == strlen (value);
}

static gboolean
is_header (const char *value)
{
  return strspn (value, TOKEN_LETTERS) == strlen (value);
}

static gboolean
is_hosts (const char *value)
{
  return strspn (value, HOST_LETTERS "; ") == strlen (value);
}

static const Kind kinds[] = {
  { "text", "some text", is_any },
  { "secret", "file:PATH or credential:NAME", is_any },
  { "url", "an http or https address without a query, as in https://example.org/v1",
    khidki_plugin_setting_is_url },
  { "digits", "digits and nothing else", is_digits },
  { "path", "a path that begins with a slash", is_path },
  { "header", "the name of an HTTP header", is_header },
  { "hosts", "names of hosts, separated by ;", is_hosts },
};

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];
  return NULL;
}

KhidkiPluginSetting *
khidki_plugin_setting_parse (const char *declaration, GError **error)
{
  gboolean required = g_str_has_suffix (declaration, "!");
  g_autofree char *text = g_strndup (declaration, strlen (declaration) - (required ? 1 : 0));
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  const Kind *kind = parts[0] != NULL && parts[1] != NULL ? find_kind (parts[1]) : &kinds[0];
  KhidkiPluginSetting *self;

  if (parts[0] == NULL || *parts[0] == '\0' || kind == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "expected KEY or KEY:KIND, KIND being text, secret, url, digits, path, header "
                   "or hosts, found %s",
                   *declaration != '\0' ? declaration : "nothing");
      return NULL;
    }
  self = g_new0 (KhidkiPluginSetting, 1);
  self->key = g_strdup (parts[0]);
  self->kind = kind;
  self->required = required;
  return self;
}

void
khidki_plugin_setting_free (KhidkiPluginSetting *self)
{
  g_free (self->key);
  g_free (self);
}

const char *
khidki_plugin_setting_get_key (KhidkiPluginSetting *self)
{
  return self->key;
}

gboolean
khidki_plugin_setting_is_secret (KhidkiPluginSetting *self)
{
  return g_str_equal (self->kind->name, "secret");
}

gboolean
khidki_plugin_setting_check (KhidkiPluginSetting *self, const char *value, GError **error)
{
  if (value != NULL ? self->kind->is_right (value) : !self->required)
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "expected %s, found %s",
               self->kind->expected, value != NULL ? value : "nothing");
  return FALSE;
}
