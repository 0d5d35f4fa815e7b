/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-check.h"

#include <errno.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "catalogue/khidki-civil-day.h"
#include "daemon/khidki-daemon-keys.h"
#include "daemon/khidki-daemon-private.h"
#include "daemon/khidki-daemon-texts.h"
#include "gate/khidki-plugin-setting.h"
#include "http/khidki-http-listener.h"
#include "libkhidki/khidki-error.h"
#include "store/khidki-store-url.h"

typedef struct
{
  KhidkiConfig *config;
  GPtrArray *mistakes;
} Check;

static void G_GNUC_PRINTF (4, 5)
complain (Check *check, const char *group, const char *key, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (check->mistakes,
                   g_strdup_printf ("%s: [%s] %s: %s",
                                    khidki_config_get_origin (check->config, group, key), group, key,
                                    text));
}

static void
check_address (Check *check, const char *key, const char *otherwise)
{
  g_autofree char *address = khidki_daemon_setting (check->config, "server", key, otherwise);
  g_autoptr (GError) error = NULL;

  if (!khidki_http_listener_check (address, &error))
    complain (check, "server", key, "%s", error->message);
}

static void
check_plain (Check *check)
{
  g_autofree char *zone = khidki_daemon_setting (check->config, "server", "timezone",
                                                 KHIDKI_DAEMON_TIMEZONE);
  g_autofree char *url = khidki_daemon_setting (check->config, "server", "public-url",
                                                KHIDKI_DAEMON_PUBLIC_URL);
  g_autofree char *sandbox = khidki_daemon_setting (check->config, "server", "sandbox", "false");
  g_autoptr (GTimeZone) time_zone = g_time_zone_new_identifier (zone);

  if (time_zone == NULL)
    complain (check, "server", "timezone", "expected a name such as Asia/Kolkata, found %s", zone);
  if (!khidki_plugin_setting_is_url (url) || g_str_has_suffix (url, "/"))
    complain (check, "server", "public-url",
              "expected an address such as https://khidki.example.gov.in, without a slash at the "
              "end, found %s",
              url);
  if (!g_str_equal (sandbox, "true") && !g_str_equal (sandbox, "false"))
    complain (check, "server", "sandbox", "expected true or false, found %s", sandbox);
}

static void
check_store (Check *check)
{
  g_autofree char *url = khidki_config_dup (check->config, "store", "url");
  g_autoptr (KhidkiStoreUrl) parsed = NULL;
  g_autoptr (GError) error = NULL;

  if (url == NULL)
    return;
  parsed = khidki_store_url_parse (url, &error);
  if (parsed == NULL)
    complain (check, "store", "url", "%s", error->message);
}

/* (transfer full): the folder itself or the nearest above it that is there. */
static char *
find_there (const char *folder)
{
  char *there = g_strdup (folder);

  while (!g_file_test (there, G_FILE_TEST_EXISTS))
    {
      char *above = g_path_get_dirname (there);

      g_free (there);
      there = above;
    }
  return there;
}

/* Root may write everywhere, but not what the kernel makes up. */
static gboolean
is_made_up (const char *folder)
{
  struct statfs system;

  return statfs (folder, &system) == 0
         && (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC);
}

static gboolean
check_state (Check *check, const char *state)
{
  g_autofree char *there = NULL;
  const char *fault = NULL;

  if (!g_path_is_absolute (state))
    {
      complain (check, "server", "state-dir", "expected an absolute path, found %s", state);
      return FALSE;
    }
  there = find_there (state);
  if (!g_file_test (there, G_FILE_TEST_IS_DIR))
    fault = "is no folder";
  else if (is_made_up (there))
    fault = "keeps no files";
  else if (access (there, W_OK | X_OK) != 0)
    fault = g_strerror (errno);
  if (fault != NULL)
    complain (check, "server", "state-dir", "expected a folder that can be written, found %s: %s %s",
              state, there, fault);
  return fault == NULL;
}

/* One that is not configured is made at the first start. */
static void
take_error (Check *check, const char *key, const GError *error)
{
  g_autofree char *value = khidki_config_dup (check->config, "server", key);

  if (error != NULL && (value != NULL || !g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND)))
    g_ptr_array_add (check->mistakes, g_strdup (error->message));
}

static void
check_keys (Check *check, const char *state)
{
  g_autoptr (GError) seal_error = NULL;
  g_autoptr (GError) key_error = NULL;
  g_autoptr (KhidkiSeal) seal =
      khidki_daemon_open_seal (check->config, state, NULL, &seal_error);
  g_autoptr (KhidkiSigningKey) key =
      khidki_daemon_open_signing_key (check->config, state, NULL, &key_error);

  take_error (check, "seal-key", seal_error);
  take_error (check, "signing-key", key_error);
}

void
khidki_daemon_check (KhidkiConfig *config, KhidkiDaemonData *data, GPtrArray *mistakes)
{
  Check check = { config, mistakes };
  g_autofree char *state =
      khidki_daemon_setting (config, "server", "state-dir", KHIDKI_DAEMON_STATE);

  check_address (&check, "listen", KHIDKI_DAEMON_LISTEN);
  check_address (&check, "admin-listen", KHIDKI_DAEMON_ADMIN_LISTEN);
  check_plain (&check);
  check_store (&check);
  if (check_state (&check, state))
    check_keys (&check, state);
  khidki_daemon_data_read (data, config, mistakes);
}

static gboolean
get_today (KhidkiConfig *config, gint64 now, GDate *today)
{
  g_autofree char *name =
      khidki_daemon_setting (config, "server", "timezone", KHIDKI_DAEMON_TIMEZONE);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  if (zone == NULL)
    return FALSE;
  khidki_civil_day (zone, now, today);
  return TRUE;
}

void
khidki_daemon_check_gaps (KhidkiConfig *config,
                          KhidkiDaemonData *data,
                          gint64 now,
                          GPtrArray *mistakes)
{
  GDate today;

  if (get_today (config, now, &today))
    khidki_daemon_data_check (data, config, &today, mistakes);
}

void
khidki_daemon_check_texts (KhidkiConfig *config, gint64 now, GPtrArray *notes)
{
  GDate today;

  if (get_today (config, now, &today))
    khidki_daemon_list_texts (config, &today, notes);
}

gboolean
khidki_daemon_check_or_fail (KhidkiConfig *config, KhidkiDaemonData *data, GError **error)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  khidki_daemon_check (config, data, mistakes);
  if (mistakes->len == 0)
    return TRUE;

  g_ptr_array_add (mistakes, NULL);
  text = g_strjoinv ("\n", (GStrv) mistakes->pdata);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s", text);
  return FALSE;
}
