/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wiring only: makes the rooms, hands each what it needs, and sees to the order
 * of start and stop. What a room does is in the room. */
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/khidki-admin.h"
#include "admin/khidki-log.h"
#include "admin/khidki-notify.h"
#include "gate/khidki-catalogue-builder.h"
#include "gate/khidki-clock-file.h"
#include "gate/khidki-config-check.h"
#include "gate/khidki-gate.h"
#include "intake/khidki-media-job.h"
#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-version.h"
#include "pages/khidki-page-frame.h"
#include "pages/khidki-pages.h"
#include "papers/khidki-paper-checker.h"
#include "people/khidki-officers.h"
#include "pipeline/khidki-issue-job.h"
#include "pipeline/khidki-signing-key.h"
#include "store/khidki-paper-store.h"

#define DRAIN_LOOK_MS 20
#define DRAIN_MS 3000
#define SENDS_MS 5000
#define FORGET_MS (60 * 60 * 1000)
#define KEEP_KEYS_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
#define MOST_WORKERS 2

typedef struct
{
  GMainLoop *loop;
  int status;
  char *config_path;
  KhidkiConfig *config;
  char *state;
  KhidkiHost *host;
  KhidkiSeal *seal;
  KhidkiStore *store;
  KhidkiPaperStore *papers;
  KhidkiPaperChecker *checker;
  KhidkiSigningKey *signing_key;
  KhidkiPlaces *places;
  KhidkiOfficers *officers;
  KhidkiCatalogue *catalogue;
  KhidkiChannels *channels;
  KhidkiMarks *marks;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiIntake *intake;
  KhidkiMediaJob *media_job;
  KhidkiIssuer *issuer;
  KhidkiIssueJob *issue_job;
  GTimeZone *time_zone;
  KhidkiHttpClient *http_client;
  KhidkiHttpServer *http_server;
  KhidkiHttpServer *admin_server;
  KhidkiPluginHostWorld world;
  KhidkiGate *gate;
  KhidkiPages *pages;
  KhidkiAdmin *admin;
  KhidkiClockFile *clock_file;
  gint64 drain_until;
  gboolean ready;
  gboolean stopping;
} Server;

static char *
setting (Server *server, const char *group, const char *key, const char *otherwise)
{
  char *value = khidki_config_dup (server->config, group, key);

  return value != NULL ? value : g_strdup (otherwise);
}

static char *
state_file (Server *server, const char *name)
{
  return g_build_filename (server->state, name, NULL);
}

/* Uninstalled programs are told by the environment where things lie. */
static char *
data_file (const char *folder, const char *name)
{
  const char *data = g_getenv ("KHIDKI_DATA");

  return g_build_filename (data != NULL ? data : KHIDKI_DATADIR, folder, name, NULL);
}

static char *
worker_path (void)
{
  const char *folder = g_getenv ("KHIDKI_LIBEXEC");

  return g_build_filename (folder != NULL ? folder : KHIDKI_LIBEXECDIR, "khidki-worker", NULL);
}

static KhidkiMarks *marks_of_crash;

static void
note_crash (int number)
{
  if (marks_of_crash != NULL)
    khidki_marks_note_crash (marks_of_crash);
  signal (number, SIG_DFL);
  raise (number);
}

static void
watch_crashes (Server *server)
{
  static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

  marks_of_crash = server->marks;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    signal (numbers[i], note_crash);
}

/* A commit that failed leaves nothing that may be acknowledged: recover by a
 * new start. */
static void
store_failed (const GError *error, gpointer user_data)
{
  g_critical ("the store cannot commit: %s. The server ends; what was not acknowledged is sent "
              "again.", error->message);
  _exit (EXIT_FAILURE);
}

