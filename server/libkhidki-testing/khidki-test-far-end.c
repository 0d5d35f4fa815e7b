/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-far-end-private.h"

/* An answer laid out in advance: a response, an error, or neither for silence. */
typedef struct
{
  KhidkiResponse *response;
  GError *error;
} Answer;

/* A request that nobody answers. */
typedef struct
{
  KhidkiTestClock *clock;
  GTask *task;
  guint timer;
} Silence;

struct _KhidkiTestFarEnd
{
  KhidkiTestClock *clock;
  KhidkiTestKeepFunc keep;
  gpointer keep_data;
  KhidkiTestFarEndFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  GQueue answers; /* of Answer */
  GPtrArray *requests;
};

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->response, khidki_response_unref);
  g_clear_error (&answer->error);
  g_free (answer);
}

KhidkiTestFarEnd *
khidki_test_far_end_new (KhidkiTestClock *clock, KhidkiTestKeepFunc keep, gpointer user_data)
{
  KhidkiTestFarEnd *self = g_new0 (KhidkiTestFarEnd, 1);

  self->clock = clock;
  self->keep = keep;
  self->keep_data = user_data;
  g_queue_init (&self->answers);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_request_unref);

  return self;
}

void
khidki_test_far_end_free (KhidkiTestFarEnd *self)
{
  khidki_test_far_end_set_handler (self, NULL, NULL, NULL);
  g_queue_clear_full (&self->answers, (GDestroyNotify) answer_free);
  g_ptr_array_unref (self->requests);
  g_free (self);
}

void
khidki_test_far_end_set_handler (KhidkiTestFarEnd *self,
                                 KhidkiTestFarEndFunc func,
                                 gpointer user_data,
                                 GDestroyNotify destroy)
{
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
}

void
khidki_test_far_end_push (KhidkiTestFarEnd *self, KhidkiResponse *response, GError *error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->response = response != NULL ? khidki_response_ref (response) : NULL;
  answer->error = error;
  g_queue_push_tail (&self->answers, answer);
}

GPtrArray *
khidki_test_far_end_get_requests (KhidkiTestFarEnd *self)
{
  return self->requests;
}

static void
return_response (KhidkiTestFarEnd *self,
                 KhidkiRequest *request,
                 KhidkiResponse *response,
                 GTask *task)
{
  GBytes *body = khidki_response_get_body (response);
  g_autoptr (KhidkiPaper) paper = NULL;

  if (khidki_response_get_left_at (response) == 0)
    khidki_response_set_left_at (response, khidki_test_clock_get_monotonic (self->clock));
  if (body != NULL && g_bytes_get_size (body) > khidki_request_get_max_size (request))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                               "The answer is larger than was asked for");
      return;
    }

  if (khidki_request_get_keep_as_paper (request) && khidki_response_get_status (response) == 200)
    {
      paper = self->keep (response, self->keep_data);
      khidki_response_set_paper (response, paper);
    }
  g_task_return_pointer (task, khidki_response_ref (response),
                         (GDestroyNotify) khidki_response_unref);
}

static void
on_deadline (gpointer user_data)
{
  Silence *silence = user_data;

  g_task_return_new_error (silence->task, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN,
                           "No answer came before the deadline");
}

/* The timer owns the silence. */
static void
on_given_up (Silence *silence)
{
  g_task_return_new_error (silence->task, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN,
                           "The request was given up");
  khidki_test_clock_remove (silence->clock, silence->timer);
}

static void
silence_free (Silence *silence)
{
  GCancellable *cancellable = g_task_get_cancellable (silence->task);

  if (cancellable != NULL)
    g_signal_handlers_disconnect_by_data (cancellable, silence);
  g_object_unref (silence->task);
  g_free (silence);
}

static void
keep_silent (KhidkiTestFarEnd *self, KhidkiRequest *request, GTask *task)
{
  Silence *silence = g_new0 (Silence, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  silence->clock = self->clock;
  silence->task = g_object_ref (task);
  silence->timer = khidki_test_clock_add (self->clock, khidki_request_get_deadline (request),
                                          on_deadline, silence, (GDestroyNotify) silence_free);
  if (cancellable != NULL)
    g_signal_connect_swapped (cancellable, "cancelled", G_CALLBACK (on_given_up), silence);
}

static Answer *
next_answer (KhidkiTestFarEnd *self, KhidkiRequest *request)
{
  Answer *answer = g_queue_pop_head (&self->answers);

  if (answer == NULL)
    answer = g_new0 (Answer, 1);
  else
    return answer;

  if (self->func != NULL)
    answer->response = self->func (request, self->user_data);

  return answer;
}

/* @task returns a response; answers laid out in advance come before the handler. */
void
khidki_test_far_end_fetch (KhidkiTestFarEnd *self, KhidkiRequest *request, GTask *task)
{
  Answer *answer;

  g_task_set_check_cancellable (task, FALSE);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                               "The request was given up before it was made");
      return;
    }

  g_ptr_array_add (self->requests, khidki_request_ref (request));
  answer = next_answer (self, request);
  if (answer->error != NULL)
    g_task_return_error (task, g_steal_pointer (&answer->error));
  else if (answer->response != NULL)
    return_response (self, request, answer->response, task);
  else
    keep_silent (self, request, task);
  answer_free (answer);
}
