/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "papers/khidki-paper-checker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"
#include "papers/khidki-paper-sniff.h"

struct _KhidkiPaperChecker
{
  GObject parent_instance;

  char *worker;
  guint max_workers;
  guint n_workers;
  GQueue *waiting;
};

G_DEFINE_FINAL_TYPE (KhidkiPaperChecker, khidki_paper_checker, G_TYPE_OBJECT)

/* What a task of ours is working on. */
typedef struct
{
  int fd;
  GSubprocess *process;
  char answer[KHIDKI_PAPER_MAX_ANSWER_BYTES + 1];
  gsize length;
} Check;

static void start_waiting (KhidkiPaperChecker *self);

static void
check_free (Check *check)
{
  if (check->fd >= 0)
    close (check->fd);
  g_clear_object (&check->process);
  g_free (check);
}

static void
khidki_paper_checker_finalize (GObject *object)
{
  KhidkiPaperChecker *self = KHIDKI_PAPER_CHECKER (object);

  /* A waiting task holds a reference to us, so that none is left here. */
  g_queue_free (self->waiting);
  g_free (self->worker);
  G_OBJECT_CLASS (khidki_paper_checker_parent_class)->finalize (object);
}

static void
khidki_paper_checker_class_init (KhidkiPaperCheckerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_paper_checker_finalize;
}

static void
khidki_paper_checker_init (KhidkiPaperChecker *self)
{
  self->waiting = g_queue_new ();
}

/**
 * khidki_paper_checker_new:
 * @worker: the path of `khidki-worker`
 * @max_workers: how many may run at once; the others wait
 *
 * Returns: (transfer full): a checker
 *
 * Since: 0.1
 */
KhidkiPaperChecker *
khidki_paper_checker_new (const char *worker, guint max_workers)
{
  KhidkiPaperChecker *self = g_object_new (KHIDKI_TYPE_PAPER_CHECKER, NULL);

  self->worker = g_strdup (worker);
  self->max_workers = MAX (max_workers, 1);
  return self;
}

/* The exit status of a worker that could not lock itself in. */
#define EXIT_NO_SANDBOX 3

static gboolean
is_unlocked (Check *check)
{
  return g_subprocess_get_if_exited (check->process)
         && g_subprocess_get_exit_status (check->process) == EXIT_NO_SANDBOX;
}

/* By whoever stops the server and all that it started: neither the kernel nor a file does that. */
static gboolean
is_stopped (Check *check)
{
  int number = g_subprocess_get_if_signaled (check->process)
                   ? g_subprocess_get_term_sig (check->process)
                   : 0;

  return number == SIGTERM || number == SIGINT || number == SIGHUP;
}

/* A worker that was killed, by the kernel or by the file that it decoded, has
 * said all there is to say of that file. */
static KhidkiPaperCheck *
judge (Check *check)
{
  KhidkiPaperCheck *answer = NULL;

  if (g_subprocess_get_if_exited (check->process)
      && g_subprocess_get_exit_status (check->process) == 0)
    answer = khidki_paper_check_new_from_text (check->answer, check->length);
  return answer != NULL ? answer
                        : khidki_paper_check_new (KHIDKI_PAPER_UNKNOWN, KHIDKI_PAPER_DAMAGED);
}

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiPaperChecker *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  self->n_workers--;
  start_waiting (self);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_unlocked (check))
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                             "The worker %s cannot lock itself in: the kernel refuses seccomp or "
                             "a limit", self->worker);
  else if (is_stopped (check))
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "The worker was stopped");
  else
    g_task_return_pointer (task, judge (check), (GDestroyNotify) khidki_paper_check_free);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  gboolean done = g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &check->length,
                                                  NULL);

  /* Cancelled, or it says more than a worker has to say. */
  if (!done || check->length > KHIDKI_PAPER_MAX_ANSWER_BYTES)
    g_subprocess_force_exit (check->process);
  g_subprocess_wait_async (check->process, NULL, on_exited, g_steal_pointer (&task));
}

static gboolean
spawn (KhidkiPaperChecker *self, Check *check, GError **error)
{
  const char *environment[] = { NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_set_environ (launcher, (char **) environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_stdin_fd (launcher, check->fd);
  check->fd = -1;
  check->process = g_subprocess_launcher_spawn (launcher, error, self->worker, NULL);
  return check->process != NULL;
}

static void
start (KhidkiPaperChecker *self, GTask *task)
{
  Check *check = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  if (!spawn (self, check, &error))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                               "Cannot start the worker %s: %s", self->worker, error->message);
      g_object_unref (task);
      return;
    }
  self->n_workers++;
  g_input_stream_read_all_async (g_subprocess_get_stdout_pipe (check->process), check->answer,
                                 sizeof check->answer, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), on_answer, task);
}

static void
start_waiting (KhidkiPaperChecker *self)
{
  while (self->n_workers < self->max_workers && !g_queue_is_empty (self->waiting))
    start (self, g_queue_pop_head (self->waiting));
}

static gboolean
is_regular (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 && S_ISREG (info.st_mode);
}

/**
 * khidki_paper_checker_check_async:
 * @fd: (transfer full): a regular file, open for reading, at its beginning
 * @cancellable: (nullable): kills the worker, e.g. when its deadline is over
 *
 * Never waits. A file that crashes, hangs or starves the worker is damaged.
 *
 * Since: 0.1
 */
void
khidki_paper_checker_check_async (KhidkiPaperChecker *self,
                                  int fd,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  g_task_set_source_tag (task, khidki_paper_checker_check_async);
  check->fd = fd;
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  if (!is_regular (fd))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                               "A paper must be a regular file");
      return;
    }
  g_queue_push_tail (self->waiting, g_steal_pointer (&task));
  start_waiting (self);
}

/**
 * khidki_paper_checker_check_finish:
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was found; %NULL with
 *   KHIDKI_ERROR_REFUSED for what is no file,
 *   KHIDKI_ERROR_OPERATOR when the worker cannot be started,
 *   KHIDKI_ERROR_RETRY when somebody stopped it,
 *   G_IO_ERROR_CANCELLED when it was cancelled
 *
 * Since: 0.1
 */
KhidkiPaperCheck *
khidki_paper_checker_check_finish (KhidkiPaperChecker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
