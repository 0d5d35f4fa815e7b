/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-host-private.h"

#include <string.h>

#include "khidki-test-loop.h"

/* Any fixed instant does; this one is a Monday noon in India. */
#define FIRST_INSTANT G_GINT64_CONSTANT (1767594600000)

/**
 * KhidkiTestHost:
 *
 * A host to test a plugin alone. Clock, randomness, configuration and far ends
 * are in the hands of the test, and so is everything that the plugin does.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiTestHost,
                               khidki_test_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_HOST,
                                                      khidki_test_host_implement)
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_COUNTER,
                                                      khidki_test_counter_implement))

void
khidki_test_route_free (KhidkiTestRoute *route)
{
  if (route->destroy != NULL)
    route->destroy (route->user_data);
  g_free (route);
}

static KhidkiPaper *
keep_answer (KhidkiResponse *response, gpointer user_data)
{
  GBytes *body = khidki_response_get_body (response);
  const char *type = khidki_response_get_content_type (response);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_ref (body) : g_bytes_new_static ("", 0);

  return khidki_test_host_keep (user_data, type != NULL ? type : "application/octet-stream",
                                bytes);
}

static void
khidki_test_host_finalize (GObject *object)
{
  KhidkiTestHost *self = KHIDKI_TEST_HOST (object);

  g_free (self->name);
  g_clear_pointer (&self->world, khidki_test_world_free);
  g_hash_table_unref (self->config);
  g_hash_table_unref (self->secrets);
  g_hash_table_unref (self->routes);
  g_hash_table_unref (self->papers);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->held);
  g_clear_error (&self->receive_error);
  khidki_test_clock_free (self->clock);
  khidki_test_far_end_free (self->far_end);
  khidki_test_values_free (self->values);
  g_rand_free (self->random);
  g_string_free (self->log, TRUE);
  g_hash_table_unref (self->alarms);

  G_OBJECT_CLASS (khidki_test_host_parent_class)->finalize (object);
}

static void
khidki_test_host_class_init (KhidkiTestHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_test_host_finalize;
}

static void
khidki_test_host_init (KhidkiTestHost *self)
{
  self->config = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->alarms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_strfreev);
  self->routes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) khidki_test_route_free);
  self->papers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_bytes_unref);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->clock = khidki_test_clock_new (FIRST_INSTANT);
  self->far_end = khidki_test_far_end_new (self->clock, keep_answer, self);
  self->values = khidki_test_values_new ();
  self->random = g_rand_new_with_seed (1);
  self->log = g_string_new (NULL);
}

/**
 * khidki_test_host_new:
 * @name: the plugin's name
 *
 * Returns: (transfer full): a host without configuration, whose far ends never answer
 *
 * Since: 0.1
 */
KhidkiTestHost *
khidki_test_host_new (const char *name)
{
  KhidkiTestHost *self = g_object_new (KHIDKI_TYPE_TEST_HOST, NULL);

  self->name = g_strdup (name);
  return self;
}

/**
 * khidki_test_host_set_config:
 * @self: a test host
 * @key: a key of the plugin's group
 * @value: (nullable): its value, %NULL to take it out
 *
 * Since: 0.1
 */
void
khidki_test_host_set_config (KhidkiTestHost *self, const char *key, const char *value)
{
  if (value != NULL)
    g_hash_table_replace (self->config, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->config, key);
}

/**
 * khidki_test_host_set_secrets:
 * @self: a test host
 * @key: a key of the plugin's group
 * @values: (nullable): the secret's values, the current one first; %NULL to take it out
 *
 * Since: 0.1
 */
void
khidki_test_host_set_secrets (KhidkiTestHost *self, const char *key, const char *const *values)
{
  if (values != NULL)
    g_hash_table_replace (self->secrets, g_strdup (key), g_strdupv ((GStrv) values));
  else
    g_hash_table_remove (self->secrets, key);
}

/**
 * khidki_test_host_set_seed:
 * @self: a test host
 * @seed: from here on the same random bytes follow
 *
 * Since: 0.1
 */
void
khidki_test_host_set_seed (KhidkiTestHost *self, guint32 seed)
{
  g_rand_set_seed (self->random, seed);
}

/**
 * khidki_test_host_keep:
 * @self: a test host
 * @mime_type: what it is
 * @bytes: (transfer none): its content
 *
 * Returns: (transfer full): a handle to a paper that is kept as long as the host
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_test_host_keep (KhidkiTestHost *self, const char *mime_type, GBytes *bytes)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_hash_table_replace (self->papers, g_strdup (hash), g_bytes_ref (bytes));

  return khidki_paper_new (hash, mime_type, (gint64) g_bytes_get_size (bytes));
}

/**
 * khidki_test_host_get_paper_bytes:
 * @self: a test host
 * @paper: (transfer none): a handle
 *
 * Returns: (transfer none) (nullable): its content, %NULL if it is not kept
 *
 * Since: 0.1
 */
GBytes *
khidki_test_host_get_paper_bytes (KhidkiTestHost *self, KhidkiPaper *paper)
{
  return g_hash_table_lookup (self->papers, khidki_paper_get_hash (paper));
}

/**
 * khidki_test_host_set_now:
 * @self: a test host
 * @now: UTC milliseconds
 *
 * Sets the clock, forward or back; timers and [method@Host.get_monotonic] do not
 * notice.
 *
 * Since: 0.1
 */
