/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "intake/khidki-intake.h"

G_BEGIN_DECLS

/**
 * KhidkiMediaJob:
 *
 * The handlers of the jobs `media` (brings a citizen's file into our keeping,
 * lets the worker look at it, and tells the conversation) and `event` (a row
 * that brings a server event into its citizen's conversation).
 */
#define KHIDKI_TYPE_MEDIA_JOB (khidki_media_job_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiMediaJob, khidki_media_job, KHIDKI, MEDIA_JOB, GObject)

typedef void (*KhidkiPaperCheckFunc) (KhidkiPaper *paper,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data,
                                      gpointer check_data);
/* (transfer full): `ok` or a reason */
typedef char *(*KhidkiPaperVerdictFunc) (GAsyncResult *result, gpointer check_data, GError **error);

KhidkiMediaJob *khidki_media_job_new (KhidkiHost *host,
                                      KhidkiStore *store,
                                      KhidkiChannels *channels,
                                      KhidkiIntake *intake,
                                      KhidkiJobs *jobs,
                                      KhidkiPaperCheckFunc check,
                                      KhidkiPaperVerdictFunc verdict,
                                      gpointer check_data);

G_END_DECLS
