/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-json.h"
#include "khidki-sms-gsm.h" /* lint: allow layer – a text is measured in one place */

#define TAGS "?smpp?"
#define UCS2 "2"
#define UCS2_WHOLE 70
#define UCS2_PART 67
#define TEXT_MAX 2000

/* As Kannel's dlr-mask adds them up. */
enum
{
  REPORT_DELIVERED = 1,
  REPORT_NOT_DELIVERED = 2,
  REPORT_TAKEN = 8,
  REPORT_REFUSED = 16,
};

static const char *
get (KhidkiSandboxRequest *request,
     const char           *name)
{
  const char *value = request->query == NULL ? NULL : g_hash_table_lookup (request->query, name);

  return value == NULL ? "" : value;
}

static void
answer_plain (KhidkiSandboxRequest *request,
              guint                 status,
              const char           *words)
{
  soup_server_message_set_status (request->message, status, NULL);
  soup_server_message_set_response (request->message, "text/plain", SOUP_MEMORY_COPY, words,
                                    strlen (words));
  khidki_sandbox_http_done (request->message);
}

/* A number as the phones here are known by: digits alone. */
static char *
dup_number (const char *text)
{
  g_autofree char *digits = g_strdup (*text == '+' ? text + 1 : text);
  gsize length = strlen (digits);

  if (length < 5 || length > 15 || strspn (digits, "0123456789") != length)
    return NULL;
  return g_steal_pointer (&digits);
}

static void
add_query (GString    *query,
           const char *name,
           const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, escaped);
}

/* ---- what the server sends ---- */

/* In the GSM alphabet a letter that it has not goes out as a question mark. */
static char *
dup_on_air (const char *text,
            gboolean    ucs2)
{
  GString *air = g_string_new (NULL);

  if (ucs2)
    return g_string_free (g_string_append (air, text), FALSE);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_string_append_unichar (air, khidki_sms_gsm_get_septets (g_utf8_get_char (text)) == 0
                                    ? '?' : g_utf8_get_char (text));
  return g_string_free (air, FALSE);
}

static void
add_size (JsonObject *record,
          const char *text,
          gboolean    ucs2)
{
  KhidkiSmsSize size = khidki_sms_gsm_measure (text);

  if (ucs2 && !size.ucs2)
    {
      size.units = (guint) g_utf8_strlen (text, -1);
      size.segments = size.units <= UCS2_WHOLE ? 1 : (size.units + UCS2_PART - 1) / UCS2_PART;
    }
  json_object_set_string_member (record, "coding", ucs2 ? "UCS-2" : "GSM 7 bit");
  json_object_set_int_member (record, "units", size.units);
  json_object_set_int_member (record, "segments", size.segments);
}

static void
add_tags (JsonObject *record,
          const char *meta_data)
{
  static const char *const names[] = { "entity_id", "template_id" };
  const char *found = strstr (meta_data, TAGS);
  g_autoptr (GHashTable) tags = soup_form_decode (found == NULL ? "" : found + strlen (TAGS));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_hash_table_lookup (tags, names[i]);

      json_object_set_string_member (record, names[i], value == NULL ? "" : value);
    }
}

static void
append_code (GString    *uri,
             char        code,
             int         status,
             const char *id,
             const char *reply,
             gint64      now)
{
  g_autofree char *escaped = g_uri_escape_string (reply, NULL, FALSE);

  if (code == 'd')
    g_string_append_printf (uri, "%d", status);
  else if (code == 'F')
    g_string_append (uri, id);
  else if (code == 'A')
    g_string_append (uri, escaped);
  else if (code == 'T')
    g_string_append_printf (uri, "%" G_GINT64_FORMAT, now);
  else if (code == '%')
    g_string_append_c (uri, '%');
}

static void
report (KhidkiSandbox *sandbox,
        const char    *address,
        int            mask,
        int            status,
        const char    *id,
        const char    *reply)
{
  g_autoptr (GString) uri = g_string_new (NULL);

  if (*address == '\0' || (mask & status) == 0)
    return;
  for (; *address != '\0'; address++)
    if (*address != '%' || address[1] == '\0')
      g_string_append_c (uri, *address);
    else
      append_code (uri, *++address, status, id, reply, khidki_sandbox_now (sandbox));
  khidki_sandbox_calls_push (sandbox->calls, uri->str, NULL, NULL, NULL);
}

