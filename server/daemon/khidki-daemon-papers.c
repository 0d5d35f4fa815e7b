/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-private.h"

#include "intake/khidki-paper-look.h"

static void
check_paper (KhidkiPaper *paper,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data,
             gpointer check_data)
{
  KhidkiDaemon *self = check_data;

  khidki_paper_look_async (self->papers, self->checker, paper, cancellable, callback, user_data);
}

static char *
paper_verdict (GAsyncResult *result, gpointer check_data, GError **error)
{
  return khidki_paper_look_finish (result, error);
}

KhidkiMediaJob *
khidki_daemon_make_media_job (KhidkiDaemon *self)
{
  return khidki_media_job_new (self->host, self->store, self->channels, self->intake, self->jobs,
                               check_paper, paper_verdict, self);
}
