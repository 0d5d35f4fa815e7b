/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-replay-private.h"

#include <string.h>

#include "khidki-sandbox-said.h"
#include "khidki-sandbox-script.h"

#define LOOK_MILLISECONDS 50
#define LOCAL_DIGITS 10
/* Two files sent faster are taken for pages of one paper. */
#define PACE_SECONDS 30
/* So long a server may take to see that the clock was turned. */
#define SETTLE_SECONDS 0.5

static void
replay_free (KhidkiSandboxReplay *replay)
{
  g_free (replay->wa_id);
  g_ptr_array_unref (replay->steps);
  g_clear_pointer (&replay->last_tap, json_object_unref);
  g_free (replay->number);
  g_free (replay);
}

KhidkiSandboxCitizen *
khidki_sandbox_replay_get_citizen (KhidkiSandboxReplay *replay)
{
  return khidki_sandbox_citizens_find (replay->sandbox->citizens, replay->wa_id);
}

KhidkiSandboxItem *
khidki_sandbox_replay_get_last (KhidkiSandboxReplay *replay)
{
  for (GList *at = khidki_sandbox_replay_get_citizen (replay)->items.tail; at != NULL; at = at->prev)
    {
      KhidkiSandboxItem *item = at->data;

      if (item->number <= replay->since)
        return NULL;
      if (item->business && item->error == NULL)
        return item;
    }
  return NULL;
}

char *
khidki_sandbox_replay_dup_said (KhidkiSandboxReplay *replay)
{
  GString *said = g_string_new (NULL);

  for (GList *at = khidki_sandbox_replay_get_citizen (replay)->items.head; at != NULL; at = at->next)
    {
      KhidkiSandboxItem *item = at->data;
      g_autofree char *text = NULL;

      if (item->number <= replay->since || !item->business || item->error != NULL)
        continue;
      text = khidki_sandbox_said_dup_text (item);
      g_string_append (said, text);
    }
  return g_string_free (said, FALSE);
}

void
khidki_sandbox_replay_note_number (KhidkiSandboxReplay *replay)
{
  g_autofree char *said = khidki_sandbox_replay_dup_said (replay);
  char *number = khidki_sandbox_said_dup_number (said);

  if (number == NULL)
    return;
  g_free (replay->number);
  replay->number = number;
}

double
khidki_sandbox_replay_get_waited (KhidkiSandboxReplay *replay)
{
  return (double) (g_get_monotonic_time () - replay->asked) / G_USEC_PER_SEC;
}

gboolean
khidki_sandbox_replay_turn_clock (KhidkiSandboxReplay *replay,
                                  gint64               seconds)
{
  KhidkiSandboxClock *clock = replay->sandbox->clock;

  return khidki_sandbox_clock_set_offset (clock, khidki_sandbox_clock_get_offset (clock) + seconds,
                                          NULL);
}

/* (transfer full): @argument with what is another for each citizen */
static char *
fill (KhidkiSandboxReplay *replay,
      const char          *argument)
{
  GString *filled = g_string_new (argument);
  gsize digits = strlen (replay->wa_id);

  if (strstr (argument, "{number}") != NULL)
    khidki_sandbox_replay_note_number (replay);
  if (replay->number != NULL)
    g_string_replace (filled, "{number}", replay->number, 0);
  g_string_replace (filled, "{phone}",
                    replay->wa_id + (digits > LOCAL_DIGITS ? digits - LOCAL_DIGITS : 0), 0);
  return g_string_free (filled, FALSE);
}

static KhidkiSandboxOutcome
run_step (KhidkiSandboxReplay     *replay,
          const KhidkiSandboxStep *step)
{
  g_autofree char *argument = fill (replay, step->argument);
  KhidkiSandboxOutcome outcome;

  if (step->verb->kind == KHIDKI_SANDBOX_VERB_DEED
      && khidki_sandbox_replay_get_waited (replay) < SETTLE_SECONDS)
    return KHIDKI_SANDBOX_OUTCOME_WAITING;
  outcome = step->verb->run (replay, step->verb, argument);
  if (outcome == KHIDKI_SANDBOX_OUTCOME_WAITING
      && khidki_sandbox_replay_get_waited (replay) > replay->patience)
    return KHIDKI_SANDBOX_OUTCOME_FAILED;
  if (outcome == KHIDKI_SANDBOX_OUTCOME_DONE && step->verb->kind == KHIDKI_SANDBOX_VERB_CHECK)
    replay->checks++;
  return outcome;
}

