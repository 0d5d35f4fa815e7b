/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-command.h"

#include <stdio.h>

#include "khidki-whatsapp-doctor.h"
#include "khidki-whatsapp-meta.h"
#include "khidki-whatsapp-remedy.h"

KhidkiWhatsappExit
khidki_whatsapp_command_end (KhidkiWhatsappExit how, const char *text)
{
  fprintf (stderr, "khidkictl whatsapp: %s\n", text);
  return how;
}

/* (transfer full) (nullable) */
static KhidkiWhatsappShipped *
load_shipped (GError **error)
{
  const char *data = g_getenv ("KHIDKI_DATA");
  g_autofree char *path = g_build_filename (data != NULL ? data : KHIDKI_DATADIR, "templates",
                                            "whatsapp.json", NULL);

  return khidki_whatsapp_shipped_new_from_file (path, error);
}

KhidkiWhatsappExit
khidki_whatsapp_command_doctor (KhidkiToolHost *host,
                                const char *const *numbers,
                                const KhidkiWhatsappWords *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiWhatsappShipped) shipped = load_shipped (&error);
  g_autoptr (KhidkiWhatsappReport) report = khidki_whatsapp_report_new ();
  g_autofree char *text = NULL;

  if (shipped == NULL)
    return khidki_whatsapp_command_end (KHIDKI_WHATSAPP_EXIT_REFUSED, error->message);
  for (guint i = 0; numbers[i] != NULL; i++)
    khidki_whatsapp_doctor_visit (host, *numbers[i] != '\0' ? numbers[i] : NULL, shipped, report);
  text = words->json ? khidki_whatsapp_report_to_json (report)
                     : khidki_whatsapp_report_to_text (report);
  fprintf (stdout, "%s%s", text, words->json ? "\n" : "");
  return khidki_whatsapp_report_is_good (report) ? KHIDKI_WHATSAPP_EXIT_DONE
                                                 : KHIDKI_WHATSAPP_EXIT_REFUSED;
}

static KhidkiWhatsappExit
end_with_meta (KhidkiWhatsappMeta *failed)
{
  gboolean silent = failed->call->trouble != KHIDKI_TOOL_TROUBLE_NONE;
  g_autofree char *text = g_strdup_printf (
      "Meta cannot be asked: %s\n→ %s", failed->words != NULL ? failed->words : "without a list",
      silent ? khidki_whatsapp_remedy_for_graph (failed->call->trouble, failed->call->flags)
             : khidki_whatsapp_remedy_for_code (failed->meta_code));

  return khidki_whatsapp_command_end (
      silent ? KHIDKI_WHATSAPP_EXIT_NOT_REACHABLE : KHIDKI_WHATSAPP_EXIT_REFUSED, text);
}

/* (transfer full) (nullable): what the account of the number @name has */
static GPtrArray *
ask_account (KhidkiToolHost *host, const char *name, KhidkiWhatsappExit *how)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiWhatsappMeta) failed = NULL;
  g_autoptr (KhidkiWhatsappSettings) settings
      = khidki_whatsapp_settings_new (KHIDKI_HOST (host), *name != '\0' ? name : NULL, &error);
  GPtrArray *account;

  *how = KHIDKI_WHATSAPP_EXIT_REFUSED;
  if (settings == NULL || settings->business_account == NULL)
    {
      khidki_whatsapp_command_end (*how, error != NULL ? error->message
                                                       : "--missing asks Meta, and for that "
                                                         "business-account-id= has to be set");
      return NULL;
    }
  account = khidki_whatsapp_meta_list_templates (settings, khidki_host_now (KHIDKI_HOST (host)),
                                                 &failed);
  if (account == NULL)
    *how = end_with_meta (failed);
  return account;
}

static gboolean
has_language (KhidkiWhatsappShipped *shipped, const char *language)
{
  g_auto (GStrv) languages = khidki_whatsapp_shipped_list_languages (shipped);
  g_autofree char *joined = g_strjoinv (", ", languages);

  if (language == NULL || g_strv_contains ((const char *const *) languages, language))
    return TRUE;
  fprintf (stderr, "khidkictl whatsapp: there are no templates in “%s”, only in %s\n", language,
           joined);
  return FALSE;
}

KhidkiWhatsappExit
khidki_whatsapp_command_templates (KhidkiToolHost *host,
                                   const char *const *numbers,
                                   const KhidkiWhatsappWords *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiWhatsappShipped) shipped = load_shipped (&error);
  g_autoptr (GPtrArray) account = NULL;
  KhidkiWhatsappExit how = KHIDKI_WHATSAPP_EXIT_DONE;
  g_autofree char *text = NULL;

  if (shipped == NULL)
    return khidki_whatsapp_command_end (KHIDKI_WHATSAPP_EXIT_REFUSED, error->message);
  if (!has_language (shipped, words->language))
    return KHIDKI_WHATSAPP_EXIT_REFUSED;
  if (words->missing && numbers[1] != NULL)
    return khidki_whatsapp_command_end (KHIDKI_WHATSAPP_EXIT_USAGE,
                                        "there are several numbers: say whose account with --number");
  if (words->missing && (account = ask_account (host, numbers[0], &how)) == NULL)
    return how;
  text = khidki_whatsapp_shipped_to_json (shipped, words->language, account);
  fprintf (stdout, "%s\n", text);
  return KHIDKI_WHATSAPP_EXIT_DONE;
}
