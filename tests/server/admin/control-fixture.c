/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "control-fixture.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

static void
answer_status (KhidkiControlCall *call, gpointer user_data)
{
  ControlFixture *fixture = user_data;

  fixture->n_calls++;
  khidki_control_call_answer (
      call, json_from_string ("{\"ready\":true,\"place\":\"दिल्ली\",\"rows\":[{\"name\":\"नाम\","
                              "\"n\":1},{\"name\":\"a\\u001bb\",\"n\":22}]}",
                              NULL));
}

static void
hold (KhidkiControlCall *call, gpointer user_data)
{
  ControlFixture *fixture = user_data;

  g_clear_pointer (&fixture->held, khidki_control_call_unref);
  fixture->held = khidki_control_call_ref (call);
}

static void
fail (KhidkiControlCall *call, gpointer user_data)
{
  g_autoptr (GError) error =
      g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "%s of %s: allowed is ask",
                   khidki_control_call_get_word (call, 0), khidki_control_call_get_option (call, "as"));

  khidki_control_call_fail (call, error);
}

static void
echo (KhidkiControlCall *call, gpointer user_data)
{
  g_autofree char *rest = khidki_control_call_dup_rest (call, 1);

  khidki_control_call_answer_with (call, KHIDKI_CONTROL_DONE, rest, NULL);
}

static void
forget (KhidkiControlCall *call, gpointer user_data)
{
}

void
control_fixture_set_up (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-control-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "control.sock", NULL);
  fixture->host = khidki_test_host_new ("server");
  fixture->control = khidki_control_new (KHIDKI_HOST (fixture->host), fixture->path, &error);
  g_assert_no_error (error);
  khidki_control_add_command (fixture->control, "status", answer_status, fixture);
  khidki_control_add_command (fixture->control, "plugins", hold, fixture);
  khidki_control_add_command (fixture->control, "app approve", fail, fixture);
  khidki_control_add_command (fixture->control, "app ask", echo, fixture);
  khidki_control_add_command (fixture->control, "queue", forget, fixture);
}

void
control_fixture_tear_down (ControlFixture *fixture, gconstpointer data)
{
  if (fixture->control != NULL)
    khidki_control_close (fixture->control);
  g_clear_pointer (&fixture->held, khidki_control_call_unref);
  khidki_test_settle ();
  g_clear_object (&fixture->control);
  g_assert_cmpuint (khidki_test_host_get_n_timers (fixture->host), ==, 0);
  g_clear_object (&fixture->host);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

GSocket *
control_connect (ControlFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fixture->path);
  GSocket *client =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (client, FALSE);
  return client;
}

/* Turns the main loop meanwhile, for the server is in it. */
void
control_send (GSocket *client, const char *text, gssize length)
{
  gsize left = length < 0 ? strlen (text) : (gsize) length;

  while (left > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize sent = g_socket_send (client, text, left, NULL, &error);

      if (sent < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return;
      if (sent > 0)
        {
          text += sent;
          left -= (gsize) sent;
        }
      khidki_test_settle ();
    }
}

char *
control_receive (GSocket *client)
{
  GString *line = g_string_new (NULL);

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      char letter;
      gssize length = g_socket_receive (client, &letter, 1, NULL, &error);

      if (length == 1 && letter == '\n')
        return g_string_free (line, FALSE);
      if (length == 1)
        g_string_append_c (line, letter);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        g_main_context_iteration (NULL, FALSE);
      else
        break;
    }
  g_assert_cmpstr (line->str, ==, "");
  g_string_free (line, TRUE);
  return NULL;
}

/* (transfer full) */
JsonObject *
control_ask (GSocket *client, const char *text)
{
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) root = NULL;

  control_send (client, text, -1);
  control_send (client, "\n", 1);
  line = control_receive (client);
  g_assert_nonnull (line);
  root = json_from_string (line, NULL);
  g_assert_nonnull (root);
  return json_object_ref (json_node_get_object (root));
}
