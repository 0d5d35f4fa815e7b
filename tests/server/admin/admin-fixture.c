/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin-fixture.h"

#include <string.h>

static const char officers[] =
    "[Officer assistant]\nName=A\nDesignation=Dealing Assistant\nRole=dealing-assistant\n"
    "Subdivisions=*\nFrom=2025-12-25\n"
    "[Officer tehsildar]\nName=B\nDesignation=Tehsildar\nRole=tehsildar\n"
    "Subdivisions=*\nFrom=2025-12-25\n";

static void
make_rooms (AdminFixture *fixture)
{
  KhidkiAdminWorld *world = &fixture->world;
  KhidkiIntakeSetup setup = { 0 };
  g_autofree char *marks = g_build_filename (fixture->pipeline.rows.folder, "marks", NULL);
  g_autofree char *path = g_build_filename (fixture->pipeline.rows.folder, "officers.ini", NULL);
  g_autoptr (GError) error = NULL;

  fixture->marks = khidki_marks_open (marks, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, officers, -1, NULL));
  world->officers = khidki_officers_new_from_file (path, &error);
  g_assert_no_error (error);

  world->host = KHIDKI_HOST (fixture->host);
  world->store = fixture->pipeline.rows.store;
  world->time_zone = g_time_zone_new_identifier ("Asia/Kolkata");
  world->state = fixture->pipeline.rows.folder;
  world->started_at = START;
  world->channels = khidki_channels_new ();
  world->outbox = khidki_outbox_new (world->host, world->store, world->channels);
  world->jobs = khidki_jobs_new (world->host, world->store);
  setup.host = world->host;
  setup.store = world->store;
  setup.channels = world->channels;
  setup.outbox = world->outbox;
  setup.jobs = world->jobs;
  setup.marks = fixture->marks;
  setup.time_zone = world->time_zone;
  setup.public_url = "http://127.0.0.1";
  setup.helpline = "1031";
  setup.helpline_hours = "";
  world->intake = khidki_intake_new (&setup);
  world->gate = khidki_gate_new (world->host, &fixture->plugin_world, world->channels);
  world->http_server = khidki_http_server_new (world->host);
}

void
admin_fixture_set_up (AdminFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pipeline_fixture_set_up (&fixture->pipeline, NULL);
  fixture->number = pipeline_fixture_number (1);
  pipeline_fixture_submit (&fixture->pipeline, fixture->number, &error);
  g_assert_no_error (error);

  fixture->host = khidki_test_host_new ("server");
  khidki_test_host_set_now (fixture->host, START + 90000);
  make_rooms (fixture);
  fixture->admin_http = khidki_http_server_new (fixture->world.host);
  khidki_http_server_listen (fixture->admin_http, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->control.path = g_build_filename (fixture->world.state, "control.sock", NULL);
  fixture->admin =
      khidki_admin_new (&fixture->world, fixture->admin_http, fixture->control.path, &error);
  g_assert_no_error (error);
  khidki_admin_set_catalogue (fixture->admin, fixture->pipeline.catalogue);
}

void
admin_fixture_tear_down (AdminFixture *fixture, gconstpointer data)
{
  khidki_admin_close (fixture->admin);
  khidki_test_settle ();
  khidki_http_server_close (fixture->admin_http);
  g_object_unref (fixture->admin);
  g_object_unref (fixture->admin_http);
  g_object_unref (fixture->world.http_server);
  g_object_unref (fixture->world.gate);
  g_object_unref (fixture->world.intake);
  g_object_unref (fixture->world.jobs);
  g_object_unref (fixture->world.outbox);
  g_object_unref (fixture->world.channels);
  g_time_zone_unref (fixture->world.time_zone);
  khidki_officers_unref (fixture->world.officers);
  khidki_marks_close (fixture->marks);
  pipeline_fixture_tear_down (&fixture->pipeline, NULL);
  khidki_test_settle ();
  g_object_unref (fixture->host);
  g_free (fixture->control.path);
  g_free (fixture->number);
}

void
admin_enable (AdminFixture *fixture, const char *plugins)
{
  g_autofree char *path = g_build_filename (fixture->world.state, "khidki.conf", NULL);
  g_autofree char *text =
      g_strdup_printf ("[plugins]\npath=%s\nenabled=%s\n", fixture->world.state, plugins);
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  config = khidki_config_load (path, &error);
  g_assert_no_error (error);
  khidki_gate_apply_async (fixture->world.gate, config, khidki_test_take_result, &result);
  khidki_test_await (&result);
}

static void
wait_a_little (AdminFixture *fixture)
{
  g_main_context_iteration (NULL, FALSE);
  if (fixture->time_passes)
    khidki_test_host_advance (fixture->host, 10);
}

char *
admin_get (AdminFixture *fixture, const char *path)
{
  g_autoptr (GSocket) client =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (
      "127.0.0.1", khidki_http_server_get_port (fixture->admin_http));
  g_autofree char *request =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
  GString *answer = g_string_new (NULL);

  g_assert_true (g_socket_connect (client, address, NULL, NULL));
  g_socket_set_blocking (client, FALSE);
  control_send (client, request, -1);
  for (;;)
    {
      char buffer[4096];
      g_autoptr (GError) error = NULL;
      gssize length = g_socket_receive (client, buffer, sizeof buffer, NULL, &error);

      if (length > 0)
        g_string_append_len (answer, buffer, length);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        wait_a_little (fixture);
      else
        return g_string_free (answer, FALSE);
    }
}

char *
admin_command (AdminFixture *fixture, int how, const char *request)
{
  g_autoptr (GSocket) client = control_connect (&fixture->control);
  g_autoptr (JsonObject) answer = control_ask (client, request);
  const char *text = json_object_get_string_member_with_default (answer, "text", "");

  g_test_message ("%s\n%s", request, text);
  g_assert_cmpint (json_object_get_int_member (answer, "exit"), ==, how);
  return g_strdup (text);
}
