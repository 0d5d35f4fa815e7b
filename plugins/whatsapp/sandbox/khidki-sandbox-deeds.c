/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-deeds.h"

#include <string.h>

#include "khidki-sandbox-inbound.h"
#include "khidki-sandbox-replay-private.h"
#include "khidki-sandbox-said.h"

#define RESOURCES "/in/khidki/sandbox/replay/"
#define DAY (24 * 60 * 60)
#define PACE_MAX 3600

/* @message: (transfer full) */
static KhidkiSandboxOutcome
say (KhidkiSandboxReplay *replay,
     JsonObject          *message)
{
  KhidkiSandboxCitizen *citizen = khidki_sandbox_replay_get_citizen (replay);
  GList *last = citizen->items.tail;
  g_autofree char *id = NULL;

  khidki_sandbox_replay_note_number (replay);
  replay->since = last != NULL ? ((KhidkiSandboxItem *) last->data)->number : 0;
  replay->deeds++;
  id = khidki_sandbox_inbound_say (replay->sandbox, citizen, message);
  json_object_unref (message);
  return KHIDKI_SANDBOX_OUTCOME_DONE;
}

KhidkiSandboxOutcome
khidki_sandbox_deed_say (KhidkiSandboxReplay     *replay,
                         const KhidkiSandboxVerb *verb,
                         const char              *argument)
{
  return say (replay, khidki_sandbox_inbound_text (argument));
}

KhidkiSandboxOutcome
khidki_sandbox_deed_tap_again (KhidkiSandboxReplay     *replay,
                               const KhidkiSandboxVerb *verb,
                               const char              *argument)
{
  if (replay->last_tap == NULL)
    return KHIDKI_SANDBOX_OUTCOME_FAILED;
  return say (replay, khidki_sandbox_inbound_tap (replay->sandbox, replay->last_tap, NULL));
}

KhidkiSandboxOutcome
khidki_sandbox_deed_tap (KhidkiSandboxReplay     *replay,
                         const KhidkiSandboxVerb *verb,
                         const char              *argument)
{
  KhidkiSandboxItem *item = khidki_sandbox_replay_get_last (replay);
  JsonObject *found = item == NULL ? NULL : khidki_sandbox_said_find_choice (item, argument);

  if (found == NULL)
    return KHIDKI_SANDBOX_OUTCOME_WAITING;
  g_clear_pointer (&replay->last_tap, json_object_unref);
  replay->last_tap = found;
  return khidki_sandbox_deed_tap_again (replay, verb, argument);
}

/* (transfer full): each is another file, as what people photograph is */
static GBytes *
dup_file (KhidkiSandboxReplay *replay,
          const char          *resource)
{
  g_autofree char *path = g_strconcat (RESOURCES, resource, NULL);
  g_autoptr (GBytes) whole = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *mark = g_strdup_printf ("\n%%%s %u", replay->wa_id, replay->deeds);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  g_byte_array_append (bytes, data, (guint) size);
  g_byte_array_append (bytes, (const guint8 *) mark, (guint) strlen (mark));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

KhidkiSandboxOutcome
khidki_sandbox_deed_send_file (KhidkiSandboxReplay     *replay,
                               const KhidkiSandboxVerb *verb,
                               const char              *argument)
{
  g_autoptr (GBytes) file = dup_file (replay, verb->resource);

  return say (replay, khidki_sandbox_inbound_medium (replay->sandbox, file, verb->media_type, NULL,
                                                     verb->bare ? NULL : argument));
}

KhidkiSandboxOutcome
khidki_sandbox_deed_send_place (KhidkiSandboxReplay     *replay,
                                const KhidkiSandboxVerb *verb,
                                const char              *argument)
{
  g_auto (GStrv) degrees = g_strsplit (argument, " ", 2);
  JsonObject *message = json_object_new ();
  JsonObject *place = json_object_new ();

  for (guint i = 0; i < 2 && degrees[0] != NULL && degrees[i] != NULL; i++)
    json_object_set_double_member (place, i == 0 ? "latitude" : "longitude",
                                   g_ascii_strtod (degrees[i], NULL));
  json_object_set_string_member (message, "type", "location");
  json_object_set_object_member (message, "location", place);
  return say (replay, message);
}

KhidkiSandboxOutcome
khidki_sandbox_deed_let_days_pass (KhidkiSandboxReplay     *replay,
                                   const KhidkiSandboxVerb *verb,
                                   const char              *argument)
{
  guint64 days;

  return g_ascii_string_to_unsigned (argument, 10, 1, G_MAXINT16, &days, NULL)
             && khidki_sandbox_replay_turn_clock (replay, (gint64) days * DAY)
           ? KHIDKI_SANDBOX_OUTCOME_DONE
           : KHIDKI_SANDBOX_OUTCOME_FAILED;
}

KhidkiSandboxOutcome
khidki_sandbox_deed_set_pace (KhidkiSandboxReplay     *replay,
                              const KhidkiSandboxVerb *verb,
                              const char              *argument)
{
  return g_ascii_string_to_unsigned (argument, 10, 0, PACE_MAX, &replay->pace, NULL)
           ? KHIDKI_SANDBOX_OUTCOME_DONE
           : KHIDKI_SANDBOX_OUTCOME_FAILED;
}