static gboolean
open_store (Server *server, GError **error)
{
  g_autofree char *seal_setting = setting (server, "server", "seal-key", NULL);
  g_autofree char *seal_path = state_file (server, "seal.key");
  g_autofree char *default_url = g_strdup_printf ("sqlite://%s/khidki.db", server->state);
  g_autofree char *url = setting (server, "store", "url", default_url);
  g_autofree char *papers = state_file (server, "papers");
  g_autofree char *marks = state_file (server, "marks");

  server->seal = khidki_seal_new_from_file (seal_setting != NULL ? seal_setting : seal_path,
                                            seal_setting == NULL, error);
  if (server->seal == NULL)
    return FALSE;
  server->store = khidki_store_open (url, server->seal, error);
  if (server->store == NULL)
    return FALSE;
  khidki_store_set_failure_func (server->store, store_failed, server);
  server->papers = khidki_paper_store_new (papers, server->seal, error);
  if (server->papers == NULL)
    return FALSE;
  server->marks = khidki_marks_open (marks, error);
  if (server->marks == NULL)
    return FALSE;
  watch_crashes (server);
  return TRUE;
}

static void
fill_random (guint8 *buffer, gsize length, gpointer user_data)
{
  khidki_host_fill_random (KHIDKI_HOST (user_data), buffer, length);
}

static gboolean
open_signing_key (Server *server, GError **error)
{
  g_autofree char *given = setting (server, "server", "signing-key", NULL);
  g_autofree char *path = given != NULL ? g_strdup (given) : state_file (server, "signing.key");
  g_autoptr (GError) local_error = NULL;

  server->signing_key = khidki_signing_key_load (path, &local_error);
  if (server->signing_key == NULL && given == NULL
      && g_error_matches (local_error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    {
      if (!khidki_signing_key_create (path, fill_random, server->host, error))
        return FALSE;
      server->signing_key = khidki_signing_key_load (path, error);
      return server->signing_key != NULL;
    }
  if (server->signing_key == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return server->signing_key != NULL;
}

static gboolean
read_data (Server *server, GError **error)
{
  g_autofree char *default_places = data_file ("places", "delhi.ini");
  g_autofree char *places = setting (server, "server", "places", default_places);
  g_autofree char *default_officers = data_file ("officers", "example.ini");
  g_autofree char *officers = setting (server, "server", "officers", default_officers);

  server->places = khidki_places_new_from_file (places, error);
  if (server->places == NULL)
    return FALSE;
  server->officers = khidki_officers_new_from_file (officers, error);
  return server->officers != NULL;
}

static void
build_catalogue (KhidkiGate *gate, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GPtrArray) departments = khidki_gate_list_departments (server->gate);
  g_autoptr (GError) error = NULL;
  KhidkiCatalogue *catalogue =
      khidki_catalogue_builder_build (server->store, server->places, departments, &error);

  if (catalogue == NULL)
    {
      g_critical ("catalogue: the old one stays: %s", error->message);
      return;
    }

  g_clear_pointer (&server->catalogue, khidki_catalogue_unref);
  server->catalogue = catalogue;
  khidki_intake_set_catalogue (server->intake, catalogue);
  khidki_issue_job_set_catalogue (server->issue_job, catalogue);
  khidki_pages_set_catalogue (server->pages, catalogue);
  khidki_admin_set_catalogue (server->admin, catalogue);
}

/* What the intake wants of the papers' worker. */
typedef struct
{
  GAsyncReadyCallback callback;
  gpointer user_data;
} CheckCall;

static void
paper_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree CheckCall *call = user_data;

  call->callback (source, result, call->user_data);
}

static void
check_paper (KhidkiPaper *paper,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data,
             gpointer check_data)
{
  Server *server = check_data;
  CheckCall *call;
  g_autoptr (GError) error = NULL;
  int fd = khidki_paper_store_open_fd (server->papers, paper, &error);

  if (fd < 0)
    {
      g_task_report_error (server->checker, callback, user_data, check_paper,
                           g_steal_pointer (&error));
      return;
    }
  call = g_new0 (CheckCall, 1);
  call->callback = callback;
  call->user_data = user_data;
  khidki_paper_checker_check_fd_async (server->checker, fd, cancellable, paper_checked, call);
}

static char *
paper_verdict (GAsyncResult *result, gpointer check_data, GError **error)
{
  Server *server = check_data;
  g_autoptr (KhidkiPaperCheck) check = NULL;

  if (g_async_result_is_tagged (result, check_paper))
    return g_task_propagate_pointer (G_TASK (result), error);

  check = khidki_paper_checker_check_finish (server->checker, result, error);
  if (check == NULL)
    return NULL;
  return g_strdup (check->fault == KHIDKI_PAPER_FINE ? "ok"
                                                     : khidki_paper_fault_to_string (check->fault));
}

static gboolean
make_rooms (Server *server, GError **error)
{
  g_autofree char *public_url = setting (server, "server", "public-url", "http://127.0.0.1:8080");
  g_autofree char *helpline = setting (server, "server", "helpline", "1031");
  g_autofree char *hours = setting (server, "server", "helpline-hours", "");
  g_autofree char *zone_name = setting (server, "server", "timezone", "Asia/Kolkata");
  g_autofree char *worker = worker_path ();
  KhidkiIntakeSetup setup = { 0 };

  server->time_zone = g_time_zone_new_identifier (zone_name);
  if (server->time_zone == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "%s: [server] timezone: expected a name such as Asia/Kolkata, found %s",
                   server->config_path, zone_name);
      return FALSE;
    }

  server->channels = khidki_channels_new ();
  server->checker = khidki_paper_checker_new (worker, MOST_WORKERS);
  server->http_client = khidki_http_client_new (server->host, server->papers);
  server->http_server = khidki_http_server_new (server->host);
  khidki_http_server_set_papers (server->http_server, server->papers);
  server->admin_server = khidki_http_server_new (server->host);
  server->outbox = khidki_outbox_new (server->host, server->store, server->channels);
  server->jobs = khidki_jobs_new (server->host, server->store);
  setup.host = server->host;
  setup.store = server->store;
  setup.channels = server->channels;
  setup.outbox = server->outbox;
  setup.jobs = server->jobs;
  setup.marks = server->marks;
  setup.time_zone = server->time_zone;
  setup.public_url = public_url;
  setup.helpline = helpline;
  setup.helpline_hours = hours;
  server->intake = khidki_intake_new (&setup);
  server->media_job =
      khidki_media_job_new (server->host, server->store, server->channels, server->intake,
                            server->jobs, check_paper, paper_verdict, server);
  return TRUE;
}

