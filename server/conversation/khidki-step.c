/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-step.h"

/**
 * khidki_action_free:
 * @action: (transfer full): an action with all it holds
 *
 * Since: 0.1
 */
void
khidki_action_free (KhidkiAction *action)
{
  g_clear_pointer (&action->message, khidki_message_unref);
  g_clear_pointer (&action->draft, khidki_draft_unref);
  g_clear_pointer (&action->answers, khidki_answers_unref);
  g_free (action->number);
  g_free (action->text);
  g_free (action->media);
  g_free (action->path);
  g_free (action->token);
  g_free (action);
}

/**
 * khidki_step_new:
 *
 * Returns: (transfer full): a step without a session and without actions
 *
 * Since: 0.1
 */
KhidkiStep *
khidki_step_new (void)
{
  KhidkiStep *step = g_new0 (KhidkiStep, 1);

  step->actions = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_action_free);
  return step;
}

void
khidki_step_free (KhidkiStep *step)
{
  g_clear_pointer (&step->session, khidki_session_unref);
  g_ptr_array_unref (step->actions);
  g_free (step);
}
