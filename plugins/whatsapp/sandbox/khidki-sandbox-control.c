/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-keep.h"
#include "khidki-sandbox-statuses.h"

#define FAULTS_MAX 100000
#define DELAY_MAX (60 * 60 * 1000)

typedef void (*Action) (KhidkiSandboxRequest *request,
                        JsonObject           *body);

static void
answer_clock (KhidkiSandboxRequest *request)
{
  KhidkiSandbox *sandbox = request->sandbox;
  JsonObject *answer = json_object_new ();

  json_object_set_int_member (answer, "now", khidki_sandbox_now (sandbox));
  json_object_set_int_member (answer, "offset", khidki_sandbox_clock_get_offset (sandbox->clock));
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static void
get_clock (KhidkiSandboxRequest *request,
           JsonObject           *body)
{
  answer_clock (request);
}

static void
set_clock (KhidkiSandboxRequest *request,
           JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *advance = khidki_sandbox_json_get_string (body, "advance");
  gint64 offset = khidki_sandbox_clock_get_offset (sandbox->clock);
  gint64 number = 0;
  g_autoptr (GError) error = NULL;
  JsonObject *event;

  if (advance != NULL && khidki_sandbox_clock_parse_span (advance, &number))
    offset += number;
  else if (khidki_sandbox_json_get_integer (body, "set", &number) && number > 0
           && number < G_GINT64_CONSTANT (253402300800))
    offset += number - khidki_sandbox_now (sandbox);
  else if (khidki_sandbox_json_get_integer (body, "offset", &number)
           && ABS (number) < G_GINT64_CONSTANT (253402300800))
    offset = number;
  else
    {
      khidki_sandbox_http_mistake (request->message, 400, "Give advance (such as \"14d\"), set (seconds "
                                   "since 1970) or offset (seconds)");
      return;
    }
  if (!khidki_sandbox_clock_set_offset (sandbox->clock, offset, &error))
    {
      khidki_sandbox_http_mistake (request->message, 500, error->message);
      return;
    }
  event = json_object_new ();
  json_object_set_int_member (event, "offset", offset);
  khidki_sandbox_feed_publish (sandbox->feed, "clock", event);
  khidki_sandbox_keep_soon (sandbox);
  answer_clock (request);
}

static JsonObject *
settings_to_json (KhidkiSandbox *sandbox)
{
  JsonObject *settings = json_object_new ();

  json_object_set_boolean_member (settings, "automatic", sandbox->automatic);
  json_object_set_boolean_member (settings, "read", sandbox->reading);
  json_object_set_boolean_member (settings, "pair_limit", sandbox->config->pair_limit);
  json_object_set_int_member (settings, "delay", sandbox->config->status_delay);
  return settings;
}

static void
set_limits (KhidkiSandboxRequest *request,
            JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;

  sandbox->config->pair_limit = khidki_sandbox_json_get_boolean (body, "pair",
                                                                 sandbox->config->pair_limit);
  khidki_sandbox_feed_publish (sandbox->feed, "settings", settings_to_json (sandbox));
  khidki_sandbox_http_answer (request->message, 200, settings_to_json (sandbox));
}

static void
set_statuses (KhidkiSandboxRequest *request,
              JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *id = khidki_sandbox_json_get_string (body, "id");
  const char *status = khidki_sandbox_json_get_string (body, "status");
  KhidkiSandboxItem *item = id == NULL ? NULL
                                       : khidki_sandbox_citizens_find_item (sandbox->citizens, id);
  gint64 code = 0;
  gint64 delay = sandbox->config->status_delay;

  if (id != NULL)
    {
      khidki_sandbox_json_get_integer (body, "code", &code);
      if (item == NULL || !item->business || status == NULL
          || !khidki_sandbox_statuses_report (sandbox, item, status, (int) code))
        {
          khidki_sandbox_http_mistake (request->message, 400, "Give the id of a message of the business "
                                       "and a status: sent, delivered, read or failed");
          return;
        }
    }
  if (khidki_sandbox_json_get_integer (body, "delay", &delay))
    sandbox->config->status_delay = (int) CLAMP (delay, 0, DELAY_MAX);
  sandbox->automatic = khidki_sandbox_json_get_boolean (body, "automatic", sandbox->automatic);
  sandbox->reading = khidki_sandbox_json_get_boolean (body, "read", sandbox->reading);
  khidki_sandbox_feed_publish (sandbox->feed, "settings", settings_to_json (sandbox));
  khidki_sandbox_http_answer (request->message, 200, settings_to_json (sandbox));
}

static void
set_faults (KhidkiSandboxRequest *request,
            JsonObject           *body)
{
  KhidkiSandboxFault *fault = &request->sandbox->fault;
  gint64 next = 1;
  gint64 code = 131000;
  gint64 http_status = 0;
  JsonObject *answer = json_object_new ();

  khidki_sandbox_json_get_integer (body, "next", &next);
  khidki_sandbox_json_get_integer (body, "code", &code);
  khidki_sandbox_json_get_integer (body, "http_status", &http_status);
  fault->left = (guint) CLAMP (next, 0, FAULTS_MAX);
  fault->code = (int) code;
  fault->http_status = http_status >= 400 && http_status < 600 ? (guint) http_status : 0;
  fault->after = khidki_sandbox_json_get_boolean (body, "after", FALSE);
  json_object_set_int_member (answer, "next", fault->left);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static void
get_templates (KhidkiSandboxRequest *request,
               JsonObject           *body)
{
  khidki_sandbox_http_answer_list (request->message, "templates",
                                   khidki_sandbox_templates_list (request->sandbox->templates));
}

/* Meta tells of a template that stands otherwise than before. */
static gboolean
put_template (KhidkiSandbox *sandbox,
              JsonObject    *definition,
              GError       **error)
{
  const char *name = khidki_sandbox_json_get_string (definition, "name");
  const char *language = khidki_sandbox_json_get_string (definition, "language");
  g_autofree char *before = g_strdup (khidki_sandbox_templates_find_status (sandbox->templates, name,
                                                                            language));
  g_autoptr (JsonNode) body = NULL;
  const char *status;

  if (!khidki_sandbox_templates_add (sandbox->templates, definition, error))
    return FALSE;
  status = khidki_sandbox_templates_find_status (sandbox->templates, name, language);
  if (before == NULL || g_str_equal (before, status))
    return TRUE;
  body = khidki_sandbox_envelope_template (sandbox->config, name, language, status,
                                           khidki_sandbox_now (sandbox));
  khidki_sandbox_webhook_send (sandbox->webhook, "", body, NULL, NULL, NULL);
  return TRUE;
}

static void
add_template (KhidkiSandboxRequest *request,
              JsonObject           *body)
{
  JsonArray *list = khidki_sandbox_json_get_array (body, "templates");
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;

  for (guint i = 0; list != NULL && good && i < json_array_get_length (list); i++)
    good = put_template (request->sandbox, khidki_sandbox_json_element_object (list, i), &error);
  if (list == NULL)
    good = put_template (request->sandbox, body, &error);
  if (good)
    get_templates (request, NULL);
  else
    khidki_sandbox_http_mistake (request->message, 400, error->message);
}

static void
get_citizens (KhidkiSandboxRequest *request,
              JsonObject           *body)
{
  GPtrArray *citizens = khidki_sandbox_citizens_list (request->sandbox->citizens);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < citizens->len; i++)
    json_array_add_object_element (list,
                                   khidki_sandbox_citizen_to_json (citizens->pdata[i],
                                                                   khidki_sandbox_now (request->sandbox)));
  khidki_sandbox_http_answer_list (request->message, "citizens", list);
}

static void
add_citizen (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  g_autoptr (GError) error = NULL;
  KhidkiSandboxCitizen *citizen;
  gint64 now = khidki_sandbox_now (sandbox);
  JsonObject *event;

  citizen = khidki_sandbox_citizens_add (sandbox->citizens,
                                         khidki_sandbox_json_get_string (body, "wa_id"),
                                         khidki_sandbox_json_get_string (body, "user_id"),
                                         khidki_sandbox_json_get_string (body, "name"), &error);
  if (citizen == NULL)
    {
      khidki_sandbox_http_mistake (request->message, 400, error->message);
      return;
    }
  citizen->hide_phone = khidki_sandbox_json_get_boolean (body, "hide_phone", citizen->hide_phone);
  citizen->unreachable = khidki_sandbox_json_get_boolean (body, "unreachable", citizen->unreachable);
  event = json_object_new ();
  json_object_set_object_member (event, "citizen", khidki_sandbox_citizen_to_json (citizen, now));
  khidki_sandbox_feed_publish (sandbox->feed, "citizen", event);
  khidki_sandbox_keep_soon (sandbox);
  khidki_sandbox_http_answer (request->message, 200, khidki_sandbox_citizen_to_json (citizen, now));
}

static void
get_state (KhidkiSandboxRequest *request,
           JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  JsonObject *answer = json_object_new ();

  json_object_set_int_member (answer, "now", khidki_sandbox_now (sandbox));
  json_object_set_int_member (answer, "offset", khidki_sandbox_clock_get_offset (sandbox->clock));
  json_object_set_int_member (answer, "next", khidki_sandbox_feed_last (sandbox->feed));
  json_object_set_string_member (answer, "business_name", sandbox->config->business_name);
  json_object_set_string_member (answer, "display_number", sandbox->config->display_number);
  json_object_set_string_member (answer, "webhook", sandbox->config->webhook);
  json_object_set_string_member (answer, "version", sandbox->config->version);
  if (sandbox->config->sms_inbound != NULL)
    json_object_set_string_member (answer, "sms_number", sandbox->config->sms_number);
  json_object_set_boolean_member (answer, "verified",
                                  khidki_sandbox_webhook_is_verified (sandbox->webhook));
  json_object_set_int_member (answer, "waiting",
                              khidki_sandbox_webhook_get_waiting (sandbox->webhook));
  json_object_set_object_member (answer, "settings", settings_to_json (sandbox));
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static void
get_weather (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  khidki_sandbox_http_answer (request->message, 200,
                              khidki_sandbox_weather_describe (request->sandbox->weather));
}

static void
set_weather (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  g_autoptr (GError) error = NULL;

  if (khidki_sandbox_weather_set (request->sandbox->weather, body, &error))
    get_weather (request, body);
  else
    khidki_sandbox_http_mistake (request->message, 400, error->message);
}

static void
get_headers (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  JsonObject *answer = json_object_new ();

  json_object_set_string_member (answer, "auth", request->sandbox->config->auth_header);
  json_object_set_string_member (answer, "signature", request->sandbox->config->signature_header);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static void
set_headers (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  KhidkiSandboxConfig *config = request->sandbox->config;
  const char *auth = khidki_sandbox_json_get_string (body, "auth");
  const char *signature = khidki_sandbox_json_get_string (body, "signature");

  if ((auth != NULL && !khidki_sandbox_config_is_header (auth))
      || (signature != NULL && !khidki_sandbox_config_is_header (signature)))
    {
      khidki_sandbox_http_mistake (request->message, 400, "Give auth and signature as names of headers");
      return;
    }
  g_free (config->auth_header);
  config->auth_header = g_strdup (auth != NULL ? auth : "Authorization");
  g_free (config->signature_header);
  config->signature_header = g_strdup (signature != NULL ? signature : "X-Hub-Signature-256");
  get_headers (request, body);
}

static void
get_events (KhidkiSandboxRequest *request,
            JsonObject           *body)
{
  khidki_sandbox_feed_answer (request->sandbox->feed, request->message,
                              khidki_sandbox_http_number (request->query, "after", 0),
                              (guint) khidki_sandbox_http_number (request->query, "wait", 0));
}

static void
get_sends (KhidkiSandboxRequest *request,
           JsonObject           *body)
{
  guint64 after = khidki_sandbox_http_number (request->query, "after", 0);

  khidki_sandbox_http_answer_list (request->message, "sends",
                                   khidki_sandbox_ring_since (request->sandbox->sends, after));
}

static void
get_log (KhidkiSandboxRequest *request,
         JsonObject           *body)
{
  guint64 after = khidki_sandbox_http_number (request->query, "after", 0);

  khidki_sandbox_http_answer_list (request->message, "log",
                                   khidki_sandbox_log_since (request->sandbox->log, after));
}

static void
post_webhook (KhidkiSandboxRequest *request,
              JsonObject           *body)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *answer = json_object_new ();

  json_node_set_object (node, body);
  khidki_sandbox_webhook_send (request->sandbox->webhook, "", node, NULL, NULL, NULL);
  json_object_set_boolean_member (answer, "queued", TRUE);
  khidki_sandbox_http_answer (request->message, 202, answer);
}

typedef struct
{
  KhidkiSandboxWebhook *webhook;
  SoupServerMessage    *message;
} Verifying;

static void
on_verified (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Verifying *verifying = data;
  g_autoptr (GError) error = NULL;
  JsonObject *answer = json_object_new ();
  gboolean good = khidki_sandbox_webhook_verify_finish (NULL, result, &error);

  json_object_set_boolean_member (answer, "verified", good);
  if (!good)
    json_object_set_string_member (answer, "error", error->message);
  khidki_sandbox_http_answer (verifying->message, good ? 200 : 502, answer);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    soup_server_message_unpause (verifying->message);
  g_object_unref (verifying->message);
  g_free (verifying);
}

static void
post_verify (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  Verifying *verifying = g_new0 (Verifying, 1);

  verifying->message = g_object_ref (request->message);
  soup_server_message_pause (request->message);
  khidki_sandbox_webhook_verify_async (request->sandbox->webhook, on_verified, verifying);
}

static void
get_account (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  khidki_sandbox_http_answer (request->message, 200,
                              khidki_sandbox_account_describe (request->sandbox->account));
}

static void
set_account (KhidkiSandboxRequest *request,
             JsonObject           *body)
{
  khidki_sandbox_account_set (request->sandbox->account, body);
  get_account (request, body);
}

static const struct
{
  const char *method;
  const char *name;
  Action      action;
} actions[] = {
  { "GET", "state", get_state },
  { "GET", "events", get_events },
  { "GET", "clock", get_clock },
  { "POST", "clock", set_clock },
  { "GET", "citizens", get_citizens },
  { "POST", "citizens", add_citizen },
  { "GET", "templates", get_templates },
  { "POST", "templates", add_template },
  { "POST", "statuses", set_statuses },
  { "POST", "limits", set_limits },
  { "POST", "faults", set_faults },
  { "GET", "headers", get_headers },
  { "POST", "headers", set_headers },
  { "GET", "weather", get_weather },
  { "POST", "weather", set_weather },
  { "GET", "account", get_account },
  { "POST", "account", set_account },
  { "GET", "sends", get_sends },
  { "GET", "log", get_log },
  { "POST", "webhook", post_webhook },
  { "POST", "verify", post_verify },
};

static void
send_medium (KhidkiSandboxRequest *request)
{
  KhidkiSandbox *sandbox = request->sandbox;
  KhidkiSandboxMedium *medium = khidki_sandbox_media_find (sandbox->media, request->path[1],
                                                           khidki_sandbox_now (sandbox));
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  if (medium == NULL)
    {
      khidki_sandbox_http_mistake (request->message, 404, "No such medium, or its id has expired");
      return;
    }
  soup_server_message_set_status (request->message, 200, NULL);
  soup_message_headers_set_content_type (headers, medium->media_type, NULL);
  /* Only what cannot run a script in this page's name is shown in place. */
  if (!g_str_has_prefix (medium->media_type, "image/") && !g_str_has_prefix (medium->media_type, "audio/")
      && !g_str_has_prefix (medium->media_type, "video/")
      && !g_str_has_prefix (medium->media_type, "application/pdf"))
    soup_message_headers_replace (headers, "Content-Disposition", "attachment");
  if (g_str_has_prefix (medium->media_type, "image/svg"))
    soup_message_headers_replace (headers, "Content-Security-Policy", "sandbox");
  soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                  medium->bytes);
  khidki_sandbox_http_done (request->message);
}

static void
run_action (KhidkiSandboxRequest *request,
            Action                action)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = khidki_sandbox_http_json (request->message, &error);

  if (body == NULL)
    khidki_sandbox_http_mistake (request->message, 400, error->message);
  else
    action (request, body);
}

/**
 * khidki_sandbox_control_handle:
 * @request: a call to `/sandbox/…`
 *
 * What drives the sandbox: tests and the page.
 */
void
khidki_sandbox_control_handle (KhidkiSandboxRequest *request)
{
  if (khidki_sandbox_http_is_foreign (request->message))
    {
      khidki_sandbox_http_mistake (request->message, 403, "Not from another site's page");
      return;
    }
  if (request->n_path == 2 && g_str_equal (request->path[0], "media")
      && g_str_equal (request->method, "GET"))
    {
      send_medium (request);
      return;
    }
  if (request->n_path == 3 && g_str_equal (request->path[0], "citizens"))
    {
      khidki_sandbox_control_citizen (request);
      return;
    }
  if (khidki_sandbox_sms_control (request))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions) && request->n_path == 1; i++)
    if (g_str_equal (actions[i].method, request->method)
        && g_str_equal (actions[i].name, request->path[0]))
      {
        run_action (request, actions[i].action);
        return;
      }
  khidki_sandbox_http_mistake (request->message, 404, "No such call; README.md lists them");
}
