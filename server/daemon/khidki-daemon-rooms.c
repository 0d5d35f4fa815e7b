/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "counters/khidki-counter-channel.h"
#include "daemon/khidki-daemon-keys.h"
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-guess.h"
#include "libkhidki/khidki-error.h"
#include "pages/khidki-page-frame.h"
#include "people/khidki-sign-in-rows.h"

#define MOST_WORKERS 2

char *
khidki_daemon_setting (KhidkiConfig *config, const char *group, const char *key, const char *otherwise)
{
  char *value = khidki_config_dup (config, group, key);

  return value != NULL ? value : g_strdup (otherwise);
}

static char *
setting (KhidkiDaemon *self, const char *key, const char *otherwise)
{
  return khidki_daemon_setting (self->config, "server", key, otherwise);
}

static char *
state_file (KhidkiDaemon *self, const char *name)
{
  return g_build_filename (self->state, name, NULL);
}

char *
khidki_daemon_data_file (const char *folder, const char *name)
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

/* A commit that failed leaves nothing that may be acknowledged: recover by a
 * new start. */
static void
store_failed (const GError *error, gpointer user_data)
{
  KhidkiDaemon *self = user_data;

  g_critical ("the store cannot commit: %s. The server ends; what was not acknowledged is sent "
              "again.", error->message);
  if (self->marks != NULL)
    khidki_marks_forgive (self->marks);
  _exit (EXIT_FAILURE);
}

static gboolean
make_state (KhidkiDaemon *self, GError **error)
{
  self->state = setting (self, "state-dir", KHIDKI_DAEMON_STATE);
  if (g_mkdir_with_parents (self->state, 0700) == 0)
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
               "%s: [server] state-dir: expected a folder that can be written, found %s: %s",
               khidki_config_get_origin (self->config, "server", "state-dir"), self->state,
               g_strerror (errno));
  return FALSE;
}

static gboolean
open_store (KhidkiDaemon *self, GError **error)
{
  g_autofree char *default_url = g_strdup_printf ("sqlite://%s/khidki.db", self->state);
  g_autofree char *url = khidki_daemon_setting (self->config, "store", "url", default_url);
  g_autofree char *papers = state_file (self, "papers");
  g_autofree char *marks = state_file (self, "marks");

  self->seal = khidki_daemon_open_seal (self->config, self->state, self->host, error);
  if (self->seal == NULL)
    return FALSE;
  self->signing_key =
      khidki_daemon_open_signing_key (self->config, self->state, self->host, error);
  if (self->signing_key == NULL)
    return FALSE;
  self->store = khidki_store_open (url, self->seal, error);
  if (self->store == NULL)
    return FALSE;
  khidki_store_set_failure_func (self->store, store_failed, self);
  self->papers = khidki_paper_store_new (papers, self->seal, error);
  if (self->papers == NULL)
    return FALSE;
  self->marks = khidki_marks_open (marks, error);
  return self->marks != NULL;
}

static gboolean
find_time_zone (KhidkiDaemon *self, GError **error)
{
  g_autofree char *zone = setting (self, "timezone", KHIDKI_DAEMON_TIMEZONE);

  self->time_zone = g_time_zone_new_identifier (zone);
  if (self->time_zone == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "there is no time zone %s", zone);
  return self->time_zone != NULL;
}

/* Every hour, a few rows at once, with what is older than it need be. */
static void
make_housekeeping (KhidkiDaemon *self)
{
  self->housekeeping = khidki_housekeeping_new (self->host, self->store);
  khidki_housekeeping_add (self->housekeeping, khidki_guess_forget_old);
  khidki_housekeeping_add (self->housekeeping, khidki_draft_offer_forget_old);
  khidki_housekeeping_add (self->housekeeping, khidki_sign_in_forget_old);
}

static void
make_inner_rooms (KhidkiDaemon *self)
{
  g_autofree char *public_url = setting (self, "public-url", KHIDKI_DAEMON_PUBLIC_URL);
  g_autofree char *helpline = setting (self, "helpline", "1031");
  g_autofree char *hours = setting (self, "helpline-hours", "");
  g_autofree char *worker = worker_path ();
  g_autoptr (KhidkiChannel) counter = khidki_counter_channel_new ();
  KhidkiIntakeSetup setup = { 0 };

  self->channels = khidki_channels_new ();
  khidki_channels_add (self->channels, KHIDKI_COUNTER_CHANNEL, counter);
  self->checker = khidki_paper_checker_new (worker, MOST_WORKERS);
  self->http_client = khidki_http_client_new (self->host, self->papers);
  self->http_server = khidki_http_server_new (self->host);
  khidki_http_server_set_papers (self->http_server, self->papers);
  self->admin_server = khidki_http_server_new (self->host);
  self->outbox = khidki_outbox_new (self->host, self->store, self->channels);
  self->jobs = khidki_jobs_new (self->host, self->store);
  make_housekeeping (self);
  setup.host = self->host;
  setup.store = self->store;
  setup.channels = self->channels;
  setup.outbox = self->outbox;
  setup.jobs = self->jobs;
  setup.marks = self->marks;
  setup.time_zone = self->time_zone;
  setup.public_url = public_url;
  setup.helpline = helpline;
  setup.helpline_hours = hours;
  self->intake = khidki_intake_new (&setup);
  self->media_job = khidki_daemon_make_media_job (self);
  self->sign_in =
      khidki_sign_in_new (self->host, self->store, self->data.operators, self->time_zone);
  self->counter = khidki_daemon_make_counter (self);
}

