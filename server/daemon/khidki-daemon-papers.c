/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-private.h"

typedef struct
{
  GAsyncReadyCallback callback;
  gpointer user_data;
} CheckCall;

static void
paper_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree CheckCall *call = user_data;

  call->callback (source, result, call->user_data);
}

static void
check_paper (KhidkiPaper *paper,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data,
             gpointer check_data)
{
  KhidkiDaemon *self = check_data;
  CheckCall *call;
  g_autoptr (GError) error = NULL;
  int fd = khidki_paper_store_open_fd (self->papers, paper, &error);

  if (fd < 0)
    {
      g_task_report_error (self->checker, callback, user_data, check_paper,
                           g_steal_pointer (&error));
      return;
    }
  call = g_new0 (CheckCall, 1);
  call->callback = callback;
  call->user_data = user_data;
  khidki_paper_checker_check_fd_async (self->checker, fd, cancellable, paper_checked, call);
}

static char *
paper_verdict (GAsyncResult *result, gpointer check_data, GError **error)
{
  KhidkiDaemon *self = check_data;
  g_autoptr (KhidkiPaperCheck) check = NULL;

  if (g_async_result_is_tagged (result, check_paper))
    return g_task_propagate_pointer (G_TASK (result), error);

  check = khidki_paper_checker_check_finish (self->checker, result, error);
  if (check == NULL)
    return NULL;
  return g_strdup (check->fault == KHIDKI_PAPER_FINE ? "ok"
                                                     : khidki_paper_fault_to_string (check->fault));
}

KhidkiMediaJob *
khidki_daemon_make_media_job (KhidkiDaemon *self)
{
  return khidki_media_job_new (self->host, self->store, self->channels, self->intake, self->jobs,
                               check_paper, paper_verdict, self);
}
