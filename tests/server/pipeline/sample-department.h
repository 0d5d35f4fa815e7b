/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"

G_BEGIN_DECLS

#define SAMPLE_TYPE_DEPARTMENT (sample_department_get_type ())
G_DECLARE_FINAL_TYPE (SampleDepartment, sample_department, SAMPLE, DEPARTMENT, GObject)

/* The same, with an office of its own. */
#define SAMPLE_TYPE_OFFICE (sample_office_get_type ())
G_DECLARE_FINAL_TYPE (SampleOffice, sample_office, SAMPLE, OFFICE, GObject)

/* @task: (transfer full): to be returned with the reference or an error */
typedef void (*SampleSubmitFunc) (KhidkiApplication *application, GTask *task, gpointer user_data);
void sample_office_set_submit (SampleSubmitFunc func, gpointer user_data);

/* What it computes in Hindi, NULL to forget it. */
void sample_department_set_grade (const char *hindi);

/* Places of three sub-divisions, and the sample service. */
KhidkiCatalogue *sample_catalogue_new (gboolean with_office);

G_END_DECLS