static void
make_gate (KhidkiDaemon *self)
{
  self->world.http_server = self->http_server;
  self->world.http_client = self->http_client;
  self->world.intake = self->intake;
  self->world.store = self->store;
  self->world.counter = KHIDKI_COUNTER (self->counter);
  self->world.make_page = khidki_page_frame_make;
  self->gate = khidki_gate_new (self->host, &self->world, self->channels);
  self->keeper = khidki_catalogue_keeper_new (self->host, self->store, self->data.places,
                                              self->data.centres, self->gate);
}

static void
fill_random (guint8 *buffer, gsize length, gpointer user_data)
{
  khidki_host_fill_random (KHIDKI_HOST (user_data), buffer, length);
}

static char *
designation (const char *officer, const GDate *today, const char *language, gpointer user_data)
{
  KhidkiDaemon *self = user_data;
  KhidkiOfficer *found = khidki_officers_find (self->data.officers, officer, today);

  return found != NULL ? g_strdup (khidki_officer_get_designation (found, language)) : NULL;
}

static void
make_case_jobs (KhidkiDaemon *self)
{
  g_autofree char *public_url = setting (self, "public-url", KHIDKI_DAEMON_PUBLIC_URL);
  g_autofree char *helpline = setting (self, "helpline", "1031");

  self->issuer = khidki_issuer_new (self->store, self->papers, self->signing_key, self->time_zone,
                                    public_url, helpline);
  khidki_issuer_set_random_func (self->issuer, fill_random, self->host);
  khidki_issuer_set_designation_func (self->issuer, designation, self);
  self->issue_job = khidki_issue_job_new (self->host, self->jobs, self->issuer, self->time_zone);
  self->office_job = khidki_office_job_new (self->host, self->jobs, self->store);
}

static gboolean
make_pages (KhidkiDaemon *self, GError **error)
{
  g_autofree char *public_url = setting (self, "public-url", KHIDKI_DAEMON_PUBLIC_URL);
  g_autofree char *helpline = setting (self, "helpline", "1031");
  g_autofree char *hours = setting (self, "helpline-hours", "");
  g_auto (GStrv) numbers = khidki_config_dup_list (self->config, "server", "numbers");
  KhidkiPagesWorld world = { 0 };

  world.host = self->host;
  world.store = self->store;
  world.jobs = self->jobs;
  world.signing_key = self->signing_key;
  world.public_url = public_url;
  world.time_zone = self->time_zone;
  world.channels = self->channels;
  world.numbers = (const char *const *) numbers;
  world.helpline = helpline;
  world.helpline_hours = hours;
  self->pages = khidki_pages_new (&world, self->http_server, error);
  return self->pages != NULL;
}

static gboolean
make_admin (KhidkiDaemon *self, GError **error)
{
  g_autofree char *socket_path = state_file (self, "control.sock");
  KhidkiAdminWorld world = { 0 };

  world.host = self->host;
  world.store = self->store;
  world.gate = self->gate;
  world.keeper = self->keeper;
  world.channels = self->channels;
  world.intake = self->intake;
  world.outbox = self->outbox;
  world.jobs = self->jobs;
  world.http_server = self->http_server;
  world.officers = self->data.officers;
  world.sign_in = self->sign_in;
  world.time_zone = self->time_zone;
  world.started_at = khidki_host_now (self->host);
  world.state = self->state;
  self->admin = khidki_admin_new (&world, self->admin_server, socket_path, error);
  return self->admin != NULL;
}

gboolean
khidki_daemon_make_rooms (KhidkiDaemon *self, GError **error)
{
  if (!make_state (self, error) || !open_store (self, error) || !find_time_zone (self, error))
    return FALSE;
  make_inner_rooms (self);
  make_gate (self);
  make_case_jobs (self);
  return make_pages (self, error) && make_admin (self, error);
}

/* The last made goes first; nobody is left who could call into what is gone. */
void
khidki_daemon_tear_down (KhidkiDaemon *self)
{
  g_clear_object (&self->clock_file);
  if (self->keeper != NULL)
    khidki_catalogue_keeper_close (self->keeper);
  if (self->http_server != NULL)
    khidki_http_server_close (self->http_server);
  if (self->admin_server != NULL)
    khidki_http_server_close (self->admin_server);
  if (self->admin != NULL)
    khidki_admin_close (self->admin);
  g_clear_object (&self->admin);
  g_clear_object (&self->pages);
  g_clear_object (&self->keeper);
  g_clear_object (&self->gate);
  g_clear_object (&self->http_server);
  g_clear_object (&self->admin_server);
  g_clear_object (&self->issue_job);
  g_clear_object (&self->office_job);
  g_clear_pointer (&self->issuer, khidki_issuer_unref);
  g_clear_object (&self->counter);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->media_job);
  g_clear_object (&self->intake);
  g_clear_object (&self->jobs);
  g_clear_object (&self->housekeeping);
  g_clear_object (&self->outbox);
  g_clear_object (&self->channels);
  g_clear_object (&self->http_client);
  g_clear_object (&self->checker);
  khidki_daemon_data_clear (&self->data);
  g_clear_object (&self->papers);
  if (self->store != NULL)
    khidki_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->seal);
  g_clear_pointer (&self->marks, khidki_marks_close);
  g_clear_pointer (&self->signing_key, khidki_signing_key_unref);
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
}
