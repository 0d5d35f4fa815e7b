/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-host-private.h"
#include "gate/khidki-plugin-value.h"

/* What a plugin asks of the rooms behind its host, and waits for: far ends, the intake, its own
 * small store. */

static void
fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KhidkiResponse *response =
      khidki_http_client_fetch_finish (KHIDKI_HTTP_CLIENT (source), result, &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) khidki_response_unref);
  else
    g_task_return_error (task, error);
}

static void
host_fetch_async (KhidkiHost *host,
                  KhidkiRequest *request,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);
  GTask *task;

  if (khidki_plugin_host_refuse (self, "network", host_fetch_async, callback, user_data))
    return;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, host_fetch_async);
  g_task_set_check_cancellable (task, FALSE);
  khidki_http_client_fetch_async (khidki_plugin_host_get_world (self)->http_client, request, cancellable, fetched, task);
}

static KhidkiResponse *
host_fetch_finish (KhidkiHost *host, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (khidki_intake_receive_finish (KHIDKI_INTAKE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
host_receive_async (KhidkiHost *host,
                    GPtrArray *events,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);
  GTask *task;

  if (khidki_plugin_host_refuse (self, NULL, host_receive_async, callback, user_data))
    return;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, host_receive_async);
  g_task_set_check_cancellable (task, FALSE);
  khidki_intake_receive_async (khidki_plugin_host_get_world (self)->intake, events, cancellable, received, task);
}

static gboolean
host_finish_boolean (KhidkiHost *host, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
value_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
value_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GTask *
value_task (KhidkiHost *host,
            const char *key,
            gpointer tag,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (host, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, khidki_plugin_value_new (khidki_host_get_name (host), key),
                        (GDestroyNotify) khidki_plugin_value_free);
  return task;
}

static void
host_get_value_async (KhidkiHost *host,
                      const char *key,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);
  GTask *task;

  if (khidki_plugin_host_refuse (self, "store", host_get_value_async, callback, user_data))
    return;
  task = value_task (host, key, host_get_value_async, callback, user_data);
  khidki_store_read_async (khidki_plugin_host_get_world (self)->store, khidki_plugin_value_read,
                           g_task_get_task_data (task), NULL, cancellable, value_read, task);
}

static GBytes *
host_get_value_finish (KhidkiHost *host, GAsyncResult *result, gint64 *version, GError **error)
{
  KhidkiPluginValue *value = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (version != NULL)
    *version = value->version;
  return g_steal_pointer (&value->value);
}

static void
host_put_value_async (KhidkiHost *host,
                      const char *key,
                      GBytes *bytes,
                      gint64 if_version,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  KhidkiPluginHost *self = KHIDKI_PLUGIN_HOST (host);
  GTask *task;
  KhidkiPluginValue *value;

  if (khidki_plugin_host_refuse (self, "store", host_put_value_async, callback, user_data))
    return;
  task = value_task (host, key, host_put_value_async, callback, user_data);
  value = g_task_get_task_data (task);
  value->value = g_bytes_ref (bytes);
  value->version = if_version;
  khidki_store_write_async (khidki_plugin_host_get_world (self)->store, khidki_plugin_value_write, value, NULL,
                            cancellable, value_written, task);
}

void
khidki_plugin_host_implement_calls (KhidkiHostInterface *iface)
{
  iface->fetch_async = host_fetch_async;
  iface->fetch_finish = host_fetch_finish;
  iface->receive_async = host_receive_async;
  iface->receive_finish = host_finish_boolean;
  iface->get_value_async = host_get_value_async;
  iface->get_value_finish = host_get_value_finish;
  iface->put_value_async = host_put_value_async;
  iface->put_value_finish = host_finish_boolean;
}
