/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chat-script.h"

#include <string.h>

typedef struct
{
  const char *verb;
  void (*run) (ChatWorld *world, const char *rest);
} Verb;

/* Where the script stands, for a failure's message. */
static const char *script_path;
static guint script_line;

static void G_GNUC_PRINTF (2, 3)
fail (ChatWorld *world, const char *format, ...)
{
  va_list arguments;
  g_autofree char *why = NULL;
  g_autofree char *said = chat_world_dup_said (world);

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_error ("%s:%u: %s\n--- was said:\n%s", script_path, script_line, why, said);
}

static void
me (ChatWorld *world, const char *rest)
{
  g_autofree char *key = chat_world_dup_key (world);

  chat_world_step (world,
                   khidki_event_new_text (key, world->account, world->context.now, rest));
}

static void
tap_id (ChatWorld *world, const char *id, const char *title)
{
  g_autofree char *key = chat_world_dup_key (world);

  g_free (world->last_tap);
  world->last_tap = g_strdup (id);
  chat_world_step (world,
                   khidki_event_new_choice (key, world->account, world->context.now, id, title));
}

static void
tap (ChatWorld *world, const char *rest)
{
  g_autofree char *id = g_strdup (chat_world_find_choice (world, rest));

  if (id == NULL)
    fail (world, "no choice “%s”", rest);
  tap_id (world, id, rest);
}

/* A button of a message of long ago: its id without the turn. */
static void
old_tap (ChatWorld *world, const char *rest)
{
  g_autofree char *id = g_strconcat ("1:", rest, NULL);

  tap_id (world, id, "of long ago");
}

static void
tap_again (ChatWorld *world, const char *rest)
{
  g_autofree char *id = g_strdup (world->last_tap);

  tap_id (world, id, "again");
}

static void
send_file (ChatWorld *world, const char *mime_type, const char *caption)
{
  g_autofree char *key = chat_world_dup_key (world);
  g_autofree char *media = g_strconcat ("media-", key, NULL);

  chat_world_step (world, khidki_event_new_media (key, world->account, world->context.now, media,
                                                  mime_type, caption));
}

static void
photo (ChatWorld *world, const char *rest)
{
  send_file (world, "image/jpeg", *rest != '\0' ? rest : NULL);
}

static void
pdf (ChatWorld *world, const char *rest)
{
  send_file (world, "application/pdf", *rest != '\0' ? rest : NULL);
}

static void
octets (ChatWorld *world, const char *rest)
{
  send_file (world, "application/octet-stream", *rest != '\0' ? rest : NULL);
}

