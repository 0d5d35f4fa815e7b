/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-replay.h"

#include <string.h>

#include "khidki-sandbox-chat.h"
#include "khidki-sandbox-inbound.h"

#define LOOK_MILLISECONDS 50
/* So long nothing may come for it to count as silence. */
#define SILENCE_SECONDS 2
#define RESOURCES "/in/khidki/sandbox/replay/"
#define DAY (24 * 60 * 60)
#define LOCAL_DIGITS 10
/* Two files sent faster are taken for pages of one paper. */
#define PACE_SECONDS 30
#define PACE_MAX 3600
/* So long a server may take to see that the clock was turned. */
#define SETTLE_SECONDS 0.5

typedef enum
{
  DONE,
  WAITING,
  FAILED,
} Outcome;

typedef struct
{
  KhidkiSandbox *sandbox;
  char          *wa_id;
  GPtrArray     *steps;
  guint          at;
  guint          patience; /* seconds */
  guint64        pace;     /* seconds on the sandbox's clock between two deeds */
  gint64         asked;    /* when the step was first tried, monotonic microseconds */
  guint64        since;    /* what came after this item is the answer to the last deed */
  guint          deeds, checks, inner;
  JsonObject    *last_tap;
  char          *number;
} Replay;

static void
replay_free (Replay *replay)
{
  g_free (replay->wa_id);
  g_ptr_array_unref (replay->steps);
  g_clear_pointer (&replay->last_tap, json_object_unref);
  g_free (replay->number);
  g_free (replay);
}

static KhidkiSandboxCitizen *
get_citizen (Replay *replay)
{
  return khidki_sandbox_citizens_find (replay->sandbox->citizens, replay->wa_id);
}

/* (transfer none) (nullable): the last that came since the last deed */
static KhidkiSandboxItem *
get_last (Replay *replay)
{
  for (GList *at = get_citizen (replay)->items.tail; at != NULL; at = at->prev)
    {
      KhidkiSandboxItem *item = at->data;

      if (item->number <= replay->since)
        return NULL;
      if (item->business && item->error == NULL)
        return item;
    }
  return NULL;
}

static char *
dup_said (Replay *replay)
{
  GString *said = g_string_new (NULL);

  for (GList *at = get_citizen (replay)->items.head; at != NULL; at = at->next)
    {
      KhidkiSandboxItem *item = at->data;
      g_autofree char *text = NULL;

      if (item->number <= replay->since || !item->business || item->error != NULL)
        continue;
      text = khidki_sandbox_chat_dup_text (item);
      g_string_append (said, text);
    }
  return g_string_free (said, FALSE);
}

static void
note_number (Replay *replay)
{
  g_autofree char *said = dup_said (replay);
  char *number = khidki_sandbox_chat_dup_number (said);

  if (number == NULL)
    return;
  g_free (replay->number);
  replay->number = number;
}

static double
waited_seconds (Replay *replay)
{
  return (double) (g_get_monotonic_time () - replay->asked) / G_USEC_PER_SEC;
}

static gboolean
turn_clock (Replay *replay,
            gint64  seconds)
{
  KhidkiSandboxClock *clock = replay->sandbox->clock;

  return khidki_sandbox_clock_set_offset (clock, khidki_sandbox_clock_get_offset (clock) + seconds,
                                          NULL);
}

/* Deeds. */

static Outcome
say (Replay     *replay,
     JsonObject *message)
{
  GList *last = get_citizen (replay)->items.tail;
  g_autofree char *id = NULL;

  note_number (replay);
  replay->since = last != NULL ? ((KhidkiSandboxItem *) last->data)->number : 0;
  replay->deeds++;
  id = khidki_sandbox_inbound_say (replay->sandbox, get_citizen (replay), message);
  json_object_unref (message);
  return DONE;
}

static Outcome
say_text (Replay     *replay,
          const char *text)
{
  return say (replay, khidki_sandbox_inbound_text (text));
}

static Outcome
tap_again (Replay     *replay,
           const char *argument)
{
  if (replay->last_tap == NULL)
    return FAILED;
  return say (replay, khidki_sandbox_inbound_tap (replay->sandbox, replay->last_tap, NULL));
}

static Outcome
tap (Replay     *replay,
     const char *title)
{
  KhidkiSandboxItem *item = get_last (replay);
  JsonObject *found = item == NULL ? NULL : khidki_sandbox_chat_find_choice (item, title);

  if (found == NULL)
    return WAITING;
  g_clear_pointer (&replay->last_tap, json_object_unref);
  replay->last_tap = found;
  return tap_again (replay, title);
}