static gboolean
write_forget (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const gint64 *before = data;

  return khidki_transaction_execute (transaction, "event-forget", error, "x", *before) >= 0;
}

static void forget (gpointer user_data);

static void
forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_warning ("old events stay for now: %s", error->message);
}

static void
forget (gpointer user_data)
{
  Server *server = user_data;
  gint64 *before = g_new (gint64, 1);

  *before = khidki_host_now (server->host) - KEEP_KEYS_MS;
  khidki_store_write_async (server->store, write_forget, before, g_free, NULL, forgotten, NULL);
  khidki_host_add_timer (server->host, FORGET_MS, forget, server, NULL);
}

static void
clock_moved (gpointer user_data)
{
  Server *server = user_data;

  khidki_jobs_wake (server->jobs);
  khidki_outbox_wake (server->outbox);
}

/* The sandbox turns weeks in a second; nothing that serves people follows it. */
static void
follow_clock (Server *server)
{
  g_autofree char *path = khidki_config_dup (server->config, "server", "clock-file");

  if (path == NULL)
    return;
  if (!khidki_config_get_boolean (server->config, "server", "sandbox"))
    {
      g_warning ("%s: [server] clock-file: expected sandbox=true beside it, found none; it is not "
                 "followed",
                 server->config_path);
      return;
    }
  g_warning ("the clock follows %s: this server is for trying, not for serving", path);
  server->clock_file = khidki_clock_file_new (path, clock_moved, server);
}

