/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-config.h"

#define GROUP "sandbox"
#define UNSET -1

typedef struct
{
  const char *name;
  char      **place;
  const char *otherwise; /* NULL: may stay unset */
  gboolean    needed;
  const char *help;
} Word;

#define WORDS_MAX 24

static void
list_words (KhidkiSandboxConfig *config,
            Word                *words)
{
  const Word all[] = {
    { "listen", &config->listen, "127.0.0.1:8090", FALSE, "Address and port to listen on" },
    { "webhook", &config->webhook, NULL, TRUE, "URL of the webhook under test" },
    { "phone-number-id", &config->phone_number_id, NULL, TRUE, "Id of the business number" },
    { "display-number", &config->display_number, "919000000001", FALSE, "The business number" },
    { "business-name", &config->business_name, "Khidki", FALSE, "Name at the top of the chat" },
    { "business-account-id", &config->business_account_id, "419561257915477", FALSE,
      "Id of the WhatsApp business account" },
    { "access-token", &config->access_token, NULL, TRUE, "Bearer token that calls must carry" },
    { "app-secret", &config->app_secret, NULL, TRUE, "Key that signs webhooks" },
    { "verify-token", &config->verify_token, NULL, TRUE, "Token shown when verifying the webhook" },
    { "auth-header", &config->auth_header, "Authorization", FALSE,
      "Header that carries the token, as at a provider company" },
    { "signature-header", &config->signature_header, "X-Hub-Signature-256", FALSE,
      "Header that carries a webhook's signature, likewise" },
    { "version", &config->version, "v25.0", FALSE, "Graph API version" },
    { "state-dir", &config->state_dir, NULL, FALSE, "Keeps citizens and clock over restarts" },
    { "clock-file", &config->clock_file, NULL, FALSE, "File that tells others the clock's offset" },
    { "templates", &config->templates, NULL, FALSE, "JSON array of approved templates" },
    { "sms-inbound", &config->sms_inbound, NULL, FALSE, "URL that takes texts; opens the SMS side" },
    { "sms-secret", &config->sms_secret, "", FALSE, "Secret shown with each text" },
    { "sms-username", &config->sms_username, "khidki", FALSE, "Name that may send texts" },
    { "sms-password", &config->sms_password, "", FALSE, "Password that may send texts" },
    { "sms-number", &config->sms_number, "7738299899", FALSE, "Number that citizens text to" },
    { NULL },
  };

  memcpy (words, all, sizeof all);
}

static void
set_strings (KhidkiSandboxConfig *config,
             GKeyFile            *file)
{
  Word words[WORDS_MAX];

  list_words (config, words);
  for (guint i = 0; words[i].name != NULL; i++)
    {
      if (*words[i].place == NULL)
        *words[i].place = g_key_file_get_string (file, GROUP, words[i].name, NULL);
      if (*words[i].place == NULL)
        *words[i].place = g_strdup (words[i].otherwise);
    }
}

static gboolean
set_number (GKeyFile   *file,
            const char *name,
            int        *place,
            int         otherwise,
            GError    **error)
{
  if (*place != UNSET)
    return TRUE;
  if (!g_key_file_has_key (file, GROUP, name, NULL))
    {
      *place = otherwise;
      return TRUE;
    }
  *place = g_key_file_get_integer (file, GROUP, name, error);
  return *place >= 0 && (error == NULL || *error == NULL);
}

static gboolean
set_rest (KhidkiSandboxConfig *config,
          GKeyFile            *file,
          GError             **error)
{
  config->pair_limit = config->pair_limit
                       || g_key_file_get_boolean (file, GROUP, "pair-limit", NULL);
  config->no_verify = config->no_verify || g_key_file_get_boolean (file, GROUP, "no-verify", NULL);
  return set_number (file, "history", &config->history, 500, error)
         && set_number (file, "media-megabytes", &config->media_megabytes, 256, error)
         && set_number (file, "status-delay", &config->status_delay, 50, error);
}

static gboolean
check_sms (KhidkiSandboxConfig *config,
           GError             **error)
{
  if (config->sms_inbound == NULL)
    return TRUE;
  if (!g_uri_is_valid (config->sms_inbound, G_URI_FLAGS_NONE, error))
    {
      g_prefix_error (error, "--sms-inbound: ");
      return FALSE;
    }
  if (*config->sms_secret != '\0' && *config->sms_password != '\0')
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "--sms-inbound needs --sms-secret and --sms-password");
  return FALSE;
}

