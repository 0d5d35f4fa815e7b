/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-host-private.h"

#include <sodium.h>

#include "gate/khidki-config-check.h"
#include "libkhidki/khidki-error.h"

struct _KhidkiPluginHost
{
  GObject parent_instance;

  KhidkiPluginFile *file;
  const KhidkiPluginHostWorld *world;
  KhidkiConfig *config;
  GHashTable *timers;
  GPtrArray *routes;
  GHashTable *alarms; /* name → what is wrong */
  gboolean closed;
};

static gint64 clock_offset;

static void host_iface_init (KhidkiHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiPluginHost,
                               khidki_plugin_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_HOST, host_iface_init)
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_COUNTER,
                                                      khidki_plugin_counter_implement))

typedef struct
{
  KhidkiPluginHost *host;
  KhidkiTimerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  guint id;
} Timer;

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->destroy != NULL)
    timer->destroy (timer->user_data);
  g_free (timer);
}

static gboolean
timer_fired (gpointer data)
{
  Timer *timer = data;

  g_hash_table_remove (timer->host->timers, GUINT_TO_POINTER (timer->id));
  timer->func (timer->user_data);
  return G_SOURCE_REMOVE;
}

static guint
host_add_timer (KhidkiHost *host,
                guint milliseconds,
                KhidkiTimerFunc func,
                gpointer user_data,
                GDestroyNotify destroy)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);
  Timer *timer = g_new0 (Timer, 1);

  timer->host = self;
  timer->func = func;
  timer->user_data = user_data;
  timer->destroy = destroy;
  timer->id = g_timeout_add_full (G_PRIORITY_DEFAULT, milliseconds, timer_fired, timer, timer_free);
  g_hash_table_add (self->timers, GUINT_TO_POINTER (timer->id));
  return timer->id;
}

static void
host_remove_timer (KhidkiHost *host, guint timer)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  if (g_hash_table_remove (self->timers, GUINT_TO_POINTER (timer)))
    g_source_remove (timer);
}

static const char *
host_get_name (KhidkiHost *host)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  return self->file != NULL ? self->file->name : "server";
}

static char *
host_dup_config (KhidkiHost *host, const char *key)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  return self->config != NULL ? khidki_config_dup (self->config, host_get_name (host), key) : NULL;
}

static GStrv
dup_secrets_of (KhidkiPluginHost *self, const char *group, const char *key, GError **error)
{
  g_autofree char *need = g_strconcat ("secret:", key, NULL);

  if (self->config == NULL || !g_strv_contains ((const char *const *) self->file->needs, need))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "X-Khidki-Needs does not name the secret “%s”", key);
      return NULL;
    }
  return khidki_config_dup_secrets (self->config, group, key, error);
}

static GStrv
host_dup_secrets (KhidkiHost *host, const char *key, GError **error)
{
  return dup_secrets_of (KHIDKI_PLUGIN_HOST (host), host_get_name (host), key, error);
}

static char *
dup_group_name (KhidkiHost *host, const char *group)
{
  return g_strconcat (host_get_name (host), " ", group, NULL);
}

static GStrv
host_list_groups (KhidkiHost *host)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  return self->config != NULL ? khidki_plugin_file_list_groups (self->file, self->config)
                              : g_new0 (char *, 1);
}

static char *
host_dup_group_config (KhidkiHost *host, const char *group, const char *key)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);
  g_autofree char *name = dup_group_name (host, group);

  return self->config != NULL ? khidki_config_dup (self->config, name, key) : NULL;
}

static GStrv
host_dup_group_secrets (KhidkiHost *host, const char *group, const char *key, GError **error)
{
  g_autofree char *name = dup_group_name (host, group);

  return dup_secrets_of (KHIDKI_PLUGIN_HOST (host), name, key, error);
}

static gint64
host_now (KhidkiHost *host)
{
  return g_get_real_time () / 1000 + clock_offset;
}

static gint64
host_get_monotonic (KhidkiHost *host)
{
  return g_get_monotonic_time () / 1000;
}

static void
host_fill_random (KhidkiHost *host, guint8 *buffer, gsize length)
{
  randombytes_buf (buffer, length);
}

