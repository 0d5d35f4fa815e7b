/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-checks.h"

#include <string.h>

#include "khidki-sandbox-replay-private.h"
#include "khidki-sandbox-said.h"
#include "khidki-sandbox-script.h"

/* So long nothing may come for it to count as silence. */
#define SILENCE_SECONDS 2

/* What is not there yet may still come. */
static KhidkiSandboxOutcome
done_or_waiting (gboolean done)
{
  return done ? KHIDKI_SANDBOX_OUTCOME_DONE : KHIDKI_SANDBOX_OUTCOME_WAITING;
}

static KhidkiSandboxOutcome
done_or_failed (gboolean done)
{
  return done ? KHIDKI_SANDBOX_OUTCOME_DONE : KHIDKI_SANDBOX_OUTCOME_FAILED;
}

KhidkiSandboxOutcome
khidki_sandbox_check_says (KhidkiSandboxReplay     *replay,
                           const KhidkiSandboxVerb *verb,
                           const char              *argument)
{
  g_autofree char *said = khidki_sandbox_replay_dup_said (replay);

  return done_or_waiting (strstr (said, argument) != NULL);
}

KhidkiSandboxOutcome
khidki_sandbox_check_matches (KhidkiSandboxReplay     *replay,
                              const KhidkiSandboxVerb *verb,
                              const char              *argument)
{
  g_autofree char *said = khidki_sandbox_replay_dup_said (replay);

  return done_or_waiting (g_regex_match_simple (argument, said, G_REGEX_DOTALL, 0));
}

/* Not before something was said: it could still come. */
KhidkiSandboxOutcome
khidki_sandbox_check_does_not_say (KhidkiSandboxReplay     *replay,
                                   const KhidkiSandboxVerb *verb,
                                   const char              *argument)
{
  g_autofree char *said = khidki_sandbox_replay_dup_said (replay);

  if (*said == '\0')
    return KHIDKI_SANDBOX_OUTCOME_WAITING;
  return done_or_failed (strstr (said, argument) == NULL);
}

static gboolean
is_offered (KhidkiSandboxReplay *replay,
            const char          *title)
{
  KhidkiSandboxItem *item = khidki_sandbox_replay_get_last (replay);
  g_autoptr (JsonObject) found = item == NULL ? NULL : khidki_sandbox_said_find_choice (item, title);

  return found != NULL;
}

KhidkiSandboxOutcome
khidki_sandbox_check_offers (KhidkiSandboxReplay     *replay,
                             const KhidkiSandboxVerb *verb,
                             const char              *argument)
{
  return done_or_waiting (is_offered (replay, argument));
}

KhidkiSandboxOutcome
khidki_sandbox_check_does_not_offer (KhidkiSandboxReplay     *replay,
                                     const KhidkiSandboxVerb *verb,
                                     const char              *argument)
{
  if (khidki_sandbox_replay_get_last (replay) == NULL)
    return KHIDKI_SANDBOX_OUTCOME_WAITING;
  return done_or_failed (!is_offered (replay, argument));
}

/* A file is looked at before it is answered: there is no silence to be seen. */
static gboolean
is_file_kept_next (KhidkiSandboxReplay *replay)
{
  const KhidkiSandboxStep *next = replay->at + 1 < replay->steps->len
                                    ? g_ptr_array_index (replay->steps, replay->at + 1)
                                    : NULL;

  return next != NULL && g_str_has_prefix (next->word, KHIDKI_SANDBOX_VERB_KEPT);
}

KhidkiSandboxOutcome
khidki_sandbox_check_is_silent (KhidkiSandboxReplay     *replay,
                                const KhidkiSandboxVerb *verb,
                                const char              *argument)
{
  if (is_file_kept_next (replay))
    return KHIDKI_SANDBOX_OUTCOME_DONE;
  if (khidki_sandbox_replay_get_last (replay) != NULL)
    return KHIDKI_SANDBOX_OUTCOME_FAILED;
  return done_or_waiting (khidki_sandbox_replay_get_waited (replay) >= SILENCE_SECONDS);
}

/* The server has looked at a file when it says something. */
KhidkiSandboxOutcome
khidki_sandbox_check_answers (KhidkiSandboxReplay     *replay,
                              const KhidkiSandboxVerb *verb,
                              const char              *argument)
{
  return done_or_waiting (khidki_sandbox_replay_get_last (replay) != NULL);
}

KhidkiSandboxOutcome
khidki_sandbox_check_sends_document (KhidkiSandboxReplay     *replay,
                                     const KhidkiSandboxVerb *verb,
                                     const char              *argument)
{
  KhidkiSandboxItem *item = khidki_sandbox_replay_get_last (replay);

  return done_or_waiting (item != NULL && item->medium != NULL);
}

KhidkiSandboxOutcome
khidki_sandbox_check_takes_at_most (KhidkiSandboxReplay     *replay,
                                    const KhidkiSandboxVerb *verb,
                                    const char              *argument)
{
  guint64 most;

  return done_or_failed (g_ascii_string_to_unsigned (argument, 10, 0, G_MAXUINT, &most, NULL)
                         && replay->deeds <= most);
}