void
khidki_test_host_set_now (KhidkiTestHost *self, gint64 now)
{
  khidki_test_clock_set_now (self->clock, now);
}

/**
 * khidki_test_host_advance:
 * @self: a test host
 * @milliseconds: how long
 *
 * Lets time pass: timers run in the order in which they are due, and what they
 * set off runs before the next.
 *
 * Since: 0.1
 */
void
khidki_test_host_advance (KhidkiTestHost *self, gint64 milliseconds)
{
  gint64 until = khidki_test_clock_get_monotonic (self->clock) + milliseconds;

  do
    khidki_test_settle ();
  while (khidki_test_clock_step (self->clock, until));
}

/**
 * khidki_test_host_get_n_timers:
 * @self: a test host
 *
 * Returns: how many timers wait, those of unanswered requests among them
 *
 * Since: 0.1
 */
guint
khidki_test_host_get_n_timers (KhidkiTestHost *self)
{
  return khidki_test_clock_get_n_timers (self->clock);
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

/**
 * khidki_test_host_get_events:
 * @self: a test host
 *
 * Returns: (transfer none) (element-type KhidkiEvent): what was taken from the plugin
 *
 * Since: 0.1
 */
GPtrArray *
khidki_test_host_get_events (KhidkiTestHost *self)
{
  return self->events;
}

/**
 * khidki_test_host_fail_receive:
 * @self: a test host
 * @code: why nothing is taken
 * @text: (nullable): in words; %NULL to take events again
 *
 * Since: 0.1
 */
void
khidki_test_host_fail_receive (KhidkiTestHost *self, KhidkiError code, const char *text)
{
  g_clear_error (&self->receive_error);
  if (text != NULL)
    self->receive_error = g_error_new_literal (KHIDKI_ERROR, code, text);
}

void
khidki_test_host_finish_receive (KhidkiTestHost *self, GTask *task)
{
  if (self->receive_error != NULL)
    g_task_return_error (task, g_error_copy (self->receive_error));
  else
    {
      g_ptr_array_extend (self->events, g_task_get_task_data (task),
                          (GCopyFunc) khidki_event_ref, NULL);
      g_task_return_boolean (task, TRUE);
    }
}

/**
 * khidki_test_host_hold_receive:
 * @self: a test host
 * @hold: whether events that are handed in have to wait
 *
 * When it is taken back, those that wait are taken or fail in their order.
 *
 * Since: 0.1
 */
void
khidki_test_host_hold_receive (KhidkiTestHost *self, gboolean hold)
{
  g_autoptr (GPtrArray) held = NULL;

  self->hold_receive = hold;
  if (hold)
    return;

  held = g_steal_pointer (&self->held);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < held->len; i++)
    khidki_test_host_finish_receive (self, g_ptr_array_index (held, i));
}

/**
 * khidki_test_host_set_far_end:
 * @self: a test host
 * @func: (nullable): answers requests
 * @user_data: for @func
 * @destroy: (nullable): called when @user_data is no longer needed
 *
 * Since: 0.1
 */
void
khidki_test_host_set_far_end (KhidkiTestHost *self,
                              KhidkiTestFarEndFunc func,
                              gpointer user_data,
                              GDestroyNotify destroy)
{
  khidki_test_far_end_set_handler (self->far_end, func, user_data, destroy);
}

/**
 * khidki_test_host_push_response:
 * @self: a test host
 * @response: (transfer none): answers the next request that nothing else answers yet
 *
 * Answers laid out like this come before those of the handler.
 *
 * Since: 0.1
 */
void
khidki_test_host_push_response (KhidkiTestHost *self, KhidkiResponse *response)
{
  khidki_test_far_end_push (self->far_end, response, NULL);
}

/**
 * khidki_test_host_push_error:
 * @self: a test host
 * @code: how the next request fails
 * @text: in words
 *
 * Since: 0.1
 */
void
khidki_test_host_push_error (KhidkiTestHost *self, KhidkiError code, const char *text)
{
  khidki_test_far_end_push (self->far_end, NULL, g_error_new_literal (KHIDKI_ERROR, code, text));
}

/**
 * khidki_test_host_push_silence:
 * @self: a test host
 *
 * The next request is not answered: it fails when it is given up, or when its
 * deadline passes on the test's clock.
 *
 * Since: 0.1
 */
void
khidki_test_host_push_silence (KhidkiTestHost *self)
{
  khidki_test_far_end_push (self->far_end, NULL, NULL);
}

/**
 * khidki_test_host_get_requests:
 * @self: a test host
 *
 * Returns: (transfer none) (element-type KhidkiRequest): what the plugin asked, in order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_test_host_get_requests (KhidkiTestHost *self)
{
  return khidki_test_far_end_get_requests (self->far_end);
}

/**
 * khidki_test_host_get_log:
 * @self: a test host
 *
 * Returns: (transfer none): what the plugin wrote, a line each
 *
 * Since: 0.1
 */
const char *
khidki_test_host_get_log (KhidkiTestHost *self)
{
  return self->log->str;
}

/**
 * khidki_test_host_get_alarm:
 * @self: a test host
 * @name: the plugin's word for it
 *
 * Returns: (transfer none) (nullable): what the plugin says is wrong, NULL if nothing
 *
 * Since: 0.1
 */
const char *
khidki_test_host_get_alarm (KhidkiTestHost *self, const char *name)
{
  return g_hash_table_lookup (self->alarms, name);
}