/* What a list of paths declares: a path, or all below one that ends with a slash. */
static gboolean
declares (GStrv paths, const char *path)
{
  for (guint i = 0; paths[i] != NULL; i++)
    if (g_str_equal (paths[i], path)
        || (g_str_has_suffix (paths[i], "/") && paths[i][1] != '\0'
            && g_str_has_prefix (path, paths[i])))
      return TRUE;
  return FALSE;
}

/* A declared path, or the one that the administrator gave in its place. */
static gboolean
may_route (KhidkiPluginHost *self, const char *path)
{
  g_autofree char *own = host_dup_config (KHIDKI_HOST (self), "path");

  return declares (self->file->routes, path) || g_strcmp0 (own, path) == 0;
}

static void
note_route (KhidkiPluginHost *self, const char *method, const char *path)
{
  g_ptr_array_add (self->routes, g_strdup (method));
  g_ptr_array_add (self->routes, g_strdup (path));
}

static gboolean
host_add_route (KhidkiHost *host,
                const char *method,
                const char *path,
                KhidkiRouteFunc func,
                gpointer user_data,
                GDestroyNotify destroy,
                GError **error)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  if (self->closed || self->world == NULL || !may_route (self, path))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "X-Khidki-Routes does not name %s", path);
      return FALSE;
    }
  if (!khidki_http_server_add_route (self->world->http_server, method, path, func, user_data, destroy,
                                     error))
    return FALSE;

  note_route (self, method, path);
  return TRUE;
}

static gboolean
host_add_upload_route (KhidkiHost *host,
                       const char *path,
                       KhidkiRouteFunc admit,
                       KhidkiRouteFunc func,
                       gpointer user_data,
                       GDestroyNotify destroy,
                       GError **error)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  if (self->closed || self->world == NULL || !declares (self->file->uploads, path))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "X-Khidki-Uploads does not name %s", path);
      return FALSE;
    }
  if (!khidki_http_server_add_upload_route (self->world->http_server, path, admit, func, user_data,
                                            destroy, error))
    return FALSE;

  note_route (self, "POST", path);
  return TRUE;
}

static gboolean
has_need (KhidkiPluginHost *self, const char *need)
{
  for (guint i = 0; self->file != NULL && self->file->needs[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (self->file->needs[i], ":", 2);

      if (g_strcmp0 (parts[0], need) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
khidki_plugin_host_refuse (KhidkiPluginHost *self,
                           const char *need,
                           gpointer tag,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  if (!self->closed && self->world != NULL && (need == NULL || has_need (self, need)))
    return FALSE;

  /* What a plugin did not come to before its stop, it may do after its next start. */
  if (self->closed)
    g_task_report_new_error (self, callback, user_data, tag, KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                             "the plugin was stopped");
  else
    g_task_report_new_error (self, callback, user_data, tag, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                             "X-Khidki-Needs does not name what this takes");
  return TRUE;
}

const KhidkiPluginHostWorld *
khidki_plugin_host_get_world (KhidkiPluginHost *self)
{
  return self->world;
}

KhidkiCounter *
khidki_plugin_host_find_counter (KhidkiPluginHost *self, GError **error)
{
  const char *reason = NULL;

  if (self->closed)
    reason = "the plugin was stopped";
  else if (!has_need (self, "counter"))
    reason = "X-Khidki-Needs does not name counter";
  else if (self->world == NULL || self->world->counter == NULL)
    reason = "this server has no counter";
  if (reason == NULL)
    return self->world->counter;

  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, reason);
  return NULL;
}

static void
host_log (KhidkiHost *host, GLogLevelFlags level, const char *text)
{
  g_log_structured ("khidki", level, "KHIDKI_PLUGIN", host_get_name (host), "MESSAGE", "%s: %s",
                    host_get_name (host), text);
}

static void
host_set_alarm (KhidkiHost *host, const char *name, const char *text)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  if (text == NULL)
    {
      if (g_hash_table_remove (self->alarms, name))
        g_message ("%s: over: %s", host_get_name (host), name);
      return;
    }
  if (self->closed)
    return;
  if (!g_hash_table_contains (self->alarms, name))
    g_warning ("%s: alarm %s: %s", host_get_name (host), name, text);
  g_hash_table_replace (self->alarms, g_strdup (name), g_strdup (text));
}

GHashTable *
khidki_plugin_host_get_alarms (KhidkiPluginHost *self)
{
  return self->alarms;
}

static KhidkiResponse *
host_make_page (KhidkiHost *host, const KhidkiPageFrame *frame, KhidkiHtml *body)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);

  if (self->world == NULL || self->world->make_page == NULL)
    return khidki_response_new (503);
  return self->world->make_page (frame, body);
}