/**
 * khidki_sandbox_config_is_header:
 * @name: (nullable): what may be the name of a header
 *
 * Returns: whether it is one: letters, digits, `-` and `_`
 */
gboolean
khidki_sandbox_config_is_header (const char *name)
{
  return name != NULL && *name != '\0'
         && strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") == strlen (name);
}

static gboolean
check_headers (KhidkiSandboxConfig *config,
               GError             **error)
{
  if (khidki_sandbox_config_is_header (config->auth_header)
      && khidki_sandbox_config_is_header (config->signature_header))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "--auth-header and --signature-header take the name of a header");
  return FALSE;
}

static gboolean
check_needed (KhidkiSandboxConfig *config,
              GError             **error)
{
  Word words[WORDS_MAX];

  list_words (config, words);
  for (guint i = 0; words[i].name != NULL; i++)
    if (words[i].needed && (*words[i].place == NULL || **words[i].place == '\0'))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "--%s is missing: %s",
                     words[i].name, words[i].help);
        return FALSE;
      }
  if (!g_uri_is_valid (config->webhook, G_URI_FLAGS_NONE, error))
    {
      g_prefix_error (error, "--webhook: ");
      return FALSE;
    }
  return check_headers (config, error) && check_sms (config, error);
}

static gboolean
read_options (KhidkiSandboxConfig *config,
              int                 *argc,
              char              ***argv,
              GError             **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &config->config,
      "Keyfile with the same names in its group [sandbox]", "FILE" },
    { "history", 0, 0, G_OPTION_ARG_INT, &config->history, "Messages kept a citizen, 0 for none",
      "N" },
    { "media-megabytes", 0, 0, G_OPTION_ARG_INT, &config->media_megabytes,
      "Memory for media in all", "N" },
    { "status-delay", 0, 0, G_OPTION_ARG_INT, &config->status_delay,
      "Wait before a message counts as sent", "MILLISECONDS" },
    { "pair-limit", 0, 0, G_OPTION_ARG_NONE, &config->pair_limit,
      "Hold the limit of messages to one citizen", NULL },
    { "no-verify", 0, 0, G_OPTION_ARG_NONE, &config->no_verify,
      "Do not verify the webhook at start", NULL },
    { "print-rules", 0, 0, G_OPTION_ARG_NONE, &config->print_rules,
      "Print the table of message rules as JSON and end", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- Meta's side of WhatsApp, to try on");
  GOptionEntry more[WORDS_MAX] = { 0 };
  Word words[WORDS_MAX];

  list_words (config, words);
  for (guint i = 0; words[i].name != NULL; i++)
    more[i] = (GOptionEntry){ words[i].name, 0, 0, G_OPTION_ARG_STRING, words[i].place,
                              words[i].help, "VALUE" };
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, more, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

/**
 * khidki_sandbox_config_new:
 * @argc: (inout): count of arguments
 * @argv: (inout): arguments
 * @error: place for an error
 *
 * Reads the command line, then what it leaves open from the keyfile.
 *
 * Returns: (transfer full) (nullable): the settings
 */
KhidkiSandboxConfig *
khidki_sandbox_config_new (int      *argc,
                           char   ***argv,
                           GError  **error)
{
  g_autoptr (KhidkiSandboxConfig) config = g_new0 (KhidkiSandboxConfig, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  config->history = config->media_megabytes = config->status_delay = UNSET;
  if (!read_options (config, argc, argv, error))
    return NULL;
  if (config->config != NULL
      && !g_key_file_load_from_file (file, config->config, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", config->config);
      return NULL;
    }
  set_strings (config, file);
  if (!set_rest (config, file, error))
    return NULL;
  if (!config->print_rules && !check_needed (config, error))
    return NULL;
  if (config->clock_file == NULL && config->state_dir != NULL)
    config->clock_file = g_build_filename (config->state_dir, "clock-offset", NULL);
  return g_steal_pointer (&config);
}

void
khidki_sandbox_config_free (KhidkiSandboxConfig *config)
{
  Word words[WORDS_MAX];

  list_words (config, words);
  for (guint i = 0; words[i].name != NULL; i++)
    g_free (*words[i].place);
  g_free (config->config);
  g_free (config);
}