static void
quit (Server *server, int status)
{
  server->status = status;
  g_main_loop_quit (server->loop);
}

static gboolean
listen (Server *server, GError **error)
{
  g_autofree char *address = setting (server, "server", "listen", "127.0.0.1:8080");
  g_autofree char *admin_address = setting (server, "server", "admin-listen", "127.0.0.1:8081");
  const char *handed = g_getenv ("LISTEN_FDS");

  if (handed != NULL && g_strcmp0 (handed, "0") != 0)
    {
      g_free (address);
      address = g_strdup ("fd:3");
    }
  if (!khidki_http_server_listen (server->admin_server, admin_address, error))
    return FALSE;
  if (!khidki_http_server_listen (server->http_server, address, error))
    return FALSE;
  g_message ("listening on port %u, for administration on port %u",
             khidki_http_server_get_port (server->http_server),
             khidki_http_server_get_port (server->admin_server));
  return TRUE;
}

static void
gate_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GError) error = NULL;

  khidki_gate_apply_finish (KHIDKI_GATE (source), result, NULL);
  if (server->stopping)
    return;
  if (server->catalogue == NULL)
    build_catalogue (server->gate, server);
  if (!listen (server, &error))
    {
      g_critical ("%s", error->message);
      quit (server, EXIT_FAILURE);
      return;
    }
  khidki_outbox_start (server->outbox);
  khidki_jobs_start (server->jobs);
  forget (server);
  server->ready = TRUE;
  khidki_admin_set_ready (server->admin, TRUE);
  khidki_notify ("READY=1");
}

static void
reloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  khidki_gate_apply_finish (KHIDKI_GATE (source), result, NULL);
  khidki_notify ("READY=1");
  g_message ("the configuration was read again");
}

/* A file with a mistake changes nothing and is reported. */
static gboolean
on_hangup (gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiConfig *config;

  if (!server->ready || server->stopping)
    return G_SOURCE_CONTINUE;

  config = khidki_config_load (server->config_path, &error);
  if (config == NULL)
    {
      g_critical ("nothing was changed: %s", error->message);
      return G_SOURCE_CONTINUE;
    }
  khidki_config_check_warn (config);
  khidki_config_unref (server->config);
  server->config = config;
  server->world.config = config;
  khidki_notify ("RELOADING=1");
  khidki_gate_apply_async (server->gate, config, reloaded, server);
  return G_SOURCE_CONTINUE;
}

static void
plugins_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  khidki_gate_stop_finish (KHIDKI_GATE (source), result, NULL);
  quit (user_data, EXIT_SUCCESS);
}

static void
sends_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Server *server = user_data;

  khidki_outbox_stop_finish (KHIDKI_OUTBOX (source), result, NULL);
  khidki_jobs_stop (server->jobs);
  khidki_gate_stop_async (server->gate, plugins_stopped, server);
}

/* What was received is acted on before anything else ends. */
static void
drain (gpointer user_data)
{
  Server *server = user_data;

  if (!khidki_intake_is_idle (server->intake)
      && khidki_host_now (server->host) < server->drain_until)
    {
      khidki_host_add_timer (server->host, DRAIN_LOOK_MS, drain, server, NULL);
      return;
    }
  khidki_outbox_stop_async (server->outbox, SENDS_MS, sends_ended, server);
}

static gboolean
on_terminate (gpointer user_data)
{
  Server *server = user_data;

  if (server->stopping)
    return G_SOURCE_CONTINUE;

  server->stopping = TRUE;
  g_message ("stopping");
  khidki_notify ("STOPPING=1");
  khidki_admin_set_ready (server->admin, FALSE);
  khidki_http_server_stop_listening (server->http_server);
  khidki_intake_close (server->intake);
  server->drain_until = khidki_host_now (server->host) + DRAIN_MS;
  drain (server);
  return G_SOURCE_CONTINUE;
}