static void
host_iface_init (KhidkiHostInterface *iface)
{
  khidki_plugin_host_implement_calls (iface);
  iface->get_name = host_get_name;
  iface->dup_config = host_dup_config;
  iface->dup_secrets = host_dup_secrets;
  iface->now = host_now;
  iface->get_monotonic = host_get_monotonic;
  iface->add_timer = host_add_timer;
  iface->remove_timer = host_remove_timer;
  iface->fill_random = host_fill_random;
  iface->add_route = host_add_route;
  iface->log = host_log;
  iface->make_page = host_make_page;
  iface->add_upload_route = host_add_upload_route;
  iface->set_alarm = host_set_alarm;
  iface->list_groups = host_list_groups;
  iface->dup_group_config = host_dup_group_config;
  iface->dup_group_secrets = host_dup_group_secrets;
}

void
khidki_plugin_host_set_config (KhidkiPluginHost *self, KhidkiConfig *config)
{
  khidki_config_check_tell_fixed_of_plugin (self->file, self->config, config);
  khidki_config_unref (self->config);
  self->config = khidki_config_ref (config);
}

void
khidki_plugin_host_close (KhidkiPluginHost *self)
{
  g_autoptr (GList) timers = g_hash_table_get_keys (self->timers);

  self->closed = TRUE;
  g_hash_table_remove_all (self->alarms);
  for (guint i = 0; i + 1 < self->routes->len; i += 2)
    khidki_http_server_remove_route (self->world->http_server, g_ptr_array_index (self->routes, i),
                                     g_ptr_array_index (self->routes, i + 1));
  g_ptr_array_set_size (self->routes, 0);
  for (GList *link = timers; link != NULL; link = link->next)
    host_remove_timer (KHIDKI_HOST (self), GPOINTER_TO_UINT (link->data));
}

static void
khidki_plugin_host_finalize (GObject *object)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (object);

  khidki_plugin_host_close (self);
  g_hash_table_unref (self->timers);
  g_hash_table_unref (self->alarms);
  g_ptr_array_unref (self->routes);
  g_clear_pointer (&self->config, khidki_config_unref);
  g_clear_pointer (&self->file, khidki_plugin_file_unref);

  G_OBJECT_CLASS (khidki_plugin_host_parent_class)->finalize (object);
}

static void
khidki_plugin_host_class_init (KhidkiPluginHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_plugin_host_finalize;
}

static void
khidki_plugin_host_init (KhidkiPluginHost *self)
{
  self->timers = g_hash_table_new (NULL, NULL);
  self->alarms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->routes = g_ptr_array_new_with_free_func (g_free);
}

KhidkiPluginHost *
khidki_plugin_host_new_for_server (void)
{
  return g_object_new (KHIDKI_TYPE_PLUGIN_HOST, NULL);
}

KhidkiPluginHost *
khidki_plugin_host_new (KhidkiPluginFile *file, const KhidkiPluginHostWorld *world, KhidkiConfig *config)
{
  KhidkiPluginHost *self = g_object_new (KHIDKI_TYPE_PLUGIN_HOST, NULL);

  self->file = khidki_plugin_file_ref (file);
  self->world = world;
  self->config = khidki_config_ref (config);
  return self;
}

void
khidki_plugin_host_set_clock_offset (gint64 milliseconds)
{
  clock_offset = milliseconds;
}

gint64
khidki_plugin_host_get_clock_offset (void)
{
  return clock_offset;
}
