/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-metrics.h"

#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include "admin/khidki-admin-private.h"
#include "admin/khidki-metrics-text.h"
#include "libkhidki/khidki-version.h"

#define CONTENT_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"

typedef struct
{
  const char *name;
  const char *help;
  gsize offset;
} Field;

static const Field intake_counters[] = {
  { "khidki_intake_received", "Events handed in.", offsetof (KhidkiIntakeCounters, received) },
  { "khidki_intake_acted", "Events acted on.", offsetof (KhidkiIntakeCounters, acted) },
  { "khidki_intake_duplicates", "Events that were known.", offsetof (KhidkiIntakeCounters, duplicates) },
  { "khidki_intake_parked", "Events kept for an administrator.", offsetof (KhidkiIntakeCounters, parked) },
  { "khidki_intake_refused", "Events refused because of too much at once.", offsetof (KhidkiIntakeCounters, refused) },
  { "khidki_intake_conflicts", "Steps done again because another was faster.", offsetof (KhidkiIntakeCounters, conflicts) },
};

static const Field outbox_counters[] = {
  { "khidki_outbox_sent", "Messages that the far end took.", offsetof (KhidkiOutboxCounters, sent) },
  { "khidki_outbox_failed", "Messages that cannot be sent.", offsetof (KhidkiOutboxCounters, failed) },
  { "khidki_outbox_retried", "Sends to be tried again.", offsetof (KhidkiOutboxCounters, retried) },
  { "khidki_outbox_uncertain", "Sends whose outcome is unknown.", offsetof (KhidkiOutboxCounters, uncertain) },
  { "khidki_outbox_paced", "Times a message waited because its line is full.", offsetof (KhidkiOutboxCounters, paced) },
  { "khidki_outbox_rerouted", "News that went by another channel.", offsetof (KhidkiOutboxCounters, rerouted) },
};

static const Field jobs_counters[] = {
  { "khidki_jobs_done", "Jobs done.", offsetof (KhidkiJobsCounters, done) },
  { "khidki_jobs_retried", "Jobs to be tried again.", offsetof (KhidkiJobsCounters, retried) },
  { "khidki_jobs_parked", "Jobs kept for an administrator.", offsetof (KhidkiJobsCounters, parked) },
};

static const Field store_counters[] = {
  { "khidki_commits", "Commits.", offsetof (KhidkiStoreCounters, commits) },
  { "khidki_store_writes", "Writes that share the commits.", offsetof (KhidkiStoreCounters, writes) },
  { "khidki_store_failed_writes", "Writes that were undone.", offsetof (KhidkiStoreCounters, failed_writes) },
  { "khidki_store_reads", "Reads.", offsetof (KhidkiStoreCounters, reads) },
};

static const Field http_counters[] = {
  { "khidki_http_connections", "Connections accepted.", offsetof (KhidkiHttpCounters, connections) },
  { "khidki_http_connections_refused", "Connections refused because of too many.", offsetof (KhidkiHttpCounters, connections_refused) },
  { "khidki_http_connections_dropped", "Connections dropped because they were slow.", offsetof (KhidkiHttpCounters, connections_dropped) },
  { "khidki_http_requests", "Requests.", offsetof (KhidkiHttpCounters, requests) },
  { "khidki_http_too_large", "Bodies refused because of their size.", offsetof (KhidkiHttpCounters, too_large) },
};

static void
add_counters (GString *text, const Field *fields, guint n_fields, gconstpointer counters)
{
  for (guint i = 0; i < n_fields; i++)
    {
      guint64 value = *(const guint64 *) ((const char *) counters + fields[i].offset);

      khidki_metrics_text_begin (text, fields[i].name, "counter", fields[i].help);
      khidki_metrics_text_add (text, fields[i].name, "_total", (gint64) value, NULL);
    }
}

static void
add_gauge (GString *text, const char *name, const char *help, gint64 value)
{
  khidki_metrics_text_begin (text, name, "gauge", help);
  khidki_metrics_text_add (text, name, "", value, NULL);
}

