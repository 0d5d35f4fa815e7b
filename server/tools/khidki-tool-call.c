/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tools/khidki-tool-call.h"

#include <libsoup/soup.h>

#define CHUNK 16384

/* One call on its way. */
typedef struct
{
  KhidkiToolAnswer *answer;
  SoupMessage *message;
  GCancellable *cancellable;
  GInputStream *stream;
  GByteArray *body;
  gsize most;
  gboolean late;
  gboolean done;
} Call;

static void
call_clear (Call *call)
{
  g_clear_object (&call->message);
  g_clear_object (&call->cancellable);
  g_clear_object (&call->stream);
  g_clear_pointer (&call->body, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

void
khidki_tool_answer_free (KhidkiToolAnswer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->date);
  g_free (self->words);
  g_free (self);
}

KhidkiToolTrouble
khidki_tool_call_judge (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return KHIDKI_TOOL_TROUBLE_NAME;
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return KHIDKI_TOOL_TROUBLE_CERTIFICATE;
  if (error->domain == G_TLS_ERROR)
    return KHIDKI_TOOL_TROUBLE_TLS;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return KHIDKI_TOOL_TROUBLE_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return KHIDKI_TOOL_TROUBLE_SLOW;
  return KHIDKI_TOOL_TROUBLE_OTHER;
}

static void
end_badly (Call *call, const GError *error)
{
  KhidkiToolAnswer *answer = call->answer;

  answer->trouble = call->late ? KHIDKI_TOOL_TROUBLE_SLOW : khidki_tool_call_judge (error);
  if (answer->flags != 0)
    answer->trouble = KHIDKI_TOOL_TROUBLE_CERTIFICATE;
  answer->words = g_strdup (call->late ? "no answer in time" : error->message);
  answer->status = 0;
  call->done = TRUE;
}

static void
got_bytes (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      end_badly (call, error);
      return;
    }
  g_byte_array_append (call->body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (call->body->len > call->most)
    {
      call->answer->trouble = KHIDKI_TOOL_TROUBLE_LONG;
      call->answer->words = g_strdup_printf ("more than %" G_GSIZE_FORMAT " bytes", call->most);
      call->done = TRUE;
    }
  else if (g_bytes_get_size (bytes) == 0)
    {
      call->answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&call->body));
      call->done = TRUE;
    }
  else
    g_input_stream_read_bytes_async (call->stream, CHUNK, G_PRIORITY_DEFAULT, call->cancellable,
                                     got_bytes, call);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (call->stream == NULL)
    {
      end_badly (call, error);
      return;
    }
  call->answer->status = soup_message_get_status (call->message);
  call->answer->date = g_strdup (soup_message_headers_get_one (
      soup_message_get_response_headers (call->message), "Date"));
  g_input_stream_read_bytes_async (call->stream, CHUNK, G_PRIORITY_DEFAULT, call->cancellable,
                                   got_bytes, call);
}

static gboolean
too_late (gpointer user_data)
{
  Call *call = user_data;

  call->late = TRUE;
  g_cancellable_cancel (call->cancellable);
  return G_SOURCE_CONTINUE;
}

/* Never accepts; it is asked only when the certificate is not to be trusted. */
static gboolean
note_certificate (SoupMessage *message,
                  GTlsCertificate *certificate,
                  GTlsCertificateFlags flags,
                  gpointer user_data)
{
  Call *call = user_data;

  call->answer->flags = flags;
  return FALSE;
}

static void
set_message (Call *call, KhidkiRequest *request)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, khidki_request_get_headers (request));
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (soup_message_get_request_headers (call->message), name, value);
  if (khidki_request_get_body (request) != NULL)
    soup_message_set_request_body_from_bytes (call->message,
                                              khidki_request_get_content_type (request),
                                              khidki_request_get_body (request));
  soup_message_add_flags (call->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (call->message, "accept-certificate", G_CALLBACK (note_certificate), call);
}

static void
wait_for (Call *call, guint milliseconds)
{
  g_autoptr (SoupSession) session
      = soup_session_new_with_options ("timeout", 0, "proxy-resolver", NULL, NULL);
  guint timer = g_timeout_add (milliseconds, too_late, call);

  soup_session_send_async (session, call->message, G_PRIORITY_DEFAULT, call->cancellable, answered,
                           call);
  while (!call->done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_signal_handlers_disconnect_by_data (call->message, call);
  g_cancellable_cancel (call->cancellable);
  soup_session_abort (session);
}

KhidkiToolAnswer *
khidki_tool_call (KhidkiRequest *request)
{
  g_auto (Call) call = { 0 };

  call.answer = g_new0 (KhidkiToolAnswer, 1);
  call.message = soup_message_new (khidki_request_get_method (request),
                                   khidki_request_get_uri (request));
  if (call.message == NULL)
    {
      call.answer->trouble = KHIDKI_TOOL_TROUBLE_OTHER;
      call.answer->words = g_strdup ("not an address that can be asked");
      return call.answer;
    }
  call.cancellable = g_cancellable_new ();
  call.body = g_byte_array_new ();
  call.most = khidki_request_get_max_size (request);
  set_message (&call, request);
  wait_for (&call, khidki_request_get_deadline (request));
  return call.answer;
}
