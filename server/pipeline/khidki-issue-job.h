/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "jobs/khidki-jobs.h"
#include "pipeline/khidki-issue.h"

G_BEGIN_DECLS

/**
 * KhidkiIssueJob:
 *
 * The handler of the jobs `certificate`: has the issuer make the certificate of
 * an approved application.
 */
#define KHIDKI_TYPE_ISSUE_JOB (khidki_issue_job_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiIssueJob, khidki_issue_job, KHIDKI, ISSUE_JOB, GObject)

/* @jobs keeps no reference to what is made here: keep it as long as @jobs. */
KhidkiIssueJob *khidki_issue_job_new (KhidkiHost *host,
                                      KhidkiJobs *jobs,
                                      KhidkiIssuer *issuer,
                                      GTimeZone *time_zone);
void khidki_issue_job_set_catalogue (KhidkiIssueJob *self, KhidkiCatalogue *catalogue);

G_END_DECLS
