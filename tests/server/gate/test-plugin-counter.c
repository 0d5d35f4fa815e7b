/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <khidki-testing.h>
#include <string.h>

#include "gate/khidki-plugin-host.h"

/* A plugin's host whose world has the counter of a test host. */
typedef struct
{
  KhidkiTestHost *test;
  KhidkiPluginHostWorld world;
  KhidkiPluginFile *file;
  KhidkiConfig *config;
  KhidkiPluginHost *host;
  char *folder;
  char *config_path;
} Fixture;

static KhidkiPluginFile *
load_file (Fixture *fixture, const char *more)
{
  g_autofree char *path = g_build_filename (fixture->folder, "csc.plugin", NULL);
  g_autofree char *text = g_strdup_printf ("[Plugin]\nModule=csc\nX-Khidki-ABI=1\n"
                                           "X-Khidki-Provides=channel:csc\n%s\n", more);
  g_autoptr (GError) error = NULL;
  KhidkiPluginFile *file;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  file = khidki_plugin_file_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return file;
}

static void
set_up (Fixture *fixture, gconstpointer more)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-gate-XXXXXX", NULL);
  fixture->config_path = g_build_filename (fixture->folder, "khidki.conf", NULL);
  g_file_set_contents (fixture->config_path, "[plugins]\n", -1, NULL);
  fixture->config = khidki_config_load (fixture->config_path, &error);
  g_assert_no_error (error);
  fixture->test = khidki_test_host_new ("world");
  khidki_test_host_add_operator (fixture->test, "ravi", "operator", "NW-03", "a long password");
  khidki_test_host_load_services (fixture->test, g_getenv ("KHIDKI_REVENUE"), &error);
  g_assert_no_error (error);
  fixture->world.http_server = khidki_http_server_new (KHIDKI_HOST (fixture->test));
  fixture->world.counter = KHIDKI_COUNTER (fixture->test);
  fixture->file = load_file (fixture, more);
  fixture->host = khidki_plugin_host_new (fixture->file, &fixture->world, fixture->config);
}

static void
tear_down (Fixture *fixture, gconstpointer more)
{
  g_object_unref (fixture->host);
  g_clear_pointer (&fixture->file, khidki_plugin_file_unref);
  khidki_config_unref (fixture->config);
  khidki_http_server_close (fixture->world.http_server);
  g_object_unref (fixture->world.http_server);
  g_object_unref (fixture->test);
  g_unlink (fixture->config_path);
  g_rmdir (fixture->folder);
  g_free (fixture->config_path);
  g_free (fixture->folder);
}

static char *
sign_in (Fixture *fixture, const char *password, GError **error)
{
  KhidkiCounter *counter = KHIDKI_COUNTER (fixture->host);
  g_autoptr (GAsyncResult) result = NULL;

  khidki_counter_sign_in_async (counter, "ravi", password, NULL, NULL, khidki_test_take_result,
                                &result);
  khidki_test_await (&result);
  return khidki_counter_sign_in_finish (counter, result, error);
}

static gboolean
check_paper (Fixture *fixture, GError **error)
{
  KhidkiCounter *counter = KHIDKI_COUNTER (fixture->host);
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);
  g_autoptr (GAsyncResult) result = NULL;

  khidki_counter_check_paper_async (counter, paper, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  return khidki_counter_check_paper_finish (counter, result, error);
}

static void
test_handed_on (Fixture *fixture, gconstpointer data)
{
  KhidkiCounter *counter = KHIDKI_COUNTER (fixture->host);
  g_autoptr (GError) error = NULL;
  g_autofree char *session = sign_in (fixture, "a long password", &error);
  g_autofree char *wrong = NULL;
  g_autoptr (KhidkiOperator) who = khidki_test_host_dup_operator (fixture->test, "ravi");
  g_autoptr (GPtrArray) services = khidki_counter_find_services (counter, "");
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autoptr (KhidkiDraft) answered = NULL;
  g_autofree char *complaint = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (session);
  wrong = sign_in (fixture, "no", &error);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (check_paper (fixture, &error));
  g_assert_cmpuint (services->len, ==, 1);
  draft = khidki_counter_begin_draft (counter, who, "REV-INC", "self", &error);
  answered = khidki_counter_answer (counter, who, draft, "name", "Sita Devi", "en", &complaint);
  g_assert_cmpstr (khidki_draft_get_author (answered, "name"), ==, "operator/ravi@NW-03");
}

