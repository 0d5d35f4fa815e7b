/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-host-private.h"

#include <string.h>

#include "khidki-test-loop.h"

/* Requests on the routes that the plugin has added, as the server would bring them. */

void
khidki_test_route_free (KhidkiTestRoute *route)
{
  if (route->destroy != NULL)
    route->destroy (route->user_data);
  g_free (route);
}

/* The route of a path, or the longest that ends with a slash and has it below. */
KhidkiTestRoute *
khidki_test_host_find_route (KhidkiTestHost *self, const char *method, const char *path)
{
  g_autofree char *wanted = g_strconcat (method, " ", path, NULL);
  KhidkiTestRoute *found = g_hash_table_lookup (self->routes, wanted);
  gsize longest = 0;
  GHashTableIter iter;
  gpointer key, route;

  g_hash_table_iter_init (&iter, self->routes);
  while (found == NULL && g_hash_table_iter_next (&iter, &key, &route))
    if (g_str_has_suffix (key, "/") && g_str_has_prefix (wanted, key))
      longest = MAX (longest, strlen (key));
  if (found == NULL && longest > 0)
    {
      wanted[longest] = '\0';
      found = g_hash_table_lookup (self->routes, wanted);
    }
  return found;
}

/**
 * khidki_test_host_has_route:
 * @self: a test host
 * @method: `GET` or `POST`
 * @path: a path, as the plugin named it
 *
 * Returns: whether the plugin takes such requests
 *
 * Since: 0.1
 */
gboolean
khidki_test_host_has_route (KhidkiTestHost *self, const char *method, const char *path)
{
  g_autofree char *key = g_strconcat (method, " ", path, NULL);

  return g_hash_table_contains (self->routes, key);
}

static void
on_answer (KhidkiResponse *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, khidki_response_ref (response),
                         (GDestroyNotify) khidki_response_unref);
}

/* A request whose head the plugin looks at before it takes the rest. */
typedef struct
{
  KhidkiTestRoute *route;
  KhidkiRequest *request;
  GTask *task;
} Arrival;

static KhidkiRequest *
dup_head (KhidkiRequest *request)
{
  KhidkiRequest *head = khidki_request_new (khidki_request_get_method (request),
                                            khidki_request_get_uri (request));
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, khidki_request_get_headers (request));
  while (g_hash_table_iter_next (&iter, &name, &value))
    khidki_request_set_header (head, name, value);
  return head;
}

/* Its files are named, and no papers. */
static KhidkiRequest *
dup_without_files (KhidkiRequest *request)
{
  KhidkiRequest *copy = dup_head (request);

  for (guint i = 0; i < khidki_request_get_n_parts (request); i++)
    {
      const char *value = NULL, *filename = NULL;
      const char *name = khidki_request_get_part (request, i, &value, &filename, NULL);

      if (value != NULL)
        khidki_request_add_field (copy, name, value);
      else
        khidki_request_add_paper (copy, name, filename, NULL);
    }
  return copy;
}

static void
on_admission (KhidkiResponse *response, gpointer user_data)
{
  g_autofree Arrival *arrival = user_data;
  g_autoptr (KhidkiRequest) request = arrival->request;
  g_autoptr (KhidkiRequest) fields = dup_without_files (request);
  g_autoptr (KhidkiResponder) responder = khidki_responder_new (on_answer, arrival->task);
  guint status = khidki_response_get_status (response);

  if (status == 100 || status == 102)
    arrival->route->func (status == 100 ? request : fields, responder, arrival->route->user_data);
  else
    khidki_responder_finish (responder, response);
}

static void
ask_admission (KhidkiTestRoute *route, KhidkiRequest *request, GTask *task)
{
  Arrival *arrival = g_new0 (Arrival, 1);
  g_autoptr (KhidkiRequest) head = dup_head (request);
  g_autoptr (KhidkiResponder) responder = khidki_responder_new (on_admission, arrival);

  arrival->route = route;
  arrival->request = khidki_request_ref (request);
  arrival->task = task;
  route->admit (head, responder, route->user_data);
}

/**
 * khidki_test_host_call_async:
 * @self: a test host
 * @request: (transfer none): what comes in; a form's fields and papers are its parts
 * @callback: called when the plugin has answered
 * @user_data: for @callback
 *
 * Makes a request on a route of the plugin; without one the answer is 404.
 *
 * Since: 0.1
 */
void
khidki_test_host_call_async (KhidkiTestHost *self,
                             KhidkiRequest *request,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  KhidkiTestRoute *route = khidki_test_host_find_route (self, khidki_request_get_method (request),
                                                        khidki_request_get_path (request));
  g_autoptr (KhidkiResponder) responder = NULL;
  g_autoptr (KhidkiResponse) missing = NULL;

  if (route != NULL && route->admit != NULL)
    {
      ask_admission (route, request, task);
      return;
    }
  responder = khidki_responder_new (on_answer, task);
  missing = khidki_response_new (404);
  if (route != NULL)
    route->func (request, responder, route->user_data);
  else
    khidki_responder_finish (responder, missing);
}

/**
 * khidki_test_host_call_finish:
 * @self: a test host
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the plugin's answer
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_test_host_call_finish (KhidkiTestHost *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * khidki_test_host_call:
 * @self: a test host
 * @request: (transfer none): what comes in
 *
 * Makes a request on a route and runs the main loop until it is answered.
 *
 * Returns: (transfer full): the plugin's answer
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_test_host_call (KhidkiTestHost *self, KhidkiRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_test_host_call_async (self, request, khidki_test_take_result, &result);
  khidki_test_await (&result);

  return khidki_test_host_call_finish (self, result, NULL);
}

/**
 * khidki_test_host_remove_routes:
 * @self: a test host
 *
 * Lets go of the plugin's routes, as a host does when the plugin has stopped.
 *
 * Since: 0.1
 */
void
khidki_test_host_remove_routes (KhidkiTestHost *self)
{
  g_hash_table_remove_all (self->routes);
}
