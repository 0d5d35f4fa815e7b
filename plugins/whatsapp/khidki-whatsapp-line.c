/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-line.h"

#include "khidki-whatsapp-alarms.h"

#define MAX_UPLOADS 2000
#define COMPLAINT_MS 60000
/* So many about this number without one that is good between them are no accident. */
#define MANY_UNSIGNED 5
/* Of what is a courtesy: replies need the connections. */
#define MAX_COURTESIES 4

struct _KhidkiWhatsappLine
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiWhatsappSettings *settings;
  KhidkiWhatsappUploads *uploads;
  KhidkiWhatsappRate *rate;
  KhidkiWhatsappPayment payment;
  GPtrArray *family; /* of lines that are there, itself among them; none is owned by it */
  KhidkiWhatsappAlarms *alarms;
  KhidkiWhatsappTemplateStore *template_store;
  KhidkiTimerFunc ready_func; /* (nullable) */
  gpointer ready_data;
  guint list_timer;
  gint64 lists_held_until; /* monotonic */
  KhidkiFlights *flights;
  GCancellable *courtesy_over;
  guint n_courtesies;
  guint n_unsigned; /* webhooks that name the number, since one was signed rightly */
  guint n_complaints;
  gint64 complained_at;
};

G_DEFINE_FINAL_TYPE (KhidkiWhatsappLine, khidki_whatsapp_line, G_TYPE_OBJECT)

static void
khidki_whatsapp_line_finalize (GObject *object)
{
  KhidkiWhatsappLine *self = KHIDKI_WHATSAPP_LINE (object);

  g_ptr_array_remove_fast (self->family, self);
  g_ptr_array_unref (self->family);
  g_clear_object (&self->template_store);
  g_clear_pointer (&self->alarms, khidki_whatsapp_alarms_free);
  g_clear_object (&self->host);
  g_clear_pointer (&self->rate, khidki_whatsapp_rate_free);
  khidki_whatsapp_payment_clear (&self->payment);
  g_clear_pointer (&self->settings, khidki_whatsapp_settings_free);
  g_clear_pointer (&self->uploads, khidki_whatsapp_uploads_free);
  g_clear_object (&self->flights);
  g_clear_object (&self->courtesy_over);

  G_OBJECT_CLASS (khidki_whatsapp_line_parent_class)->finalize (object);
}

static void
khidki_whatsapp_line_class_init (KhidkiWhatsappLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_whatsapp_line_finalize;
}

static void
khidki_whatsapp_line_init (KhidkiWhatsappLine *self)
{
  self->uploads = khidki_whatsapp_uploads_new (MAX_UPLOADS);
  self->courtesy_over = g_cancellable_new ();
  self->family = g_ptr_array_new ();
  g_ptr_array_add (self->family, self);
}

/**
 * khidki_whatsapp_line_new:
 * @host: (transfer none): the plugin's host
 * @group: (nullable): which of the further groups it is set up in
 *
 * Returns: (transfer full) (nullable): a line; NULL with KHIDKI_ERROR_INVALID if
 *   the configuration is wrong
 *
 * Since: 0.1
 */
KhidkiWhatsappLine *
khidki_whatsapp_line_new (KhidkiHost *host, const char *group, GError **error)
{
  KhidkiWhatsappSettings *settings = khidki_whatsapp_settings_new (host, group, error);
  KhidkiWhatsappLine *self;

  if (settings == NULL)
    return NULL;

  self = g_object_new (KHIDKI_TYPE_WHATSAPP_LINE, NULL);
  self->host = g_object_ref (host);
  self->flights = khidki_flights_new (host);
  self->alarms = khidki_whatsapp_alarms_new (host);
  self->settings = settings;
  self->rate = khidki_whatsapp_rate_new (settings->rate, settings->pair_ms);
  self->template_store = khidki_whatsapp_template_store_new (host, settings->number);

  return self;
}

KhidkiHost *
khidki_whatsapp_line_get_host (KhidkiWhatsappLine *self)
{
  return self->host;
}

/**
 * khidki_whatsapp_line_get_settings:
 * @self: a line
 *
 * Returns: (transfer none): its settings with secrets that are at most a minute old
 *
 * Since: 0.1
 */
KhidkiWhatsappSettings *
khidki_whatsapp_line_get_settings (KhidkiWhatsappLine *self)
{
  khidki_whatsapp_settings_refresh (self->settings, self->host);
  return self->settings;
}

KhidkiWhatsappUploads *
khidki_whatsapp_line_get_uploads (KhidkiWhatsappLine *self)
{
  return self->uploads;
}

KhidkiWhatsappRate *
khidki_whatsapp_line_get_rate (KhidkiWhatsappLine *self)
{
  return self->rate;
}

KhidkiWhatsappPayment *
khidki_whatsapp_line_get_payment (KhidkiWhatsappLine *self)
{
  return &self->payment;
}

