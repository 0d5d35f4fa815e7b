/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-host-private.h"

#include <string.h>

static const char *
get_name (KhidkiHost *host)
{
  return KHIDKI_TEST_HOST (host)->name;
}

static char *
dup_config (KhidkiHost *host, const char *key)
{
  return g_strdup (g_hash_table_lookup (KHIDKI_TEST_HOST (host)->config, key));
}

static GStrv
dup_secrets (KhidkiHost *host, const char *key, GError **error)
{
  GStrv values = g_hash_table_lookup (KHIDKI_TEST_HOST (host)->secrets, key);

  if (values == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no secret %s", key);

  return g_strdupv (values);
}

/* What a test sets as `NAME/KEY` belongs to a further group. */
static GStrv
list_groups (KhidkiHost *host)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) keys = g_hash_table_get_keys (KHIDKI_TEST_HOST (host)->config);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  keys = g_list_sort (keys, (GCompareFunc) g_strcmp0);
  for (GList *link = keys; link != NULL; link = link->next)
    {
      const char *slash = strchr (link->data, '/');
      g_autofree char *group
          = slash != NULL ? g_strndup (link->data, (gsize) (slash - (char *) link->data)) : NULL;

      if (group == NULL || g_hash_table_contains (seen, group))
        continue;
      g_strv_builder_add (builder, group);
      g_hash_table_add (seen, g_steal_pointer (&group));
    }

  return g_strv_builder_end (builder);
}

static char *
dup_group_config (KhidkiHost *host, const char *group, const char *key)
{
  g_autofree char *whole = g_strconcat (group, "/", key, NULL);

  return dup_config (host, whole);
}

static GStrv
dup_group_secrets (KhidkiHost *host, const char *group, const char *key, GError **error)
{
  g_autofree char *whole = g_strconcat (group, "/", key, NULL);

  return dup_secrets (host, whole, error);
}

static gint64
now (KhidkiHost *host)
{
  return khidki_test_clock_get_now (KHIDKI_TEST_HOST (host)->clock);
}

static gint64
get_monotonic (KhidkiHost *host)
{
  return khidki_test_clock_get_monotonic (KHIDKI_TEST_HOST (host)->clock);
}

static guint
add_timer (KhidkiHost *host,
           guint milliseconds,
           KhidkiTimerFunc func,
           gpointer user_data,
           GDestroyNotify destroy)
{
  return khidki_test_clock_add (KHIDKI_TEST_HOST (host)->clock, milliseconds, func, user_data,
                                destroy);
}

static void
remove_timer (KhidkiHost *host, guint timer)
{
  khidki_test_clock_remove (KHIDKI_TEST_HOST (host)->clock, timer);
}

static void
fill_random (KhidkiHost *host, guint8 *buffer, gsize length)
{
  for (gsize i = 0; i < length; i++)
    buffer[i] = (guint8) g_rand_int_range (KHIDKI_TEST_HOST (host)->random, 0, 256);
}

static gboolean
add_route (KhidkiHost *host,
           const char *method,
           const char *path,
           KhidkiRouteFunc func,
           gpointer user_data,
           GDestroyNotify destroy,
           GError **error)
{
  KhidkiTestHost *self = KHIDKI_TEST_HOST (host);
  KhidkiTestRoute *route = g_new0 (KhidkiTestRoute, 1);

  route->func = func;
  route->user_data = user_data;
  route->destroy = destroy;
  if (khidki_test_host_has_route (self, method, path))
    {
      khidki_test_route_free (route);
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "%s %s is taken", method, path);
      return FALSE;
    }

  g_hash_table_insert (self->routes, g_strconcat (method, " ", path, NULL), route);
  return TRUE;
}

static void
fetch_async (KhidkiHost *host,
             KhidkiRequest *request,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (host, cancellable, callback, user_data);

  khidki_test_far_end_fetch (KHIDKI_TEST_HOST (host)->far_end, request, task);
}

static KhidkiResponse *
fetch_finish (KhidkiHost *host, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
receive_async (KhidkiHost *host,
               GPtrArray *events,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  KhidkiTestHost *self = KHIDKI_TEST_HOST (host);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_ptr_array_ref (events), (GDestroyNotify) g_ptr_array_unref);
  if (self->hold_receive)
    g_ptr_array_add (self->held, g_steal_pointer (&task));
  else
    khidki_test_host_finish_receive (self, task);
}