static void
assert_refused (Fixture *fixture, const char *reason)
{
  KhidkiCounter *counter = KHIDKI_COUNTER (fixture->host);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (KhidkiOperator) who = khidki_test_host_dup_operator (fixture->test, "ravi");
  g_autoptr (GPtrArray) services = khidki_counter_find_services (counter, "");
  gint64 fee = 0, charge = 0;

  g_assert_null (sign_in (fixture, "a long password", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, reason));
  g_assert_null (khidki_counter_begin_draft (counter, who, "REV-INC", "self", &other));
  g_assert_error (other, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_false (check_paper (fixture, NULL));
  g_assert_cmpuint (services->len, ==, 0);
  g_assert_null (khidki_counter_find_service (counter, "REV-INC", NULL));
  g_assert_false (khidki_counter_get_charges (counter, "REV-INC", &fee, &charge));
}

static void
test_not_needed (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "X-Khidki-Needs does not name counter");
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  fixture->world.counter = NULL;
  assert_refused (fixture, "has no counter");
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  khidki_plugin_host_close (fixture->host);
  assert_refused (fixture, "was stopped");
}

static void
serve (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
}

static void
assert_route (Fixture *fixture, const char *path, gboolean upload, gboolean allowed)
{
  KhidkiHost *host = KHIDKI_HOST (fixture->host);
  g_autoptr (GError) error = NULL;
  gboolean added =
      upload ? khidki_host_add_upload_route (host, path, serve, serve, NULL, NULL, &error)
             : khidki_host_add_route (host, "GET", path, serve, NULL, NULL, &error);

  if (added != allowed)
    g_error ("%s: %s", path, error != NULL ? error->message : "was allowed");
}

static void
test_routes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_build_filename (fixture->folder, "seal.key", NULL);
  g_autofree char *papers_folder = g_build_filename (fixture->folder, "papers", NULL);
  g_autofree char *drafts = g_build_filename (papers_folder, "drafts", NULL);
  g_autoptr (KhidkiSeal) seal = khidki_seal_new_from_file (key, TRUE, &error);
  g_autoptr (KhidkiPaperStore) papers = khidki_paper_store_new (papers_folder, seal, &error);

  g_assert_no_error (error);
  khidki_http_server_set_papers (fixture->world.http_server, papers);
  assert_route (fixture, "/counter/", FALSE, TRUE);
  assert_route (fixture, "/counter/", FALSE, FALSE);
  assert_route (fixture, "/counter/draft", FALSE, TRUE);
  assert_route (fixture, "/one", FALSE, TRUE);
  assert_route (fixture, "/one/more", FALSE, FALSE);
  assert_route (fixture, "/counters", FALSE, FALSE);
  assert_route (fixture, "/counter", FALSE, FALSE);
  assert_route (fixture, "/verify/", FALSE, FALSE);
  assert_route (fixture, "/counter/papers/", TRUE, TRUE);
  assert_route (fixture, "/counter/", TRUE, FALSE);
  /* Stopped, it gives back what it had. */
  khidki_plugin_host_close (fixture->host);
  g_assert_true (khidki_http_server_add_upload_route (fixture->world.http_server, "/counter/papers/",
                                                      serve, serve, NULL, NULL, &error));
  g_rmdir (drafts);
  g_rmdir (papers_folder);
  g_unlink (key);
}

static KhidkiResponse *
make_page (const KhidkiPageFrame *frame, KhidkiHtml *body)
{
  return khidki_response_new_text (200, "text/html", frame->title);
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  const KhidkiPageFrame frame = { .title = "Drafts", .language = "en" };
  g_autoptr (KhidkiHtml) body = khidki_html_new ();
  g_autoptr (KhidkiResponse) none =
      khidki_host_make_page (KHIDKI_HOST (fixture->host), &frame, body);
  g_autoptr (KhidkiResponse) page = NULL;

  g_assert_cmpuint (khidki_response_get_status (none), ==, 503);
  fixture->world.make_page = make_page;
  page = khidki_host_make_page (KHIDKI_HOST (fixture->host), &frame, body);
  g_assert_cmpuint (khidki_response_get_status (page), ==, 200);
}

/* That a plugin asks what it may not is a warning; here it is what is wanted. */
static GLogWriterOutput
quiet (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  return (level & G_LOG_LEVEL_WARNING) != 0 ? G_LOG_WRITER_HANDLED
                                            : g_log_writer_default (level, fields, n, user_data);
}

int
main (int argc, char *argv[])
{
  static const char *const needs = "X-Khidki-Needs=counter";
  static const char *const routes = "X-Khidki-Routes=/counter/;/one;/;\n"
                                    "X-Khidki-Uploads=/counter/papers/";

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (quiet, NULL, NULL);
  g_test_add ("/plugin-counter/handed-on", Fixture, needs, set_up, test_handed_on, tear_down);
  g_test_add ("/plugin-counter/not-needed", Fixture, "X-Khidki-Needs=network", set_up,
              test_not_needed, tear_down);
  g_test_add ("/plugin-counter/none", Fixture, needs, set_up, test_none, tear_down);
  g_test_add ("/plugin-counter/stopped", Fixture, needs, set_up, test_stopped, tear_down);
  g_test_add ("/plugin-counter/routes", Fixture, routes, set_up, test_routes, tear_down);
  g_test_add ("/plugin-counter/page", Fixture, needs, set_up, test_page, tear_down);
  return g_test_run ();
}