static void
add_rooms (GString *text, const KhidkiAdminWorld *world)
{
  KhidkiIntakeCounters intake;
  KhidkiOutboxCounters outbox;
  KhidkiJobsCounters jobs;

  khidki_intake_get_counters (world->intake, &intake);
  khidki_outbox_get_counters (world->outbox, &outbox);
  khidki_jobs_get_counters (world->jobs, &jobs);
  add_counters (text, intake_counters, G_N_ELEMENTS (intake_counters), &intake);
  add_counters (text, outbox_counters, G_N_ELEMENTS (outbox_counters), &outbox);
  add_counters (text, jobs_counters, G_N_ELEMENTS (jobs_counters), &jobs);
  add_gauge (text, "khidki_intake_waiting", "Events in memory that are being acted on.",
             intake.waiting);
  add_gauge (text, "khidki_intake_waiting_bytes", "Their size.", (gint64) intake.waiting_bytes);
  add_gauge (text, "khidki_outbox_in_flight", "Messages being sent.", outbox.in_flight);
  add_gauge (text, "khidki_outbox_unresolved",
             "Messages that may have arrived or not, with no word of them in 15 minutes.",
             outbox.unresolved);
  add_gauge (text, "khidki_outbox_in_window", "Messages held in memory.", outbox.in_window);
  add_gauge (text, "khidki_jobs_running", "Jobs being done.", jobs.running);
}

static void
add_doors (GString *text, const KhidkiAdminWorld *world)
{
  KhidkiStoreCounters store;
  KhidkiHttpCounters http;

  khidki_store_get_counters (world->store, &store);
  khidki_http_server_get_counters (world->http_server, &http);
  add_counters (text, store_counters, G_N_ELEMENTS (store_counters), &store);
  add_counters (text, http_counters, G_N_ELEMENTS (http_counters), &http);
  add_gauge (text, "khidki_store_waiting_writes", "Writes not yet committed.", store.waiting_writes);
  add_gauge (text, "khidki_store_waiting_reads", "Reads not yet done.", store.waiting_reads);
  add_gauge (text, "khidki_http_open_connections", "Connections open now.", http.open_connections);
}

static void
add_plugins (GString *text, KhidkiGate *gate)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (gate);

  khidki_metrics_text_begin (text, "khidki_plugin_running", "gauge", "Whether a plugin runs.");
  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);

      khidki_metrics_text_add (text, "khidki_plugin_running", "",
                               g_str_equal (report->state, "running"), "plugin", report->name, NULL);
    }
}

static void
add_alarms_of (GString *text, const char *who, GHashTable *alarms)
{
  GHashTableIter iter;
  gpointer name;

  if (alarms == NULL)
    return;
  g_hash_table_iter_init (&iter, alarms);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    khidki_metrics_text_add (text, "khidki_alarm", "", 1, "plugin", who, "alarm", name, NULL);
}

static void
add_alarms (GString *text, const KhidkiAdminWorld *world)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (world->gate);

  khidki_metrics_text_begin (text, "khidki_alarm", "gauge",
                             "What wants an administrator; khidkictl status has the words.");
  if (KHIDKI_IS_PLUGIN_HOST (world->host))
    add_alarms_of (text, "server", khidki_plugin_host_get_alarms (KHIDKI_PLUGIN_HOST (world->host)));
  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);

      add_alarms_of (text, report->name, report->alarms);
    }
}

static void
add_rows (GString *text, KhidkiCensus *census, const char *queue, const char *name, const char *help)
{
  gboolean has_kinds = g_str_equal (queue, "job");

  khidki_metrics_text_begin (text, name, "gauge", help);
  for (guint i = 0; i < census->counts->len; i++)
    {
      KhidkiCensusCount *count = g_ptr_array_index (census->counts, i);

      if (!g_str_equal (count->queue, queue))
        continue;
      khidki_metrics_text_add (text, name, "", count->count, "state", count->state,
                               has_kinds ? "kind" : NULL, count->kind, NULL);
    }
}

