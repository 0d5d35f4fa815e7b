/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-control-call.h"

#include <string.h>

#include "admin/khidki-control-text.h"
#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-json.h"

#define DEEPEST_JSON 4
#define MOST_WORDS 256

struct _KhidkiControlCall
{
  KhidkiControlDoneFunc done;
  KhidkiControlProgressFunc progress;
  gpointer user_data;
  const KhidkiCommand *command;
  KhidkiCommandWords *words;
  GCancellable *cancellable;
  gboolean wants_json;
};

/**
 * khidki_control_call_new:
 * @done: takes the answer
 * @progress: hears that more of it is done, until @done is called
 * @user_data: for both; must live until it is called
 *
 * Returns: (transfer full): a call of which nothing is known yet
 *
 * Since: 0.1
 */
KhidkiControlCall *
khidki_control_call_new (KhidkiControlDoneFunc done,
                         KhidkiControlProgressFunc progress,
                         gpointer user_data)
{
  KhidkiControlCall *self = g_rc_box_new0 (KhidkiControlCall);

  self->done = done;
  self->progress = progress;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  return self;
}

KhidkiControlCall *
khidki_control_call_ref (KhidkiControlCall *self)
{
  return g_rc_box_acquire (self);
}

static void
call_clear (gpointer data)
{
  KhidkiControlCall *self = data;

  khidki_control_call_answer_with (self, KHIDKI_CONTROL_REFUSED, "the command gave no answer", NULL);
  g_clear_pointer (&self->words, khidki_command_words_free);
  g_clear_object (&self->cancellable);
}

void
khidki_control_call_unref (KhidkiControlCall *self)
{
  g_rc_box_release_full (self, call_clear);
}

static gboolean
invalid (GError **error, const char *what)
{
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, what);
  return FALSE;
}

/* (transfer full) (nullable): the strings of `command`, and `--as` from beside it */
static GStrv
read_words (JsonObject *request, GError **error)
{
  JsonNode *node = json_object_get_member (request, "command");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (n == 0 || n > MOST_WORDS)
    {
      invalid (error, "\"command\" is no list of words");
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      JsonNode *word = json_array_get_element (array, i);

      if (json_node_get_value_type (word) != G_TYPE_STRING)
        {
          invalid (error, "\"command\" is no list of words");
          return NULL;
        }
      g_strv_builder_add (builder, json_node_get_string (word));
    }
  return g_strv_builder_end (builder);
}

