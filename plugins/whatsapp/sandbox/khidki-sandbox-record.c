/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-record.h"

#include <string.h>

#include "khidki-sandbox-json.h"
#include "khidki-sandbox-said.h"
#include "khidki-sandbox-verbs.h"

#define DAY (24 * 60 * 60)
#define LOCAL_DIGITS 10
#define NUMBER_DIGITS 14

typedef struct
{
  GString    *text;
  const char *phone; /* without its country code */
  char       *number; /* of the last application that was named */
  gint64      last;
} Recording;

static void
add_line (Recording  *recording,
          const char *verb,
          const char *words)
{
  g_autoptr (GString) line = g_string_new (words);

  g_string_replace (line, "\\", "\\\\", 0);
  g_string_replace (line, "\n", "\\n", 0);
  if (recording->number != NULL)
    g_string_replace (line, recording->number, "{number}", 0);
  g_string_replace (line, recording->phone, "{phone}", 0);
  g_string_append_printf (recording->text, "%s%s%s\n", verb, *words == '\0' ? "" : " ", line->str);
}

/* (nullable): what stood on the button or row that was tapped */
static const char *
get_tapped (JsonObject *interactive)
{
  const char *type = khidki_sandbox_json_get_string (interactive, "type");
  JsonObject *reply = type == NULL ? NULL : khidki_sandbox_json_get_object (interactive, type);

  return khidki_sandbox_json_get_string (reply, "title");
}

/* (transfer full): what stands behind the verb for a message of the type @type, whose object of
 * that name is @part */
static char *
dup_argument (const char *type,
              JsonObject *part)
{
  if (g_strcmp0 (type, "text") == 0)
    return g_strdup (khidki_sandbox_json_get_string (part, "body"));
  if (g_strcmp0 (type, "interactive") == 0)
    return g_strdup (get_tapped (part));
  if (g_strcmp0 (type, "location") == 0 && part != NULL)
    return g_strdup_printf ("%.6f %.6f",
                            json_object_get_double_member_with_default (part, "latitude", 0),
                            json_object_get_double_member_with_default (part, "longitude", 0));
  return g_strdup (khidki_sandbox_json_get_string (part, "caption"));
}

/* What a phone cannot repeat from a text file is left as a remark. */
static void
add_citizen (Recording  *recording,
             JsonObject *message)
{
  const char *type = khidki_sandbox_json_get_string (message, "type");
  const KhidkiSandboxVerb *verb = khidki_sandbox_verbs_find_for (type);
  JsonObject *part = type == NULL ? NULL : khidki_sandbox_json_get_object (message, type);
  g_autofree char *argument = dup_argument (type, part);

  if (verb != NULL && part != NULL)
    add_line (recording, verb->word, argument != NULL ? argument : "");
  else
    g_string_append_printf (recording->text, "# a message of the type %s\n",
                            type != NULL ? type : "that is missing");
}

/* The first line that says something, up to a number that would be another the next time. */
static void
add_business (Recording               *recording,
              const KhidkiSandboxItem *item)
{
  g_autofree char *text = khidki_sandbox_said_dup_text (item);
  g_autofree char *number = khidki_sandbox_said_dup_number (text);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *in_line = khidki_sandbox_said_dup_number (lines[i]);

      if (in_line == NULL && *g_strstrip (lines[i]) != '\0')
        {
          add_line (recording, KHIDKI_SANDBOX_VERB_BOT, lines[i]);
          break;
        }
    }
  if (item->medium != NULL)
    add_line (recording, KHIDKI_SANDBOX_VERB_DOCUMENT, "");
  if (number == NULL)
    return;
  g_free (recording->number);
  recording->number = g_steal_pointer (&number);
}

static void
add_item (Recording               *recording,
          const KhidkiSandboxItem *item)
{
  gint64 days = recording->last == 0 ? 0 : (item->time - recording->last) / DAY;

  if (days > 0 && !item->business)
    g_string_append_printf (recording->text, KHIDKI_SANDBOX_VERB_DAYS " %" G_GINT64_FORMAT "\n", days);
  recording->last = item->time;
  if (!item->business)
    add_citizen (recording, item->message);
  else if (item->error == NULL)
    add_business (recording, item);
}

/**
 * khidki_sandbox_record:
 * @citizen: somebody who has chatted
 *
 * Returns: (transfer full): the chat as a `.chat` file, which can be replayed and cut down to
 *   a test
 */
char *
khidki_sandbox_record (const KhidkiSandboxCitizen *citizen)
{
  Recording recording = { 0 };
  gsize digits = strlen (citizen->wa_id);

  recording.text = g_string_new ("# What was said, and the first line of what came back.\n");
  recording.phone = citizen->wa_id + (digits > LOCAL_DIGITS ? digits - LOCAL_DIGITS : 0);
  for (GList *at = citizen->items.head; at != NULL; at = at->next)
    add_item (&recording, at->data);
  g_free (recording.number);
  return g_string_free (recording.text, FALSE);
}
