/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "admin/khidki-admin-private.h"
#include "admin/khidki-census.h"
#include "admin/khidki-health.h"
#include "libkhidki/khidki-version.h"

/* A status in the making: first the health, then what waits. */
typedef struct
{
  KhidkiControlCall *call;
  JsonObject *answer;
} Status;

static void
set_count (JsonObject *object, const char *name, guint64 value)
{
  json_object_set_int_member (object, name, (gint64) value);
}

static void
add_intake (JsonObject *answer, KhidkiIntake *intake)
{
  JsonObject *object = json_object_new ();
  KhidkiIntakeCounters counters;

  khidki_intake_get_counters (intake, &counters);
  set_count (object, "received", counters.received);
  set_count (object, "acted", counters.acted);
  set_count (object, "duplicates", counters.duplicates);
  set_count (object, "parked", counters.parked);
  set_count (object, "refused", counters.refused);
  set_count (object, "waiting", counters.waiting);
  json_object_set_object_member (answer, "intake", object);
}

static void
add_outbox (JsonObject *answer, KhidkiOutbox *outbox)
{
  JsonObject *object = json_object_new ();
  KhidkiOutboxCounters counters;

  khidki_outbox_get_counters (outbox, &counters);
  set_count (object, "sent", counters.sent);
  set_count (object, "failed", counters.failed);
  set_count (object, "retried", counters.retried);
  set_count (object, "uncertain", counters.uncertain);
  set_count (object, "unresolved", counters.unresolved);
  set_count (object, "in_flight", counters.in_flight);
  json_object_set_object_member (answer, "outbox", object);
}

static void
add_jobs (JsonObject *answer, KhidkiJobs *jobs)
{
  JsonObject *object = json_object_new ();
  KhidkiJobsCounters counters;

  khidki_jobs_get_counters (jobs, &counters);
  set_count (object, "done", counters.done);
  set_count (object, "retried", counters.retried);
  set_count (object, "parked", counters.parked);
  set_count (object, "running", counters.running);
  json_object_set_object_member (answer, "jobs", object);
}

static void
add_doors (JsonObject *answer, const KhidkiAdminWorld *world)
{
  JsonObject *store = json_object_new ();
  JsonObject *http = json_object_new ();
  KhidkiStoreCounters rows;
  KhidkiHttpCounters requests;

  khidki_store_get_counters (world->store, &rows);
  set_count (store, "commits", rows.commits);
  set_count (store, "writes", rows.writes);
  set_count (store, "failed_writes", rows.failed_writes);
  set_count (store, "waiting", rows.waiting_writes);
  json_object_set_object_member (answer, "store", store);

  khidki_http_server_get_counters (world->http_server, &requests);
  set_count (http, "requests", requests.requests);
  set_count (http, "open_connections", requests.open_connections);
  set_count (http, "dropped", requests.connections_dropped);
  set_count (http, "refused", requests.connections_refused);
  json_object_set_object_member (answer, "http", http);
}

static void
add_plugins (JsonObject *answer, KhidkiGate *gate)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (gate);
  JsonArray *running = json_array_new ();

  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);

      if (g_str_equal (report->state, "running"))
        json_array_add_string_element (running, report->name);
    }
  json_object_set_array_member (answer, "plugins", running);
}

static void
add_alarms_of (JsonArray *all, const char *who, GHashTable *alarms)
{
  g_autoptr (GList) names = alarms != NULL ? g_hash_table_get_keys (alarms) : NULL;

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *line =
          g_strdup_printf ("%s: %s: %s", who, (const char *) name->data,
                           (const char *) g_hash_table_lookup (alarms, name->data));

      json_array_add_string_element (all, line);
    }
}

