/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-clock-private.h"

/* Unlike any instant, so that a test sees the two mixed up. */
#define FIRST_MONOTONIC 1000

typedef struct
{
  guint id;
  gint64 due;
  KhidkiTimerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Timer;

struct _KhidkiTestClock
{
  gint64 now;
  gint64 monotonic;
  guint last_id;
  GPtrArray *timers; /* of Timer, in the order in which they were added */
};

static void
timer_free (Timer *timer)
{
  if (timer->destroy != NULL)
    timer->destroy (timer->user_data);
  g_free (timer);
}

KhidkiTestClock *
khidki_test_clock_new (gint64 now)
{
  KhidkiTestClock *self = g_new0 (KhidkiTestClock, 1);

  self->now = now;
  self->monotonic = FIRST_MONOTONIC;
  self->timers = g_ptr_array_new_with_free_func ((GDestroyNotify) timer_free);

  return self;
}

void
khidki_test_clock_free (KhidkiTestClock *self)
{
  g_ptr_array_unref (self->timers);
  g_free (self);
}

gint64
khidki_test_clock_get_now (KhidkiTestClock *self)
{
  return self->now;
}

gint64
khidki_test_clock_get_monotonic (KhidkiTestClock *self)
{
  return self->monotonic;
}

/* As an administrator sets it: timers are due when they were. */
void
khidki_test_clock_set_now (KhidkiTestClock *self, gint64 now)
{
  self->now = now;
}

guint
khidki_test_clock_add (KhidkiTestClock *self,
                       guint milliseconds,
                       KhidkiTimerFunc func,
                       gpointer user_data,
                       GDestroyNotify destroy)
{
  Timer *timer = g_new0 (Timer, 1);

  timer->id = ++self->last_id;
  timer->due = self->monotonic + milliseconds;
  timer->func = func;
  timer->user_data = user_data;
  timer->destroy = destroy;
  g_ptr_array_add (self->timers, timer);

  return timer->id;
}

void
khidki_test_clock_remove (KhidkiTestClock *self, guint id)
{
  for (guint i = 0; i < self->timers->len; i++)
    {
      Timer *timer = g_ptr_array_index (self->timers, i);

      if (timer->id == id)
        {
          g_ptr_array_remove_index (self->timers, i);
          return;
        }
    }
}

guint
khidki_test_clock_get_n_timers (KhidkiTestClock *self)
{
  return self->timers->len;
}

static void
pass (KhidkiTestClock *self, gint64 until)
{
  gint64 milliseconds = MAX (until - self->monotonic, 0);

  self->now += milliseconds;
  self->monotonic += milliseconds;
}

/* Runs the next timer that is due by @until (monotonic), the earlier added first
 * among equals; FALSE, with that time passed, when there is none. */
gboolean
khidki_test_clock_step (KhidkiTestClock *self, gint64 until)
{
  guint next = G_MAXUINT;
  Timer *timer = NULL;

  for (guint i = 0; i < self->timers->len; i++)
    {
      Timer *candidate = g_ptr_array_index (self->timers, i);

      if (candidate->due <= until && (timer == NULL || candidate->due < timer->due))
        {
          timer = candidate;
          next = i;
        }
    }

  if (timer == NULL)
    {
      pass (self, until);
      return FALSE;
    }

  pass (self, timer->due);
  g_ptr_array_steal_index (self->timers, next);
  timer->func (timer->user_data);
  timer_free (timer);

  return TRUE;
}
