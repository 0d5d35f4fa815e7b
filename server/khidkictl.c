/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "admin/khidki-command.h"
#include "admin/khidki-control-program.h"
#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-version.h"

#define DEFAULT_CONFIG "/etc/khidki/khidki.conf"
#define SOCKET_NAME "control.sock"
/* The server gives a command 30 seconds and says so when they are over; one that takes longer
 * shows that it goes on. */
#define PATIENCE_SECONDS 40

enum
{
  EXIT_REFUSED = 1,
  EXIT_USAGE = 2,
  EXIT_NOT_REACHABLE = 3,
};

typedef struct
{
  char *socket;
  char *config;
  char *state_dir;
  char *officer;
  gboolean json;
  gboolean help;
  gboolean version;
  GPtrArray *words;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->socket);
  g_free (arguments->config);
  g_free (arguments->state_dir);
  g_free (arguments->officer);
  g_ptr_array_unref (arguments->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* (transfer full): where programs of plugins lie; another place only for what is not
 * installed */
static GStrv
list_program_folders (void)
{
  const char *path = g_getenv ("KHIDKI_CONTROL_PATH");

  return g_strsplit (path != NULL ? path : KHIDKI_CONTROLDIR, G_SEARCHPATH_SEPARATOR_S, -1);
}

static void
print_programs (FILE *stream)
{
  g_auto (GStrv) folders = list_program_folders ();
  g_auto (GStrv) words = khidki_control_program_list ((const char *const *) folders);

  for (guint i = 0; words[i] != NULL; i++)
    fprintf (stream, "  %s …\n        a program that a plugin brings; khidkictl %s --help\n",
             words[i], words[i]);
}

static void
print_help (FILE *stream)
{
  guint n;
  const KhidkiCommand *commands = khidki_command_list (&n);

  fputs ("usage: khidkictl [--socket PATH | --config FILE | --state-dir FOLDER] [--json] COMMAND …\n\n",
         stream);
  for (guint i = 0; i < n; i++)
    fprintf (stream, "  %s%s%s\n        %s\n", commands[i].name,
             *commands[i].usage != '\0' ? " " : "", commands[i].usage, commands[i].summary);
  print_programs (stream);
  fputs ("\nThe socket is $KHIDKI_SOCKET, or control.sock in the state-dir of " DEFAULT_CONFIG ".\n"
         "Exits with 0 done, 1 refused, 2 usage, 3 not reachable.\n",
         stream);
}

/* The value of `--name VALUE` or `--name=VALUE` at @at, which moves on; FALSE if
 * it is another option. */
static gboolean
take_option (char **argv, int *at, const char *name, char **value, GError **error)
{
  const char *word = argv[*at];
  gsize length = strlen (name);

  if (strncmp (word, name, length) != 0 || (word[length] != '\0' && word[length] != '='))
    return FALSE;
  if (word[length] == '\0' && argv[*at + 1] == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "a value is missing after %s", name);
      return TRUE;
    }
  g_free (*value);
  *value = g_strdup (word[length] == '=' ? word + length + 1 : argv[++*at]);
  return TRUE;
}

static gboolean
take_flag (const char *word, const char *name, gboolean *flag)
{
  if (!g_str_equal (word, name))
    return FALSE;
  *flag = TRUE;
  return TRUE;
}

/* Our own options may stand anywhere; the rest is the command's. */
static gboolean
read_arguments (Arguments *arguments, char **argv, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  arguments->words = g_ptr_array_new ();
  for (int i = 1; argv[i] != NULL && local_error == NULL; i++)
    {
      if (g_str_equal (argv[i], "--"))
        {
          for (; argv[i + 1] != NULL; i++)
            g_ptr_array_add (arguments->words, argv[i]);
          g_ptr_array_add (arguments->words, argv[i]);
        }
      else if (!take_option (argv, &i, "--socket", &arguments->socket, &local_error)
               && !take_option (argv, &i, "--config", &arguments->config, &local_error)
               && !take_option (argv, &i, "--state-dir", &arguments->state_dir, &local_error)
               && !take_option (argv, &i, "--as", &arguments->officer, &local_error)
               && !take_flag (argv[i], "--json", &arguments->json)
               && !take_flag (argv[i], "--help", &arguments->help)
               && !take_flag (argv[i], "-h", &arguments->help)
               && !take_flag (argv[i], "--version", &arguments->version))
        {
          g_ptr_array_add (arguments->words, argv[i]);
        }
    }
  g_ptr_array_add (arguments->words, NULL);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return *error == NULL;
}