static gboolean
return_finish (KhidkiHost *host, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
get_value_async (KhidkiHost *host,
                 const char *key,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (host, cancellable, callback, user_data);
  gint64 *version = g_new0 (gint64, 1);
  GBytes *value = khidki_test_values_get (KHIDKI_TEST_HOST (host)->values, key, version);

  g_task_set_task_data (task, version, g_free);
  g_task_return_pointer (task, value, (GDestroyNotify) g_bytes_unref);
}

static GBytes *
get_value_finish (KhidkiHost *host, GAsyncResult *result, gint64 *version, GError **error)
{
  if (version != NULL)
    *version = *(gint64 *) g_task_get_task_data (G_TASK (result));

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
put_value_async (KhidkiHost *host,
                 const char *key,
                 GBytes *value,
                 gint64 if_version,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (host, cancellable, callback, user_data);
  GError *error = NULL;

  if (khidki_test_values_put (KHIDKI_TEST_HOST (host)->values, key, value, if_version, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_log (KhidkiHost *host, GLogLevelFlags level, const char *text)
{
  KhidkiTestHost *self = KHIDKI_TEST_HOST (host);

  g_string_append_printf (self->log, "%s\n", text);
}

static void
set_alarm (KhidkiHost *host, const char *name, const char *text)
{
  KhidkiTestHost *self = KHIDKI_TEST_HOST (host);

  if (text != NULL)
    g_hash_table_replace (self->alarms, g_strdup (name), g_strdup (text));
  else
    g_hash_table_remove (self->alarms, name);
}

static void
write_links (const KhidkiPageFrame *frame, KhidkiHtml *html)
{
  khidki_html_open (html, "nav", NULL);
  for (guint i = 0; i < frame->n_links; i++)
    khidki_html_element (html, "a", frame->links[i].label, "href", frame->links[i].href,
                         "aria-current", frame->links[i].current ? "page" : NULL, NULL);
  if (frame->other_language != NULL)
    khidki_html_element (html, "a", "other language", "href", frame->other_language, NULL);
  khidki_html_close (html, "nav");
}

static void
write_user (const KhidkiPageFrame *frame, KhidkiHtml *html)
{
  khidki_html_element (html, "p", frame->user, NULL);
  if (frame->sign_out == NULL)
    return;
  khidki_html_open (html, "form", "method", "post", "action", frame->sign_out, NULL);
  khidki_html_void (html, "input", "type", "hidden", "name", "token", "value",
                    frame->sign_out_token, NULL);
  khidki_html_element (html, "button", "sign out", NULL);
  khidki_html_close (html, "form");
}

/* All that a frame says, and nothing of how a site looks. */
static KhidkiResponse *
make_page (KhidkiHost *host, const KhidkiPageFrame *frame, KhidkiHtml *body)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new_document ();
  KhidkiResponse *response = khidki_response_new (frame->status != 0 ? frame->status : 200);
  g_autoptr (GBytes) bytes = NULL;

  khidki_html_open (html, "html", "lang", frame->language, NULL);
  khidki_html_open (html, "head", NULL);
  khidki_html_element (html, "title", frame->title, NULL);
  if (frame->style != NULL)
    khidki_html_void (html, "link", "rel", "stylesheet", "href", frame->style, NULL);
  if (frame->script != NULL)
    khidki_html_add_module (html, frame->script);
  khidki_html_close (html, "head");
  khidki_html_open (html, "body", NULL);
  if (!frame->print)
    write_links (frame, html);
  if (!frame->print && frame->user != NULL)
    write_user (frame, html);
  khidki_html_open (html, "main", NULL);
  if (!frame->no_heading)
    khidki_html_element (html, "h1", frame->title, NULL);
  khidki_html_append (html, body);
  bytes = khidki_html_end (html);
  khidki_response_set_body (response, "text/html; charset=utf-8", bytes);
  return response;
}

static gboolean
add_upload_route (KhidkiHost *host,
                  const char *path,
                  KhidkiRouteFunc admit,
                  KhidkiRouteFunc func,
                  gpointer user_data,
                  GDestroyNotify destroy,
                  GError **error)
{
  KhidkiTestRoute *route;

  if (!add_route (host, "POST", path, func, user_data, destroy, error))
    return FALSE;
  route = khidki_test_host_find_route (KHIDKI_TEST_HOST (host), "POST", path);
  route->admit = admit;
  return TRUE;
}

/* What the plugin sees of the host. */
void
khidki_test_host_implement (KhidkiHostInterface *iface)
{
  iface->get_name = get_name;
  iface->dup_config = dup_config;
  iface->dup_secrets = dup_secrets;
  iface->now = now;
  iface->get_monotonic = get_monotonic;
  iface->add_timer = add_timer;
  iface->remove_timer = remove_timer;
  iface->fill_random = fill_random;
  iface->add_route = add_route;
  iface->fetch_async = fetch_async;
  iface->fetch_finish = fetch_finish;
  iface->receive_async = receive_async;
  iface->receive_finish = return_finish;
  iface->get_value_async = get_value_async;
  iface->get_value_finish = get_value_finish;
  iface->put_value_async = put_value_async;
  iface->put_value_finish = return_finish;
  iface->log = write_log;
  iface->make_page = make_page;
  iface->add_upload_route = add_upload_route;
  iface->set_alarm = set_alarm;
  iface->list_groups = list_groups;
  iface->dup_group_config = dup_group_config;
  iface->dup_group_secrets = dup_group_secrets;
}
