/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-private.h"

#include <stdlib.h>

#include "daemon/khidki-daemon-check.h"
#include "gate/khidki-config-check.h"

/* Ten seconds are promised from SIGTERM to the end; what comes late in the order
 * has what those before it left. */
#define STOP_MS 9000
#define DRAIN_LOOK_MS 20
#define DRAIN_MS 2000
#define SENDS_MS 5000
#define PLUGINS_MS 1500

KhidkiDaemon *
khidki_daemon_new (KhidkiHost *host,
                   KhidkiConfig *config,
                   KhidkiDaemonEndedFunc ended,
                   gpointer user_data)
{
  KhidkiDaemon *self = g_new0 (KhidkiDaemon, 1);

  self->host = g_object_ref (host);
  self->config = khidki_config_ref (config);
  self->ended = ended;
  self->ended_data = user_data;
  self->notify = khidki_notify_new ();
  return self;
}

void
khidki_daemon_free (KhidkiDaemon *self)
{
  khidki_daemon_tear_down (self);
  khidki_notify_free (self->notify);
  khidki_config_unref (self->config);
  g_object_unref (self->host);
  g_free (self->state);
  g_free (self);
}

static void
clock_moved (gpointer user_data)
{
  KhidkiDaemon *self = user_data;

  khidki_jobs_wake (self->jobs);
  khidki_outbox_wake (self->outbox);
}

/* The sandbox turns weeks in a second; nothing that serves people follows it. */
static void
follow_clock (KhidkiDaemon *self)
{
  g_autofree char *path = khidki_config_dup (self->config, "server", "clock-file");

  if (path == NULL)
    return;
  if (!khidki_config_get_boolean (self->config, "server", "sandbox"))
    {
      g_warning ("%s: [server] clock-file: expected sandbox=true beside it, found none; it is not "
                 "followed",
                 khidki_config_get_origin (self->config, "server", "clock-file"));
      return;
    }
  g_warning ("the clock follows %s: this server is for trying, not for serving", path);
  self->clock_file = khidki_clock_file_new (path, clock_moved, self);
}

static gboolean
listen_for_admin (KhidkiDaemon *self, GError **error)
{
  g_autofree char *address = khidki_daemon_setting (self->config, "server", "admin-listen",
                                                    KHIDKI_DAEMON_ADMIN_LISTEN);

  if (!khidki_http_server_listen (self->admin_server, address, error))
    return FALSE;
  g_message ("listening for administration on port %u",
             khidki_http_server_get_port (self->admin_server));
  return TRUE;
}

static gboolean
listen_for_citizens (KhidkiDaemon *self, GError **error)
{
  const char *handed = g_getenv ("LISTEN_FDS");
  g_autofree char *address =
      handed != NULL && !g_str_equal (handed, "0")
          ? g_strdup ("fd:3")
          : khidki_daemon_setting (self->config, "server", "listen", KHIDKI_DAEMON_LISTEN);

  if (!khidki_http_server_listen (self->http_server, address, error))
    return FALSE;
  g_message ("listening on port %u", khidki_http_server_get_port (self->http_server));
  return TRUE;
}

/* Not before there is a catalogue, nor before the plugins had time to start: a
 * citizen who comes now finds what is on offer. */
static void
serve_if_possible (KhidkiDaemon *self)
{
  g_autoptr (GError) error = NULL;

  if (self->serving || self->stopping || !self->settled
      || khidki_catalogue_keeper_get_catalogue (self->keeper) == NULL)
    return;
  if (!listen_for_citizens (self, &error))
    {
      g_critical ("%s", error->message);
      self->stopping = TRUE;
      self->ended (EXIT_FAILURE, self->ended_data);
      return;
    }
  self->serving = TRUE;
  khidki_outbox_start (self->outbox);
  khidki_jobs_start (self->jobs);
  khidki_housekeeping_start (self->housekeeping);
  khidki_admin_set_ready (self->admin, TRUE);
  khidki_notify_status (self->notify, "serving");
  khidki_notify_ready (self->notify);
  khidki_notify_start_watchdog (self->notify, self->host);
}

static void
gate_settled (KhidkiGate *gate, gpointer user_data)
{
  KhidkiDaemon *self = user_data;

  self->settled = TRUE;
  serve_if_possible (self);
}

static void
catalogue_changed (KhidkiCatalogueKeeper *keeper, gpointer user_data)
{
  KhidkiDaemon *self = user_data;
  KhidkiCatalogue *catalogue = khidki_catalogue_keeper_get_catalogue (keeper);

  khidki_intake_set_catalogue (self->intake, catalogue);
  khidki_issue_job_set_catalogue (self->issue_job, catalogue);
  khidki_office_job_set_catalogue (self->office_job, catalogue);
  khidki_server_counter_set_catalogue (self->counter, catalogue);
  khidki_pages_set_catalogue (self->pages, catalogue);
  khidki_admin_set_catalogue (self->admin, catalogue);
  serve_if_possible (self);
}

static void
plugins_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!khidki_gate_apply_finish (KHIDKI_GATE (source), result, &error))
    g_message ("the start was given up: %s", error->message);
}

