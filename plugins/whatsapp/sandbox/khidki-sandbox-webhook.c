/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-webhook.h"

#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-json.h"

#define WAIT_FIRST 125
#define WAIT_MAX 2000
#define GIVE_UP (7 * 24 * 60 * 60)
#define WAITING_MAX 10000
#define CONNECTIONS 16
#define SECONDS_MAX 20

struct _KhidkiSandboxWebhook
{
  const KhidkiSandboxConfig *config;
  KhidkiSandboxClock        *clock;
  KhidkiSandboxLog          *log;
  KhidkiSandboxWeather      *weather;
  SoupSession               *session;
  GCancellable              *stop;
  GHashTable                *queues; /* citizen -> Queue */
  guint                      waiting;
  guint                      verify_timer;
  gboolean                   verified;
};

typedef struct
{
  GBytes                  *body;
  gint64                   since; /* the sandbox's clock */
  guint                    attempts;
  KhidkiSandboxWebhookDone done;
  gpointer                 data;
  GDestroyNotify           destroy;
} Delivery;

/* One citizen's webhooks; the first is the one under way. */
typedef struct
{
  KhidkiSandboxWebhook *webhook;
  char                 *citizen;
  GQueue                deliveries;
  guint                 timer;
} Queue;

typedef struct
{
  KhidkiSandboxWebhook *webhook;
  char                 *citizen;
  SoupMessage          *message;
  GCancellable         *stop;
} Call;

static void post_first (Queue *queue);

static void
delivery_free (Delivery *delivery)
{
  if (delivery->destroy != NULL)
    delivery->destroy (delivery->data);
  g_bytes_unref (delivery->body);
  g_free (delivery);
}

static void
queue_free (Queue *queue)
{
  g_clear_handle_id (&queue->timer, g_source_remove);
  g_queue_clear_full (&queue->deliveries, (GDestroyNotify) delivery_free);
  g_free (queue->citizen);
  g_free (queue);
}

static void
call_free (Call *call)
{
  g_free (call->citizen);
  g_object_unref (call->message);
  g_object_unref (call->stop);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static Call *
call_new (KhidkiSandboxWebhook *webhook,
          const char           *citizen,
          SoupMessage          *message)
{
  Call *call = g_new0 (Call, 1);

  call->webhook = webhook;
  call->citizen = g_strdup (citizen);
  call->message = g_object_ref (message);
  call->stop = g_object_ref (webhook->stop);
  return call;
}

/**
 * khidki_sandbox_webhook_new:
 * @config: (transfer none): the settings, which must outlive the webhook
 * @clock: the clock, likewise
 * @log: the log, likewise
 * @weather: the weather, likewise
 *
 * Returns: (transfer full): a sender
 */
KhidkiSandboxWebhook *
khidki_sandbox_webhook_new (const KhidkiSandboxConfig *config,
                            KhidkiSandboxClock        *clock,
                            KhidkiSandboxLog          *log,
                            KhidkiSandboxWeather      *weather)
{
  KhidkiSandboxWebhook *webhook = g_new0 (KhidkiSandboxWebhook, 1);

  webhook->config = config;
  webhook->clock = clock;
  webhook->log = log;
  webhook->weather = weather;
  webhook->stop = g_cancellable_new ();
  webhook->queues = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify) queue_free);
  webhook->session = soup_session_new_with_options ("max-conns", CONNECTIONS,
                                                    "max-conns-per-host", CONNECTIONS,
                                                    "timeout", SECONDS_MAX,
                                                    "user-agent", "facebookexternalua",
                                                    "proxy-resolver", NULL, NULL);
  return webhook;
}

void
khidki_sandbox_webhook_free (KhidkiSandboxWebhook *webhook)
{
  g_clear_handle_id (&webhook->verify_timer, g_source_remove);
  g_cancellable_cancel (webhook->stop);
  soup_session_abort (webhook->session);
  g_object_unref (webhook->session);
  g_object_unref (webhook->stop);
  g_hash_table_unref (webhook->queues);
  g_free (webhook);
}

guint
khidki_sandbox_webhook_get_waiting (KhidkiSandboxWebhook *webhook)
{
  return webhook->waiting;
}

static void
finish_first (Queue   *queue,
              gboolean taken)
{
  KhidkiSandboxWebhook *webhook = queue->webhook;
  Delivery *delivery = g_queue_pop_head (&queue->deliveries);

  webhook->waiting--;
  if (delivery->done != NULL)
    delivery->done (taken, delivery->data);
  delivery_free (delivery);
  if (queue->deliveries.length > 0)
    post_first (queue);
  else
    g_hash_table_remove (webhook->queues, queue->citizen);
}