/* What does not keep citizens from being served, but wants an administrator. */
static void
add_alarms (JsonObject *answer, const KhidkiAdminWorld *world)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (world->gate);
  JsonArray *all = json_array_new ();

  if (KHIDKI_IS_PLUGIN_HOST (world->host))
    add_alarms_of (all, "server", khidki_plugin_host_get_alarms (KHIDKI_PLUGIN_HOST (world->host)));
  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);

      add_alarms_of (all, report->name, report->alarms);
    }
  if (json_array_get_length (all) > 0)
    json_object_set_array_member (answer, "alarms", all);
  else
    json_array_unref (all);
}

static void
add_readiness (JsonObject *answer, GPtrArray *points)
{
  JsonArray *reasons = json_array_new ();

  for (guint i = 0; i < points->len; i++)
    {
      KhidkiHealthPoint *point = g_ptr_array_index (points, i);
      g_autofree char *reason = g_strdup_printf ("%s: %s", point->name, point->text);

      if (!point->fine)
        json_array_add_string_element (reasons, reason);
    }
  json_object_set_boolean_member (answer, "ready", khidki_health_is_fine (points));
  if (json_array_get_length (reasons) > 0)
    json_object_set_array_member (answer, "not_ready_because", reasons);
  else
    json_array_unref (reasons);
}

static void
add_waiting (JsonObject *answer, KhidkiAdmin *self, KhidkiCensus *census)
{
  JsonObject *object = json_object_new ();
  gint64 applications = 0;

  for (guint i = 0; i < census->counts->len; i++)
    {
      KhidkiCensusCount *count = g_ptr_array_index (census->counts, i);

      if (g_str_equal (count->queue, "application"))
        applications += count->count;
    }
  json_object_set_int_member (object, "applications", applications);
  json_object_set_int_member (object, "applications_overdue", census->overdue);
  json_object_set_int_member (
      object, "oldest_message_seconds",
      khidki_admin_age (self, khidki_census_get_oldest (census, "outbox", "queued")));
  json_object_set_int_member (
      object, "oldest_job_seconds",
      khidki_admin_age (self, khidki_census_get_oldest (census, "job", "waiting")));
  json_object_set_object_member (answer, "waiting", object);
}

static void
census_taken (KhidkiAdmin *self, gpointer data, const GError *error, gpointer user_data)
{
  g_autofree Status *status = user_data;
  g_autoptr (KhidkiControlCall) call = status->call;

  if (error == NULL)
    add_waiting (status->answer, self, data);
  add_alarms (status->answer, &self->world);
  add_plugins (status->answer, self->world.gate);
  add_intake (status->answer, self->world.intake);
  add_outbox (status->answer, self->world.outbox);
  add_jobs (status->answer, self->world.jobs);
  add_doors (status->answer, &self->world);
  khidki_control_call_answer (call, khidki_admin_wrap (status->answer));
}

static void
checked (KhidkiAdmin *self, GPtrArray *points, gpointer user_data)
{
  KhidkiCensus *census =
      khidki_census_new (self->world.time_zone, khidki_host_now (self->world.host));
  Status *status = g_new0 (Status, 1);

  status->call = user_data;
  status->answer = json_object_new ();
  json_object_set_string_member (status->answer, "version", KHIDKI_VERSION);
  add_readiness (status->answer, points);
  json_object_set_int_member (status->answer, "uptime_seconds", khidki_admin_uptime (self));
  khidki_admin_set_time (status->answer, "clock", census->now);
  if (khidki_plugin_host_get_clock_offset () != 0)
    json_object_set_int_member (status->answer, "clock_turned_seconds",
                                khidki_plugin_host_get_clock_offset () / 1000);
  khidki_admin_read (self, khidki_census_take, census, (GDestroyNotify) khidki_census_free,
                     census_taken, status);
}

static void
run_status (KhidkiControlCall *call, gpointer user_data)
{
  khidki_health_check (user_data, checked, khidki_control_call_ref (call));
}

void
khidki_admin_add_status (KhidkiAdmin *self)
{
  khidki_control_add_command (self->control, "status", run_status, self);
}