static void
carry (KhidkiSandboxRequest *request,
       const char           *phone,
       JsonObject           *record)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *id = json_object_get_string_member (record, "id");
  const char *address = get (request, "dlr-url");
  int mask = (int) g_ascii_strtoll (get (request, "dlr-mask"), NULL, 10);
  gboolean registered = *json_object_get_string_member (record, "template_id") != '\0'
                        && *json_object_get_string_member (record, "entity_id") != '\0';
  gboolean off = khidki_sandbox_texts_is_off (sandbox->texts, phone);

  /* India's operators drop what names no registered text. */
  if (!registered)
    {
      report (sandbox, address, mask, REPORT_REFUSED, id, "NACK/no template id");
      khidki_sandbox_texts_change (sandbox->texts, record, "refused by the operator");
      return;
    }
  report (sandbox, address, mask, REPORT_TAKEN, id, "ACK/");
  report (sandbox, address, mask, off ? REPORT_NOT_DELIVERED : REPORT_DELIVERED, id,
          off ? "phone is off" : "");
  khidki_sandbox_texts_change (sandbox->texts, record, off ? "not delivered" : "delivered");
}

static gboolean
may_send (KhidkiSandboxRequest *request)
{
  const KhidkiSandboxConfig *config = request->sandbox->config;

  return g_str_equal (get (request, "username"), config->sms_username)
         && g_str_equal (get (request, "password"), config->sms_password);
}

/* libsoup takes the bytes of a query as they come. */
static gboolean
is_text (GHashTable *query)
{
  GHashTableIter iter;
  gpointer value;

  if (query == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, query);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!g_utf8_validate (value, -1, NULL))
      return FALSE;
  return TRUE;
}

/**
 * khidki_sandbox_sms_send:
 * @request: `GET /cgi-bin/sendsms`
 *
 * What Kannel's smsbox takes and answers, and what an operator and a phone
 * make of it.
 */
void
khidki_sandbox_sms_send (KhidkiSandboxRequest *request)
{
  KhidkiSandbox *sandbox = request->sandbox;
  g_autofree char *phone = dup_number (get (request, "to"));
  gboolean ucs2 = g_str_equal (get (request, "coding"), UCS2);
  g_autofree char *text = NULL;
  JsonObject *record;

  if (!may_send (request))
    answer_plain (request, 403, "Authorization failed for sendsms");
  else if (!is_text (request->query))
    answer_plain (request, 400, "Not UTF-8, rejected");
  else if (*get (request, "to") == '\0')
    answer_plain (request, 400, "Empty receiver number not allowed, rejected");
  else if (phone == NULL)
    answer_plain (request, 400, "Garbage 'to' field, rejected.");
  else if (*get (request, "from") == '\0')
    answer_plain (request, 400, "Sender missing and no global set, rejected");
  else
    {
      text = dup_on_air (get (request, "text"), ucs2);
      record = khidki_sandbox_texts_add (sandbox->texts, phone, FALSE, text,
                                         khidki_sandbox_now (sandbox));
      json_object_set_string_member (record, "from", get (request, "from"));
      add_size (record, text, ucs2);
      add_tags (record, get (request, "meta-data"));
      answer_plain (request, 202, "0: Accepted for delivery");
      carry (request, phone, record);
    }
}

/* ---- what a phone sends ---- */

typedef struct
{
  KhidkiSandboxTexts *texts;
  JsonObject         *record;
} Saying;

static void
saying_free (Saying *saying)
{
  json_object_unref (saying->record);
  g_free (saying);
}

static void
on_said (gboolean taken,
         gpointer data)
{
  Saying *saying = data;

  khidki_sandbox_texts_change (saying->texts, saying->record, taken ? "taken" : "refused");
}

