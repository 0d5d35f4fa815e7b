/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-line.h"

#define COMPLAINT_MS 60000

struct _KhidkiSmsLine
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiSmsSettings *settings;
  KhidkiFlights *flights;
  guint n_complaints;
  gint64 complained_at;
};

G_DEFINE_FINAL_TYPE (KhidkiSmsLine, khidki_sms_line, G_TYPE_OBJECT)

static void
khidki_sms_line_finalize (GObject *object)
{
  KhidkiSmsLine *self = KHIDKI_SMS_LINE (object);

  g_clear_object (&self->host);
  g_clear_pointer (&self->settings, khidki_sms_settings_free);
  g_clear_object (&self->flights);

  G_OBJECT_CLASS (khidki_sms_line_parent_class)->finalize (object);
}

static void
khidki_sms_line_class_init (KhidkiSmsLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_sms_line_finalize;
}

static void
khidki_sms_line_init (KhidkiSmsLine *self)
{
}

/**
 * khidki_sms_line_new:
 * @host: (transfer none): the plugin's host
 *
 * Returns: (transfer full) (nullable): a line; NULL with KHIDKI_ERROR_INVALID if
 *   the configuration is wrong
 *
 * Since: 0.1
 */
KhidkiSmsLine *
khidki_sms_line_new (KhidkiHost *host, GError **error)
{
  KhidkiSmsSettings *settings = khidki_sms_settings_new (host, error);
  KhidkiSmsLine *self;

  if (settings == NULL)
    return NULL;

  self = g_object_new (KHIDKI_TYPE_SMS_LINE, NULL);
  self->host = g_object_ref (host);
  self->flights = khidki_flights_new (host);
  self->settings = settings;

  return self;
}

KhidkiHost *
khidki_sms_line_get_host (KhidkiSmsLine *self)
{
  return self->host;
}

/**
 * khidki_sms_line_get_settings:
 * @self: a line
 *
 * Returns: (transfer none): its settings with secrets that are at most a minute old
 *
 * Since: 0.1
 */
KhidkiSmsSettings *
khidki_sms_line_get_settings (KhidkiSmsLine *self)
{
  khidki_sms_settings_refresh (self->settings, self->host);
  return self->settings;
}

gboolean
khidki_sms_line_is_stopping (KhidkiSmsLine *self)
{
  return khidki_flights_are_stopping (self->flights);
}

/**
 * khidki_sms_line_complain:
 * @self: a line
 * @text: what strangers can bring about as often as they like
 *
 * Writes to the log, at most once a minute.
 *
 * Since: 0.1
 */
void
khidki_sms_line_complain (KhidkiSmsLine *self, const char *text)
{
  gint64 now = khidki_host_now (self->host);

  self->n_complaints++;
  if (self->complained_at != 0 && now - self->complained_at < COMPLAINT_MS)
    return;

  khidki_host_log (self->host, G_LOG_LEVEL_WARNING, "%s (%u refused since the last such line)",
                   text, self->n_complaints);
  self->complained_at = now;
  self->n_complaints = 0;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KhidkiResponse *response = khidki_flights_fetch_finish (KHIDKI_FLIGHTS (source), result, &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) khidki_response_unref);
  else
    g_task_return_error (task, error);
}

/**
 * khidki_sms_line_fetch_async:
 * @self: a line
 * @request: (transfer none): to Kannel
 * @cancellable: (nullable): gives the request up
 * @callback: (scope async): called when it is over
 * @user_data: for @callback
 *
 * As [method@Host.fetch_async], but a line that stops ends it.
 *
 * Since: 0.1
 */
void
khidki_sms_line_fetch_async (KhidkiSmsLine *self,
                             KhidkiRequest *request,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_sms_line_fetch_async);
  khidki_flights_fetch_async (self->flights, request, cancellable, on_fetched, task);
}

/**
 * khidki_sms_line_fetch_finish:
 * @self: a line
 * @result: what the callback was given
 *
 * Returns: (transfer full) (nullable): the answer, NULL with an error
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_sms_line_fetch_finish (KhidkiSmsLine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_flights_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  khidki_flights_stop_finish (KHIDKI_FLIGHTS (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * khidki_sms_line_stop_async:
 * @self: a line
 * @cancellable: (nullable): when there is no time left
 * @callback: (scope async): called when nothing is under way any more
 * @user_data: for @callback
 *
 * Takes no further request; those under way have three seconds, and none once
 * @cancellable says so.
 *
 * Since: 0.1
 */
void
khidki_sms_line_stop_async (KhidkiSmsLine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_sms_line_stop_async);
  khidki_flights_stop_async (self->flights, cancellable, on_flights_ended, task);
}

/**
 * khidki_sms_line_stop_finish:
 * @self: a line
 * @result: what the callback was given
 *
 * Returns: TRUE
 *
 * Since: 0.1
 */
gboolean
khidki_sms_line_stop_finish (KhidkiSmsLine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
