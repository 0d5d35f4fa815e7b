/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-chat.h"

#include <string.h>

#include "khidki-sandbox-json.h"

#define MAX_STEPS 5000
/* As the server writes it to be read. */
#define NUMBER "\\b(\\d{4}) (\\d{4}) (\\d{4}) (\\d{2})\\b"

static const struct
{
  const char           *verb;
  KhidkiSandboxStepKind kind;
} verbs[] = {
  { "me:", KHIDKI_SANDBOX_STEP_DEED },
  { "tap:", KHIDKI_SANDBOX_STEP_DEED },
  { "tap-again:", KHIDKI_SANDBOX_STEP_DEED },
  { "photo:", KHIDKI_SANDBOX_STEP_DEED },
  { "pdf:", KHIDKI_SANDBOX_STEP_DEED },
  { "voice:", KHIDKI_SANDBOX_STEP_DEED },
  { "sticker:", KHIDKI_SANDBOX_STEP_DEED },
  { "video:", KHIDKI_SANDBOX_STEP_DEED },
  { "octets:", KHIDKI_SANDBOX_STEP_DEED },
  { "place:", KHIDKI_SANDBOX_STEP_DEED },
  { "days:", KHIDKI_SANDBOX_STEP_DEED },
  { "pace:", KHIDKI_SANDBOX_STEP_DEED },
  { "bot:", KHIDKI_SANDBOX_STEP_CHECK },
  { "not:", KHIDKI_SANDBOX_STEP_CHECK },
  { "bot~", KHIDKI_SANDBOX_STEP_CHECK },
  { "choice:", KHIDKI_SANDBOX_STEP_CHECK },
  { "no-choice:", KHIDKI_SANDBOX_STEP_CHECK },
  { "silent:", KHIDKI_SANDBOX_STEP_CHECK },
  { "document:", KHIDKI_SANDBOX_STEP_CHECK },
  { "at-most:", KHIDKI_SANDBOX_STEP_CHECK },
  { "draft:", KHIDKI_SANDBOX_STEP_INNER },
  { "did:", KHIDKI_SANDBOX_STEP_INNER },
  { "applications:", KHIDKI_SANDBOX_STEP_INNER },
  { "declared:", KHIDKI_SANDBOX_STEP_INNER },
  { "answered:", KHIDKI_SANDBOX_STEP_INNER },
  { "files:", KHIDKI_SANDBOX_STEP_INNER },
  { "template:", KHIDKI_SANDBOX_STEP_INNER },
  { "kept: ok", KHIDKI_SANDBOX_STEP_CHECK },
};

static void
step_free (KhidkiSandboxStep *step)
{
  g_free (step->verb);
  g_free (step->argument);
  g_free (step);
}

/* A word before a colon that is none of ours is somebody else's: an officer's, a clock's. */
static KhidkiSandboxStep *
step_new (const char *line)
{
  KhidkiSandboxStep *step = g_new0 (KhidkiSandboxStep, 1);
  const char *colon = strchr (line, ':');

  step->kind = KHIDKI_SANDBOX_STEP_END;
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (line, verbs[i].verb))
      {
        step->kind = verbs[i].kind;
        step->verb = g_strdup (verbs[i].verb);
        step->argument = g_strstrip (g_strdup (line + strlen (verbs[i].verb)));
        return step;
      }
  step->verb = colon == NULL ? g_strdup (line) : g_strndup (line, (gsize) (colon - line) + 1);
  step->argument = g_strdup (colon == NULL ? "" : colon + 1);
  return step;
}

/* A pattern keeps its escapes: they are its own. */
static void
undo_escapes (KhidkiSandboxStep *step)
{
  g_autofree char *written = NULL;

  if (g_str_equal (step->verb, "bot~"))
    return;
  written = g_steal_pointer (&step->argument);
  step->argument = g_strcompress (written);
}

/**
 * khidki_sandbox_chat_read:
 * @text: a `.chat` file: a line a deed of the citizen or what must come back
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiSandboxStep): its steps
 */
GPtrArray *
khidki_sandbox_chat_read (const char *text,
                          GError    **error)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      KhidkiSandboxStep *step;

      g_strstrip (lines[i]);
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      step = step_new (lines[i]);
      step->line = i + 1;
      undo_escapes (step);
      g_ptr_array_add (steps, step);
    }
  if (steps->len > 0 && steps->len <= MAX_STEPS)
    return g_steal_pointer (&steps);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "A chat has lines such as “me: Hi” and “bot: Which language”, 1 to %d of them; here are %u",
               MAX_STEPS, steps->len);
  return NULL;
}

