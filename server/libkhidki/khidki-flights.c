/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-flights.h"

#include "khidki-error.h"

/* Less than the host gives a plugin that stops. */
#define GRACE_MS 3000

struct _KhidkiFlights
{
  GObject parent_instance;

  KhidkiHost *host;
  GPtrArray *flights; /* of GCancellable: one for each request under way */
  GTask *stop_task;   /* (nullable): whoever waits for the last of them */
  guint grace_timer;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (KhidkiFlights, khidki_flights, G_TYPE_OBJECT)

static void
khidki_flights_finalize (GObject *object)
{
  KhidkiFlights *self = KHIDKI_FLIGHTS (object);

  g_clear_object (&self->host);
  g_clear_pointer (&self->flights, g_ptr_array_unref);

  G_OBJECT_CLASS (khidki_flights_parent_class)->finalize (object);
}

static void
khidki_flights_class_init (KhidkiFlightsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_flights_finalize;
}

static void
khidki_flights_init (KhidkiFlights *self)
{
  self->flights = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * khidki_flights_new:
 * @host: (transfer none): the plugin's host
 *
 * Returns: (transfer full): no request yet
 *
 * Since: 0.1
 */
KhidkiFlights *
khidki_flights_new (KhidkiHost *host)
{
  KhidkiFlights *self = g_object_new (KHIDKI_TYPE_FLIGHTS, NULL);

  self->host = g_object_ref (host);
  return self;
}

static void
finish_stop (KhidkiFlights *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  if (self->grace_timer != 0)
    khidki_host_remove_timer (self->host, self->grace_timer);
  self->grace_timer = 0;
  g_task_return_boolean (task, TRUE);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiFlights *self = g_task_get_source_object (task);
  GError *error = NULL;
  KhidkiResponse *response = khidki_host_fetch_finish (KHIDKI_HOST (source), result, &error);

  g_ptr_array_remove_fast (self->flights, g_task_get_task_data (task));
  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) khidki_response_unref);
  else
    g_task_return_error (task, error);

  if (self->stop_task != NULL && self->flights->len == 0)
    finish_stop (self);
}

/**
 * khidki_flights_fetch_async:
 * @self: a channel's requests
 * @request: (transfer none): to its far end
 * @cancellable: (nullable): gives the request up
 * @callback: (scope async): called when it is over
 * @user_data: for @callback
 *
 * As [method@Host.fetch_async], but a channel that stops ends it.
 *
 * Since: 0.1
 */
void
khidki_flights_fetch_async (KhidkiFlights *self,
                            KhidkiRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  /* Not the task's own: an answer that came counts, whatever was cancelled after it. */
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GCancellable *flight;

  g_task_set_source_tag (task, khidki_flights_fetch_async);
  if (self->stopping)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "The channel is stopping");
      return;
    }

  flight = g_cancellable_new ();
  g_ptr_array_add (self->flights, flight);
  g_task_set_task_data (task, flight, NULL);
  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (flight);
  else if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel), flight,
                             G_CONNECT_SWAPPED);

  khidki_host_fetch_async (self->host, request, flight, on_fetched, g_steal_pointer (&task));
}

/**
 * khidki_flights_fetch_finish:
 * @self: a channel's requests
 * @result: what the callback was given
 * @error: as for [method@Host.fetch_finish]; %KHIDKI_ERROR_RETRY if the channel was
 *   stopping already
 *
 * Returns: (transfer full) (nullable): the answer, %NULL with an error
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_flights_fetch_finish (KhidkiFlights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_flights_fetch_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * khidki_flights_are_stopping:
 * @self: a channel's requests
 *
 * Returns: whether no further request is taken
 *
 * Since: 0.1
 */
gboolean
khidki_flights_are_stopping (KhidkiFlights *self)
{
  return self->stopping;
}

static void
end_all (KhidkiFlights *self)
{
  g_autoptr (GPtrArray) flights = g_ptr_array_copy (self->flights, (GCopyFunc) g_object_ref, NULL);

  for (guint i = 0; i < flights->len; i++)
    g_cancellable_cancel (g_ptr_array_index (flights, i));
}

static void
on_grace_over (gpointer user_data)
{
  KhidkiFlights *self = user_data;

  self->grace_timer = 0;
  end_all (self);
}

/**
 * khidki_flights_stop_async:
 * @self: a channel's requests
 * @cancellable: (nullable): when there is no time left
 * @callback: (scope async): called when nothing is under way any more
 * @user_data: for @callback
 *
 * Takes no further request; those under way have three seconds, and none once
 * @cancellable says so. To be called once.
 *
 * Since: 0.1
 */
void
khidki_flights_stop_async (KhidkiFlights *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_flights_stop_async);
  if (self->flights->len == 0 || self->stopping)
    {
      self->stopping = TRUE;
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->stopping = TRUE;
  self->stop_task = g_steal_pointer (&task);
  self->grace_timer = khidki_host_add_timer (self->host, GRACE_MS, on_grace_over, self, NULL);
  if (g_cancellable_is_cancelled (cancellable))
    end_all (self);
  else if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (end_all), self,
                             G_CONNECT_SWAPPED);
}

/**
 * khidki_flights_stop_finish:
 * @self: a channel's requests
 * @result: what the callback was given
 * @error: return location for an error; there is none yet
 *
 * Returns: %TRUE
 *
 * Since: 0.1
 */
gboolean
khidki_flights_stop_finish (KhidkiFlights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_flights_stop_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
