/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-paper-look.h"

static void
checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (KhidkiPaperCheck) check =
      khidki_paper_checker_check_finish (KHIDKI_PAPER_CHECKER (source), result, &error);

  if (check == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           g_strdup (check->fault == KHIDKI_PAPER_FINE
                                         ? KHIDKI_PAPER_GOOD
                                         : khidki_paper_fault_to_string (check->fault)),
                           g_free);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  int fd = khidki_paper_store_open_fd_finish (KHIDKI_PAPER_STORE (source), result, &error);

  if (fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_paper_checker_check_async (g_task_get_task_data (task), fd, g_task_get_cancellable (task),
                                    checked, g_object_ref (task));
}

void
khidki_paper_look_async (KhidkiPaperStore *papers,
                         KhidkiPaperChecker *checker,
                         KhidkiPaper *paper,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (papers, cancellable, callback, user_data);

  g_task_set_source_tag (task, khidki_paper_look_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (checker), g_object_unref);
  khidki_paper_store_open_fd_async (papers, paper, cancellable, opened, task);
}

char *
khidki_paper_look_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
