/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "admin/khidki-control-connection.h"
#include "admin/khidki-control-text.h"
#include "control-fixture.h"

#define STATUS "{\"command\":[\"status\"]}"

static void
assert_answer (JsonObject *answer, int how, const char *text)
{
  g_assert_cmpint (json_object_get_int_member (answer, "exit"), ==, how);
  if (text != NULL)
    g_assert_cmpstr (json_object_get_string_member (answer, "text"), ==, text);
}

static void
ask_expecting (GSocket *client, const char *request, int how, const char *text)
{
  g_autoptr (JsonObject) answer = control_ask (client, request);

  assert_answer (answer, how, text);
}

static void
test_answer (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);
  g_autoptr (JsonObject) json = NULL;

  ask_expecting (client, STATUS, 0,
                 "ready  yes\nplace  दिल्ली\nrows:\n  NAME    N\n  नाम     1\n  a\\x1bb  22");
  json = control_ask (client, "{\"command\":[\"status\"],\"json\":true}");
  g_assert_false (json_object_has_member (json, "text"));
  g_assert_true (
      json_object_get_boolean_member (json_object_get_object_member (json, "data"), "ready"));
  ask_expecting (client, "{\"command\":[\"app\",\"ask\",\"26\",\"क्या\",\"--\",\"--as\"],\"as\":\"o\"}", 0,
                 "क्या --as");
}

static void
test_refused (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);
  g_autoptr (JsonObject) answer =
      control_ask (client, "{\"command\":[\"app\",\"approve\",\"26\"],\"as\":\"sdm\"}");

  assert_answer (answer, 1, "26 of sdm: allowed is ask");
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (answer, "data"), "error"), ==,
      "26 of sdm: allowed is ask");
  ask_expecting (client, "{\"command\":[\"queue\"]}", 1, "the command gave no answer");
  ask_expecting (client, "{\"command\":[\"audit\",\"head\"]}", 1,
                 "this server does not have that command");
}

static const char *const bad_requests[] = {
  "",
  "{",
  "null",
  "[]",
  "\"status\"",
  "{}",
  "{\"command\":\"status\"}",
  "{\"command\":[]}",
  "{\"command\":[1]}",
  "{\"command\":[[\"status\"]]}",
  "{\"command\":[\"no\",\"such\"]}",
  "{\"command\":[\"app\"]}",
  "{\"command\":[\"status\",\"more\"]}",
  "{\"command\":[\"status\",\"--state\",\"x\"]}",
  "{\"command\":[\"app\",\"show\"]}",
  "{\"command\":[\"app\",\"list\",\"--limit\"]}",
  "{\"command\":[\"app\",\"approve\",\"26\"]}",
  "{\"command\":[\"status\"],\"command\":[\"status\"]}",
  "{\"command\":[\"status\"]} {}",
  "[[[[[[[[[[[[[[[[",
  "\xff\xfe",
};

static void
test_not_understood (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (bad_requests); i++)
    {
      g_autofree char *shown = g_strescape (bad_requests[i], NULL);

      g_test_message ("%s", shown);
      ask_expecting (client, bad_requests[i], 2, NULL);
    }
  g_assert_cmpuint (fixture->n_calls, ==, 0);
  ask_expecting (client, STATUS, 0, NULL);
}

static void
test_long_line (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);
  g_autoptr (GSocket) other = control_connect (fixture);
  g_autofree char *line = g_strnfill (2 * KHIDKI_CONTROL_MAX_LINE, ' ');
  g_autofree char *fits = g_strnfill (KHIDKI_CONTROL_MAX_LINE - 1, ' ');
  g_autofree char *answer = NULL;

  memcpy (fits, STATUS, strlen (STATUS));
  ask_expecting (other, fits, 0, NULL);

  control_send (client, line, -1);
  answer = control_receive (client);
  g_assert_nonnull (strstr (answer, "\"exit\":2"));
  g_assert_null (control_receive (client));
  ask_expecting (other, STATUS, 0, NULL);
}