static gboolean
on_again (gpointer data)
{
  Queue *queue = data;

  queue->timer = 0;
  post_first (queue);
  return G_SOURCE_REMOVE;
}

static void
post_later (Queue *queue)
{
  Delivery *delivery = g_queue_peek_head (&queue->deliveries);
  guint wait = WAIT_FIRST << MIN (delivery->attempts, 6);

  if (khidki_sandbox_clock_now (queue->webhook->clock) - delivery->since > GIVE_UP)
    finish_first (queue, FALSE);
  else
    queue->timer = g_timeout_add (MIN (wait, WAIT_MAX), on_again, queue);
}

static void
on_posted (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (Call) call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  guint status = answer == NULL ? 0 : soup_message_get_status (call->message);
  g_autofree char *what = NULL;
  Queue *queue;
  Delivery *delivery;

  if (g_cancellable_is_cancelled (call->stop))
    return;
  queue = g_hash_table_lookup (call->webhook->queues, call->citizen);
  delivery = g_queue_peek_head (&queue->deliveries);
  delivery->attempts++;
  what = g_strdup_printf ("POST %s%s%s", call->webhook->config->webhook,
                          error == NULL ? "" : ": ", error == NULL ? "" : error->message);
  khidki_sandbox_log_add (call->webhook->log, khidki_sandbox_clock_now (call->webhook->clock),
                          "webhook", what, status, delivery->body, answer);
  if (status == 200)
    finish_first (queue, TRUE);
  else
    post_later (queue);
}

static void
post_first (Queue *queue)
{
  KhidkiSandboxWebhook *webhook = queue->webhook;
  Delivery *delivery = g_queue_peek_head (&queue->deliveries);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", webhook->config->webhook);
  g_autofree char *signature = khidki_sandbox_envelope_sign (webhook->config->app_secret,
                                                             delivery->body);

  soup_message_headers_append (soup_message_get_request_headers (message),
                               webhook->config->signature_header, signature);
  /* Without this flag libsoup opens a new connection for each POST. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (message, "application/json", delivery->body);
  soup_session_send_and_read_async (webhook->session, message, G_PRIORITY_DEFAULT, webhook->stop,
                                    on_posted, call_new (webhook, queue->citizen, message));
}

static Queue *
get_queue (KhidkiSandboxWebhook *webhook,
           const char           *citizen)
{
  Queue *queue = g_hash_table_lookup (webhook->queues, citizen);

  if (queue != NULL)
    return queue;
  queue = g_new0 (Queue, 1);
  queue->webhook = webhook;
  queue->citizen = g_strdup (citizen);
  g_queue_init (&queue->deliveries);
  g_hash_table_insert (webhook->queues, queue->citizen, queue);
  return queue;
}

/* The one under way is not overtaken. */
static void
queue_push (Queue    *queue,
            Delivery *delivery)
{
  KhidkiSandboxWebhook *webhook = queue->webhook;
  gboolean overtakes = queue->deliveries.length > 1
                       && khidki_sandbox_weather_chance (webhook->weather,
                                                         webhook->weather->reorder);

  webhook->waiting++;
  g_queue_push_nth (&queue->deliveries, delivery,
                    overtakes ? (int) queue->deliveries.length - 1 : -1);
  if (queue->deliveries.length == 1)
    post_first (queue);
}

static Delivery *
delivery_copy (const Delivery *delivery)
{
  Delivery *copy = g_new0 (Delivery, 1);

  copy->body = g_bytes_ref (delivery->body);
  copy->since = delivery->since;
  return copy;
}

/**
 * khidki_sandbox_webhook_send:
 * @webhook: the sender
 * @citizen: within whose order it stands; "" for none in particular
 * @body: the webhook's body
 * @done: (nullable): told once it was taken, or given up after seven days
 * @data: (transfer full): for @done
 * @destroy: (nullable): frees @data
 */
void
khidki_sandbox_webhook_send (KhidkiSandboxWebhook    *webhook,
                             const char              *citizen,
                             JsonNode                *body,
                             KhidkiSandboxWebhookDone done,
                             gpointer                 data,
                             GDestroyNotify           destroy)
{
  Delivery *delivery = g_new0 (Delivery, 1);
  char *wire = khidki_sandbox_json_to_wire (body);
  Queue *queue;

  delivery->body = g_bytes_new_take (wire, strlen (wire));
  delivery->since = khidki_sandbox_clock_now (webhook->clock);
  delivery->done = done;
  delivery->data = data;
  delivery->destroy = destroy;
  if (webhook->waiting >= WAITING_MAX)
    {
      if (done != NULL)
        done (FALSE, data);
      delivery_free (delivery);
      return;
    }
  queue = get_queue (webhook, citizen);
  queue_push (queue, delivery);
  if (khidki_sandbox_weather_chance (webhook->weather, webhook->weather->duplicate))
    queue_push (queue, delivery_copy (delivery));
}

typedef struct
{
  Call *call;
  char *challenge;
} Verification;

static void
verification_free (Verification *verification)
{
  call_free (verification->call);
  g_free (verification->challenge);
  g_free (verification);
}

static void
judge (GTask  *task,
       GBytes *answer,
       GError *error)
{
  Verification *verification = g_task_get_task_data (task);
  KhidkiSandboxWebhook *webhook = verification->call->webhook;
  guint status = answer == NULL ? 0 : soup_message_get_status (verification->call->message);
  g_autofree char *what = NULL;

  what = g_strdup_printf ("GET %s (verification)", webhook->config->webhook);
  khidki_sandbox_log_add (webhook->log, khidki_sandbox_clock_now (webhook->clock), "webhook", what,
                          status, NULL, answer);
  webhook->verified = status == 200
                      && g_bytes_get_size (answer) == strlen (verification->challenge)
                      && memcmp (g_bytes_get_data (answer, NULL), verification->challenge,
                                 strlen (verification->challenge)) == 0;
  if (webhook->verified)
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else if (status != 200)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The webhook answered %u", status);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The answer is not the challenge");
}

