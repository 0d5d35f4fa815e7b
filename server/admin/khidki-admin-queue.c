/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-admin-private.h"
#include "admin/khidki-census.h"
#include "admin/khidki-log-text.h"
#include "intake/khidki-intake-parked.h"
#include "libkhidki/khidki-error.h"

/* What `queue` shows; filled on the reader's thread. */
typedef struct
{
  KhidkiCensus *census;
  JsonArray *outbox;
  JsonArray *jobs;
  JsonArray *events;
} Queue;

static Queue *
queue_new (GTimeZone *zone, gint64 now)
{
  Queue *queue = g_new0 (Queue, 1);

  queue->census = khidki_census_new (zone, now);
  queue->outbox = json_array_new ();
  queue->jobs = json_array_new ();
  queue->events = json_array_new ();
  return queue;
}

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  khidki_census_free (queue->census);
  json_array_unref (queue->outbox);
  json_array_unref (queue->jobs);
  json_array_unref (queue->events);
  g_free (queue);
}

/* A far end may quote a phone in what it says. */
static void
set_masked (JsonObject *row, const char *name, const char *text)
{
  g_autofree char *masked = khidki_log_mask (text, -1);

  json_object_set_string_member (row, name, masked);
}

static gboolean
read_outbox (KhidkiTransaction *transaction, Queue *queue, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-outbox-troubled", "xssxxss", error, "");

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      JsonObject *row = json_object_new ();

      json_object_set_int_member (row, "id", khidki_rows_get_int64 (rows, i, 0));
      json_object_set_string_member (row, "channel", khidki_rows_get_text (rows, i, 1));
      json_object_set_string_member (row, "state", khidki_rows_get_text (rows, i, 2));
      json_object_set_int_member (row, "tries", khidki_rows_get_int64 (rows, i, 3));
      khidki_admin_set_time (row, "since", khidki_rows_get_int64 (rows, i, 4));
      json_object_set_string_member (row, "application", khidki_rows_get_text (rows, i, 5));
      set_masked (row, "error", khidki_rows_get_text (rows, i, 6));
      json_array_add_object_element (queue->outbox, row);
    }
  return rows != NULL;
}

static gboolean
read_jobs (KhidkiTransaction *transaction, Queue *queue, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-jobs-parked", "xssxxs", error, "");

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      JsonObject *row = json_object_new ();

      json_object_set_int_member (row, "id", khidki_rows_get_int64 (rows, i, 0));
      json_object_set_string_member (row, "kind", khidki_rows_get_text (rows, i, 1));
      set_masked (row, "subject", khidki_rows_get_text (rows, i, 2));
      json_object_set_int_member (row, "tries", khidki_rows_get_int64 (rows, i, 3));
      khidki_admin_set_time (row, "since", khidki_rows_get_int64 (rows, i, 4));
      set_masked (row, "error", khidki_rows_get_text (rows, i, 5));
      json_array_add_object_element (queue->jobs, row);
    }
  return rows != NULL;
}

static gboolean
read_events (KhidkiTransaction *transaction, Queue *queue, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "event-parked", "xsxxs", error, "");

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      JsonObject *row = json_object_new ();

      json_object_set_int_member (row, "id", khidki_rows_get_int64 (rows, i, 0));
      json_object_set_string_member (row, "channel", khidki_rows_get_text (rows, i, 1));
      khidki_admin_set_time (row, "since", khidki_rows_get_int64 (rows, i, 2));
      set_masked (row, "note", khidki_rows_get_text (rows, i, 4));
      json_array_add_object_element (queue->events, row);
    }
  return rows != NULL;
}

static gboolean
read_queue (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Queue *queue = data;

  return khidki_census_take (transaction, queue->census, error)
         && read_outbox (transaction, queue, error) && read_jobs (transaction, queue, error)
         && read_events (transaction, queue, error);
}

static JsonArray *
list_counts (KhidkiAdmin *self, KhidkiCensus *census)
{
  JsonArray *rows = json_array_new ();

  for (guint i = 0; i < census->counts->len; i++)
    {
      KhidkiCensusCount *count = g_ptr_array_index (census->counts, i);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "queue", count->queue);
      json_object_set_string_member (row, "kind", count->kind);
      json_object_set_string_member (row, "state", count->state);
      json_object_set_int_member (row, "count", count->count);
      json_object_set_int_member (row, "oldest_seconds", khidki_admin_age (self, count->oldest));
      json_array_add_object_element (rows, row);
    }
  return rows;
}

static void
queue_read (KhidkiAdmin *self, gpointer data, const GError *error, gpointer user_data)
{
  g_autoptr (KhidkiControlCall) call = user_data;
  Queue *queue = data;
  JsonObject *answer;

  if (error != NULL)
    {
      khidki_control_call_fail (call, error);
      return;
    }
  answer = json_object_new ();
  json_object_set_array_member (answer, "waiting", list_counts (self, queue->census));
  json_object_set_array_member (answer, "outbox_troubled", json_array_ref (queue->outbox));
  json_object_set_array_member (answer, "jobs_parked", json_array_ref (queue->jobs));
  json_object_set_array_member (answer, "events_parked", json_array_ref (queue->events));
  khidki_control_call_answer (call, khidki_admin_wrap (answer));
}

static void
run_queue (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;

  khidki_admin_read (self, read_queue,
                     queue_new (self->world.time_zone, khidki_host_now (self->world.host)),
                     queue_free, queue_read, khidki_control_call_ref (call));
}

