/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-client.h"

#include <libsoup/soup.h>

#include "http/khidki-http-queue.h"
#include "libkhidki/khidki-error.h"

/* More than one number sends at once at its most: others are at the same far end, and
 * files are fetched beside. Who takes all of it leaves room for other far ends. */
#define MAX_CONNECTIONS_PER_HOST 400
#define MAX_CONNECTIONS 640
#define CHUNK 16384

struct _KhidkiHttpClient
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiPaperStore *papers;
  SoupSession *session;
  KhidkiHttpQueue *queue;
};

G_DEFINE_FINAL_TYPE (KhidkiHttpClient, khidki_http_client, G_TYPE_OBJECT)

typedef struct
{
  KhidkiHttpClient *client;
  KhidkiRequest *request;
  GTask *task;
  KhidkiHttpTicket *ticket;
  SoupMessage *message;
  GCancellable *cancellable;
  GCancellable *outer;
  gulong outer_handler;
  guint timer;
  guint starts;
  gboolean wrote;
  gint64 left_at;
  gboolean late;
  GInputStream *stream;
  GByteArray *body;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  if (fetch->outer != NULL)
    g_signal_handler_disconnect (fetch->outer, fetch->outer_handler);
  g_clear_object (&fetch->outer);
  if (fetch->timer != 0)
    khidki_host_remove_timer (fetch->client->host, fetch->timer);
  if (fetch->message != NULL)
    g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->cancellable);
  g_clear_object (&fetch->stream);
  g_clear_pointer (&fetch->ticket, khidki_http_ticket_leave);
  g_clear_pointer (&fetch->body, g_byte_array_unref);
  khidki_request_unref (fetch->request);
  g_object_unref (fetch->client);
  g_free (fetch);
}

static void
starting (SoupMessage *message, gpointer user_data)
{
  Fetch *fetch = user_data;

  /* libsoup repeats a request on its own when a kept connection turns out dead.
   * The first may have arrived: it counts as unknown. */
  if (++fetch->starts > 1 && fetch->wrote && !khidki_request_get_repeatable (fetch->request))
    g_cancellable_cancel (fetch->cancellable);
}

static void
wrote_headers (SoupMessage *message, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->wrote = TRUE;
  fetch->left_at = khidki_host_get_monotonic (fetch->client->host);
}

static void
wrote_body (SoupMessage *message, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->left_at = khidki_host_get_monotonic (fetch->client->host);
}

static void
fail (GTask *task, GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);
  const char *text = fetch->late ? "no answer in time" : error->message;

  g_task_return_new_error (task, KHIDKI_ERROR,
                           fetch->wrote && !khidki_request_get_repeatable (fetch->request)
                               ? KHIDKI_ERROR_UNCERTAIN
                               : KHIDKI_ERROR_RETRY,
                           "%s", text);
}

/* What still waits for its turn never left. */
static void
give_up (Fetch *fetch)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (fetch->cancellable);
  if (fetch->task == NULL)
    return;
  task = g_steal_pointer (&fetch->task);
  g_clear_pointer (&fetch->ticket, khidki_http_ticket_leave);
  g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "%s",
                           fetch->late ? "no turn in time" : "it was given up before it left");
}

static void
outer_cancelled (GCancellable *outer, gpointer user_data)
{
  give_up (user_data);
}

static void
too_late (gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->timer = 0;
  fetch->late = TRUE;
  give_up (fetch);
}

static KhidkiResponse *
make_response (Fetch *fetch)
{
  KhidkiResponse *response = khidki_response_new (soup_message_get_status (fetch->message));
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    khidki_response_set_header (response, name, value);
  khidki_response_set_left_at (response, fetch->left_at);

  return response;
}

static void
kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPaper) paper =
      khidki_paper_store_keep_finish (KHIDKI_PAPER_STORE (source), result, &error);
  KhidkiResponse *response;

  if (paper == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  response = make_response (g_task_get_task_data (task));
  khidki_response_set_paper (response, paper);
  g_task_return_pointer (task, response, (GDestroyNotify) khidki_response_unref);
}

static void
got_bytes (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      KhidkiResponse *response = make_response (fetch);
      g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&fetch->body));

      khidki_response_set_body (
          response,
          soup_message_headers_get_content_type (soup_message_get_response_headers (fetch->message),
                                                 NULL),
          body);
      g_task_return_pointer (task, response, (GDestroyNotify) khidki_response_unref);
      return;
    }

  g_byte_array_append (fetch->body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (fetch->body->len > khidki_request_get_max_size (fetch->request))
    {
      g_cancellable_cancel (fetch->cancellable);
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                               "the answer is longer than %" G_GSIZE_FORMAT " bytes",
                               khidki_request_get_max_size (fetch->request));
      return;
    }
  g_input_stream_read_bytes_async (fetch->stream, CHUNK, G_PRIORITY_DEFAULT, fetch->cancellable,
                                   got_bytes, g_steal_pointer (&task));
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (fetch->stream == NULL)
    {
      fail (task, error);
      return;
    }

  if (khidki_request_get_keep_as_paper (fetch->request) && fetch->client->papers != NULL
      && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (fetch->message)))
    {
      khidki_paper_store_keep_async (fetch->client->papers, fetch->stream,
                                     khidki_request_get_max_size (fetch->request),
                                     fetch->cancellable, kept, g_steal_pointer (&task));
      return;
    }

  fetch->body = g_byte_array_new ();
  g_input_stream_read_bytes_async (fetch->stream, CHUNK, G_PRIORITY_DEFAULT, fetch->cancellable,
                                   got_bytes, g_steal_pointer (&task));
}