static void
on_verified (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  Verification *verification = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  if (g_cancellable_is_cancelled (verification->call->stop))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  else
    judge (task, answer, error);
}

/**
 * khidki_sandbox_webhook_verify_async:
 * @webhook: the sender
 * @callback: told when it is done
 * @data: for @callback
 *
 * Asks the webhook to echo a challenge, as Meta does when it is set up.
 */
void
khidki_sandbox_webhook_verify_async (KhidkiSandboxWebhook *webhook,
                                     GAsyncReadyCallback   callback,
                                     gpointer              data)
{
  GTask *task = g_task_new (NULL, webhook->stop, callback, data);
  Verification *verification = g_new0 (Verification, 1);
  g_autofree char *token = g_uri_escape_string (webhook->config->verify_token, NULL, FALSE);
  g_autofree char *address = NULL;
  g_autoptr (SoupMessage) message = NULL;

  g_task_set_source_tag (task, khidki_sandbox_webhook_verify_async);
  verification->challenge = g_strdup_printf ("%u", g_random_int_range (100000000, G_MAXINT));
  address = g_strdup_printf ("%s%chub.mode=subscribe&hub.challenge=%s&hub.verify_token=%s",
                             webhook->config->webhook,
                             strchr (webhook->config->webhook, '?') == NULL ? '?' : '&',
                             verification->challenge, token);
  message = soup_message_new ("GET", address);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  verification->call = call_new (webhook, NULL, message);
  g_task_set_task_data (task, verification, (GDestroyNotify) verification_free);
  soup_session_send_and_read_async (webhook->session, message, G_PRIORITY_DEFAULT, webhook->stop,
                                    on_verified, task);
}

gboolean
khidki_sandbox_webhook_verify_finish (KhidkiSandboxWebhook  *webhook,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
on_verify_again (gpointer data)
{
  KhidkiSandboxWebhook *webhook = data;

  webhook->verify_timer = 0;
  khidki_sandbox_webhook_keep_verifying (webhook);
  return G_SOURCE_REMOVE;
}

static void
on_kept_verifying (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (khidki_sandbox_webhook_verify_finish (NULL, result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ((KhidkiSandboxWebhook *) data)->verify_timer = g_timeout_add (WAIT_MAX, on_verify_again, data);
}

/**
 * khidki_sandbox_webhook_keep_verifying:
 * @webhook: the sender
 *
 * Verifies the webhook, again and again until it is up.
 */
void
khidki_sandbox_webhook_keep_verifying (KhidkiSandboxWebhook *webhook)
{
  khidki_sandbox_webhook_verify_async (webhook, on_kept_verifying, webhook);
}

gboolean
khidki_sandbox_webhook_is_verified (KhidkiSandboxWebhook *webhook)
{
  return webhook->verified;
}
