/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-record.h"
#include "khidki-sandbox-replay.h"
#include "khidki-sandbox-script.h"

#define PATIENCE_SECONDS 20
#define PATIENCE_MAX 300

/* A caller who waits for the end of a replay. */
typedef struct
{
  SoupServerMessage *message;
  GCancellable      *gone;
  gulong             on_gone;
} Caller;

static void
on_finished (SoupServerMessage *message,
             gpointer           data)
{
  g_cancellable_cancel (data);
}

static void
on_replayed (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Caller *caller = data;
  g_autoptr (GError) error = NULL;
  JsonObject *report = khidki_sandbox_replay_finish (result, &error);

  g_signal_handler_disconnect (caller->message, caller->on_gone);
  if (report != NULL)
    {
      khidki_sandbox_http_answer (caller->message, 200, report);
      soup_server_message_unpause (caller->message);
    }
  g_object_unref (caller->message);
  g_object_unref (caller->gone);
  g_free (caller);
}

static void
post_replay (KhidkiSandboxRequest *request,
             KhidkiSandboxCitizen *citizen)
{
  g_autoptr (GBytes) body = khidki_sandbox_http_body (request->message);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) error = NULL;
  guint64 patience = khidki_sandbox_http_number (request->query, "patience", PATIENCE_SECONDS);
  Caller *caller;

  if (body != NULL)
    text = g_utf8_make_valid (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  if (text != NULL)
    steps = khidki_sandbox_script_read (text, &error);
  if (steps == NULL)
    {
      khidki_sandbox_http_mistake (request->message, body == NULL ? 413 : 400,
                                   body == NULL ? "The chat is too long" : error->message);
      return;
    }
  caller = g_new0 (Caller, 1);
  caller->message = g_object_ref (request->message);
  caller->gone = g_cancellable_new ();
  caller->on_gone = g_signal_connect (request->message, "finished", G_CALLBACK (on_finished),
                                      caller->gone);
  soup_server_message_pause (request->message);
  khidki_sandbox_replay_async (request->sandbox, citizen, steps, (guint) MIN (patience, PATIENCE_MAX),
                               caller->gone, on_replayed, caller);
}

static void
get_chat (KhidkiSandboxRequest *request,
          KhidkiSandboxCitizen *citizen)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s.chat\"", citizen->wa_id);
  g_autofree char *text = khidki_sandbox_record (citizen);
  gsize length = strlen (text);

  soup_server_message_set_status (request->message, 200, NULL);
  soup_message_headers_set_content_type (headers, "text/plain; charset=utf-8", NULL);
  soup_message_headers_replace (headers, "Content-Disposition", disposition);
  soup_message_body_append_take (soup_server_message_get_response_body (request->message),
                                 (guchar *) g_steal_pointer (&text), length);
  khidki_sandbox_http_done (request->message);
}

/**
 * khidki_sandbox_control_chat:
 * @request: a call to `/sandbox/citizens/NUMBER/replay` or `…/chat`
 * @citizen: whose chat it is
 *
 * Replays a `.chat` file, or gives the chat as one.
 */
void
khidki_sandbox_control_chat (KhidkiSandboxRequest *request,
                             KhidkiSandboxCitizen *citizen)
{
  if (g_str_equal (request->path[2], "replay"))
    post_replay (request, citizen);
  else
    get_chat (request, citizen);
}