typedef struct
{
  KhidkiAdmin *admin;
  KhidkiControlCall *call;
  gboolean is_job;
  gint64 id;
  gint64 now;
} Retry;

static gboolean
write_retry (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Retry *retry = data;
  int changed =
      retry->is_job
          ? khidki_transaction_execute (transaction, "job-retry-parked", error, "xx", retry->now,
                                        retry->id)
          : khidki_transaction_execute (transaction, "outbox-retry-parked", error, "xxx",
                                        retry->now, retry->now, retry->id);

  if (changed == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                 "%s %" G_GINT64_FORMAT " is not one that waits for an administrator",
                 retry->is_job ? "job" : "outbox row", retry->id);
  return changed > 0;
}

static void
retry_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Retry *retry = user_data;
  g_autoptr (KhidkiAdmin) self = retry->admin;
  g_autoptr (KhidkiControlCall) call = retry->call;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      khidki_control_call_fail (call, error);
      return;
    }
  g_message ("control: %s %" G_GINT64_FORMAT " is tried again", retry->is_job ? "job" : "outbox row",
             retry->id);
  if (retry->is_job)
    khidki_jobs_wake (self->world.jobs);
  else
    khidki_outbox_wake (self->world.outbox);
  khidki_control_call_answer_with (call, KHIDKI_CONTROL_DONE, "it is tried again", NULL);
}

static void
retry_row (KhidkiAdmin *self, KhidkiControlCall *call, gboolean is_job, gint64 id)
{
  Retry *retry = g_new0 (Retry, 1);

  retry->admin = g_object_ref (self);
  retry->call = khidki_control_call_ref (call);
  retry->is_job = is_job;
  retry->id = id;
  retry->now = khidki_host_now (self->world.host);
  khidki_store_write_async (self->world.store, write_retry, retry, NULL, NULL, retry_written, retry);
}

/* An event that somebody decides on. */
typedef struct
{
  KhidkiControlCall *call;
  gint64 id;
  char *who;
} Decision;

static Decision *
decision_new (KhidkiControlCall *call, gint64 id)
{
  Decision *decision = g_new0 (Decision, 1);
  const char *officer = khidki_control_call_get_option (call, "as");

  decision->call = khidki_control_call_ref (call);
  decision->id = id;
  decision->who = g_strdup (officer != NULL ? officer : "an administrator");
  return decision;
}

static void
decision_end (Decision *decision, const char *what, const GError *error)
{
  if (error == NULL)
    {
      g_message ("control: event %" G_GINT64_FORMAT ": %s, by %s", decision->id, what, decision->who);
      khidki_control_call_answer_with (decision->call, KHIDKI_CONTROL_DONE, what, NULL);
    }
  else
    {
      g_message ("control: event %" G_GINT64_FORMAT ": %s wants it decided: %s", decision->id,
                 decision->who, error->message);
      khidki_control_call_fail (decision->call, error);
    }
  khidki_control_call_unref (decision->call);
  g_free (decision->who);
  g_free (decision);
}

static void
event_retried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  khidki_intake_parked_retry_finish (result, &error);
  decision_end (user_data, "it was acted on", error);
}

static void
event_dropped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  khidki_intake_parked_drop_finish (result, &error);
  decision_end (user_data, "it is not acted on", error);
}

static gboolean
read_id (KhidkiControlCall *call, const char *usage, gint64 *id)
{
  if (g_ascii_string_to_signed (khidki_control_call_get_word (call, 1), 10, 1, G_MAXINT64, id, NULL))
    return TRUE;
  khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE, usage, NULL);
  return FALSE;
}

static void
run_retry (KhidkiControlCall *call, gpointer user_data)
{
  static const char usage[] = "usage: khidkictl queue retry outbox|job|event ID";
  KhidkiAdmin *self = user_data;
  const char *queue = khidki_control_call_get_word (call, 0);
  gint64 id;

  if (!read_id (call, usage, &id))
    return;
  if (g_str_equal (queue, "event"))
    khidki_intake_parked_retry_async (self->world.intake, self->world.store, id, event_retried,
                                      decision_new (call, id));
  else if (g_str_equal (queue, "job") || g_str_equal (queue, "outbox"))
    retry_row (self, call, g_str_equal (queue, "job"), id);
  else
    khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE, usage, NULL);
}

static void
run_drop (KhidkiControlCall *call, gpointer user_data)
{
  static const char usage[] = "usage: khidkictl queue drop event ID [--as OFFICER]";
  KhidkiAdmin *self = user_data;
  g_autofree char *when = khidki_admin_format_time (khidki_host_now (self->world.host));
  g_autofree char *note = NULL;
  Decision *decision;
  gint64 id;

  if (!read_id (call, usage, &id))
    return;
  if (!g_str_equal (khidki_control_call_get_word (call, 0), "event"))
    {
      khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE, usage, NULL);
      return;
    }
  decision = decision_new (call, id);
  note = g_strdup_printf ("dropped by %s at %s", decision->who, when);
  khidki_intake_parked_drop_async (self->world.store, id, note, event_dropped, decision);
}

void
khidki_admin_add_queue (KhidkiAdmin *self)
{
  khidki_control_add_command (self->control, "queue", run_queue, self);
  khidki_control_add_command (self->control, "queue retry", run_retry, self);
  khidki_control_add_command (self->control, "queue drop", run_drop, self);
}