static void
test_half_open (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) silent = control_connect (fixture);
  g_autoptr (GSocket) half = control_connect (fixture);

  control_send (half, "{\"command\":", -1);
  khidki_test_settle ();
  g_assert_cmpuint (khidki_control_get_n_connections (fixture->control), ==, 2);
  khidki_test_host_advance (fixture->host, KHIDKI_CONTROL_DEADLINE - 1);
  g_assert_cmpuint (khidki_control_get_n_connections (fixture->control), ==, 2);
  khidki_test_host_advance (fixture->host, 1);
  g_assert_cmpuint (khidki_control_get_n_connections (fixture->control), ==, 0);
  g_assert_null (control_receive (silent));
  g_assert_null (control_receive (half));
}

/* Who drips does not get more time by it. */
static void
test_drip (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);

  for (guint i = 0; i < 4; i++)
    {
      control_send (client, " ", 1);
      khidki_test_settle ();
      khidki_test_host_advance (fixture->host, KHIDKI_CONTROL_DEADLINE / 4);
    }
  g_assert_null (control_receive (client));
}

static void
test_two_clients (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) first = control_connect (fixture);
  g_autoptr (GSocket) second = control_connect (fixture);
  g_autofree char *answer = NULL;

  control_send (first, "{\"command\":[\"plugins\"]}\n", -1);
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, FALSE);
  ask_expecting (second, STATUS, 0, NULL);

  khidki_control_call_answer_with (fixture->held, KHIDKI_CONTROL_DONE, "late", NULL);
  khidki_control_call_answer_with (fixture->held, KHIDKI_CONTROL_DONE, "twice", NULL);
  answer = control_receive (first);
  g_assert_cmpstr (answer, ==, "{\"exit\":0,\"text\":\"late\"}");
}

static void
test_pipelined (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);

  control_send (client, STATUS "\n" STATUS "\n" STATUS "\n", -1);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *answer = control_receive (client);

      g_assert_true (g_str_has_prefix (answer, "{\"exit\":0"));
    }
  g_assert_cmpuint (fixture->n_calls, ==, 3);
}

static void
test_too_long (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);
  g_autofree char *answer = NULL;

  control_send (client, "{\"command\":[\"plugins\"]}\n", -1);
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, FALSE);
  khidki_test_host_advance (fixture->host, KHIDKI_CONTROL_DEADLINE);
  g_assert_true (g_cancellable_is_cancelled (khidki_control_call_get_cancellable (fixture->held)));
  answer = control_receive (client);
  g_assert_true (g_str_has_prefix (answer, "{\"exit\":1,\"text\":\"it takes longer"));
  g_assert_null (control_receive (client));
  khidki_control_call_answer_with (fixture->held, KHIDKI_CONTROL_DONE, "late", NULL);
}

/* What goes on is not too late, and whoever waits sees that. */
static void
test_goes_on (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) client = control_connect (fixture);
  g_autofree char *answer = NULL;

  control_send (client, "{\"command\":[\"plugins\"]}\n", -1);
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      khidki_test_host_advance (fixture->host, KHIDKI_CONTROL_DEADLINE - 1);
      khidki_control_call_progress (fixture->held);
    }
  g_assert_false (g_cancellable_is_cancelled (khidki_control_call_get_cancellable (fixture->held)));
  khidki_control_call_answer_with (fixture->held, KHIDKI_CONTROL_DONE, "done", NULL);
  khidki_control_call_progress (fixture->held);
  answer = control_receive (client);
  g_assert_cmpstr (answer, ==, "   {\"exit\":0,\"text\":\"done\"}");
}

/* Nobody waits any more: the rest is not done. */
static void
test_goes_on_for_nobody (ControlFixture *fixture, gconstpointer data)
{
  GSocket *client = control_connect (fixture);

  control_send (client, "{\"command\":[\"plugins\"]}\n", -1);
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (client);
  khidki_control_call_progress (fixture->held);
  g_assert_true (g_cancellable_is_cancelled (khidki_control_call_get_cancellable (fixture->held)));
  g_assert_cmpuint (khidki_control_get_n_connections (fixture->control), ==, 0);
}