static void
say (KhidkiSandbox *sandbox,
     JsonObject    *record)
{
  const KhidkiSandboxConfig *config = sandbox->config;
  const char *text = json_object_get_string_member (record, "text");
  gint64 time = json_object_get_int_member (record, "time");
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, time);
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *uri = NULL;
  Saying *saying = g_new0 (Saying, 1);

  add_query (query, "secret", config->sms_secret);
  add_query (query, "from", json_object_get_string_member (record, "phone"));
  add_query (query, "to", config->sms_number);
  add_query (query, "text", text);
  add_query (query, "charset", "UTF-8");
  add_query (query, "coding", khidki_sms_gsm_measure (text).ucs2 ? UCS2 : "0");
  add_query (query, "at", at);
  add_query (query, "id", json_object_get_string_member (record, "id"));
  uri = g_strconcat (config->sms_inbound, "?", query->str, NULL);
  saying->texts = sandbox->texts;
  saying->record = json_object_ref (record);
  khidki_sandbox_texts_change (sandbox->texts, record, "sending");
  khidki_sandbox_calls_push (sandbox->calls, uri, on_said, saying, (GDestroyNotify) saying_free);
}

static void
post_text (KhidkiSandboxRequest *request,
           const char           *phone,
           JsonObject           *body)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *text = khidki_sandbox_json_get_string (body, "body");
  JsonObject *answer;
  JsonObject *record;

  if (text == NULL || *text == '\0' || strlen (text) > TEXT_MAX)
    {
      khidki_sandbox_http_mistake (request->message, 400, "A text needs a body of at most 2000 bytes");
      return;
    }
  if (khidki_sandbox_texts_is_off (sandbox->texts, phone))
    {
      khidki_sandbox_http_mistake (request->message, 409, "The phone is off");
      return;
    }
  record = khidki_sandbox_texts_add (sandbox->texts, phone, TRUE, text,
                                     khidki_sandbox_now (sandbox));
  add_size (record, text, khidki_sms_gsm_measure (text).ucs2);
  say (sandbox, record);
  answer = json_object_new ();
  json_object_set_string_member (answer, "id", json_object_get_string_member (record, "id"));
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static void
post_switch (KhidkiSandboxRequest *request,
             const char           *phone,
             JsonObject           *body)
{
  KhidkiSandboxTexts *texts = request->sandbox->texts;
  JsonObject *event = json_object_new ();

  khidki_sandbox_texts_set_off (texts, phone, khidki_sandbox_json_get_boolean (body, "off", FALSE));
  json_object_set_array_member (event, "phones", khidki_sandbox_texts_phones (texts));
  khidki_sandbox_feed_publish (request->sandbox->feed, "phones", event);
  khidki_sandbox_http_answer_list (request->message, "phones", khidki_sandbox_texts_phones (texts));
}

static void
post_to_phone (KhidkiSandboxRequest *request)
{
  g_autofree char *phone = dup_number (request->path[1]);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = khidki_sandbox_http_json (request->message, &error);

  if (phone == NULL)
    khidki_sandbox_http_mistake (request->message, 400, "A number has 5 to 15 digits");
  else if (body == NULL)
    khidki_sandbox_http_mistake (request->message, 400, error->message);
  else if (g_str_equal (request->path[2], "text"))
    post_text (request, phone, body);
  else if (g_str_equal (request->path[2], "switch"))
    post_switch (request, phone, body);
  else
    khidki_sandbox_http_mistake (request->message, 404, "No such call; README.md lists them");
}

/**
 * khidki_sandbox_sms_control:
 * @request: a call to `/sandbox/phones…` or `/sandbox/texts`
 *
 * Returns: whether it was one of these
 */
gboolean
khidki_sandbox_sms_control (KhidkiSandboxRequest *request)
{
  KhidkiSandboxTexts *texts = request->sandbox->texts;
  gboolean post = g_str_equal (request->method, "POST");
  const char *what = request->n_path > 0 ? request->path[0] : "";

  if (request->sandbox->config->sms_inbound == NULL)
    return FALSE;
  if (post && request->n_path == 3 && g_str_equal (what, "phones"))
    post_to_phone (request);
  else if (!post && request->n_path == 1 && g_str_equal (what, "phones"))
    khidki_sandbox_http_answer_list (request->message, "phones", khidki_sandbox_texts_phones (texts));
  else if (!post && request->n_path == 1 && g_str_equal (what, "texts"))
    khidki_sandbox_http_answer_list (
      request->message, "texts",
      khidki_sandbox_texts_list (texts, khidki_sandbox_http_number (request->query, "after", 0)));
  else
    return FALSE;
  return TRUE;
}
