/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"

/* A header of a company's own carries the token as it is. */
static char *
dup_wanted (const KhidkiSandboxConfig *config)
{
  return g_strconcat (g_ascii_strcasecmp (config->auth_header, "Authorization") == 0 ? "Bearer " : "",
                      config->access_token, NULL);
}

/**
 * khidki_sandbox_graph_admit:
 * @request: a call to the Graph API
 *
 * Returns: whether it carries the access token; otherwise it has been answered
 */
gboolean
khidki_sandbox_graph_admit (KhidkiSandboxRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const KhidkiSandboxConfig *config = request->sandbox->config;
  const char *given = soup_message_headers_get_one (headers, config->auth_header);
  g_autofree char *wanted = dup_wanted (config);
  g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

  if (g_strcmp0 (given, wanted) == 0)
    return TRUE;
  refusal = khidki_sandbox_refusal_new (190, "Invalid OAuth access token");
  if (given == NULL)
    {
      g_free (refusal->message);
      refusal->message = g_strdup ("An access token is required to request this resource.");
    }
  khidki_sandbox_http_refuse (request->message, refusal);
  return FALSE;
}

static gboolean
is_call (KhidkiSandboxRequest *request,
         const char           *method,
         const char           *name)
{
  if (!g_str_equal (request->method, method) || request->n_path != (name == NULL ? 1 : 2))
    return FALSE;
  if (name == NULL)
    return TRUE;
  return g_str_equal (request->path[0], request->sandbox->config->phone_number_id)
         && g_str_equal (request->path[1], name);
}

/* Whoever compares clocks compares with the one that can be turned. */
static void
tell_time (KhidkiSandboxRequest *request)
{
  g_autoptr (GDateTime) now
    = g_date_time_new_from_unix_utc (khidki_sandbox_now (request->sandbox));
  g_autofree char *text = now == NULL ? NULL : soup_date_time_to_string (now, SOUP_DATE_HTTP);

  if (text != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                  "Date", text);
}

/**
 * khidki_sandbox_graph_handle:
 * @request: a call to `/VERSION/…`
 *
 * Answers as Meta's Graph API does.
 */
void
khidki_sandbox_graph_handle (KhidkiSandboxRequest *request)
{
  g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

  tell_time (request);
  if (!khidki_sandbox_graph_admit (request) || khidki_sandbox_graph_account (request))
    return;
  if (is_call (request, "POST", "messages"))
    khidki_sandbox_graph_messages (request);
  else if (is_call (request, "POST", "media"))
    khidki_sandbox_graph_upload (request);
  else if (is_call (request, "GET", NULL) || is_call (request, "DELETE", NULL))
    khidki_sandbox_graph_media (request);
  else
    {
      refusal = khidki_sandbox_refusal_new (100, "Unsupported %s request. Object with ID '%s' does not "
                                            "exist, cannot be loaded due to missing permissions, or "
                                            "does not support this operation",
                                            request->method,
                                            request->n_path > 0 ? request->path[0] : "");
      khidki_sandbox_http_refuse (request->message, refusal);
    }
}
