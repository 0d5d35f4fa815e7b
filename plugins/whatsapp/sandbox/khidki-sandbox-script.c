/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-script.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_STEPS 5000

static void
step_free (KhidkiSandboxStep *step)
{
  g_free (step->word);
  g_free (step->argument);
  g_free (step);
}

/* A word before a colon that is none of ours is somebody else's: an officer's, a clock's. */
static KhidkiSandboxStep *
step_new (const char *line)
{
  KhidkiSandboxStep *step = g_new0 (KhidkiSandboxStep, 1);
  const char *colon = strchr (line, ':');
  g_autofree char *argument = NULL;

  step->verb = khidki_sandbox_verbs_find (line);
  if (step->verb != NULL)
    step->word = g_strdup (step->verb->word);
  else
    step->word = colon == NULL ? g_strdup (line) : g_strndup (line, (gsize) (colon - line) + 1);
  argument = g_strstrip (g_strdup (line + strlen (step->word)));
  step->argument = step->verb != NULL && step->verb->raw ? g_steal_pointer (&argument)
                                                         : g_strcompress (argument);
  return step;
}

/**
 * khidki_sandbox_script_read:
 * @text: a `.chat` file: a line a deed of the citizen or what must come back
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiSandboxStep): its steps
 */
GPtrArray *
khidki_sandbox_script_read (const char *text,
                            GError    **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      KhidkiSandboxStep *step;

      g_strstrip (lines[i]);
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      step = step_new (lines[i]);
      step->line = i + 1;
      g_ptr_array_add (steps, step);
    }
  if (steps->len > 0 && steps->len <= MAX_STEPS)
    return g_steal_pointer (&steps);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "A chat has lines such as “me: Hi” and “bot: Which language”, 1 to %d of them; here are %u",
               MAX_STEPS, steps->len);
  return NULL;
}