/* Those beside the words; of a wrong type is as if it was not there. */
static const char *
read_officer (JsonObject *request)
{
  JsonNode *node = json_object_get_member (request, "as");

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

static gboolean
read_flag (JsonObject *request, const char *name)
{
  JsonNode *node = json_object_get_member (request, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

/* (transfer full): @words without the name, `--as` before them */
static GStrv
gather_rest (const char *const *words, guint n_name, const char *officer)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *as = officer != NULL ? g_strconcat ("--as=", officer, NULL) : NULL;

  if (as != NULL)
    g_strv_builder_add (builder, as);
  g_strv_builder_addv (builder, (const char **) words + n_name);
  return g_strv_builder_end (builder);
}

/**
 * khidki_control_call_read:
 * @self: a new call
 * @line: one line without its newline
 * @length: its length
 *
 * Reads `{"command":["app","list"],"json":true,"as":"OFFICER"}` strictly and
 * finds the command.
 *
 * Returns: %FALSE with %KHIDKI_ERROR_INVALID if it is none
 *
 * Since: 0.1
 */
gboolean
khidki_control_call_read (KhidkiControlCall *self, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) rest = NULL;
  JsonObject *request;
  guint n_name;

  if (!khidki_json_check (line, length, DEEPEST_JSON, error)
      || !json_parser_load_from_data (parser, line, (gssize) length, error))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return invalid (error, "a command is a JSON object");

  request = json_node_get_object (json_parser_get_root (parser));
  self->wants_json = read_flag (request, "json");
  words = read_words (request, error);
  if (words == NULL)
    return FALSE;

  self->command = khidki_command_find ((const char *const *) words, &n_name);
  if (self->command == NULL)
    return invalid (error, "there is no such command; see khidkictl --help");
  rest = gather_rest ((const char *const *) words, n_name, read_officer (request));
  self->words = khidki_command_read (self->command, (const char *const *) rest, error);
  return self->words != NULL;
}

/* (nullable): once it is read */
const KhidkiCommand *
khidki_control_call_get_command (KhidkiControlCall *self)
{
  return self->command;
}

/* (nullable): the word at @index behind the name */
const char *
khidki_control_call_get_word (KhidkiControlCall *self, guint index)
{
  return index < g_strv_length (self->words->words) ? self->words->words[index] : NULL;
}

/* (transfer full): the words from @index on as one text; "" if there are none */
char *
khidki_control_call_dup_rest (KhidkiControlCall *self, guint index)
{
  if (khidki_control_call_get_word (self, index) == NULL)
    return g_strdup ("");
  return g_strjoinv (" ", self->words->words + index);
}

/* (nullable) */
const char *
khidki_control_call_get_option (KhidkiControlCall *self, const char *name)
{
  return g_hash_table_lookup (self->words->options, name);
}

/* Cancelled when nobody waits for the answer any more. */
GCancellable *
khidki_control_call_get_cancellable (KhidkiControlCall *self)
{
  return self->cancellable;
}

static char *
format_answer (KhidkiControlCall *self, KhidkiControlExit how, const char *text, JsonNode *data)
{
  g_autoptr (JsonObject) answer = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *line = NULL;

  json_object_set_int_member (answer, "exit", how);
  if (!self->wants_json || data == NULL)
    {
      g_autofree char *rendered = text == NULL ? khidki_control_text_render (data) : NULL;

      json_object_set_string_member (answer, "text", text != NULL ? text : rendered);
    }
  if (data != NULL)
    json_object_set_member (answer, "data", json_node_copy (data));
  json_node_set_object (root, answer);
  line = json_to_string (root, FALSE);
  return g_strconcat (line, "\n", NULL);
}

/**
 * khidki_control_call_answer_with:
 * @self: the call
 * @how: how it ended
 * @text: (nullable): for people; made of @data if %NULL
 * @data: (transfer full) (nullable): for programs
 *
 * Ends the call. Only the first end counts.
 *
 * Since: 0.1
 */
void
khidki_control_call_answer_with (KhidkiControlCall *self,
                                 KhidkiControlExit how,
                                 const char *text,
                                 JsonNode *data)
{
  g_autoptr (JsonNode) owned = data;
  KhidkiControlDoneFunc done = g_steal_pointer (&self->done);
  g_autofree char *line = NULL;

  if (done == NULL)
    return;
  line = format_answer (self, how, text, owned);
  done (line, self->user_data);
}

/**
 * khidki_control_call_progress:
 * @self: a call that is not answered yet
 *
 * What looks at all there is says so after each part, and takes as long as it takes.
 *
 * Since: 0.1
 */
void
khidki_control_call_progress (KhidkiControlCall *self)
{
  if (self->done != NULL)
    self->progress (self->user_data);
}

/* @data: (transfer full). Done; its text is made of @data. */
void
khidki_control_call_answer (KhidkiControlCall *self, JsonNode *data)
{
  khidki_control_call_answer_with (self, KHIDKI_CONTROL_DONE, NULL, data);
}

/* Refused, with the error's message; it names neither citizen nor phone. */
void
khidki_control_call_fail (KhidkiControlCall *self, const GError *error)
{
  g_autoptr (JsonNode) data = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "error", error->message);
  json_node_set_object (data, object);
  khidki_control_call_answer_with (self, KHIDKI_CONTROL_REFUSED, error->message,
                                   g_steal_pointer (&data));
}