/* What a person cannot see of a message. */
static gboolean
is_hidden (const char *name)
{
  static const char *const hidden[] = { "messaging_product", "recipient_type", "to", "recipient",
                                        "type", "id", "biz_opaque_callback_data", "language", NULL };

  return g_strv_contains (hidden, name);
}

static void append_text (GString *text, JsonNode *node);

static void
append_member (JsonObject *object,
               const char *name,
               JsonNode   *member,
               gpointer    text)
{
  if (!is_hidden (name))
    append_text (text, member);
}

static void
append_element (JsonArray *array,
                guint      index,
                JsonNode  *element,
                gpointer   text)
{
  append_text (text, element);
}

static void
append_text (GString  *text,
             JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), append_member, text);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), append_element, text);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (text, "%s\n", json_node_get_string (node));
}

/**
 * khidki_sandbox_chat_dup_text:
 * @item: a message
 *
 * Returns: (transfer full): all that can be read of it, a line each
 */
char *
khidki_sandbox_chat_dup_text (const KhidkiSandboxItem *item)
{
  GString *text = g_string_new (NULL);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, item->shown != NULL ? item->shown : item->message);
  append_text (text, node);
  return g_string_free (text, FALSE);
}

/* (transfer full) (nullable): the tap on it, if @choice is the one */
static JsonObject *
make_tap (const KhidkiSandboxItem *item,
          JsonObject              *choice,
          const char              *title,
          const char              *type)
{
  JsonObject *tap;

  if (g_strcmp0 (khidki_sandbox_json_get_string (choice, "title"), title) != 0
      || khidki_sandbox_json_get_string (choice, "id") == NULL)
    return NULL;
  tap = json_object_new ();
  json_object_set_string_member (tap, "id", khidki_sandbox_json_get_string (choice, "id"));
  json_object_set_string_member (tap, "title", title);
  json_object_set_string_member (tap, "type", type);
  json_object_set_string_member (tap, "context", item->id);
  return tap;
}

static JsonObject *
find_row (const KhidkiSandboxItem *item,
          JsonArray               *sections,
          const char              *title)
{
  JsonObject *tap = NULL;

  for (guint i = 0; sections != NULL && i < json_array_get_length (sections); i++)
    {
      JsonArray *rows = khidki_sandbox_json_get_array (khidki_sandbox_json_element_object (sections, i),
                                                       "rows");

      for (guint j = 0; rows != NULL && tap == NULL && j < json_array_get_length (rows); j++)
        tap = make_tap (item, khidki_sandbox_json_element_object (rows, j), title, "list");
    }
  return tap;
}

/**
 * khidki_sandbox_chat_find_choice:
 * @item: a message
 * @title: what stands on a button or a row of a list
 *
 * Returns: (transfer full) (nullable): the tap on it, as [func@sandbox_inbound_tap] takes it
 */
JsonObject *
khidki_sandbox_chat_find_choice (const KhidkiSandboxItem *item,
                                 const char              *title)
{
  JsonObject *interactive = khidki_sandbox_json_get_object (item->message, "interactive");
  JsonObject *action = khidki_sandbox_json_get_object (interactive, "action");
  JsonArray *buttons = khidki_sandbox_json_get_array (action, "buttons");
  JsonObject *tap = NULL;

  for (guint i = 0; buttons != NULL && tap == NULL && i < json_array_get_length (buttons); i++)
    {
      JsonObject *reply = khidki_sandbox_json_get_object (
        khidki_sandbox_json_element_object (buttons, i), "reply");

      tap = make_tap (item, reply, title, "button");
    }
  return tap != NULL ? tap
                     : find_row (item, khidki_sandbox_json_get_array (action, "sections"), title);
}

/**
 * khidki_sandbox_chat_dup_number:
 * @text: what was said
 *
 * Returns: (transfer full) (nullable): the last application number in it, its digits
 */
char *
khidki_sandbox_chat_dup_number (const char *text)
{
  g_autoptr(GRegex) pattern = g_regex_new (NUMBER, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  char *number = NULL;

  g_regex_match (pattern, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_free (number);
      number = g_match_info_expand_references (match, "\\1\\2\\3\\4", NULL);
    }
  return number;
}
