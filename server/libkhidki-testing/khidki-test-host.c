/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-host-private.h"

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