/* Each is another file, as what people photograph is. */
static Outcome
send_file (Replay     *replay,
           const char *resource,
           const char *media_type,
           const char *caption)
{
  g_autofree char *path = g_strconcat (RESOURCES, resource, NULL);
  g_autoptr(GBytes) whole = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autofree char *mark = g_strdup_printf ("\n%%%s %u", replay->wa_id, replay->deeds);
  g_autoptr(GBytes) marked = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  g_byte_array_append (bytes, data, (guint) size);
  g_byte_array_append (bytes, (const guint8 *) mark, (guint) strlen (mark));
  marked = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return say (replay, khidki_sandbox_inbound_medium (replay->sandbox, marked, media_type, NULL, caption));
}

static Outcome
send_photo (Replay     *replay,
            const char *caption)
{
  return send_file (replay, "photo.jpg", "image/jpeg", caption);
}

static Outcome
send_pdf (Replay     *replay,
          const char *caption)
{
  return send_file (replay, "paper.pdf", "application/pdf", caption);
}

/* What these hold is looked at by nobody: their type decides. */
static Outcome
send_voice (Replay     *replay,
            const char *argument)
{
  return send_file (replay, "paper.pdf", "audio/ogg; codecs=opus", NULL);
}

static Outcome
send_sticker (Replay     *replay,
              const char *argument)
{
  return send_file (replay, "paper.pdf", "image/webp", NULL);
}

static Outcome
send_video (Replay     *replay,
            const char *argument)
{
  return send_file (replay, "paper.pdf", "video/mp4", NULL);
}

static Outcome
send_octets (Replay     *replay,
             const char *caption)
{
  return send_file (replay, "paper.pdf", "application/octet-stream", caption);
}

static Outcome
send_place (Replay     *replay,
            const char *argument)
{
  g_auto(GStrv) degrees = g_strsplit (argument, " ", 2);
  JsonObject *message = json_object_new ();
  JsonObject *place = json_object_new ();

  for (guint i = 0; i < 2 && degrees[0] != NULL && degrees[i] != NULL; i++)
    json_object_set_double_member (place, i == 0 ? "latitude" : "longitude",
                                   g_ascii_strtod (degrees[i], NULL));
  json_object_set_string_member (message, "type", "location");
  json_object_set_object_member (message, "location", place);
  return say (replay, message);
}

static Outcome
let_days_pass (Replay     *replay,
               const char *argument)
{
  gint64 days = g_ascii_strtoll (argument, NULL, 10);

  return days > 0 && days < G_MAXINT16 && turn_clock (replay, days * DAY) ? DONE : FAILED;
}

static Outcome
set_pace (Replay     *replay,
          const char *argument)
{
  return g_ascii_string_to_unsigned (argument, 10, 0, PACE_MAX, &replay->pace, NULL) ? DONE : FAILED;
}

/* Checks. */

static Outcome
must_say (Replay     *replay,
          const char *words)
{
  g_autofree char *said = dup_said (replay);

  return strstr (said, words) != NULL ? DONE : WAITING;
}

static Outcome
must_match (Replay     *replay,
            const char *pattern)
{
  g_autofree char *said = dup_said (replay);

  return g_regex_match_simple (pattern, said, G_REGEX_DOTALL, 0) ? DONE : WAITING;
}

/* Not before something was said: it could still come. */
static Outcome
must_not_say (Replay     *replay,
              const char *words)
{
  g_autofree char *said = dup_said (replay);

  if (*said == '\0')
    return WAITING;
  return strstr (said, words) == NULL ? DONE : FAILED;
}

static gboolean
is_offered (Replay     *replay,
            const char *title)
{
  KhidkiSandboxItem *item = get_last (replay);
  g_autoptr(JsonObject) found = item == NULL ? NULL : khidki_sandbox_chat_find_choice (item, title);

  return found != NULL;
}

static Outcome
must_offer (Replay     *replay,
            const char *title)
{
  return is_offered (replay, title) ? DONE : WAITING;
}

static Outcome
must_not_offer (Replay     *replay,
                const char *title)
{
  if (get_last (replay) == NULL)
    return WAITING;
  return is_offered (replay, title) ? FAILED : DONE;
}

/* A file is looked at before it is answered: there is no silence to be seen. */
static gboolean
is_file_kept_next (Replay *replay)
{
  const KhidkiSandboxStep *next = replay->at + 1 < replay->steps->len
                                    ? g_ptr_array_index (replay->steps, replay->at + 1)
                                    : NULL;

  return next != NULL && g_str_has_prefix (next->verb, "kept:");
}

static Outcome
must_be_silent (Replay     *replay,
                const char *argument)
{
  if (is_file_kept_next (replay))
    return DONE;
  if (get_last (replay) != NULL)
    return FAILED;
  return waited_seconds (replay) >= SILENCE_SECONDS ? DONE : WAITING;
}