static gboolean
set_form (Fetch *fetch, GError **error)
{
  g_autoptr (SoupMultipart) multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
  g_autofree char *content_type = NULL;
  g_autoptr (GBytes) body = NULL;

  for (guint i = 0; i < khidki_request_get_n_parts (fetch->request); i++)
    {
      const char *value, *filename;
      KhidkiPaper *paper;
      const char *name = khidki_request_get_part (fetch->request, i, &value, &filename, &paper);
      g_autoptr (GBytes) bytes = NULL;

      if (paper == NULL)
        {
          soup_multipart_append_form_string (multipart, name, value);
          continue;
        }
      bytes = khidki_paper_store_load (fetch->client->papers, paper, error);
      if (bytes == NULL)
        return FALSE;
      soup_multipart_append_form_file (multipart, name, filename,
                                       khidki_paper_get_mime_type (paper), bytes);
    }

  soup_multipart_to_message (multipart, soup_message_get_request_headers (fetch->message), &body);
  /* A copy: the header that it lies in is replaced by the call. */
  content_type = g_strdup (soup_message_headers_get_one (
      soup_message_get_request_headers (fetch->message), "Content-Type"));
  soup_message_set_request_body_from_bytes (fetch->message, content_type, body);
  return TRUE;
}

static gboolean
set_message (Fetch *fetch, GError **error)
{
  KhidkiRequest *request = fetch->request;
  GHashTableIter iter;
  gpointer name, value;

  fetch->message = soup_message_new (khidki_request_get_method (request),
                                     khidki_request_get_uri (request));
  if (fetch->message == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "not a URI that can be fetched");
      return FALSE;
    }

  g_hash_table_iter_init (&iter, khidki_request_get_headers (request));
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (soup_message_get_request_headers (fetch->message), name, value);

  /* Without this flag libsoup opens a connection for every POST. */
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (fetch->message, "starting", G_CALLBACK (starting), fetch);
  g_signal_connect (fetch->message, "wrote-headers", G_CALLBACK (wrote_headers), fetch);
  g_signal_connect (fetch->message, "wrote-body", G_CALLBACK (wrote_body), fetch);

  if (khidki_request_get_n_parts (request) > 0)
    return set_form (fetch, error);
  if (khidki_request_get_body (request) != NULL)
    soup_message_set_request_body_from_bytes (fetch->message,
                                              khidki_request_get_content_type (request),
                                              khidki_request_get_body (request));
  return TRUE;
}

static void
let_out (gpointer user_data)
{
  Fetch *fetch = user_data;

  soup_session_send_async (fetch->client->session, fetch->message, G_PRIORITY_DEFAULT,
                           fetch->cancellable, answered, g_steal_pointer (&fetch->task));
}

static void
watch_outer (Fetch *fetch, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  fetch->outer = g_object_ref (cancellable);
  fetch->outer_handler =
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (outer_cancelled), fetch);
}

/* Those that share connections. */
static char *
dup_far_end (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);

  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
}

void
khidki_http_client_fetch_async (KhidkiHttpClient *self,
                                KhidkiRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *far_end = NULL;
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, khidki_http_client_fetch_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  fetch->client = g_object_ref (self);
  fetch->request = khidki_request_ref (request);
  fetch->cancellable = g_cancellable_new ();
  if (!set_message (fetch, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                               "it was given up before it left");
      return;
    }
  watch_outer (fetch, cancellable);
  fetch->timer = khidki_host_add_timer (self->host, khidki_request_get_deadline (request), too_late,
                                        fetch, NULL);
  far_end = dup_far_end (fetch->message);
  fetch->task = g_steal_pointer (&task);
  fetch->ticket = khidki_http_queue_enter (self->queue, far_end, let_out, fetch);
}

KhidkiResponse *
khidki_http_client_fetch_finish (KhidkiHttpClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
khidki_http_client_dispose (GObject *object)
{
  KhidkiHttpClient *self = KHIDKI_HTTP_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->queue, khidki_http_queue_free);
  g_clear_object (&self->papers);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (khidki_http_client_parent_class)->dispose (object);
}

static void
khidki_http_client_class_init (KhidkiHttpClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = khidki_http_client_dispose;
}

static void
khidki_http_client_init (KhidkiHttpClient *self)
{
}

KhidkiHttpClient *
khidki_http_client_new (KhidkiHost *host, KhidkiPaperStore *papers)
{
  KhidkiHttpClient *self = g_object_new (KHIDKI_TYPE_HTTP_CLIENT, NULL);

  self->host = g_object_ref (host);
  self->papers = papers != NULL ? g_object_ref (papers) : NULL;
  self->queue = khidki_http_queue_new (MAX_CONNECTIONS, MAX_CONNECTIONS_PER_HOST);
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                                 "timeout", 0,
                                                 "idle-timeout", 50,
                                                 "proxy-resolver", NULL,
                                                 NULL);
  return self;
}
