/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-inbound.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-rules.h"
#include "khidki-sandbox-statuses.h"

#define LINK_TYPE "application/octet-stream"
#define UNDELIVERABLE "Message Undeliverable."

static void
remember (KhidkiSandbox              *sandbox,
          JsonObject                 *body,
          const char                 *id,
          const KhidkiSandboxRefusal *refusal)
{
  JsonObject *record = json_object_new ();

  json_object_set_int_member (record, "time", khidki_sandbox_now (sandbox));
  json_object_set_boolean_member (record, "accepted", refusal == NULL);
  if (id != NULL)
    json_object_set_string_member (record, "id", id);
  if (refusal != NULL)
    json_object_set_object_member (record, "refusal",
                                   khidki_sandbox_refusal_to_error (refusal));
  json_object_set_object_member (record, "body", json_object_ref (body));
  khidki_sandbox_ring_append (sandbox->sends, record);
}

static KhidkiSandboxItem *
read_up_to (KhidkiSandbox *sandbox,
            const char    *id)
{
  KhidkiSandboxItem *last = khidki_sandbox_citizens_find_item (sandbox->citizens, id);
  KhidkiSandboxCitizen *citizen;

  if (last == NULL || last->business)
    return NULL;
  citizen = khidki_sandbox_citizens_find (sandbox->citizens, last->wa_id);
  for (GList *at = citizen->items.head; at != NULL; at = at->next)
    {
      KhidkiSandboxItem *item = at->data;

      if (!item->business && !g_str_equal (item->status, "read"))
        {
          item->status = "read";
          khidki_sandbox_inbound_publish (sandbox, item);
        }
      if (item == last)
        break;
    }
  return last;
}

static void
take_read_mark (KhidkiSandboxRequest *request,
                JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *id = khidki_sandbox_json_get_string (body, "message_id");
  KhidkiSandboxItem *item = read_up_to (sandbox, id);
  JsonObject *answer;

  if (item == NULL && khidki_sandbox_citizens_has_history (sandbox->citizens))
    {
      g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

      refusal = khidki_sandbox_refusal_new (131009, "Message id %s is not that of a received message",
                                            id);
      khidki_sandbox_http_refuse (request->message, refusal);
      return;
    }
  if (item != NULL && json_object_has_member (body, "typing_indicator"))
    {
      JsonObject *event = json_object_new ();

      json_object_set_string_member (event, "wa_id", item->wa_id);
      khidki_sandbox_feed_publish (sandbox->feed, "typing", event);
    }
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "success", TRUE);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

/* The rules have looked only at the member that the type names. */
static JsonObject *
part_of (JsonObject *body,
         const char *kind)
{
  const char *type = khidki_sandbox_json_get_string (body, "type");

  return type != NULL && g_ascii_strcasecmp (type, kind) == 0
           ? khidki_sandbox_json_get_object (body, kind) : NULL;
}

static JsonObject *
medium_part (JsonObject  *body,
             const char **kind)
{
  static const char *const kinds[] = { "image", "document", "audio", "video", "sticker" };
  JsonObject *interactive = part_of (body, "interactive");
  JsonObject *header = khidki_sandbox_json_get_object (interactive, "header");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonObject *part = part_of (body, kinds[i]);

      if (part == NULL)
        part = khidki_sandbox_json_get_object (header, kinds[i]);
      *kind = kinds[i];
      if (part != NULL)
        return part;
    }
  return NULL;
}

static JsonObject *
template_medium (JsonObject  *shown,
                 const char **kind)
{
  JsonObject *medium = khidki_sandbox_json_get_object (shown, "medium");

  *kind = khidki_sandbox_json_get_string (medium, "type");
  return *kind == NULL ? NULL : khidki_sandbox_json_get_object (medium, *kind);
}