/* Not worth a citizen's waiting, and worth an administrator's look. */
static void
warn_of_gaps (KhidkiDaemon *self)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);

  khidki_daemon_check_gaps (self->config, &self->data, khidki_host_now (self->host), mistakes);
  for (guint i = 0; i < mistakes->len; i++)
    g_warning ("%s", (const char *) g_ptr_array_index (mistakes, i));
}

gboolean
khidki_daemon_start (KhidkiDaemon *self, GError **error)
{
  khidki_config_check_warn (self->config);
  if (!khidki_daemon_check_or_fail (self->config, &self->data, error)
      || !khidki_daemon_make_rooms (self, error)
      || !listen_for_admin (self, error))
    return FALSE;

  follow_clock (self);
  warn_of_gaps (self);
  khidki_notify_status (self->notify, "starting the plugins");
  g_signal_connect (self->gate, "settled", G_CALLBACK (gate_settled), self);
  g_signal_connect (self->keeper, "changed", G_CALLBACK (catalogue_changed), self);
  khidki_gate_apply_async (self->gate, self->config, plugins_started, self);
  return TRUE;
}

/* The manager is told once, when the last of several has come to its end. */
static void
reloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiDaemon *self = user_data;
  gboolean done = khidki_gate_apply_finish (KHIDKI_GATE (source), result, NULL);

  self->reloads--;
  if (self->reloads > 0 || !done)
    return;
  if (self->serving)
    khidki_notify_ready (self->notify);
  g_message ("the configuration was read again");
}

static KhidkiConfig *
load_faultless (KhidkiDaemon *self, KhidkiDaemonData *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KhidkiConfig) config =
      khidki_config_load (khidki_config_get_path (self->config), &error);

  if (config == NULL)
    {
      g_critical ("nothing was changed: %s", error->message);
      return NULL;
    }
  khidki_config_check_warn (config);
  khidki_daemon_check (config, data, mistakes);
  khidki_config_check_mistakes (config, mistakes);
  for (guint i = 0; i < mistakes->len; i++)
    g_critical ("nothing was changed: %s", (const char *) g_ptr_array_index (mistakes, i));
  return mistakes->len == 0 ? g_steal_pointer (&config) : NULL;
}

static void
take_data (KhidkiDaemon *self, KhidkiDaemonData *data)
{
  khidki_daemon_data_swap (&self->data, data);
  khidki_sign_in_set_operators (self->sign_in, self->data.operators);
  khidki_server_counter_set_charges (self->counter, self->data.charges);
  khidki_admin_set_officers (self->admin, self->data.officers);
  khidki_catalogue_keeper_set_places (self->keeper, self->data.places, self->data.centres);
}

void
khidki_daemon_reload (KhidkiDaemon *self)
{
  g_autoptr (KhidkiConfig) config = NULL;
  g_auto (KhidkiDaemonData) data = { 0 };

  if (self->stopping)
    return;
  config = load_faultless (self, &data);
  if (config == NULL)
    {
      khidki_notify_status (self->notify, "serving; the configuration has a mistake: see the log");
      return;
    }
  khidki_config_check_tell_fixed (self->config, config);
  take_data (self, &data);
  khidki_config_unref (self->config);
  self->config = khidki_config_ref (config);
  warn_of_gaps (self);
  self->reloads++;
  if (self->serving)
    {
      khidki_notify_reloading (self->notify);
      khidki_notify_status (self->notify, "serving");
    }
  khidki_gate_apply_async (self->gate, config, reloaded, self);
}

/* Milliseconds, at most @most: what is left if @after is to be kept for others. */
static guint
time_left (KhidkiDaemon *self, gint64 most, gint64 after)
{
  gint64 passed = khidki_host_get_monotonic (self->host) - self->stop_begun;

  return (guint) CLAMP (STOP_MS - passed - after, 1, most);
}

static void
plugins_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiDaemon *self = user_data;

  khidki_gate_stop_finish (KHIDKI_GATE (source), result, NULL);
  self->ended (EXIT_SUCCESS, self->ended_data);
}

static void
sends_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiDaemon *self = user_data;

  khidki_outbox_stop_finish (KHIDKI_OUTBOX (source), result, NULL);
  khidki_jobs_stop (self->jobs);
  khidki_housekeeping_stop (self->housekeeping);
  khidki_gate_stop_async (self->gate, time_left (self, PLUGINS_MS, 0), plugins_stopped, self);
}

/* What was received is acted on before anything else ends. */
static void
drain (gpointer user_data)
{
  KhidkiDaemon *self = user_data;

  if (!khidki_intake_is_idle (self->intake)
      && time_left (self, STOP_MS, 0) > STOP_MS - DRAIN_MS)
    {
      khidki_host_add_timer (self->host, DRAIN_LOOK_MS, drain, self, NULL);
      return;
    }
  khidki_outbox_stop_async (self->outbox, time_left (self, SENDS_MS, PLUGINS_MS), sends_ended, self);
}

void
khidki_daemon_stop (KhidkiDaemon *self)
{
  if (self->stopping)
    return;

  self->stopping = TRUE;
  self->stop_begun = khidki_host_get_monotonic (self->host);
  g_message ("stopping");
  khidki_notify_stopping (self->notify);
  khidki_admin_set_ready (self->admin, FALSE);
  khidki_catalogue_keeper_close (self->keeper);
  khidki_http_server_stop_listening (self->http_server);
  khidki_intake_close (self->intake);
  drain (self);
}
