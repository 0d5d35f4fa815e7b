/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "jobs/khidki-jobs.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiOfficeJob:
 *
 * The handler of the jobs `office:DEPARTMENT`: hands an application to the system of its
 * department and notes the reference that it has there.
 */
#define KHIDKI_TYPE_OFFICE_JOB (khidki_office_job_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiOfficeJob, khidki_office_job, KHIDKI, OFFICE_JOB, GObject)

/* @jobs keeps no reference to what is made here: keep it as long as @jobs. */
KhidkiOfficeJob *khidki_office_job_new (KhidkiHost *host, KhidkiJobs *jobs, KhidkiStore *store);
/* (transfer full) (nullable): of the jobs of a department with an office of its own. */
char *khidki_office_job_dup_kind (KhidkiDepartment *department);
void khidki_office_job_set_catalogue (KhidkiOfficeJob *self, KhidkiCatalogue *catalogue);

G_END_DECLS
