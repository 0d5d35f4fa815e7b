/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-json.h"

#define LIMIT_DEFAULT 25

static const char *
get_fields (KhidkiSandboxRequest *request)
{
  return request->query == NULL ? NULL : g_hash_table_lookup (request->query, "fields");
}

static void
answer_page (KhidkiSandboxRequest *request,
             JsonArray            *all)
{
  khidki_sandbox_http_answer (request->message, 200, khidki_sandbox_account_page (
    all, get_fields (request), khidki_sandbox_http_number (request->query, "limit", LIMIT_DEFAULT),
    khidki_sandbox_http_number (request->query, "after", 0)));
}

static void
answer_success (KhidkiSandboxRequest *request)
{
  JsonObject *answer = json_object_new ();

  json_object_set_boolean_member (answer, "success", TRUE);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static void
get_number (KhidkiSandboxRequest *request)
{
  g_autoptr (JsonObject) number
    = khidki_sandbox_account_describe_number (request->sandbox->account);

  khidki_sandbox_http_answer (request->message, 200,
                              khidki_sandbox_account_choose_fields (number, get_fields (request)));
}

static void
get_numbers (KhidkiSandboxRequest *request)
{
  KhidkiSandboxAccount *account = request->sandbox->account;
  JsonObject *number = khidki_sandbox_account_describe_number (account);
  JsonArray *all = json_array_new ();

  if (!khidki_sandbox_account_has_number (account))
    json_object_set_string_member (number, "id", "1");
  json_array_add_object_element (all, number);
  answer_page (request, all);
}

static void
get_apps (KhidkiSandboxRequest *request)
{
  KhidkiSandboxAccount *account = request->sandbox->account;
  JsonArray *all = json_array_new ();

  if (khidki_sandbox_account_is_subscribed (account))
    {
      JsonObject *app = json_object_new ();
      JsonObject *data = json_object_new ();

      json_object_set_string_member (data, "id", "1");
      json_object_set_string_member (data, "name", request->sandbox->config->business_name);
      json_object_set_object_member (app, "whatsapp_business_api_data", data);
      json_array_add_object_element (all, app);
    }
  khidki_sandbox_http_answer_list (request->message, "data", all);
}

static void
add_app (KhidkiSandboxRequest *request)
{
  khidki_sandbox_account_subscribe (request->sandbox->account, TRUE);
  answer_success (request);
}

static void
remove_app (KhidkiSandboxRequest *request)
{
  khidki_sandbox_account_subscribe (request->sandbox->account, FALSE);
  answer_success (request);
}

static void
get_templates (KhidkiSandboxRequest *request)
{
  g_autoptr (JsonArray) definitions = khidki_sandbox_templates_list (request->sandbox->templates);
  JsonArray *all = json_array_new ();

  for (guint i = 0; i < json_array_get_length (definitions); i++)
    {
      g_autoptr (JsonObject) one = khidki_sandbox_account_choose_fields (
         khidki_sandbox_json_element_object (definitions, i), NULL);
      g_autofree char *id = g_strdup_printf ("%u", 1000 + i);

      json_object_set_string_member (one, "id", id);
      if (!json_object_has_member (one, "status"))
        json_object_set_string_member (one, "status", "APPROVED");
      json_array_add_object_element (all, g_steal_pointer (&one));
    }
  answer_page (request, all);
}

static gboolean
take_template (KhidkiSandboxRequest *request,
               JsonObject           *body,
               GError              **error)
{
  if (khidki_sandbox_templates_has (request->sandbox->templates,
                                    khidki_sandbox_json_get_string (body, "name"),
                                    khidki_sandbox_json_get_string (body, "language")))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                           "There is already content in this language for this template");
      return FALSE;
    }
  json_object_set_string_member (body, "status", "PENDING");
  return khidki_sandbox_templates_add (request->sandbox->templates, body, error);
}

/* Handed in, it is looked at: POST /sandbox/templates approves. */
static void
add_template (KhidkiSandboxRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = khidki_sandbox_http_json (request->message, &error);
  g_autoptr (KhidkiSandboxRefusal) refusal = NULL;
  JsonObject *answer;

  if (body == NULL || !take_template (request, body, &error))
    {
      refusal = khidki_sandbox_refusal_new (100, "%s", error->message);
      khidki_sandbox_http_refuse (request->message, refusal);
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "id", "1000");
  json_object_set_string_member (answer, "status", "PENDING");
  json_object_set_string_member (answer, "category",
                                 khidki_sandbox_json_get_string (body, "category"));
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static const struct
{
  const char *method;
  const char *name; /* what of the account; NULL: the number itself */
  void      (*answer) (KhidkiSandboxRequest *request);
} calls[] = {
  { "GET", NULL, get_number },
  { "GET", "phone_numbers", get_numbers },
  { "GET", "subscribed_apps", get_apps },
  { "POST", "subscribed_apps", add_app },
  { "DELETE", "subscribed_apps", remove_app },
  { "GET", "message_templates", get_templates },
  { "POST", "message_templates", add_template },
};

static gboolean
is_call (KhidkiSandboxRequest *request,
         guint                 index)
{
  const KhidkiSandboxConfig *config = request->sandbox->config;
  const char *id = calls[index].name == NULL ? config->phone_number_id
                                             : config->business_account_id;

  return g_str_equal (request->method, calls[index].method)
         && request->n_path == (calls[index].name == NULL ? 1 : 2)
         && g_str_equal (request->path[0], id)
         && (calls[index].name == NULL || g_str_equal (request->path[1], calls[index].name));
}

/**
 * khidki_sandbox_graph_account:
 * @request: a call to `/VERSION/…`
 *
 * Answers what is asked of the business account and its number.
 *
 * Returns: whether it was such a question
 */
gboolean
khidki_sandbox_graph_account (KhidkiSandboxRequest *request)
{
  int code = khidki_sandbox_account_get_refusal (request->sandbox->account);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

      if (!is_call (request, i))
        continue;
      if (code < 0)
        {
          calls[i].answer (request);
          return TRUE;
        }
      refusal = khidki_sandbox_refusal_new (code, "Asked for by POST /sandbox/account");
      khidki_sandbox_http_refuse (request->message, refusal);
      return TRUE;
    }
  return FALSE;
}
