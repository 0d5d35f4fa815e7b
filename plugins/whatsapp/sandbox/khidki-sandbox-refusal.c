/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-refusal.h"

static const struct
{
  int         code;
  guint       http_status;
  const char *title;
} codes[] = {
  { 0, 401, "The access token has expired or was withdrawn" },
  { 1, 400, "An unknown error occurred" },
  { 2, 503, "Service temporarily unavailable" },
  { 3, 500, "Capability or permission problem" },
  { 4, 400, "Application request limit reached" },
  { 10, 403, "Application does not have permission for this action" },
  { 33, 400, "Unsupported request. Object does not exist, cannot be loaded due to missing "
             "permissions, or does not support this operation" },
  { 100, 400, "Invalid parameter" },
  { 190, 401, "Invalid OAuth access token - Cannot parse access token" },
  { 200, 403, "Permission is not granted or was removed" },
  { 80007, 400, "Rate limit issues" },
  { 130429, 400, "Rate limit hit" },
  { 131000, 500, "Something went wrong" },
  { 131005, 403, "Access denied" },
  { 131008, 400, "Required parameter is missing" },
  { 131009, 400, "Parameter value is not valid" },
  { 131016, 503, "Service unavailable" },
  { 131021, 400, "Recipient cannot be sender" },
  { 131026, 400, "Message undeliverable" },
  { 131031, 403, "Business account locked" },
  { 131042, 400, "Business eligibility payment issue" },
  { 131047, 400, "Re-engagement message" },
  { 131048, 400, "Spam rate limit hit" },
  { 131049, 400, "This message was not delivered to maintain healthy ecosystem engagement." },
  { 131050, 400, "User has stopped marketing messages" },
  { 131051, 400, "Unsupported message type" },
  { 131052, 400, "Media download error" },
  { 131053, 400, "Media upload error" },
  { 131056, 400, "(Business Account, Consumer Account) pair rate limit hit" },
  { 131057, 500, "Account in maintenance mode" },
  { 131062, 400, "Business-scoped user ID recipients not supported" },
  { 132000, 400, "Number of parameters does not match the expected number of params" },
  { 132001, 404, "Template name does not exist in the translation" },
  { 132005, 400, "Translated text too long" },
  { 132007, 400, "Template content policy violated" },
  { 132012, 400, "Parameter format does not match format in the created template" },
  { 132015, 400, "Template is paused" },
  { 132016, 400, "Template is disabled" },
  { 133004, 503, "Server temporarily unavailable" },
  { 133010, 400, "Account not registered" },
};

/**
 * khidki_sandbox_refusal_title:
 * @code: one of Meta's error codes
 *
 * Returns: Meta's short name of it
 */
const char *
khidki_sandbox_refusal_title (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      return codes[i].title;
  return "Something went wrong";
}

static guint
http_status_of (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      return codes[i].http_status;
  return 400;
}

/**
 * khidki_sandbox_refusal_new:
 * @code: one of Meta's error codes
 * @format: printf format of the explanation
 * @...: its arguments
 *
 * With code 100 Meta gives the explanation in the message itself, otherwise
 * the message is the code's name and the explanation stands in `error_data`.
 *
 * Returns: (transfer full): a refusal
 */
KhidkiSandboxRefusal *
khidki_sandbox_refusal_new (int         code,
                            const char *format,
                            ...)
{
  KhidkiSandboxRefusal *refusal = g_new0 (KhidkiSandboxRefusal, 1);
  va_list arguments;

  va_start (arguments, format);
  refusal->details = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  refusal->code = code;
  refusal->http_status = http_status_of (code);
  refusal->message = g_strdup_printf ("(#%d) %s", code,
                                      code == 100 ? refusal->details
                                                  : khidki_sandbox_refusal_title (code));
  return refusal;
}

void
khidki_sandbox_refusal_free (KhidkiSandboxRefusal *refusal)
{
  g_free (refusal->message);
  g_free (refusal->details);
  g_free (refusal);
}

/**
 * khidki_sandbox_refusal_to_body:
 * @refusal: a refusal
 * @trace: the call's trace id
 *
 * Returns: (transfer full): the body of the Graph API's answer
 */
JsonObject *
khidki_sandbox_refusal_to_body (const KhidkiSandboxRefusal *refusal,
                                const char                 *trace)
{
  JsonObject *body = json_object_new ();
  JsonObject *error = json_object_new ();

  json_object_set_string_member (error, "message", refusal->message);
  json_object_set_string_member (error, "type", "OAuthException");
  json_object_set_int_member (error, "code", refusal->code);
  if (refusal->code > 200)
    {
      JsonObject *data = json_object_new ();

      json_object_set_string_member (data, "messaging_product", "whatsapp");
      json_object_set_string_member (data, "details", refusal->details);
      json_object_set_object_member (error, "error_data", data);
    }
  json_object_set_string_member (error, "fbtrace_id", trace);
  json_object_set_object_member (body, "error", error);
  return body;
}

/**
 * khidki_sandbox_refusal_to_error:
 * @refusal: a refusal
 *
 * Returns: (transfer full): the element of `errors` in a failed status
 */
JsonObject *
khidki_sandbox_refusal_to_error (const KhidkiSandboxRefusal *refusal)
{
  JsonObject *error = json_object_new ();
  JsonObject *data = json_object_new ();

  json_object_set_int_member (error, "code", refusal->code);
  json_object_set_string_member (error, "title", khidki_sandbox_refusal_title (refusal->code));
  json_object_set_string_member (error, "message", khidki_sandbox_refusal_title (refusal->code));
  json_object_set_string_member (data, "details", refusal->details);
  json_object_set_object_member (error, "error_data", data);
  json_object_set_string_member (error, "href", "https://developers.facebook.com/documentation/"
                                 "business-messaging/whatsapp/support/error-codes/");
  return error;
}