/* A mistake is told here, whether or not there is a server. */
static gboolean
check_command (const Arguments *arguments, GError **error)
{
  const char *const *words = (const char *const *) arguments->words->pdata;
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  g_autofree char *as = g_strconcat ("--as=", arguments->officer, NULL);
  g_autoptr (KhidkiCommandWords) read = NULL;
  const KhidkiCommand *command;
  guint n_name;

  command = khidki_command_find (words, &n_name);
  if (command == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "there is no command \"%s\"; see khidkictl --help", words[0]);
      return FALSE;
    }
  if (arguments->officer != NULL)
    g_ptr_array_add (rest, as);
  for (guint i = n_name; words[i] != NULL; i++)
    g_ptr_array_add (rest, (gpointer) words[i]);
  g_ptr_array_add (rest, NULL);
  read = khidki_command_read (command, (const char *const *) rest->pdata, error);
  return read != NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full): the files of `conf.d` beside @config, in their order */
static GPtrArray *
list_fragments (const char *config)
{
  g_autofree char *folder = g_path_get_dirname (config);
  g_autofree char *fragments = g_build_filename (folder, "conf.d", NULL);
  g_autoptr (GDir) dir = g_dir_open (fragments, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".conf"))
      g_ptr_array_add (paths, g_build_filename (fragments, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static void
read_state_dir (const char *path, char **state_dir)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *value = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  value = g_key_file_get_string (file, "server", "state-dir", NULL);
  if (value == NULL)
    return;
  g_free (*state_dir);
  *state_dir = g_steal_pointer (&value);
}

/* (transfer full) (nullable) */
static char *
find_socket (const Arguments *arguments, GError **error)
{
  const char *config = arguments->config != NULL ? arguments->config : DEFAULT_CONFIG;
  g_autofree char *state_dir = g_strdup (arguments->state_dir);
  g_autoptr (GPtrArray) fragments = NULL;

  if (arguments->socket != NULL)
    return g_strdup (arguments->socket);
  if (arguments->config == NULL && state_dir == NULL && g_getenv ("KHIDKI_SOCKET") != NULL)
    return g_strdup (g_getenv ("KHIDKI_SOCKET"));
  if (state_dir == NULL)
    {
      read_state_dir (config, &state_dir);
      fragments = list_fragments (config);
      for (guint i = 0; i < fragments->len; i++)
        read_state_dir (g_ptr_array_index (fragments, i), &state_dir);
    }
  if (state_dir == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "%s names no state-dir", config);
      return NULL;
    }
  return g_build_filename (state_dir, SOCKET_NAME, NULL);
}

/* (transfer full): the line that asks for it */
static char *
format_request (const Arguments *arguments)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "command");
  json_builder_begin_array (builder);
  for (guint i = 0; arguments->words->pdata[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_make_valid (arguments->words->pdata[i], -1);

      json_builder_add_string_value (builder, word);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "json");
  json_builder_add_boolean_value (builder, arguments->json);
  if (arguments->officer != NULL)
    {
      g_autofree char *officer = g_utf8_make_valid (arguments->officer, -1);

      json_builder_set_member_name (builder, "as");
      json_builder_add_string_value (builder, officer);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}

/* (transfer full) (nullable): the answer's object */
static JsonNode *
ask (const char *path, const char *request, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GDataInputStream) input = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;

  g_socket_client_set_timeout (client, PATIENCE_SECONDS);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);
  if (connection == NULL
      || !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                     request, strlen (request), NULL, NULL, error))
    return NULL;

  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  line = g_data_input_stream_read_line (input, NULL, NULL, error);
  root = line != NULL ? json_from_string (line, error) : NULL;
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root)
      && json_object_has_member (json_node_get_object (root), "exit"))
    return g_steal_pointer (&root);
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "it gave no answer");
  return NULL;
}