/* The server has looked at a file when it says something. */
static Outcome
must_answer (Replay     *replay,
             const char *argument)
{
  return get_last (replay) != NULL ? DONE : WAITING;
}

static Outcome
must_send_document (Replay     *replay,
                    const char *argument)
{
  KhidkiSandboxItem *item = get_last (replay);

  return item != NULL && item->medium != NULL ? DONE : WAITING;
}

static Outcome
must_take_at_most (Replay     *replay,
                   const char *argument)
{
  return replay->deeds <= g_ascii_strtoull (argument, NULL, 10) ? DONE : FAILED;
}

static const struct
{
  const char *verb;
  Outcome (*run) (Replay *replay, const char *argument);
} runs[] = {
  { "me:", say_text },
  { "tap:", tap },
  { "tap-again:", tap_again },
  { "photo:", send_photo },
  { "pdf:", send_pdf },
  { "voice:", send_voice },
  { "sticker:", send_sticker },
  { "video:", send_video },
  { "octets:", send_octets },
  { "place:", send_place },
  { "days:", let_days_pass },
  { "pace:", set_pace },
  { "bot:", must_say },
  { "not:", must_not_say },
  { "bot~", must_match },
  { "choice:", must_offer },
  { "no-choice:", must_not_offer },
  { "silent:", must_be_silent },
  { "document:", must_send_document },
  { "kept: ok", must_answer },
  { "at-most:", must_take_at_most },
};

/* (transfer full): @argument with what is another for each citizen */
static char *
fill (Replay     *replay,
      const char *argument)
{
  GString *filled = g_string_new (argument);
  gsize digits = strlen (replay->wa_id);

  if (strstr (argument, "{number}") != NULL)
    note_number (replay);
  if (replay->number != NULL)
    g_string_replace (filled, "{number}", replay->number, 0);
  g_string_replace (filled, "{phone}",
                    replay->wa_id + (digits > LOCAL_DIGITS ? digits - LOCAL_DIGITS : 0), 0);
  return g_string_free (filled, FALSE);
}

static Outcome
run_step (Replay                  *replay,
          const KhidkiSandboxStep *step)
{
  g_autofree char *argument = fill (replay, step->argument);
  Outcome outcome = FAILED;

  if (step->kind == KHIDKI_SANDBOX_STEP_DEED && waited_seconds (replay) < SETTLE_SECONDS)
    return WAITING;
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    if (g_str_equal (runs[i].verb, step->verb))
      outcome = runs[i].run (replay, argument);
  if (outcome == WAITING && waited_seconds (replay) > replay->patience)
    return FAILED;
  if (outcome == DONE && step->kind == KHIDKI_SANDBOX_STEP_CHECK)
    replay->checks++;
  return outcome;
}

static void
begin_step (Replay                  *replay,
            const KhidkiSandboxStep *step)
{
  replay->asked = g_get_monotonic_time ();
  if (step->kind == KHIDKI_SANDBOX_STEP_DEED)
    turn_clock (replay, (gint64) replay->pace);
}

/* (transfer full) */
static JsonObject *
report (Replay  *replay,
        gboolean good)
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
      g_autofree char *said = dup_said (replay);

      json_object_set_int_member (answer, "line", step->line);
      json_object_set_string_member (answer, "step", step->verb);
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
  Replay *replay = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task) || replay->sandbox->stopping)
    return G_SOURCE_REMOVE;
  for (; replay->at < replay->steps->len; replay->at++)
    {
      const KhidkiSandboxStep *step = g_ptr_array_index (replay->steps, replay->at);
      Outcome outcome;

      if (step->kind == KHIDKI_SANDBOX_STEP_INNER)
        {
          replay->inner++;
          continue;
        }
      if (replay->asked == 0)
        begin_step (replay, step);
      outcome = step->kind == KHIDKI_SANDBOX_STEP_END ? FAILED : run_step (replay, step);
      if (outcome == WAITING)
        return G_SOURCE_CONTINUE;
      if (outcome == FAILED)
        {
          end (task, step->kind == KHIDKI_SANDBOX_STEP_END);
          return G_SOURCE_REMOVE;
        }
      replay->asked = 0;
    }
  end (task, TRUE);
  return G_SOURCE_REMOVE;
}

/**
 * khidki_sandbox_replay_async:
 * @sandbox: a sandbox
 * @citizen: who is to do and to see it
 * @steps: (element-type KhidkiSandboxStep): from [func@sandbox_chat_read]
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
  Replay *replay = g_new0 (Replay, 1);
  GList *last = citizen->items.tail;

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
  return g_task_propagate_pointer (G_TASK (result), error);
}
