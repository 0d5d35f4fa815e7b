/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-store-url.h"

#include "libkhidki/khidki-error.h"

#define LOCK_SECONDS 10

static gboolean
fail (GError **error, const char *what, const char *value)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: %s", what, value);
  return FALSE;
}

static gboolean
read_lock_seconds (KhidkiStoreUrl *self, const char *value, GError **error)
{
  guint64 seconds;

  if (!g_ascii_string_to_unsigned (value, 10, 0, 3600, &seconds, NULL))
    return fail (error, "lock-wait= expects seconds from 0 to 3600, found", value);
  self->lock_seconds = seconds;
  return TRUE;
}

static gboolean
read_parameters (KhidkiStoreUrl *self, GHashTable *parameters, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;
  gboolean is_off = FALSE, is_unsafe = FALSE;

  g_hash_table_iter_init (&iter, parameters);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_str_equal (key, "lock-wait"))
        {
          if (!read_lock_seconds (self, value, error))
            return FALSE;
        }
      else if (g_str_equal (key, "synchronous") && g_str_equal (value, "off"))
        is_off = TRUE;
      else if (g_str_equal (key, "unsafe") && g_str_equal (value, "yes"))
        is_unsafe = TRUE;
      else
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                       "“%s=%s” means nothing; lock-wait=SECONDS is known", (char *) key,
                       (char *) value);
          return FALSE;
        }
    }
  if (is_off && !is_unsafe)
    return fail (error, "synchronous=off loses what citizens were told is kept; to do it "
                        "nonetheless say", "unsafe=yes");
  self->unsafe = is_off;
  return TRUE;
}

static gboolean
check_uri (GUri *uri, GError **error)
{
  const char *host = g_uri_get_host (uri);
  const char *path = g_uri_get_path (uri);

  if (g_str_has_prefix (g_uri_get_scheme (uri), "postgres"))
    return fail (error, "PostgreSQL is not supported yet: expected sqlite:///PATH, found the scheme",
                 g_uri_get_scheme (uri));
  if (!g_str_equal (g_uri_get_scheme (uri), "sqlite"))
    return fail (error, "expected sqlite:///PATH, found the scheme", g_uri_get_scheme (uri));
  if (host != NULL && *host != '\0')
    return fail (error, "expected three slashes, as in sqlite:///PATH; found the host", host);
  if (!g_path_is_absolute (path) || g_str_has_suffix (path, "/"))
    return fail (error, "expected the absolute path of a file, found", path);
  return TRUE;
}

/**
 * khidki_store_url_parse:
 * @url: `sqlite:///ABSOLUTE/PATH`, perhaps with `?lock-wait=SECONDS`; for trials
 *   `?synchronous=off&unsafe=yes`
 * @error: %KHIDKI_ERROR_INVALID with what was expected
 *
 * Returns: (transfer full) (nullable): what it says
 *
 * Since: 0.1
 */
KhidkiStoreUrl *
khidki_store_url_parse (const char *url, GError **error)
{
  g_autoptr (KhidkiStoreUrl) self = g_new0 (KhidkiStoreUrl, 1);
  g_autoptr (GHashTable) parameters = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_QUERY, &local);

  self->lock_seconds = LOCK_SECONDS;
  if (uri == NULL)
    {
      fail (error, "expected sqlite:///PATH", local->message);
      return NULL;
    }
  if (!check_uri (uri, error))
    return NULL;
  self->path = g_strdup (g_uri_get_path (uri));
  if (g_uri_get_query (uri) == NULL)
    return g_steal_pointer (&self);
  parameters = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, &local);
  if (parameters == NULL)
    {
      fail (error, "the part behind the question mark", local->message);
      return NULL;
    }
  return read_parameters (self, parameters, error) ? g_steal_pointer (&self) : NULL;
}

void
khidki_store_url_free (KhidkiStoreUrl *self)
{
  g_free (self->path);
  g_free (self);
}