static void
word (ChatWorld *world, const char *rest)
{
  send_file (world, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", NULL);
}

static void
reply (ChatWorld *world, const char *rest)
{
  chat_world_reply (world);
  me (world, rest);
}

static void
reply_photo (ChatWorld *world, const char *rest)
{
  chat_world_reply (world);
  photo (world, rest);
}

static void
video (ChatWorld *world, const char *rest)
{
  send_file (world, "video/mp4", NULL);
}

static void
send_other (ChatWorld *world, KhidkiEventKind kind, const char *detail)
{
  g_autofree char *key = chat_world_dup_key (world);
  KhidkiEvent *event = khidki_event_new (kind, key, world->account, world->context.now);

  khidki_event_set_detail (event, detail);
  chat_world_step (world, event);
}

static void
voice (ChatWorld *world, const char *rest)
{
  send_other (world, KHIDKI_EVENT_OTHER, "audio");
}

static void
sticker (ChatWorld *world, const char *rest)
{
  send_other (world, KHIDKI_EVENT_OTHER, "sticker");
}

/* @rest: latitude and longitude; without them the far end gave none that can be read */
static void
place (ChatWorld *world, const char *rest)
{
  g_autofree char *key = chat_world_dup_key (world);
  g_auto (GStrv) degrees = g_strsplit (rest, " ", 2);
  KhidkiEvent *event =
    khidki_event_new (KHIDKI_EVENT_LOCATION, key, world->account, world->context.now);

  if (*rest != '\0')
    khidki_event_set_location (event, g_ascii_strtod (degrees[0], NULL),
                               g_ascii_strtod (degrees[1], NULL));
  chat_world_step (world, event);
}

static void
identity (ChatWorld *world, const char *rest)
{
  send_other (world, KHIDKI_EVENT_IDENTITY, NULL);
}

static void
empty (ChatWorld *world, const char *rest)
{
  me (world, "");
}

static void
bot (ChatWorld *world, const char *rest)
{
  g_autofree char *said = chat_world_dup_said (world);

  if (strstr (said, rest) == NULL)
    fail (world, "“%s” was not said", rest);
}

static void
bot_not (ChatWorld *world, const char *rest)
{
  g_autofree char *said = chat_world_dup_said (world);

  if (strstr (said, rest) != NULL)
    fail (world, "“%s” was said", rest);
}

static void
bot_matches (ChatWorld *world, const char *rest)
{
  g_autofree char *said = chat_world_dup_said (world);

  if (!g_regex_match_simple (rest, said, G_REGEX_DOTALL, 0))
    fail (world, "“%s” does not match", rest);
}

static void
choice (ChatWorld *world, const char *rest)
{
  if (chat_world_find_choice (world, rest) == NULL)
    fail (world, "no choice “%s”", rest);
}

static void
no_choice (ChatWorld *world, const char *rest)
{
  if (chat_world_find_choice (world, rest) != NULL)
    fail (world, "choice “%s” is there", rest);
}

static void
silent (ChatWorld *world, const char *rest)
{
  if (world->messages->len > 0)
    fail (world, "something was said");
}

static void
document (ChatWorld *world, const char *rest)
{
  KhidkiMessage *message = chat_world_get_last (world);

  if (message == NULL || khidki_message_get_kind (message) != KHIDKI_MESSAGE_DOCUMENT)
    fail (world, "no document");
}

static void
template (ChatWorld *world, const char *rest)
{
  KhidkiMessage *message = chat_world_get_last (world);
  gboolean alone = message != NULL && khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE;
  KhidkiMessage *fallback = message == NULL ? NULL
                            : alone         ? message
                                            : khidki_message_get_template (message);
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  const char *const *parameters;
  guint values;

  if (fallback == NULL || g_strcmp0 (khidki_message_get_name (fallback), words[0]) != 0)
    {
      fail (world, "no template “%s”", words[0]);
      return;
    }
  parameters = khidki_message_get_parameters (fallback);
  values = parameters != NULL ? g_strv_length ((GStrv) parameters) : 0;
  if (values != g_ascii_strtoull (words[1], NULL, 10))
    fail (world, "%u values", values);
  for (guint i = 0; i < values; i++)
    if (*parameters[i] == '\0' || strchr (parameters[i], '\n') != NULL)
      fail (world, "value %u is “%s”", i, parameters[i]);
}

static void
private (ChatWorld *world, const char *rest)
{
  g_autofree char *key = chat_world_dup_key (world);
  GVariantDict values;

  if (world->link_path == NULL || world->context.draft == NULL)
    fail (world, "no link");
  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "draft", "s", khidki_draft_get_id (world->context.draft));
  g_variant_dict_insert (&values, "path", "s", world->link_path);
  g_variant_dict_insert (&values, "value", "s", rest);
  chat_world_step (world, khidki_event_new_server (key, world->account, world->context.now,
                                                   "private-given", g_variant_dict_end (&values)));
}

static void
news (ChatWorld *world, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);

  chat_world_news (world, words[0], words[1] != NULL ? words[1] : "");
}

static void
days (ChatWorld *world, const char *rest)
{
  chat_world_turn_clock (world, g_ascii_strtoll (rest, NULL, 10) * 24 * 60 * 60 * 1000);
}

static void
pace (ChatWorld *world, const char *rest)
{
  world->pace = g_ascii_strtoll (rest, NULL, 10) * 1000;
}

static void
no_hours (ChatWorld *world, const char *rest)
{
  world->context.helpline_hours = "";
}

