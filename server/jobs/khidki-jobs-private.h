/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "jobs/khidki-job-look.h"
#include "jobs/khidki-jobs.h"

G_BEGIN_DECLS

#define KHIDKI_JOBS_MOST_ATTEMPTS 10
#define KHIDKI_JOBS_MOST_LOST 10

typedef struct
{
  KhidkiJobFunc func;
  gpointer user_data;
  guint most;
  guint most_attempts;
  guint running;
  guint deadline;
} KhidkiJobHandler;

/* A job with what the runner knows of it beside. */
typedef struct
{
  KhidkiJob job;
  KhidkiJobs *jobs;
  KhidkiJobHandler *handler;
  GCancellable *cancellable;
  guint timer;
} KhidkiJobRunning;

struct _KhidkiJobs
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  GHashTable *handlers;
  GHashTable *running;
  GQueue unwritten;
  GHashTable *unreadable;
  GArray *settled;
  KhidkiJobsCounters counters;
  guint timer;
  /* Parked at the start, for the server ended at each of their tries. */
  int n_deadly;
  gboolean started;
  gboolean looking;
  gboolean look_again;
  gboolean stopped;
};

/* Looks for jobs that may begin, again if a look is under way. */
void khidki_jobs_look (KhidkiJobs *self);
/* @next: when to look at the latest, UTC milliseconds; 0 if nothing is known to wait. */
void khidki_jobs_set_timer (KhidkiJobs *self, gint64 next);

/* Whether the store will take it a little later. */
gboolean khidki_jobs_is_passing (const GError *error);
void khidki_jobs_park_unreadable (KhidkiJobs *self, const KhidkiJobUnreadable *unreadable);
/* Ends that the store did not take: once more, or given up with the process. */
void khidki_jobs_write_unwritten (KhidkiJobs *self);
void khidki_jobs_drop_unwritten (KhidkiJobs *self);

G_END_DECLS