static int
show (JsonObject *answer, gboolean json)
{
  int how = (int) json_object_get_int_member_with_default (answer, "exit", 1);
  const char *text = json_object_get_string_member_with_default (answer, "text", "");
  JsonNode *data = json_object_get_member (answer, "data");

  if (json && data != NULL)
    {
      g_autofree char *pretty = json_to_string (data, TRUE);

      fprintf (stdout, "%s\n", pretty);
    }
  else if (*text != '\0')
    {
      fprintf (how == 0 ? stdout : stderr, "%s%s\n", how == 0 ? "" : "khidkictl: ", text);
    }
  return how >= 0 && how <= EXIT_USAGE ? how : 1;
}

static int
end_with (int how, const GError *error)
{
  fprintf (stderr, "khidkictl: %s\n", error->message);
  return how;
}

static int
run (const Arguments *arguments)
{
  g_autofree char *path = NULL;
  g_autofree char *request = format_request (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (!check_command (arguments, &error))
    return end_with (EXIT_USAGE, error);
  path = find_socket (arguments, &error);
  if (path == NULL)
    return end_with (EXIT_NOT_REACHABLE, error);
  answer = ask (path, request, &error);
  if (answer == NULL)
    {
      g_prefix_error (&error, "the server does not answer at %s: ", path);
      return end_with (EXIT_NOT_REACHABLE, error);
    }
  return show (json_node_get_object (answer), arguments->json);
}

/* Hands over to @path what is its own, and of ours what concerns it too. */
static int
become (const Arguments *arguments, const char *path)
{
  const char *config = arguments->config != NULL ? arguments->config : DEFAULT_CONFIG;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (arguments->socket != NULL || arguments->state_dir != NULL || arguments->officer != NULL)
    {
      fprintf (stderr, "khidkictl: %s takes neither --socket, --state-dir nor --as\n",
               (const char *) arguments->words->pdata[0]);
      return EXIT_USAGE;
    }
  g_ptr_array_add (words, (gpointer) path);
  g_ptr_array_add (words, (gpointer) "--config");
  g_ptr_array_add (words, (gpointer) config);
  if (arguments->json)
    g_ptr_array_add (words, (gpointer) "--json");
  if (arguments->help)
    g_ptr_array_add (words, (gpointer) "--help");
  for (guint i = 1; i < arguments->words->len; i++)
    g_ptr_array_add (words, arguments->words->pdata[i]);
  fflush (NULL);
  execv (path, (char *const *) words->pdata);
  fprintf (stderr, "khidkictl: %s: %s\n", path, g_strerror (errno));
  return EXIT_REFUSED;
}

/* (transfer full) (nullable): the program of a plugin that the first word is; without
 * an error none, for the server knows it or nobody does */
static char *
find_program (const Arguments *arguments, GError **error)
{
  const char *const *words = (const char *const *) arguments->words->pdata;
  g_auto (GStrv) folders = list_program_folders ();
  g_autoptr (GError) local_error = NULL;
  char *path;

  if (words[0] == NULL || khidki_command_knows (words[0]))
    return NULL;
  path = khidki_control_program_find ((const char *const *) folders, words[0], &local_error);
  if (path == NULL && !g_error_matches (local_error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return path;
}

int
main (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autofree char *program = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (!read_arguments (&arguments, argv, &error))
    return end_with (EXIT_USAGE, error);
  if (arguments.version)
    {
      puts ("khidkictl " KHIDKI_VERSION);
      return 0;
    }
  program = find_program (&arguments, &error);
  if (error != NULL)
    return end_with (EXIT_REFUSED, error);
  if (program != NULL)
    return become (&arguments, program);
  if (arguments.help || arguments.words->pdata[0] == NULL)
    {
      print_help (arguments.help ? stdout : stderr);
      return arguments.help ? 0 : EXIT_USAGE;
    }
  return run (&arguments);
}
