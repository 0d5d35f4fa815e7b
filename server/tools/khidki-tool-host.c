/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tools/khidki-tool-host.h"

#include <unistd.h>

#include "gate/khidki-clock-offset.h"
#include "gate/khidki-config.h"

/* More the kernel refuses; so much it has as soon as it runs. */
#define MOST_AT_ONCE 256
#define CREDENTIALS_VARIABLE "CREDENTIALS_DIRECTORY"
#define SERVICE_CREDENTIALS "/run/credentials/khidkid.service"

struct _KhidkiToolHost
{
  GObject parent_instance;

  char *plugin;
  KhidkiConfig *config;
  gint64 clock_offset;
};

static void host_iface_init (KhidkiHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiToolHost,
                               khidki_tool_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_HOST, host_iface_init))

static const char *
host_get_name (KhidkiHost *host)
{
  return KHIDKI_TOOL_HOST (host)->plugin;
}

static char *
host_dup_config (KhidkiHost *host, const char *key)
{
  KhidkiToolHost *self = KHIDKI_TOOL_HOST (host);

  return khidki_config_dup (self->config, self->plugin, key);
}

static GStrv
host_dup_secrets (KhidkiHost *host, const char *key, GError **error)
{
  KhidkiToolHost *self = KHIDKI_TOOL_HOST (host);

  return khidki_config_dup_secrets (self->config, self->plugin, key, error);
}

static GStrv
host_list_groups (KhidkiHost *host)
{
  KhidkiToolHost *self = KHIDKI_TOOL_HOST (host);

  return khidki_config_list_groups (self->config, self->plugin);
}

static char *
host_dup_group_config (KhidkiHost *host, const char *group, const char *key)
{
  KhidkiToolHost *self = KHIDKI_TOOL_HOST (host);
  g_autofree char *name = g_strconcat (self->plugin, " ", group, NULL);

  return khidki_config_dup (self->config, name, key);
}

static GStrv
host_dup_group_secrets (KhidkiHost *host, const char *group, const char *key, GError **error)
{
  KhidkiToolHost *self = KHIDKI_TOOL_HOST (host);
  g_autofree char *name = g_strconcat (self->plugin, " ", group, NULL);

  return khidki_config_dup_secrets (self->config, name, key, error);
}

static gint64
host_now (KhidkiHost *host)
{
  return g_get_real_time () / 1000 + KHIDKI_TOOL_HOST (host)->clock_offset;
}

static gint64
host_get_monotonic (KhidkiHost *host)
{
  return g_get_monotonic_time () / 1000;
}

static void
host_fill_random (KhidkiHost *host, guint8 *buffer, gsize length)
{
  gsize done = 0;

  while (done < length)
    {
      gsize piece = MIN (length - done, MOST_AT_ONCE);

      if (getentropy (buffer + done, piece) == 0)
        done += piece;
    }
}

static void
host_log (KhidkiHost *host, GLogLevelFlags level, const char *text)
{
  g_printerr ("%s\n", text);
}

static void
host_iface_init (KhidkiHostInterface *iface)
{
  iface->get_name = host_get_name;
  iface->dup_config = host_dup_config;
  iface->dup_secrets = host_dup_secrets;
  iface->list_groups = host_list_groups;
  iface->dup_group_config = host_dup_group_config;
  iface->dup_group_secrets = host_dup_group_secrets;
  iface->now = host_now;
  iface->get_monotonic = host_get_monotonic;
  iface->fill_random = host_fill_random;
  iface->log = host_log;
}

static void
khidki_tool_host_finalize (GObject *object)
{
  KhidkiToolHost *self = KHIDKI_TOOL_HOST (object);

  g_free (self->plugin);
  g_clear_pointer (&self->config, khidki_config_unref);

  G_OBJECT_CLASS (khidki_tool_host_parent_class)->finalize (object);
}

static void
khidki_tool_host_class_init (KhidkiToolHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_tool_host_finalize;
}

static void
khidki_tool_host_init (KhidkiToolHost *self)
{
}

/* A server that follows a sandbox's clock has that clock for its own. */
static void
read_clock (KhidkiToolHost *self)
{
  g_autofree char *path = khidki_config_dup (self->config, "server", "clock-file");

  if (path != NULL && khidki_config_get_boolean (self->config, "server", "sandbox"))
    khidki_clock_offset_read (path, &self->clock_offset);
}

KhidkiToolHost *
khidki_tool_host_new (const char *path, const char *plugin, GError **error)
{
  g_autoptr (KhidkiToolHost) self = g_object_new (KHIDKI_TYPE_TOOL_HOST, NULL);

  self->plugin = g_strdup (plugin);
  self->config = khidki_config_load (path, error);
  if (self->config == NULL)
    return NULL;
  read_clock (self);
  return g_steal_pointer (&self);
}

char *
khidki_tool_host_dup_server (KhidkiToolHost *self, const char *key)
{
  return khidki_config_dup (self->config, "server", key);
}

void
khidki_tool_host_find_credentials (const char *path, const char *folder)
{
  g_autofree char *config_folder = g_path_get_dirname (path);
  g_autofree char *beside = g_build_filename (config_folder, "credentials", NULL);

  if (folder == NULL && g_getenv (CREDENTIALS_VARIABLE) != NULL)
    return;
  if (folder == NULL)
    folder = g_file_test (SERVICE_CREDENTIALS, G_FILE_TEST_IS_DIR) ? SERVICE_CREDENTIALS : beside;
  g_setenv (CREDENTIALS_VARIABLE, folder, TRUE);
}