static char *
designation (const char *officer, const GDate *today, const char *language, gpointer user_data)
{
  Server *server = user_data;

  KhidkiOfficer *found = khidki_officers_find (server->officers, officer, today);

  return found != NULL ? g_strdup (khidki_officer_get_designation (found, language)) : NULL;
}

static gboolean
make_doors (Server *server, GError **error)
{
  g_autofree char *public_url = setting (server, "server", "public-url", "http://127.0.0.1:8080");
  g_autofree char *helpline = setting (server, "server", "helpline", "1031");
  g_autofree char *hours = setting (server, "server", "helpline-hours", "");
  g_auto (GStrv) numbers = khidki_config_dup_list (server->config, "server", "numbers");
  g_autofree char *socket_path = state_file (server, "control.sock");
  KhidkiAdminWorld admin = { 0 };
  KhidkiPagesWorld pages = { 0 };

  server->world.config = server->config;
  server->world.http_server = server->http_server;
  server->world.http_client = server->http_client;
  server->world.intake = server->intake;
  server->world.store = server->store;
  server->world.make_page = khidki_page_frame_make;
  server->gate = khidki_gate_new (server->host, &server->world, server->channels);
  g_signal_connect (server->gate, "departments-changed", G_CALLBACK (build_catalogue), server);

  server->issuer = khidki_issuer_new (server->store, server->papers, server->signing_key,
                                      server->time_zone, public_url, helpline);
  khidki_issuer_set_random_func (server->issuer, fill_random, server->host);
  khidki_issuer_set_designation_func (server->issuer, designation, server);
  server->issue_job =
      khidki_issue_job_new (server->host, server->jobs, server->issuer, server->time_zone);

  pages.host = server->host;
  pages.store = server->store;
  pages.jobs = server->jobs;
  pages.signing_key = server->signing_key;
  pages.public_url = public_url;
  pages.time_zone = server->time_zone;
  pages.numbers = (const char *const *) numbers;
  pages.helpline = helpline;
  pages.helpline_hours = hours;
  server->pages = khidki_pages_new (&pages, server->http_server, error);
  if (server->pages == NULL)
    return FALSE;

  admin.host = server->host;
  admin.store = server->store;
  admin.gate = server->gate;
  admin.channels = server->channels;
  admin.intake = server->intake;
  admin.outbox = server->outbox;
  admin.jobs = server->jobs;
  admin.http_server = server->http_server;
  admin.officers = server->officers;
  admin.time_zone = server->time_zone;
  admin.started_at = khidki_host_now (server->host);
  admin.state = server->state;
  server->admin = khidki_admin_new (&admin, server->admin_server, socket_path, error);
  return server->admin != NULL;
}

static gboolean
make_state (Server *server, GError **error)
{
  server->state = setting (server, "server", "state-dir", "/var/lib/khidki");
  if (g_mkdir_with_parents (server->state, 0700) == 0)
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
               "%s: [server] state-dir: expected a folder that can be written, found %s: %s",
               server->config_path, server->state, g_strerror (errno));
  return FALSE;
}

static gboolean
set_up (Server *server, GError **error)
{
  server->host = KHIDKI_HOST (khidki_plugin_host_new_for_server ());
  return make_state (server, error) && open_store (server, error) && open_signing_key (server, error)
         && read_data (server, error) && make_rooms (server, error) && make_doors (server, error);
}

