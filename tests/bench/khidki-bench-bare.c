/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The least a webhook can cost with our libraries: libsoup takes it, the
 * signature is checked, json-glib reads it, nothing is kept. */
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

static gboolean
is_signed (SoupServerMessage *message, GBytes *body, const char *secret)
{
  const char *header = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "X-Hub-Signature-256");
  g_autoptr (GBytes) key = g_bytes_new_static (secret, strlen (secret));
  g_autofree char *expected = g_compute_hmac_for_bytes (G_CHECKSUM_SHA256, key, body);

  return header != NULL && g_str_has_prefix (header, "sha256=")
         && g_str_equal (header + strlen ("sha256="), expected);
}

static void
on_webhook (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer secret)
{
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  if (!is_signed (message, body, secret))
    soup_server_message_set_status (message, SOUP_STATUS_UNAUTHORIZED, NULL);
  else if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);
  else
    soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = NULL;

  if (argc != 3 || !g_file_get_contents (argv[2], &secret, NULL, &error)
      || !soup_server_listen_local (server,
                                    (guint) g_ascii_strtoull (argv[1], NULL, 10),
                                    SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      g_printerr ("usage: khidki-bench-bare PORT SECRET-FILE%s%s\n", error != NULL ? ": " : "",
                  error != NULL ? error->message : "");
      return EXIT_FAILURE;
    }
  g_strstrip (secret);
  soup_server_add_handler (server, "/whatsapp/webhook", on_webhook, secret, NULL);
  g_print ("listening\n");
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
