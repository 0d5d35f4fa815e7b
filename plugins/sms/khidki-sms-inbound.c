/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-inbound.h"

#include <string.h>

#include "khidki-sms-form.h"
#include "khidki-sms-parse.h"

#define INBOUND "/sms/inbound"
#define DELIVERY "/sms/delivery"
#define FORM_TYPE "application/x-www-form-urlencoded"
#define MAX_FORM (64 * 1024)

typedef KhidkiEvent *(*ParseFunc) (GHashTable *form, gint64 now, GError **error);

/* Kannel makes a text of whatever it is answered: a body would go to the
 * citizen past the registered texts. */
static void
answer (KhidkiResponder *responder, guint status)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (status);

  if (status == 503)
    khidki_response_set_header (response, "Retry-After", "5");
  khidki_responder_finish (responder, response);
}

typedef struct
{
  KhidkiSmsLine *line;
  KhidkiResponder *responder;
} Delivery;

static void
delivery_free (Delivery *delivery)
{
  g_object_unref (delivery->line);
  khidki_responder_unref (delivery->responder);
  g_free (delivery);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Delivery, delivery_free)

static void
on_received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Delivery) delivery = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiHost *host = KHIDKI_HOST (source);

  if (khidki_host_receive_finish (host, result, &error))
    {
      answer (delivery->responder, 200);
      return;
    }
  if (!g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    khidki_host_log (host, G_LOG_LEVEL_WARNING, "What Kannel brought was not kept: %s",
                     error->message);
  answer (delivery->responder, 503);
}

static gboolean
is_form (KhidkiRequest *request)
{
  const char *type = khidki_request_get_content_type (request);

  return type != NULL && g_ascii_strncasecmp (type, FORM_TYPE, strlen (FORM_TYPE)) == 0;
}

/* The query as it came: Kannel's UCS-2 has zero bytes in it. */
static GHashTable *
read_form (KhidkiRequest *request)
{
  const char *query = strchr (khidki_request_get_uri (request), '?');
  GBytes *body = khidki_request_get_body (request);
  g_autoptr (GString) all = g_string_new (query != NULL ? query + 1 : "");

  if (body != NULL && is_form (request))
    {
      gsize size;
      const char *data = g_bytes_get_data (body, &size);

      if (all->len > 0)
        g_string_append_c (all, '&');
      g_string_append_len (all, data, (gssize) size);
    }
  if (all->len > MAX_FORM)
    return NULL;

  return khidki_sms_form_parse (all->str, all->len);
}

static void
receive (KhidkiSmsLine *line, KhidkiEvent *event, KhidkiResponder *responder)
{
  g_autoptr (GPtrArray) events
      = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
  Delivery *delivery = g_new0 (Delivery, 1);

  g_ptr_array_add (events, khidki_event_ref (event));
  delivery->line = g_object_ref (line);
  delivery->responder = khidki_responder_ref (responder);
  khidki_host_receive_async (khidki_sms_line_get_host (line), events, NULL, on_received, delivery);
}

static void
take (KhidkiSmsLine *line, GHashTable *form, ParseFunc parse, KhidkiResponder *responder)
{
  KhidkiHost *host = khidki_sms_line_get_host (line);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiEvent) event = parse (form, khidki_host_now (host), &error);

  if (event == NULL)
    {
      khidki_host_log (host, G_LOG_LEVEL_WARNING, "What Kannel brought cannot be read: %s",
                       error->message);
      answer (responder, 400);
      return;
    }

  receive (line, event, responder);
}

static void
handle (KhidkiSmsLine *line, KhidkiRequest *request, KhidkiResponder *responder, ParseFunc parse)
{
  g_autoptr (GHashTable) form = read_form (request);
  g_autofree char *secret = form != NULL ? khidki_sms_form_dup_word (form, "secret") : NULL;
  const char *const *secrets
      = (const char *const *) khidki_sms_line_get_settings (line)->secrets;

  if (form == NULL)
    answer (responder, 413);
  else if (!khidki_secret_is_one_of (secret, secrets))
    {
      khidki_sms_line_complain (line, "A call did not bring secret=");
      answer (responder, 403);
    }
  else if (khidki_sms_line_is_stopping (line))
    answer (responder, 503);
  else
    take (line, form, parse, responder);
}

static void
on_inbound (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  handle (user_data, request, responder, khidki_sms_parse_inbound);
}

static void
on_delivery (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  handle (user_data, request, responder, khidki_sms_parse_delivery);
}

static gboolean
add (KhidkiSmsLine *line, const char *method, const char *path, KhidkiRouteFunc func, GError **error)
{
  return khidki_host_add_route (khidki_sms_line_get_host (line), method, path, func,
                                g_object_ref (line), g_object_unref, error);
}

/**
 * khidki_sms_inbound_add:
 * @line: a line
 * @error: return location for an error
 *
 * Takes what Kannel's `sms-service` and a send's `dlr-url` bring, as query or as
 * a form. Each is answered with 200 and nothing else, and only when it is durable.
 *
 * Returns: whether the routes were given; FALSE with an error
 *
 * Since: 0.1
 */
gboolean
khidki_sms_inbound_add (KhidkiSmsLine *line, GError **error)
{
  return add (line, "GET", INBOUND, on_inbound, error) && add (line, "POST", INBOUND, on_inbound, error)
         && add (line, "GET", DELIVERY, on_delivery, error)
         && add (line, "POST", DELIVERY, on_delivery, error);
}