static void
decided (ChatWorld *world, const char *rest)
{
  chat_world_decide (world, rest);
}

static void
scanned (ChatWorld *world, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);

  if (world->context.draft == NULL)
    fail (world, "no draft");
  chat_world_scan (world, words[0], (guint) g_ascii_strtoull (words[1], NULL, 10));
}

static void
files (ChatWorld *world, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  guint n;

  if (world->context.draft == NULL)
    fail (world, "no draft");
  n = khidki_answers_get_n_papers (khidki_draft_get_answers (world->context.draft), words[0]);
  if (n != g_ascii_strtoull (words[1], NULL, 10))
    fail (world, "%u files", n);
}

/* `stored: name Sita Devi`, or nothing behind the path: not answered. */
static void
stored (ChatWorld *world, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  const char *value;

  if (world->context.draft == NULL)
    fail (world, "no draft");
  value = khidki_answers_get (khidki_draft_get_answers (world->context.draft), words[0]);
  if (g_strcmp0 (value, words[1]) != 0)
    fail (world, "“%s” is stored", value);
}

static void
answered (ChatWorld *world, const char *rest)
{
  if (g_strcmp0 (world->last_answer, rest) != 0)
    fail (world, "the office got “%s”", world->last_answer);
}

static void
use_sms (ChatWorld *world, const char *rest)
{
  chat_world_use_sms (world);
}

static void
use_numbers (ChatWorld *world, const char *rest)
{
  chat_world_use_numbers (world);
}

/* Somebody else, who was never here. */
static void
anew (ChatWorld *world, const char *rest)
{
  khidki_session_unref (world->session);
  world->session = khidki_session_new ();
  g_clear_pointer (&world->context.draft, khidki_draft_unref);
  g_clear_pointer (&world->older, khidki_draft_unref);
  g_ptr_array_set_size (world->applications, 0);
}

static void
no_papers (ChatWorld *world, const char *rest)
{
  world->context.no_papers = TRUE;
}

static void
elsewhere (ChatWorld *world, const char *rest)
{
  world->context.papers_elsewhere = TRUE;
}

static void
many (ChatWorld *world, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  guint64 times = g_ascii_strtoull (words[0], NULL, 10);

  for (guint64 i = 0; i < times; i++)
    me (world, words[1]);
}

static void
did (ChatWorld *world, const char *rest)
{
  KhidkiActionKind kind = KHIDKI_ACTION_SUBMIT;

  if (strcmp (rest, "withdraw") == 0)
    kind = KHIDKI_ACTION_WITHDRAW;
  else if (strcmp (rest, "answer") == 0)
    kind = KHIDKI_ACTION_ANSWER_QUERY;
  else if (strcmp (rest, "link") == 0)
    kind = KHIDKI_ACTION_PRIVATE_LINK;
  else if (strcmp (rest, "offer") == 0)
    kind = KHIDKI_ACTION_OFFER_DRAFT;
  else if (strcmp (rest, "take") == 0)
    kind = KHIDKI_ACTION_TAKE_DRAFT;
  if (!chat_world_did (world, kind))
    fail (world, "it was not done: %s", rest);
}

static void
applications (ChatWorld *world, const char *rest)
{
  if (world->applications->len != g_ascii_strtoull (rest, NULL, 10))
    fail (world, "%u applications", world->applications->len);
}

/* `declared: pa hi`: in which languages the last application was. */
static void
declared (ChatWorld *world, const char *rest)
{
  KhidkiApplicationFacts *facts = g_ptr_array_index (world->applications, 0);
  const char *beside = khidki_answers_get (facts->answers, "declaration.beside");
  g_autofree char *languages =
    g_strjoin (" ", khidki_answers_get (facts->answers, "declaration.language"), beside, NULL);

  if (strcmp (languages, rest) != 0)
    fail (world, "it was declared in “%s”", languages);
}

static void
draft (ChatWorld *world, const char *rest)
{
  if ((world->context.draft != NULL) != (strcmp (rest, "yes") == 0))
    fail (world, "draft: not %s", rest);
}

