/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-issue-job.h"

#include "libkhidki/khidki-error.h"

#define MOST_AT_ONCE 2
#define DEADLINE_MS 60000

struct _KhidkiIssueJob
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiIssuer *issuer;
  GTimeZone *time_zone;
  KhidkiCatalogue *catalogue;
};

G_DEFINE_FINAL_TYPE (KhidkiIssueJob, khidki_issue_job, G_TYPE_OBJECT)

typedef struct
{
  KhidkiIssuer *issuer;
  KhidkiJobs *jobs;
  KhidkiJob *job;
} Call;

static void
issued (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (KhidkiJobs) jobs = call->jobs;
  g_autoptr (KhidkiIssuer) issuer = call->issuer;
  g_autoptr (GError) error = NULL;

  if (khidki_issuer_issue_finish (issuer, result, &error))
    {
      khidki_jobs_done (jobs, call->job);
      /* The issue made a job of its own: the citizen is told. */
      khidki_jobs_wake (jobs);
    }
  else
    {
      khidki_jobs_failed (jobs, call->job, error);
    }
}

static void
run (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  KhidkiIssueJob *self = user_data;
  gint64 now = khidki_host_now (self->host);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) civil = g_date_time_to_timezone (utc, self->time_zone);
  Call *call = g_new0 (Call, 1);
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (civil),
                  (GDateMonth) g_date_time_get_month (civil),
                  (GDateYear) g_date_time_get_year (civil));
  call->issuer = khidki_issuer_ref (self->issuer);
  call->jobs = g_object_ref (jobs);
  call->job = job;
  khidki_issuer_issue_async (self->issuer, self->catalogue, job->subject, now, &today, cancellable,
                             issued, call);
}

void
khidki_issue_job_set_catalogue (KhidkiIssueJob *self, KhidkiCatalogue *catalogue)
{
  KhidkiCatalogue *old = self->catalogue;

  self->catalogue = khidki_catalogue_ref (catalogue);
  g_clear_pointer (&old, khidki_catalogue_unref);
}

static void
khidki_issue_job_finalize (GObject *object)
{
  KhidkiIssueJob *self = KHIDKI_ISSUE_JOB (object);

  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  khidki_issuer_unref (self->issuer);
  g_time_zone_unref (self->time_zone);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_issue_job_parent_class)->finalize (object);
}

static void
khidki_issue_job_class_init (KhidkiIssueJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_issue_job_finalize;
}

static void
khidki_issue_job_init (KhidkiIssueJob *self)
{
}

KhidkiIssueJob *
khidki_issue_job_new (KhidkiHost *host, KhidkiJobs *jobs, KhidkiIssuer *issuer, GTimeZone *time_zone)
{
  KhidkiIssueJob *self = g_object_new (KHIDKI_TYPE_ISSUE_JOB, NULL);

  self->host = g_object_ref (host);
  self->issuer = khidki_issuer_ref (issuer);
  self->time_zone = g_time_zone_ref (time_zone);
  khidki_jobs_add_handler (jobs, "certificate", MOST_AT_ONCE, DEADLINE_MS, run, self);
  return self;
}