/**
 * khidki_whatsapp_line_join:
 * @self: a line
 * @family: (element-type KhidkiWhatsappLine): the lines of one server; each leaves when it
 *   is freed
 *
 * Meta has limits that several numbers share.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_join (KhidkiWhatsappLine *self, GPtrArray *family)
{
  g_ptr_array_unref (self->family);
  self->family = g_ptr_array_ref (family);
  g_ptr_array_add (family, self);
}

/**
 * khidki_whatsapp_line_get_family:
 * @self: a line
 *
 * Returns: (transfer none) (element-type KhidkiWhatsappLine): the lines of the server, itself
 *   among them
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_line_get_family (KhidkiWhatsappLine *self)
{
  return self->family;
}

KhidkiWhatsappTemplateStore *
khidki_whatsapp_line_get_template_store (KhidkiWhatsappLine *self)
{
  return self->template_store;
}

/**
 * khidki_whatsapp_line_set_ready_func:
 * @self: a line
 * @func: (nullable) (scope forever): told when a template may be sent that could not be
 * @user_data: for @func
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_set_ready_func (KhidkiWhatsappLine *self,
                                     KhidkiTimerFunc func,
                                     gpointer user_data)
{
  self->ready_func = func;
  self->ready_data = user_data;
}

void
khidki_whatsapp_line_templates_ready (KhidkiWhatsappLine *self)
{
  if (self->ready_func != NULL && !khidki_whatsapp_line_is_stopping (self))
    self->ready_func (self->ready_data);
}

/**
 * khidki_whatsapp_line_hold_lists:
 * @self: a line
 * @milliseconds: for how long Meta is not asked for its templates
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_hold_lists (KhidkiWhatsappLine *self, guint milliseconds)
{
  self->lists_held_until
      = MAX (self->lists_held_until, khidki_host_get_monotonic (self->host) + milliseconds);
}

/**
 * khidki_whatsapp_line_get_list_wait:
 * @self: a line
 *
 * Returns: how many milliseconds it is until Meta may be asked for its templates; 0 if it may be
 *
 * Since: 0.1
 */
guint
khidki_whatsapp_line_get_list_wait (KhidkiWhatsappLine *self)
{
  return (guint) MAX (self->lists_held_until - khidki_host_get_monotonic (self->host), 0);
}

typedef struct
{
  KhidkiWhatsappLine *line;
  KhidkiTimerFunc func;
} ListTimer;

static void
on_list_timer (gpointer user_data)
{
  ListTimer *timer = user_data;

  timer->line->list_timer = 0;
  timer->func (timer->line);
}

/**
 * khidki_whatsapp_line_set_list_timer:
 * @self: a line
 * @milliseconds: until when
 * @func: (scope forever): called with the line, unless it stops before
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_set_list_timer (KhidkiWhatsappLine *self,
                                     guint milliseconds,
                                     KhidkiTimerFunc func)
{
  ListTimer *timer;

  if (self->list_timer != 0 || khidki_whatsapp_line_is_stopping (self))
    return;

  timer = g_new0 (ListTimer, 1);
  timer->line = self;
  timer->func = func;
  self->list_timer = khidki_host_add_timer (self->host, milliseconds, on_list_timer, timer, g_free);
}

gboolean
khidki_whatsapp_line_is_stopping (KhidkiWhatsappLine *self)
{
  return khidki_flights_are_stopping (self->flights);
}

static char *
dup_alarm_name (KhidkiWhatsappLine *self, const char *name)
{
  return self->settings->group != NULL ? g_strconcat (self->settings->group, ":", name, NULL)
                                       : g_strdup (name);
}

/**
 * khidki_whatsapp_line_set_alarm:
 * @self: a line
 * @name: a word for what is wrong
 * @text: (nullable): what, and what to do; NULL when it is over
 *
 * As [method@Host.set_alarm]; of a further number with its group's name before it.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_set_alarm (KhidkiWhatsappLine *self, const char *name, const char *text)
{
  g_autofree char *whole = dup_alarm_name (self, name);

  khidki_host_set_alarm (self->host, whole, text);
}

/**
 * khidki_whatsapp_line_raise_alarm:
 * @self: a line
 * @name: a word for what is wrong
 * @text: what, and what to do
 * @lasts_ms: for how many milliseconds after its last cause
 *
 * An alarm that nothing tells the end of: it ends by itself.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_raise_alarm (KhidkiWhatsappLine *self,
                                  const char *name,
                                  const char *text,
                                  guint lasts_ms)
{
  g_autofree char *whole = dup_alarm_name (self, name);

  if (!khidki_whatsapp_line_is_stopping (self))
    khidki_whatsapp_alarms_raise (self->alarms, whole, text, lasts_ms);
}

/**
 * khidki_whatsapp_line_note_signature:
 * @self: a line
 * @good: whether a webhook that tells of something was signed as it has to be; of those that
 *   were not only such count as name this number, by an id that strangers do not know
 *
 * While webhooks come and none is good nobody who writes is heard: that is an alarm until one
 * is, also when the secret was right once.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_note_signature (KhidkiWhatsappLine *self, gboolean good)
{
  g_autofree char *text = NULL;

  if (good && self->n_unsigned >= MANY_UNSIGNED)
    khidki_whatsapp_line_set_alarm (self, "unsigned", NULL);
  if (good)
    self->n_unsigned = 0;
  else if (self->n_unsigned < MANY_UNSIGNED)
    self->n_unsigned++;
  if (good || self->n_unsigned != MANY_UNSIGNED)
    return;

  text = g_strdup_printf ("Webhooks that name this number come in and none is signed with app-secret= in "
                          "the header %s: nobody who writes to it is heard, unless they are a stranger's "
                          "who knows its id. See app-secret=, and signature-header= at a provider company",
                          self->settings->signature_header);
  khidki_whatsapp_line_set_alarm (self, "unsigned", text);
}

/**
 * khidki_whatsapp_line_complain:
 * @self: a line
 * @text: what strangers can bring about as often as they like
 *
 * Writes to the log, at most once a minute.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_complain (KhidkiWhatsappLine *self, const char *text)
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

/**
 * khidki_whatsapp_line_new_request:
 * @self: a line
 * @method: `GET` or `POST`
 * @rest: what follows the graph's base, as in `/1234567890/messages`
 *
 * Returns: (transfer full): a request to Meta that carries the token
 *
 * Since: 0.1
 */
