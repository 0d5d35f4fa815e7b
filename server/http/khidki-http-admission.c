/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-admission.h"

#include "http/khidki-http-exchange.h"
#include "http/khidki-http-form.h"
#include "http/khidki-multipart.h"

#define KEY "khidki-http-admission"

struct _KhidkiHttpAdmission
{
  SoupServerMessage *message; /* not owned: it owns us */
  KhidkiHttpUpload *upload;
  KhidkiHttpAdmittedFunc admitted;
  gpointer user_data;
  gboolean paused;
  gboolean whole;
  gboolean gone;
};

static void
admission_free (gpointer data)
{
  KhidkiHttpAdmission *self = data;

  if (!self->whole)
    khidki_http_upload_give_up (self->upload);
  g_object_unref (self->upload);
  g_free (self);
}

static void
drained (gpointer upload, gpointer user_data)
{
  KhidkiHttpAdmission *self = user_data;

  if (!self->paused || self->gone)
    return;
  self->paused = FALSE;
  soup_server_message_unpause (self->message);
}

/* What has come whole is acted on, whether or not anybody waits for the answer. */
static void
message_gone (SoupServerMessage *message, gpointer user_data)
{
  KhidkiHttpAdmission *self = user_data;

  self->gone = TRUE;
  if (!self->whole)
    khidki_http_upload_give_up (self->upload);
}

/* The route has looked at the head. */
static void
decided (KhidkiResponse *response, gpointer user_data)
{
  g_autoptr (SoupServerMessage) message = user_data;
  KhidkiHttpAdmission *self = khidki_http_admission_find (message);
  guint status = khidki_response_get_status (response);
  gboolean admitted = status == 100 || status == 102;

  if (self->gone)
    return;
  if (status == 102)
    khidki_http_upload_leave_out_files (self->upload);
  else if (!admitted)
    {
      khidki_http_upload_give_up (self->upload);
      khidki_http_exchange_set_response (message, response);
    }
  self->admitted (message, admitted, self->user_data);
  soup_server_message_unpause (message);
}

guint
khidki_http_admission_begin (SoupServerMessage *message,
                             KhidkiHttpRoute *route,
                             KhidkiPaperStore *papers,
                             const KhidkiHttpUploadLimits *limits,
                             KhidkiHttpAdmittedFunc admitted,
                             gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_one (headers, "Content-Type");
  g_autofree char *boundary = khidki_multipart_dup_boundary (type);
  g_autoptr (KhidkiRequest) request = khidki_http_exchange_take_head (message);
  g_autoptr (KhidkiResponder) responder = NULL;
  KhidkiHttpAdmission *self;

  if (request == NULL)
    return SOUP_STATUS_BAD_REQUEST;
  if (boundary == NULL)
    return SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE;

  self = g_new0 (KhidkiHttpAdmission, 1);
  self->message = message;
  self->upload = khidki_http_upload_new (boundary, papers, limits, drained, self);
  self->admitted = admitted;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (message), KEY, self, admission_free);
  g_signal_connect (message, "finished", G_CALLBACK (message_gone), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (message_gone), self);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_server_message_pause (message);
  responder = khidki_responder_new (decided, g_object_ref (message));
  route->admit (request, responder, route->user_data);
  return 0;
}

KhidkiHttpAdmission *
khidki_http_admission_find (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), KEY);
}

guint
khidki_http_admission_feed (KhidkiHttpAdmission *self, GBytes *piece)
{
  g_autoptr (GError) error = NULL;

  if (!khidki_http_upload_feed (self->upload, piece, &error))
    {
      khidki_http_upload_give_up (self->upload);
      return khidki_http_form_get_status (error);
    }
  if (khidki_http_upload_is_full (self->upload))
    {
      self->paused = TRUE;
      soup_server_message_pause (self->message);
    }
  return 0;
}

void
khidki_http_admission_finish_async (KhidkiHttpAdmission *self,
                                    KhidkiRequest *request,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  /* What waits for the disk now holds back no reading any more. */
  self->paused = FALSE;
  self->whole = TRUE;
  khidki_http_upload_finish_async (self->upload, request, callback, user_data);
}