/* An unknown id is refused at once, an unfit file only when WhatsApp takes it up. */
static KhidkiSandboxRefusal *
check_medium (KhidkiSandbox         *sandbox,
              JsonObject            *part,
              const char            *kind,
              KhidkiSandboxRefusal **later)
{
  const char *id = khidki_sandbox_json_get_string (part, "id");
  KhidkiSandboxMedium *medium;

  if (id == NULL)
    return NULL;
  medium = khidki_sandbox_media_find (sandbox->media, id, khidki_sandbox_now (sandbox));
  if (medium == NULL)
    return khidki_sandbox_refusal_new (100, "Param %s['id'] is not a valid whatsapp business account "
                                       "media attachment ID", kind);
  *later = khidki_sandbox_media_check (kind, medium->media_type, g_bytes_get_size (medium->bytes));
  return NULL;
}

static void
note_medium (KhidkiSandbox     *sandbox,
             KhidkiSandboxItem *item,
             JsonObject        *part)
{
  const char *id = khidki_sandbox_json_get_string (part, "id");
  const char *filename = khidki_sandbox_json_get_string (part, "filename");
  KhidkiSandboxMedium *medium = khidki_sandbox_media_find (sandbox->media, id,
                                                           khidki_sandbox_now (sandbox));
  g_autofree char *url = NULL;

  if (part == NULL)
    return;
  url = medium == NULL ? g_strdup (khidki_sandbox_json_get_string (part, "link"))
                       : g_strdup_printf ("/sandbox/media/%s", medium->id);
  item->medium = json_object_new ();
  json_object_set_string_member (item->medium, "url", url);
  json_object_set_string_member (item->medium, "mime_type",
                                 medium == NULL ? LINK_TYPE : medium->media_type);
  if (medium != NULL)
    json_object_set_int_member (item->medium, "file_size", g_bytes_get_size (medium->bytes));
  if (filename != NULL || (medium != NULL && medium->filename != NULL))
    json_object_set_string_member (item->medium, "filename",
                                   filename != NULL ? filename : medium->filename);
}

static const char *
category_of (JsonObject *definition)
{
  static const char *const categories[] = { "utility", "marketing", "authentication" };
  const char *category = khidki_sandbox_json_get_string (definition, "category");

  for (guint i = 0; category != NULL && i < G_N_ELEMENTS (categories); i++)
    if (g_ascii_strcasecmp (category, categories[i]) == 0)
      return categories[i];
  return "service";
}

