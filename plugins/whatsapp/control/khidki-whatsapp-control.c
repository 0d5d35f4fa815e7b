/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki.h>
#include <locale.h>
#include <stdio.h>

#include "khidki-whatsapp-command.h"

static const char help[]
    = "usage: khidkictl whatsapp [--number NAME] [--credentials FOLDER] COMMAND\n"
      "\n"
      "  doctor\n"
      "        tries all that a number needs, and says what to do about what is wrong\n"
      "  templates [--language LANGUAGE] [--missing]\n"
      "        what Meta has to approve, in Meta's form; with --missing only what it has not\n"
      "  poster --output FILE.pdf [--digits NUMBER]\n"
      "        a page to hang up: the number, its code to scan, whom to trust\n"
      "\n"
      "All numbers of the configuration, or [whatsapp NAME] alone; --number= is the first.\n"
      "Credentials are those of the running service, or lie beside the configuration.\n"
      "With --json for programs. Exits with 0 done, 1 refused or something is wrong, 2 usage,\n"
      "3 Meta is not reachable.\n";

static const struct
{
  const char *name;
  KhidkiWhatsappExit (*run) (KhidkiToolHost *host,
                             const char *const *numbers,
                             const KhidkiWhatsappWords *words);
} commands[] = {
  { "doctor", khidki_whatsapp_command_doctor },
  { "templates", khidki_whatsapp_command_templates },
  { "poster", khidki_whatsapp_command_poster },
};

/* (transfer full) (nullable): NAME of each group that is meant, "" for the first */
static GStrv
list_numbers (KhidkiToolHost *host, const KhidkiWhatsappWords *words, GError **error)
{
  g_auto (GStrv) groups = khidki_host_list_groups (KHIDKI_HOST (host));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (words->number == NULL)
    {
      g_strv_builder_add (builder, "");
      g_strv_builder_addv (builder, (const char **) groups);
    }
  else if (*words->number == '\0' || g_strv_contains ((const char *const *) groups, words->number))
    g_strv_builder_add (builder, words->number);
  else
    {
      g_autofree char *joined = g_strjoinv (", ", groups);

      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                   "there is no group [whatsapp %s]; further numbers: %s", words->number,
                   *joined != '\0' ? joined : "none");
      return NULL;
    }
  return g_strv_builder_end (builder);
}

static KhidkiWhatsappExit
run (const KhidkiWhatsappWords *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiToolHost) host = NULL;
  g_auto (GStrv) numbers = NULL;

  khidki_tool_host_find_credentials (words->config, words->credentials);
  host = khidki_tool_host_new (words->config, "whatsapp", &error);
  if (host != NULL)
    numbers = list_numbers (host, words, &error);
  if (numbers == NULL)
    return khidki_whatsapp_command_end (KHIDKI_WHATSAPP_EXIT_REFUSED, error->message);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, words->command))
      return commands[i].run (host, (const char *const *) numbers, words);
  return KHIDKI_WHATSAPP_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiWhatsappWords) words = NULL;

  setlocale (LC_ALL, "");
  words = khidki_whatsapp_words_new ((const char *const *) argv + MIN (argc, 1), &error);
  if (words == NULL)
    {
      khidki_whatsapp_command_end (KHIDKI_WHATSAPP_EXIT_USAGE, error->message);
      fputs (help, stderr);
      return KHIDKI_WHATSAPP_EXIT_USAGE;
    }
  if (words->help)
    {
      fputs (help, stdout);
      return KHIDKI_WHATSAPP_EXIT_DONE;
    }
  return run (words);
}