static void
draft_gone (ChatWorld *world, const char *rest)
{
  chat_world_end_draft (world);
}

static void
market (ChatWorld *world, const char *rest)
{
  chat_world_add_market (world);
}

static void
departments (ChatWorld *world, const char *rest)
{
  if (g_str_equal (rest, "stopped"))
    chat_world_stop_departments (world);
  else
    chat_world_start_departments (world);
}

static void
at_most (ChatWorld *world, const char *rest)
{
  g_test_message ("%u messages of the person", world->from_person);
  if (world->from_person > g_ascii_strtoull (rest, NULL, 10))
    fail (world, "%u messages of the person", world->from_person);
}

static const Verb verbs[] = {
  { "me:", me },
  { "tap:", tap },
  { "tap-again:", tap_again },
  { "old-tap:", old_tap },
  { "photo:", photo },
  { "pdf:", pdf },
  { "video:", video },
  { "octets:", octets },
  { "word:", word },
  { "reply:", reply },
  { "reply-photo:", reply_photo },
  { "pace:", pace },
  { "no-hours:", no_hours },
  { "decided:", decided },
  { "files:", files },
  { "stored:", stored },
  { "answered:", answered },
  { "voice:", voice },
  { "sticker:", sticker },
  { "place:", place },
  { "identity:", identity },
  { "empty:", empty },
  { "bot:", bot },
  { "not:", bot_not },
  { "bot~", bot_matches },
  { "choice:", choice },
  { "no-choice:", no_choice },
  { "silent:", silent },
  { "document:", document },
  { "template:", template },
  { "kept:", chat_world_kept },
  { "hand:", chat_world_hand },
  { "private:", private },
  { "news:", news },
  { "days:", days },
  { "sms:", use_sms },
  { "departments:", departments },
  { "market:", market },
  { "numbered:", use_numbers },
  { "anew:", anew },
  { "no-papers:", no_papers },
  { "elsewhere:", elsewhere },
  { "many:", many },
  { "did:", did },
  { "applications:", applications },
  { "declared:", declared },
  { "draft:", draft },
  { "draft-gone:", draft_gone },
  { "scanned:", scanned },
  { "at-most:", at_most },
};

/* With --verbose the whole chat can be read. */
static void
show (ChatWorld *world, const char *line)
{
  g_autofree char *said = chat_world_dup_said (world);

  if (g_test_verbose () && !g_str_has_prefix (line, "bot") && strstr (line, "hoice:") == NULL)
    g_test_message ("> %s\n%s", line, said);
}

/* (transfer full): @line with what is another in each chat */
static char *
fill (ChatWorld *world, const char *line)
{
  GString *filled = g_string_new (line);
  const char *phone = khidki_account_get_phone (world->account);

  if (world->last_number != NULL)
    g_string_replace (filled, "{number}", world->last_number, 0);
  g_string_replace (filled, "{phone}", phone + strlen ("+91"), 0);
  return g_string_free (filled, FALSE);
}

/* A pattern keeps its escapes: they are its own. */
static char *
dup_rest (const Verb *verb, const char *line)
{
  g_autofree char *rest = g_strstrip (g_strdup (line + strlen (verb->verb)));

  return verb->run == bot_matches ? g_steal_pointer (&rest) : g_strcompress (rest);
}

static void
run_line (ChatWorld *world, const char *line)
{
  g_autofree char *filled = fill (world, line);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (filled, verbs[i].verb))
      {
        g_autofree char *rest = dup_rest (&verbs[i], filled);

        verbs[i].run (world, rest);
        show (world, filled);
        return;
      }
  fail (world, "what is “%s”?", line);
}

void
chat_script_run (KhidkiCatalogue *catalogue, const char *path)
{
  g_autoptr (ChatWorld) world = chat_world_new (catalogue);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  script_path = path;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      script_line = i + 1;
      g_strstrip (lines[i]);
      if (*lines[i] != '\0' && *lines[i] != '#')
        run_line (world, lines[i]);
    }
}
