/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-stepper.h"

/* A slow hook keeps one; steps alone need no more than the machine has. */
#define MOST_THREADS 4

struct _KhidkiIntakeStepper
{
  GThreadPool *pool;
};

static void
step (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;

  khidki_intake_turn_step (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

KhidkiIntakeStepper *
khidki_intake_stepper_new (void)
{
  KhidkiIntakeStepper *self = g_new0 (KhidkiIntakeStepper, 1);

  self->pool = g_thread_pool_new (step, self, MOST_THREADS, FALSE, NULL);
  return self;
}

void
khidki_intake_stepper_free (KhidkiIntakeStepper *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_free (self);
}

void
khidki_intake_stepper_step_async (KhidkiIntakeStepper *self,
                                  KhidkiIntakeTurn *turn,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_intake_stepper_step_async);
  g_task_set_task_data (task, turn, NULL);
  /* A thread that cannot be made is no loss: those there are take it. */
  g_thread_pool_push (self->pool, task, NULL);
}