static void
tear_down (Server *server)
{
  g_clear_object (&server->clock_file);
  if (server->http_server != NULL)
    khidki_http_server_close (server->http_server);
  if (server->admin_server != NULL)
    khidki_http_server_close (server->admin_server);
  if (server->admin != NULL)
    khidki_admin_close (server->admin);
  g_clear_object (&server->admin);
  g_clear_object (&server->pages);
  g_clear_object (&server->gate);
  g_clear_object (&server->http_server);
  g_clear_object (&server->admin_server);
  g_clear_object (&server->issue_job);
  g_clear_pointer (&server->issuer, khidki_issuer_unref);
  g_clear_object (&server->media_job);
  g_clear_object (&server->intake);
  g_clear_object (&server->jobs);
  g_clear_object (&server->outbox);
  g_clear_object (&server->channels);
  g_clear_object (&server->http_client);
  g_clear_object (&server->checker);
  g_clear_pointer (&server->catalogue, khidki_catalogue_unref);
  g_clear_pointer (&server->places, khidki_places_unref);
  g_clear_pointer (&server->officers, khidki_officers_unref);
  g_clear_object (&server->papers);
  if (server->store != NULL)
    khidki_store_close (server->store);
  g_clear_object (&server->store);
  g_clear_object (&server->seal);
  marks_of_crash = NULL;
  g_clear_pointer (&server->marks, khidki_marks_close);
  g_clear_pointer (&server->signing_key, khidki_signing_key_unref);
  g_clear_pointer (&server->time_zone, g_time_zone_unref);
  g_clear_object (&server->host);
  g_clear_pointer (&server->config, khidki_config_unref);
  g_free (server->state);
}

static gint64
log_now (void)
{
  return g_get_real_time ();
}

/* All that can be seen without starting: file, key, expected, found. */
static int
check_config (Server *server)
{
  gboolean fine = khidki_config_check_plugins (server->config);
  g_autoptr (GError) error = NULL;

  khidki_config_check_warn (server->config);
  if (!read_data (server, &error))
    {
      g_printerr ("%s\n", error->message);
      fine = FALSE;
    }
  g_clear_pointer (&server->places, khidki_places_unref);
  g_clear_pointer (&server->officers, khidki_officers_unref);
  if (fine)
    g_print ("%s: nothing wrong was found\n", server->config_path);
  return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
serve (Server *server)
{
  g_autoptr (GError) error = NULL;
  guint sources[3];

  server->loop = g_main_loop_new (NULL, FALSE);
  khidki_config_check_warn (server->config);
  if (!set_up (server, &error))
    {
      g_critical ("%s", error->message);
      tear_down (server);
      g_main_loop_unref (server->loop);
      return EXIT_FAILURE;
    }

  follow_clock (server);
  sources[0] = g_unix_signal_add (SIGTERM, on_terminate, server);
  sources[1] = g_unix_signal_add (SIGINT, on_terminate, server);
  sources[2] = g_unix_signal_add (SIGHUP, on_hangup, server);
  signal (SIGPIPE, SIG_IGN);
  khidki_gate_apply_async (server->gate, server->config, gate_ready, server);
  g_main_loop_run (server->loop);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  tear_down (server);
  g_main_loop_unref (server->loop);
  return server->status;
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  gboolean check = FALSE, version = FALSE;
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &path, "The configuration", "FILE" },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &check, "Look for mistakes, then end", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version, then end", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("– serves citizens");
  g_autoptr (GError) error = NULL;
  Server server = { 0 };

  setlocale (LC_ALL, "");
  umask (0077);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (version)
    {
      g_print ("khidkid %s, plugin ABI %d\n", KHIDKI_VERSION, KHIDKI_PLUGIN_ABI);
      return EXIT_SUCCESS;
    }
  if (path == NULL || argc > 1)
    {
      g_printerr ("usage: khidkid --config FILE [--check-config]\n");
      return 2;
    }
  if (sodium_init () < 0)
    return EXIT_FAILURE;

  server.config_path = path;
  server.config = khidki_config_load (path, &error);
  if (server.config == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  if (check)
    {
      int status;

      status = check_config (&server);

      khidki_config_unref (server.config);
      return status;
    }
  khidki_log_install (log_now);
  return serve (&server);
}