/* Begins the step if it is not begun, and does what it takes as far as it goes now. */
static KhidkiSandboxOutcome
try_step (KhidkiSandboxReplay     *replay,
          const KhidkiSandboxStep *step)
{
  KhidkiSandboxOutcome outcome;

  if (step->verb->kind == KHIDKI_SANDBOX_VERB_INNER)
    {
      replay->inner++;
      return KHIDKI_SANDBOX_OUTCOME_DONE;
    }
  if (replay->asked == 0)
    {
      replay->asked = g_get_monotonic_time ();
      if (step->verb->kind == KHIDKI_SANDBOX_VERB_DEED)
        khidki_sandbox_replay_turn_clock (replay, (gint64) replay->pace);
    }
  outcome = run_step (replay, step);
  if (outcome == KHIDKI_SANDBOX_OUTCOME_DONE)
    replay->asked = 0;
  return outcome;
}

/* (transfer full) */
static JsonObject *
report (KhidkiSandboxReplay *replay,
        gboolean             good)
{
  JsonObject *answer = json_object_new ();
  const KhidkiSandboxStep *step = replay->at < replay->steps->len
                                    ? g_ptr_array_index (replay->steps, replay->at)
                                    : NULL;

  json_object_set_boolean_member (answer, "ok", good);
  json_object_set_boolean_member (answer, "whole", step == NULL);
  json_object_set_int_member (answer, "deeds", replay->deeds);
  json_object_set_int_member (answer, "checks", replay->checks);
  json_object_set_int_member (answer, "passed_over", replay->inner);
  if (step != NULL)
    {
      g_autofree char *said = khidki_sandbox_replay_dup_said (replay);

      json_object_set_int_member (answer, "line", step->line);
      json_object_set_string_member (answer, "step", step->word);
      json_object_set_string_member (answer, "expected", step->argument);
      json_object_set_string_member (answer, "said", said);
    }
  return answer;
}

static void
end (GTask   *task,
     gboolean good)
{
  g_task_return_pointer (task, report (g_task_get_task_data (task), good),
                         (GDestroyNotify) json_object_unref);
}

static gboolean
look (gpointer data)
{
  GTask *task = data;
  KhidkiSandboxReplay *replay = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (replay->sandbox->stopping)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The sandbox stops");
      return G_SOURCE_REMOVE;
    }
  for (; replay->at < replay->steps->len; replay->at++)
    {
      const KhidkiSandboxStep *step = g_ptr_array_index (replay->steps, replay->at);
      KhidkiSandboxOutcome outcome = step->verb != NULL ? try_step (replay, step)
                                                        : KHIDKI_SANDBOX_OUTCOME_FAILED;

      if (outcome == KHIDKI_SANDBOX_OUTCOME_WAITING)
        return G_SOURCE_CONTINUE;
      if (outcome == KHIDKI_SANDBOX_OUTCOME_FAILED)
        {
          end (task, step->verb == NULL);
          return G_SOURCE_REMOVE;
        }
    }
  end (task, TRUE);
  return G_SOURCE_REMOVE;
}

/**
 * khidki_sandbox_replay_async:
 * @sandbox: a sandbox
 * @citizen: who is to do and to see it
 * @steps: (element-type KhidkiSandboxStep): from [func@sandbox_script_read]
 * @patience: seconds in which what is expected has to come
 * @cancellable: (nullable): ends it
 * @callback: called when a check has failed, or all is done
 * @data: for @callback
 *
 * Does what the chat's citizen does and looks for what must come back. A line that no phone can
 * do (an officer's decision) ends it; what is seen inside the server only is passed over.
 */
void
khidki_sandbox_replay_async (KhidkiSandbox        *sandbox,
                             KhidkiSandboxCitizen *citizen,
                             GPtrArray            *steps,
                             guint                 patience,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  KhidkiSandboxReplay *replay = g_new0 (KhidkiSandboxReplay, 1);
  GList *last = citizen->items.tail;

  g_task_set_source_tag (task, khidki_sandbox_replay_async);
  replay->sandbox = sandbox;
  replay->wa_id = g_strdup (citizen->wa_id);
  replay->steps = g_ptr_array_ref (steps);
  replay->patience = patience;
  replay->pace = PACE_SECONDS;
  replay->since = last != NULL ? ((KhidkiSandboxItem *) last->data)->number : 0;
  g_task_set_task_data (task, replay, (GDestroyNotify) replay_free);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_MILLISECONDS, look, task, g_object_unref);
}

/**
 * khidki_sandbox_replay_finish:
 * @result: what the callback was given
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable): how it went: ok, whole, deeds, checks, passed_over and,
 *   unless it was whole, line, step, expected and what was said
 */
JsonObject *
khidki_sandbox_replay_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_sandbox_replay_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
