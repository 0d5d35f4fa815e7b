/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-paper.h"

#include "http/khidki-http-exchange.h"
#include "libkhidki/khidki-error.h"

#define PIECE 65536

typedef struct
{
  SoupServerMessage *message;
  KhidkiPaperStore *papers;
  KhidkiResponse *response;
  GInputStream *stream;
  GDestroyNotify done;
  gpointer user_data;
  gsize left;
  gboolean began;
  gboolean reading;
  gboolean gone;
} Sending;

static void
sending_end (Sending *sending)
{
  g_signal_handlers_disconnect_by_data (sending->message, sending);
  sending->done (sending->user_data);
  g_object_unref (sending->message);
  g_object_unref (sending->papers);
  khidki_response_unref (sending->response);
  g_clear_object (&sending->stream);
  g_free (sending);
}

static void
message_gone (SoupServerMessage *message, gpointer user_data)
{
  Sending *sending = user_data;

  sending->gone = TRUE;
  if (!sending->reading)
    sending_end (sending);
}

/* What was begun cannot be taken back: the far end sees that it was cut off. */
static void
fail (Sending *sending, const GError *error)
{
  SoupServerMessage *message = sending->message;
  gboolean unknown = g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);

  g_warning ("a paper was not sent: %s", error->message);
  g_signal_handlers_disconnect_by_data (message, sending);
  if (sending->began)
    {
      g_autoptr (GIOStream) connection = soup_server_message_steal_connection (message);

      if (connection != NULL)
        g_io_stream_close (connection, NULL, NULL);
    }
  else
    {
      soup_server_message_set_status (message, unknown ? 404 : 503, NULL);
      soup_server_message_unpause (message);
    }
  sending_end (sending);
}

static void
begin (Sending *sending)
{
  KhidkiPaper *paper = khidki_response_get_paper (sending->response);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (sending->message);

  sending->began = TRUE;
  khidki_http_exchange_set_head (sending->message, sending->response);
  soup_message_headers_replace (headers, "Content-Type", khidki_paper_get_mime_type (paper));
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (khidki_response_get_header (sending->response, "Content-Disposition") == NULL)
    soup_message_headers_replace (headers, "Content-Disposition", "attachment");
  if (khidki_response_get_header (sending->response, "Cache-Control") == NULL)
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_set_content_length (headers, khidki_paper_get_size (paper));
  soup_message_body_set_accumulate (soup_server_message_get_response_body (sending->message),
                                    FALSE);
}

static void read_piece (Sending *sending);

static void
piece_written (SoupServerMessage *message, gpointer user_data)
{
  read_piece (user_data);
}

static void
piece_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                               &error);
  gsize length = piece != NULL ? g_bytes_get_size (piece) : 0;

  sending->reading = FALSE;
  if (sending->gone)
    {
      sending_end (sending);
      return;
    }
  if (piece != NULL && (length > sending->left || (length == 0 && sending->left > 0)))
    g_set_error (&error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "its size is not what it was");
  if (error != NULL)
    {
      fail (sending, error);
      return;
    }
  if (!sending->began)
    begin (sending);
  sending->left -= length;
  if (length > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (sending->message),
                                    piece);
  soup_server_message_unpause (sending->message);
}

/* The last piece comes only when the whole was proven. */
static void
read_piece (Sending *sending)
{
  if (sending->left == 0 && sending->began)
    return;
  sending->reading = TRUE;
  g_input_stream_read_bytes_async (sending->stream, PIECE, G_PRIORITY_DEFAULT, NULL, piece_read,
                                   sending);
}

static void
open_on_pool (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GInputStream *stream = khidki_paper_store_open (source, data, &error);

  if (stream != NULL)
    g_task_return_pointer (task, stream, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (GError) error = NULL;

  sending->stream = g_task_propagate_pointer (G_TASK (result), &error);
  sending->reading = FALSE;
  if (sending->gone)
    sending_end (sending);
  else if (sending->stream == NULL)
    fail (sending, error);
  else
    read_piece (sending);
}

void
khidki_http_paper_send (SoupServerMessage *message,
                        KhidkiPaperStore *papers,
                        KhidkiResponse *response,
                        GDestroyNotify done,
                        gpointer user_data)
{
  Sending *sending = g_new0 (Sending, 1);
  KhidkiPaper *paper = khidki_response_get_paper (response);
  g_autoptr (GTask) task = g_task_new (papers, NULL, opened, sending);

  sending->message = g_object_ref (message);
  sending->papers = g_object_ref (papers);
  sending->response = khidki_response_ref (response);
  sending->done = done;
  sending->user_data = user_data;
  sending->left = (gsize) khidki_paper_get_size (paper);
  sending->reading = TRUE;
  g_signal_connect (message, "finished", G_CALLBACK (message_gone), sending);
  g_signal_connect (message, "disconnected", G_CALLBACK (message_gone), sending);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (piece_written), sending);
  g_task_set_task_data (task, khidki_paper_ref (paper), (GDestroyNotify) khidki_paper_unref);
  g_task_run_in_thread (task, open_on_pool);
}
