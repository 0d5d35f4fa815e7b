/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-calls.h"

#define CALLS_MAX 10000
#define SECONDS_MAX 30
#define WAIT_MS 500

typedef struct
{
  char                 *uri;
  KhidkiSandboxCallDone done; /* nullable */
  gpointer              data;
  GDestroyNotify        destroy; /* nullable */
} Call;

struct _KhidkiSandboxCalls
{
  KhidkiSandboxClock *clock;
  KhidkiSandboxLog   *log;
  SoupSession        *session;
  GCancellable       *cancellable;
  GQueue              queue; /* of Call; the first is under way, or waits for its turn */
  guint               timer;
  gboolean            busy;
};

static void
call_free (Call *call)
{
  if (call->destroy != NULL)
    call->destroy (call->data);
  g_free (call->uri);
  g_free (call);
}

KhidkiSandboxCalls *
khidki_sandbox_calls_new (KhidkiSandboxClock *clock,
                          KhidkiSandboxLog   *log)
{
  KhidkiSandboxCalls *calls = g_new0 (KhidkiSandboxCalls, 1);

  calls->clock = clock;
  calls->log = log;
  calls->cancellable = g_cancellable_new ();
  calls->session = soup_session_new_with_options ("timeout", SECONDS_MAX, "user-agent",
                                                  "Kannel/sandbox", "proxy-resolver", NULL, NULL);
  g_queue_init (&calls->queue);
  return calls;
}

void
khidki_sandbox_calls_free (KhidkiSandboxCalls *calls)
{
  g_clear_handle_id (&calls->timer, g_source_remove);
  g_cancellable_cancel (calls->cancellable);
  while (calls->busy)
    g_main_context_iteration (NULL, TRUE);
  g_queue_clear_full (&calls->queue, (GDestroyNotify) call_free);
  g_object_unref (calls->session);
  g_object_unref (calls->cancellable);
  g_free (calls);
}

static void begin_first (KhidkiSandboxCalls *calls);

static gboolean
on_wait_over (gpointer data)
{
  KhidkiSandboxCalls *calls = data;

  calls->timer = 0;
  begin_first (calls);
  return G_SOURCE_REMOVE;
}

/* A call that is answered with 4xx is answered so the next time as well. */
static gboolean
is_final (guint status)
{
  return status >= 200 && status < 500 && status != 408 && status != 429;
}

static void
finish_first (KhidkiSandboxCalls *calls,
              guint               status)
{
  Call *call = g_queue_pop_head (&calls->queue);

  if (call->done != NULL)
    call->done (status < 300, call->data);
  call_free (call);
  begin_first (calls);
}

/* The query is not told: it holds the secret. */
static void
note (KhidkiSandboxCalls *calls,
      SoupMessage        *message,
      guint               status,
      GBytes             *answer,
      const GError       *error)
{
  g_autofree char *what = g_strdup_printf ("GET %s%s%s",
                                           g_uri_get_path (soup_message_get_uri (message)),
                                           error == NULL ? "" : ": ",
                                           error == NULL ? "" : error->message);

  khidki_sandbox_log_add (calls->log, khidki_sandbox_clock_now (calls->clock), "webhook", what,
                          status, NULL, answer);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  KhidkiSandboxCalls *calls = data;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result,
                                                                 &error);
  guint status = answer == NULL ? 0 : soup_message_get_status (message);

  calls->busy = FALSE;
  if (g_cancellable_is_cancelled (calls->cancellable))
    return;
  note (calls, message, status, answer, error);
  if (is_final (status))
    finish_first (calls, status);
  else
    calls->timer = g_timeout_add (WAIT_MS, on_wait_over, calls);
}

static void
begin_first (KhidkiSandboxCalls *calls)
{
  Call *call = g_queue_peek_head (&calls->queue);
  g_autoptr (SoupMessage) message = NULL;

  if (call == NULL || calls->busy || calls->timer != 0)
    return;
  message = soup_message_new ("GET", call->uri);
  if (message == NULL)
    {
      finish_first (calls, 400);
      return;
    }
  calls->busy = TRUE;
  soup_session_send_and_read_async (calls->session, message, G_PRIORITY_DEFAULT,
                                    calls->cancellable, on_answer, calls);
}

/**
 * khidki_sandbox_calls_push:
 * @calls: the calls
 * @uri: what is called with GET
 * @done: (nullable): told whether it was answered with success, or for good with a refusal
 * @data: (transfer full): for @done
 * @destroy: (nullable): frees @data
 */
void
khidki_sandbox_calls_push (KhidkiSandboxCalls   *calls,
                           const char           *uri,
                           KhidkiSandboxCallDone done,
                           gpointer              data,
                           GDestroyNotify        destroy)
{
  Call *call = g_new0 (Call, 1);

  call->uri = g_strdup (uri);
  call->done = done;
  call->data = data;
  call->destroy = destroy;
  if (calls->queue.length >= CALLS_MAX)
    {
      if (done != NULL)
        done (FALSE, data);
      call_free (call);
      return;
    }
  g_queue_push_tail (&calls->queue, call);
  begin_first (calls);
}