static void
test_gone_meanwhile (ControlFixture *fixture, gconstpointer data)
{
  GSocket *client = control_connect (fixture);

  control_send (client, "{\"command\":[\"plugins\"]}\n", -1);
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (client);
  khidki_control_call_answer_with (fixture->held, KHIDKI_CONTROL_DONE, "nobody", NULL);
  while (khidki_control_get_n_connections (fixture->control) > 0)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_too_many (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocket) late = NULL;
  g_autofree char *answer = NULL;

  for (guint i = 0; i < 16; i++)
    g_ptr_array_add (clients, control_connect (fixture));
  while (khidki_control_get_n_connections (fixture->control) < 16)
    g_main_context_iteration (NULL, FALSE);

  late = control_connect (fixture);
  answer = control_receive (late);
  g_assert_true (g_str_has_prefix (answer, "{\"exit\":1,"));
  g_assert_null (control_receive (late));
  ask_expecting (clients->pdata[0], STATUS, 0, NULL);

  g_ptr_array_remove_index (clients, 15);
  while (khidki_control_get_n_connections (fixture->control) == 16)
    g_main_context_iteration (NULL, FALSE);
  g_ptr_array_add (clients, control_connect (fixture));
  ask_expecting (clients->pdata[15], STATUS, 0, NULL);
}

static void
test_socket (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiControl) second = NULL;
  GStatBuf status;

  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  second = khidki_control_new (KHIDKI_HOST (fixture->host), fixture->path, &error);
  g_assert_null (second);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  khidki_test_settle ();

  khidki_control_close (fixture->control);
  g_assert_cmpint (g_stat (fixture->path, &status), !=, 0);
}

/* As a killed process leaves it: the file is there, nobody listens. */
static void
test_stale_socket (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) stale = NULL;
  g_autoptr (GSocket) client = NULL;

  khidki_control_close (fixture->control);
  g_clear_object (&fixture->control);
  stale = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_bind (stale, address, FALSE, NULL));
  g_socket_close (stale, NULL);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  fixture->control = khidki_control_new (KHIDKI_HOST (fixture->host), fixture->path, &error);
  g_assert_no_error (error);
  client = control_connect (fixture);
  ask_expecting (client, STATUS, 1, "this server does not have that command");
}

static void
test_other_file (ControlFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  khidki_control_close (fixture->control);
  g_clear_object (&fixture->control);
  g_file_set_contents (fixture->path, "dear", -1, NULL);
  fixture->control = khidki_control_new (KHIDKI_HOST (fixture->host), fixture->path, &error);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_true (g_file_get_contents (fixture->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "dear");
}

/* Alarms are sentences: each on a line of its own. */
static void
test_sentences (void)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"ready\":true,\"plugins\":[\"whatsapp\",\"sms\"],\"alarms\":[\"whatsapp: rate: Meta refuses "
      "messages because they are too many at once\",\"sms: short\"]}", NULL);
  g_autofree char *text = khidki_control_text_render (node);

  g_assert_cmpstr (text, ==, "ready    yes\nplugins  whatsapp, sms\nalarms:\n"
                             "  whatsapp: rate: Meta refuses messages because they are too many at once\n"
                             "  sms: short");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/admin/control/" name, ControlFixture, NULL, control_fixture_set_up, func,          \
              control_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/admin/control/sentences", test_sentences);
  ADD ("answer", test_answer);
  ADD ("refused", test_refused);
  ADD ("not-understood", test_not_understood);
  ADD ("long-line", test_long_line);
  ADD ("half-open", test_half_open);
  ADD ("drip", test_drip);
  ADD ("two-clients", test_two_clients);
  ADD ("pipelined", test_pipelined);
  ADD ("too-long", test_too_long);
  ADD ("gone-meanwhile", test_gone_meanwhile);
  ADD ("goes-on", test_goes_on);
  ADD ("goes-on-for-nobody", test_goes_on_for_nobody);
  ADD ("too-many", test_too_many);
  ADD ("socket", test_socket);
  ADD ("stale-socket", test_stale_socket);
  ADD ("other-file", test_other_file);
  return g_test_run ();
}