static void
answer_accepted (KhidkiSandboxRequest *request,
                 JsonObject           *body,
                 KhidkiSandboxCitizen *citizen,
                 const char           *id,
                 gboolean              template)
{
  JsonObject *answer = json_object_new ();
  JsonObject *contact = json_object_new ();
  JsonObject *message = json_object_new ();
  JsonArray *contacts = json_array_new ();
  JsonArray *messages = json_array_new ();
  const char *to = khidki_sandbox_json_get_string (body, "to");

  json_object_set_string_member (contact, "input",
                                 to != NULL ? to
                                            : khidki_sandbox_json_get_string (body, "recipient"));
  if (to != NULL)
    json_object_set_string_member (contact, "wa_id", citizen != NULL ? citizen->wa_id : to);
  else if (citizen != NULL)
    json_object_set_string_member (contact, "user_id", citizen->user_id);
  json_object_set_string_member (message, "id", id);
  if (template)
    json_object_set_string_member (message, "message_status", "accepted");
  json_array_add_object_element (contacts, contact);
  json_array_add_object_element (messages, message);
  json_object_set_string_member (answer, "messaging_product", "whatsapp");
  json_object_set_array_member (answer, "contacts", contacts);
  json_object_set_array_member (answer, "messages", messages);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

/* To a number that is not on WhatsApp a message is accepted, and then fails. */
static void
fail_unknown (KhidkiSandbox *sandbox,
              JsonObject    *body,
              const char    *id)
{
  const char *to = khidki_sandbox_json_get_string (body, "to");
  KhidkiSandboxCitizen nobody = { 0 };
  KhidkiSandboxItem item = { 0 };
  g_autofree char *digits = g_strdup (to == NULL ? "" : to);
  g_autoptr (KhidkiSandboxRefusal) refusal = NULL;
  g_autoptr (JsonObject) error = NULL;
  g_autoptr (JsonNode) webhook = NULL;

  g_strcanon (digits, "0123456789", ' ');
  refusal = khidki_sandbox_refusal_new (131026, UNDELIVERABLE);
  error = khidki_sandbox_refusal_to_error (refusal);
  nobody.wa_id = g_strstrip (digits);
  nobody.hide_phone = to == NULL;
  nobody.user_id = (char *) khidki_sandbox_json_get_string (body, "recipient");
  item.id = (char *) id;
  item.error = error;
  item.callback_data = (char *) khidki_sandbox_json_get_string (body, "biz_opaque_callback_data");
  webhook = khidki_sandbox_envelope_status (sandbox->config, &nobody, &item, "failed",
                                            khidki_sandbox_now (sandbox));
  khidki_sandbox_webhook_send (sandbox->webhook, "", webhook, NULL, NULL, NULL);
}

static gboolean
is_outside_window (KhidkiSandbox        *sandbox,
                   KhidkiSandboxCitizen *citizen)
{
  return khidki_sandbox_now (sandbox) - citizen->last_said >= KHIDKI_SANDBOX_WINDOW;
}

static void
deliver (KhidkiSandbox              *sandbox,
         KhidkiSandboxCitizen       *citizen,
         JsonObject                 *body,
         const char                 *id,
         const KhidkiSandboxRefusal *later)
{
  JsonObject *template = part_of (body, "template");
  JsonObject *definition = template == NULL ? NULL
                                            : khidki_sandbox_templates_find (sandbox->templates,
                                                                             template);
  g_autoptr (KhidkiSandboxItem) item = NULL;
  const char *kind = NULL;

  item = khidki_sandbox_citizens_record (sandbox->citizens, citizen, TRUE, id,
                                         khidki_sandbox_now (sandbox), body);
  item->callback_data = g_strdup (khidki_sandbox_json_get_string (body, "biz_opaque_callback_data"));
  item->category = category_of (definition);
  if (definition != NULL)
    item->shown = khidki_sandbox_template_render (definition, template);
  note_medium (sandbox, item, item->shown != NULL ? template_medium (item->shown, &kind)
                                                  : medium_part (body, &kind));
  if (later != NULL)
    item->error = khidki_sandbox_refusal_to_error (later);
  khidki_sandbox_inbound_publish (sandbox, item);
  khidki_sandbox_statuses_expect (sandbox, item);
}

static KhidkiSandboxRefusal *
judge (KhidkiSandbox         *sandbox,
       KhidkiSandboxCitizen  *citizen,
       JsonObject            *body,
       KhidkiSandboxRefusal **later)
{
  JsonObject *template = part_of (body, "template");
  KhidkiSandboxRefusal *refusal = NULL;
  const char *kind = NULL;
  JsonObject *part = medium_part (body, &kind);

  if (template != NULL)
    {
      refusal = khidki_sandbox_templates_check (sandbox->templates, template);
      if (refusal == NULL)
        {
          JsonObject *definition = khidki_sandbox_templates_find (sandbox->templates, template);
          g_autoptr (JsonObject) shown = khidki_sandbox_template_render (definition, template);

          part = template_medium (shown, &kind);
          return check_medium (sandbox, part, kind, later);
        }
      return refusal;
    }
  if (part != NULL)
    refusal = check_medium (sandbox, part, kind, later);
  if (refusal == NULL && *later == NULL && citizen != NULL && is_outside_window (sandbox, citizen))
    *later = khidki_sandbox_refusal_new (131047, "Message failed to send because more than 24 hours "
                                         "have passed since the customer last replied to this "
                                         "number.");
  return refusal;
}

static KhidkiSandboxRefusal *
take_fault (KhidkiSandbox *sandbox,
            gboolean       after)
{
  KhidkiSandboxRefusal *refusal;

  if (sandbox->fault.left == 0 || sandbox->fault.after != after)
    return NULL;
  sandbox->fault.left--;
  refusal = khidki_sandbox_refusal_new (sandbox->fault.code, "Asked for by POST /sandbox/faults");
  if (sandbox->fault.http_status != 0)
    refusal->http_status = sandbox->fault.http_status;
  return refusal;
}

static KhidkiSandboxRefusal *
take_weather (KhidkiSandboxWeatherKind weather)
{
  static const struct
  {
    int   code;
    guint http_status;
  } refusals[KHIDKI_SANDBOX_WEATHER_KINDS] = {
    [KHIDKI_SANDBOX_WEATHER_LIMITED] = { 130429, 429 },
    [KHIDKI_SANDBOX_WEATHER_FAILED] = { 131000, 500 },
    [KHIDKI_SANDBOX_WEATHER_UNAVAILABLE] = { 2, 503 },
  };
  KhidkiSandboxRefusal *refusal;

  if (refusals[weather].code == 0)
    return NULL;
  refusal = khidki_sandbox_refusal_new (refusals[weather].code, "Asked for by POST /sandbox/weather");
  refusal->http_status = refusals[weather].http_status;
  return refusal;
}

static KhidkiSandboxRefusal *
judge_all (KhidkiSandbox         *sandbox,
           KhidkiSandboxCitizen  *citizen,
           JsonObject            *body,
           KhidkiSandboxRefusal **later)
{
  KhidkiSandboxRefusal *refusal = judge (sandbox, citizen, body, later);

  if (refusal == NULL && *later == NULL && citizen != NULL && citizen->unreachable)
    *later = khidki_sandbox_refusal_new (131026, UNDELIVERABLE);
  if (refusal == NULL && sandbox->config->pair_limit && citizen != NULL
      && !khidki_sandbox_citizen_take_credit (citizen, khidki_sandbox_now (sandbox)))
    refusal = khidki_sandbox_refusal_new (131056, "Message failed to send because there were too many "
                                          "messages sent from this phone number to the same phone "
                                          "number in a short period of time.");
  return refusal;
}

static void
take_send (KhidkiSandboxRequest *request,
           JsonObject           *body,
           KhidkiSandboxRefusal *refused)
{
  KhidkiSandbox *sandbox = request->sandbox;
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_find_address (
    sandbox->citizens, khidki_sandbox_json_get_string (body, "to"),
    khidki_sandbox_json_get_string (body, "recipient"), sandbox->config->display_number);
  g_autoptr (KhidkiSandboxRefusal) later = NULL;
  g_autoptr (KhidkiSandboxRefusal) refusal = refused;
  g_autofree char *id = NULL;

  if (refusal == NULL)
    refusal = judge_all (sandbox, citizen, body, &later);
  if (refusal == NULL)
    {
      id = khidki_sandbox_citizens_new_id (sandbox->citizens,
                                           citizen == NULL ? "0" : citizen->wa_id);
      if (citizen != NULL)
        deliver (sandbox, citizen, body, id, later);
      else
        fail_unknown (sandbox, body, id);
    }
  remember (sandbox, body, id, refusal);
  if (refusal == NULL)
    refusal = take_fault (sandbox, TRUE);
  if (refusal != NULL)
    khidki_sandbox_http_refuse (request->message, refusal);
  else
    answer_accepted (request, body, citizen, id, part_of (body, "template") != NULL);
}

static void
take_message (KhidkiSandboxRequest *request,
              JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  KhidkiSandboxWeatherKind weather = khidki_sandbox_weather_draw (sandbox->weather);
  g_autoptr (KhidkiSandboxRefusal) refusal = take_fault (sandbox, FALSE);

  if (refusal == NULL)
    refusal = khidki_sandbox_rules_check (body);
  if (refusal == NULL)
    refusal = take_weather (weather);
  if (refusal == NULL && khidki_sandbox_rules_is_read_mark (body))
    take_read_mark (request, body);
  else
    take_send (request, body, g_steal_pointer (&refusal));
  khidki_sandbox_weather_spoil (sandbox->weather, weather, request->message);
}

/**
 * khidki_sandbox_graph_messages:
 * @request: a call to `/VERSION/NUMBER/messages`
 *
 * Takes a message of the business or its mark that one was read: judges it as Meta would,
 * brings it to the citizen's phone and answers.
 */
void
khidki_sandbox_graph_messages (KhidkiSandboxRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = khidki_sandbox_http_json (request->message, &error);

  if (body == NULL)
    {
      g_autoptr (KhidkiSandboxRefusal) refusal = khidki_sandbox_refusal_new (100, "%s",
                                                                             error->message);

      khidki_sandbox_http_refuse (request->message, refusal);
      return;
    }
  take_message (request, body);
}
