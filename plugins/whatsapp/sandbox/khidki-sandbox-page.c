/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"

#define PREFIX "/in/khidki/sandbox/"
#define POLICY "default-src 'self'; img-src 'self' data: blob: http: https:; frame-src 'self' blob:; " \
               "media-src 'self' blob: http: https:; object-src 'none'; base-uri 'none'; "            \
               "form-action 'none'; frame-ancestors 'none'"

static const struct
{
  const char *name;
  const char *media_type;
} files[] = {
  { "page.html", "text/html; charset=UTF-8" },
  { "page.css", "text/css; charset=UTF-8" },
  { "page.js", "text/javascript; charset=UTF-8" },
  { "chat.js", "text/javascript; charset=UTF-8" },
  { "tools.js", "text/javascript; charset=UTF-8" },
  { "sms", "text/html; charset=UTF-8" },
  { "sms.css", "text/css; charset=UTF-8" },
  { "sms.js", "text/javascript; charset=UTF-8" },
};

/**
 * khidki_sandbox_page_handle:
 * @request: `GET /`, or one of the page's files
 */
void
khidki_sandbox_page_handle (KhidkiSandboxRequest *request)
{
  const char *name = request->n_path == 0 ? "page.html" : request->path[0];

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat (PREFIX, name, NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_equal (files[i].name, name) || request->n_path > 1)
        continue;
      bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      soup_server_message_set_status (request->message, 200, NULL);
      soup_message_headers_set_content_type (
        soup_server_message_get_response_headers (request->message), files[i].media_type, NULL);
      soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                    "Content-Security-Policy", POLICY);
      soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                      bytes);
      khidki_sandbox_http_done (request->message);
      return;
    }
  khidki_sandbox_http_mistake (request->message, 404, "There is nothing here");
}
