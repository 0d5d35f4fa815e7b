/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox.h"

#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-keep.h"

#define SENDS_MAX 20000
#define SENDS_BYTES_MAX (32 * 1024 * 1024)
#define MEGABYTE (1024 * 1024)

typedef void (*Handler) (KhidkiSandboxRequest *request);

/**
 * khidki_sandbox_new:
 * @config: (transfer full): the settings
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable): a sandbox that does not listen yet
 */
KhidkiSandbox *
khidki_sandbox_new (KhidkiSandboxConfig *config,
                    GError             **error)
{
  g_autoptr (KhidkiSandbox) sandbox = g_new0 (KhidkiSandbox, 1);

  sandbox->config = config;
  sandbox->account = khidki_sandbox_account_new (config);
  sandbox->clock = khidki_sandbox_clock_new (config->clock_file);
  sandbox->citizens = khidki_sandbox_citizens_new (config->history);
  sandbox->media = khidki_sandbox_media_new ((gsize) config->media_megabytes * MEGABYTE);
  sandbox->templates = khidki_sandbox_templates_new ();
  sandbox->feed = khidki_sandbox_feed_new ();
  sandbox->log = khidki_sandbox_log_new (sandbox->feed);
  sandbox->sends = khidki_sandbox_ring_new (SENDS_MAX, SENDS_BYTES_MAX);
  sandbox->weather = khidki_sandbox_weather_new ();
  sandbox->webhook = khidki_sandbox_webhook_new (config, sandbox->clock, sandbox->log,
                                                 sandbox->weather);
  sandbox->texts = khidki_sandbox_texts_new (sandbox->feed);
  sandbox->calls = khidki_sandbox_calls_new (sandbox->clock, sandbox->log);
  sandbox->automatic = TRUE;
  g_queue_init (&sandbox->reports);
  if (config->templates != NULL
      && !khidki_sandbox_templates_load (sandbox->templates, config->templates, error))
    return NULL;
  if (!khidki_sandbox_keep_load (sandbox, error))
    return NULL;
  return g_steal_pointer (&sandbox);
}

void
khidki_sandbox_free (KhidkiSandbox *sandbox)
{
  gpointer report;

  sandbox->stopping = TRUE;
  if (sandbox->keep_timer != 0)
    khidki_sandbox_keep_now (sandbox);
  g_clear_handle_id (&sandbox->reports_timer, g_source_remove);
  while ((report = g_queue_pop_head (&sandbox->reports)) != NULL)
    {
      khidki_sandbox_item_unref (*(KhidkiSandboxItem **) report);
      g_free (report);
    }
  khidki_sandbox_webhook_free (sandbox->webhook);
  khidki_sandbox_calls_free (sandbox->calls);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  khidki_sandbox_feed_free (sandbox->feed);
  g_clear_pointer (&sandbox->door, khidki_sandbox_door_free);
  g_clear_object (&sandbox->server);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  khidki_sandbox_texts_free (sandbox->texts);
  khidki_sandbox_log_free (sandbox->log);
  khidki_sandbox_ring_free (sandbox->sends);
  khidki_sandbox_templates_free (sandbox->templates);
  khidki_sandbox_media_free (sandbox->media);
  khidki_sandbox_citizens_free (sandbox->citizens);
  khidki_sandbox_clock_free (sandbox->clock);
  khidki_sandbox_weather_free (sandbox->weather);
  khidki_sandbox_account_free (sandbox->account);
  khidki_sandbox_config_free (sandbox->config);
  g_free (sandbox);
}

gint64
khidki_sandbox_now (KhidkiSandbox *sandbox)
{
  return khidki_sandbox_clock_now (sandbox->clock);
}

/**
 * khidki_sandbox_dup_address:
 * @sandbox: a sandbox that listens
 *
 * Returns: (transfer full): its base address, without a slash at the end
 */
char *
khidki_sandbox_dup_address (KhidkiSandbox *sandbox)
{
  return khidki_sandbox_door_dup_address (sandbox->door);
}

static void
log_call (SoupServerMessage *message,
          gpointer           data)
{
  KhidkiSandbox *sandbox = data;
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autoptr (GBytes) request = soup_message_body_flatten (
     soup_server_message_get_request_body (message));
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *what = g_strdup_printf ("%s %s", soup_server_message_get_method (message),
                                           g_uri_get_path (uri));

  if (g_strcmp0 (type, "application/json") == 0)
    answer = soup_message_body_flatten (soup_server_message_get_response_body (message));
  khidki_sandbox_log_add (sandbox->log, khidki_sandbox_now (sandbox), "call", what,
                          soup_server_message_get_status (message), request, answer);
}

static GStrv
split_path (const char *path)
{
  g_auto (GStrv) all = g_strsplit (path, "/", 12);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0')
      g_strv_builder_add (builder, all[i]);
  return g_strv_builder_end (builder);
}

static Handler
choose (KhidkiSandbox *sandbox,
        GStrv          path,
        guint         *skip)
{
  *skip = 1;
  if (path[0] != NULL && g_str_equal (path[0], "sandbox"))
    return khidki_sandbox_control_handle;
  if (path[0] != NULL && g_str_equal (path[0], sandbox->config->version))
    return khidki_sandbox_graph_handle;
  if (path[0] != NULL && g_str_equal (path[0], "whatsapp_business"))
    return khidki_sandbox_graph_download;
  *skip = 0;
  if (sandbox->config->sms_inbound != NULL && path[0] != NULL && g_str_equal (path[0], "cgi-bin")
      && g_strcmp0 (path[1], "sendsms") == 0)
    return khidki_sandbox_sms_send;
  return khidki_sandbox_page_handle;
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  KhidkiSandbox *sandbox = data;
  g_auto (GStrv) parts = split_path (path);
  guint skip = 0;
  Handler handler = choose (sandbox, parts, &skip);
  KhidkiSandboxRequest request = {
    sandbox, message, soup_server_message_get_method (message),
    parts + skip, g_strv_length (parts + skip), query,
  };

  handler (&request);
  if (handler == khidki_sandbox_graph_handle || handler == khidki_sandbox_graph_download
      || handler == khidki_sandbox_sms_send)
    log_call (message, sandbox);
}

static void
on_started (SoupServer        *server,
            SoupServerMessage *message,
            gpointer           data)
{
  khidki_sandbox_http_limit (message);
}

/**
 * khidki_sandbox_listen:
 * @sandbox: a sandbox
 * @error: place for an error
 *
 * Opens the port and, unless told not to, verifies the webhook.
 *
 * Returns: whether it listens
 */
gboolean
khidki_sandbox_listen (KhidkiSandbox *sandbox,
                       GError       **error)
{
  sandbox->server = soup_server_new ("server-header", "khidki-sandbox", NULL);
  g_signal_connect (sandbox->server, "request-started", G_CALLBACK (on_started), NULL);
  soup_server_add_handler (sandbox->server, NULL, on_request, sandbox, NULL);
  sandbox->door = khidki_sandbox_door_new (sandbox->server, sandbox->config->listen, error);
  if (sandbox->door == NULL)
    {
      g_prefix_error (error, "Cannot listen on %s: ", sandbox->config->listen);
      return FALSE;
    }
  if (!sandbox->config->no_verify)
    khidki_sandbox_webhook_keep_verifying (sandbox->webhook);
  return TRUE;
}