static void
add_census (GString *text, KhidkiAdmin *admin, KhidkiCensus *census)
{
  add_gauge (text, "khidki_store_up", "Whether the store answers.", census != NULL);
  if (census == NULL)
    return;
  add_rows (text, census, "outbox", "khidki_outbox_rows", "Messages not yet sent for good.");
  add_rows (text, census, "job", "khidki_job_rows", "Jobs not yet done.");
  add_rows (text, census, "event", "khidki_event_rows", "Events kept for an administrator.");
  add_rows (text, census, "application", "khidki_applications_open", "Applications not yet decided.");
  add_gauge (text, "khidki_applications_overdue", "Applications whose day has passed.",
             census->overdue);
  add_gauge (text, "khidki_outbox_oldest_age_seconds", "Age of the oldest message that waits.",
             khidki_admin_age (admin, khidki_census_get_oldest (census, "outbox", "queued")));
  add_gauge (text, "khidki_jobs_oldest_age_seconds", "Age of the oldest job that waits.",
             khidki_admin_age (admin, khidki_census_get_oldest (census, "job", "waiting")));
}

/* -1 where the system does not tell. */
static gint64
resident_bytes (void)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) parts = NULL;
  guint64 pages = 0;

  if (!g_file_get_contents ("/proc/self/statm", &content, NULL, NULL))
    return -1;
  parts = g_strsplit (content, " ", 3);
  if (g_strv_length (parts) < 3
      || !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT64, &pages, NULL))
    return -1;
  return (gint64) pages * sysconf (_SC_PAGESIZE);
}

static gint64
open_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  gint64 n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  /* The folder itself was one of them. */
  return folder != NULL ? n - 1 : -1;
}

static void
add_process (GString *text, KhidkiAdmin *admin)
{
  gint64 resident = resident_bytes (), files = open_files ();

  khidki_metrics_text_begin (text, "khidki_build", "info", "What runs.");
  khidki_metrics_text_add (text, "khidki_build", "_info", 1, "version", KHIDKI_VERSION, NULL);
  add_gauge (text, "khidki_ready", "Whether citizens are served.", admin->ready);
  add_gauge (text, "khidki_uptime_seconds", "Since the start.", khidki_admin_uptime (admin));
  if (resident >= 0)
    add_gauge (text, "process_resident_memory_bytes", "Memory in use.", resident);
  if (files >= 0)
    add_gauge (text, "process_open_fds", "Files and sockets open.", files);
}

/* (transfer full): @census is %NULL when the store does not answer: then what is
 * counted in rows is missing, and `khidki_store_up` is 0. */
static char *
render (KhidkiAdmin *admin, KhidkiCensus *census)
{
  GString *text = g_string_new (NULL);

  add_process (text, admin);
  add_rooms (text, &admin->world);
  add_doors (text, &admin->world);
  add_plugins (text, admin->world.gate);
  add_alarms (text, &admin->world);
  add_census (text, admin, census);
  khidki_metrics_text_end (text);
  return g_string_free (text, FALSE);
}

static void
census_taken (KhidkiAdmin *admin, gpointer data, const GError *error, gpointer user_data)
{
  g_autoptr (KhidkiResponder) responder = user_data;
  g_autofree char *text = render (admin, error == NULL ? data : NULL);
  g_autoptr (KhidkiResponse) response = khidki_response_new_text (200, CONTENT_TYPE, text);

  khidki_responder_finish (responder, response);
}

void
khidki_metrics_answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiAdmin *admin = user_data;
  KhidkiCensus *census =
      khidki_census_new (admin->world.time_zone, khidki_host_now (admin->world.host));

  khidki_admin_read (admin, khidki_census_take, census, (GDestroyNotify) khidki_census_free,
                     census_taken, khidki_responder_ref (responder));
}
