/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-host.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiJob:
 *
 * A durable piece of work while it is being done.
 */
typedef struct
{
  gint64 id;
  char *key;
  char *kind;
  char *account;
  char *subject;
  GVariant *payload;
  guint attempts;
} KhidkiJob;

/**
 * KhidkiJobs:
 *
 * Does what lies in job rows: claims each durably, hands it to the handler of
 * its kind with a deadline, tries again with growing waits, parks it after its
 * last try where an administrator sees it.
 */
#define KHIDKI_TYPE_JOBS (khidki_jobs_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiJobs, khidki_jobs, KHIDKI, JOBS, GObject)

/* Does one job and ends it with khidki_jobs_done(), khidki_jobs_failed() or
 * khidki_jobs_cut_off(), exactly once, now or later. An error KHIDKI_ERROR_FAILED, _INVALID, _REFUSED
 * or _NOT_FOUND parks it at once. */
typedef void (*KhidkiJobFunc) (KhidkiJobs *jobs,
                               KhidkiJob *job,
                               GCancellable *cancellable,
                               gpointer user_data);

KhidkiJobs *khidki_jobs_new (KhidkiHost *host, KhidkiStore *store);

void khidki_jobs_add_handler (KhidkiJobs *self,
                              const char *kind,
                              guint most_at_once,
                              guint deadline_milliseconds,
                              KhidkiJobFunc func,
                              gpointer user_data);
/* How often one of @kind is tried before it is parked; ten times if this is not called. From
 * the tenth on it is ten minutes from each to the next. */
void khidki_jobs_set_patience (KhidkiJobs *self, const char *kind, guint most_attempts);
void khidki_jobs_start (KhidkiJobs *self);
void khidki_jobs_wake (KhidkiJobs *self);

void khidki_jobs_done (KhidkiJobs *self, KhidkiJob *job);
void khidki_jobs_failed (KhidkiJobs *self, KhidkiJob *job, const GError *error);
/* What it needs was stopped while it was under way: that was no try. */
void khidki_jobs_cut_off (KhidkiJobs *self, KhidkiJob *job, const char *why);

/* Begins nothing more and cancels what is under way; its rows carry on later, and what fails
 * from now on has been cut off. */
void khidki_jobs_stop (KhidkiJobs *self);
gboolean khidki_jobs_are_stopping (KhidkiJobs *self);

typedef struct
{
  guint64 done;
  guint64 retried;
  guint64 parked;
  guint running;
} KhidkiJobsCounters;

void khidki_jobs_get_counters (KhidkiJobs *self, KhidkiJobsCounters *counters);

G_END_DECLS