KhidkiRequest *
khidki_whatsapp_line_new_request (KhidkiWhatsappLine *self, const char *method, const char *rest)
{
  KhidkiWhatsappSettings *settings = khidki_whatsapp_line_get_settings (self);
  g_autofree char *uri = g_strconcat (settings->graph_url, rest, NULL);

  return khidki_whatsapp_settings_new_request (settings, method, uri);
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
 * khidki_whatsapp_line_fetch_async:
 * @self: a line
 * @request: (transfer none): to Meta
 * @cancellable: (nullable): gives the request up
 * @callback: (scope async): called when it is over
 * @user_data: for @callback
 *
 * As [method@Host.fetch_async], but a line that stops ends it.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_fetch_async (KhidkiWhatsappLine *self,
                                  KhidkiRequest *request,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_whatsapp_line_fetch_async);
  khidki_flights_fetch_async (self->flights, request, cancellable, on_fetched, task);
}

/**
 * khidki_whatsapp_line_fetch_finish:
 * @self: a line
 * @result: what the callback was given
 *
 * Returns: (transfer full) (nullable): the answer, NULL with an error
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_whatsapp_line_fetch_finish (KhidkiWhatsappLine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_courtesy_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiWhatsappLine *self = KHIDKI_WHATSAPP_LINE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response = khidki_whatsapp_line_fetch_finish (self, result, &error);

  self->n_courtesies--;
  if (response == NULL)
    khidki_host_log (self->host, G_LOG_LEVEL_DEBUG, "A courtesy was not taken: %s", error->message);
}

/**
 * khidki_whatsapp_line_offer:
 * @self: a line
 * @request: (transfer none): to Meta; nobody waits for what becomes of it
 *
 * Makes the request if few of its kind are under way; a line that stops gives
 * them up at once.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_line_offer (KhidkiWhatsappLine *self, KhidkiRequest *request)
{
  if (khidki_whatsapp_line_is_stopping (self) || self->n_courtesies >= MAX_COURTESIES)
    return;

  self->n_courtesies++;
  khidki_whatsapp_line_fetch_async (self, request, self->courtesy_over, on_courtesy_fetched, NULL);
}

/**
 * khidki_whatsapp_line_may_offer:
 * @self: a line
 *
 * Returns: whether [method@WhatsappLine.offer] would make a request now
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_line_may_offer (KhidkiWhatsappLine *self)
{
  return !khidki_whatsapp_line_is_stopping (self) && self->n_courtesies < MAX_COURTESIES;
}

static void
on_flights_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  khidki_flights_stop_finish (KHIDKI_FLIGHTS (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * khidki_whatsapp_line_stop_async:
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
khidki_whatsapp_line_stop_async (KhidkiWhatsappLine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_whatsapp_line_stop_async);
  g_cancellable_cancel (self->courtesy_over);
  self->ready_func = NULL;
  khidki_whatsapp_alarms_stop (self->alarms);
  if (self->list_timer != 0)
    khidki_host_remove_timer (self->host, self->list_timer);
  self->list_timer = 0;
  khidki_flights_stop_async (self->flights, cancellable, on_flights_ended, task);
}

/**
 * khidki_whatsapp_line_stop_finish:
 * @self: a line
 * @result: what the callback was given
 *
 * Returns: TRUE
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_line_stop_finish (KhidkiWhatsappLine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
