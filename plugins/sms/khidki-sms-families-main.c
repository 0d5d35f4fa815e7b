/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <string.h>

#include "khidki-sms-export.h"

static char *families_path;
static char *ids_path;
static char *number;
static char *header;
static char *export_path;
static char *skeleton_path;

static const GOptionEntry entries[] = {
  { "number", 0, 0, G_OPTION_ARG_STRING, &number, "the number that citizens write to", "DIGITS" },
  { "header", 0, 0, G_OPTION_ARG_STRING, &header, "the registered sender", "HEADER" },
  { "families", 0, 0, G_OPTION_ARG_FILENAME, &families_path, "other texts than the shipped ones", "FILE" },
  { "ids", 0, 0, G_OPTION_ARG_FILENAME, &ids_path, "check this file of registered ids", "FILE" },
  { "export", 0, 0, G_OPTION_ARG_FILENAME, &export_path, "write a table for the registration (- shows it)",
    "FILE.csv" },
  { "skeleton", 0, 0, G_OPTION_ARG_FILENAME, &skeleton_path,
    "write a file of ids to fill in (- shows it)", "FILE" },
  { NULL },
};

static KhidkiSmsFamilies *
load (GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (families_path == NULL)
    return khidki_sms_families_new_shipped (number, error);
  if (!g_key_file_load_from_file (file, families_path, G_KEY_FILE_KEEP_TRANSLATIONS, error))
    {
      g_prefix_error (error, "%s: ", families_path);
      return NULL;
    }
  return khidki_sms_families_new (file, number, error);
}

/* What is known already is taken over into table and skeleton. */
static gboolean
take_ids (KhidkiSmsFamilies *families, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (ids_path == NULL)
    return TRUE;
  if (g_key_file_load_from_file (file, ids_path, G_KEY_FILE_KEEP_TRANSLATIONS, error)
      && khidki_sms_families_take_ids (families, file, error))
    return TRUE;
  g_prefix_error (error, "%s: ", ids_path);
  return FALSE;
}

static gboolean
put (const char *path, const char *text, GError **error)
{
  if (path == NULL)
    return TRUE;
  if (strcmp (path, "-") != 0)
    return g_file_set_contents (path, text, -1, error);
  g_print ("%s", text);
  return TRUE;
}

static gboolean
work (GError **error)
{
  g_autoptr (KhidkiSmsFamilies) families = load (error);
  gboolean complete;
  g_autoptr (GError) ids_error = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *skeleton = NULL;

  if (families == NULL)
    return FALSE;

  complete = take_ids (families, &ids_error);
  csv = khidki_sms_export_dup_csv (families, header != NULL ? header : "");
  skeleton = khidki_sms_export_dup_ids (families);
  if (!put (export_path, csv, error) || !put (skeleton_path, skeleton, error))
    return FALSE;
  if (!complete)
    g_propagate_error (error, g_steal_pointer (&ids_error));
  return complete;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("– the registered texts of the SMS line");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (argc > 1 || number == NULL || strspn (number, "0123456789") != strlen (number))
    {
      g_printerr ("--number=DIGITS is needed: it stands in the texts. See --help.\n");
      return 2;
    }
  if (work (&error))
    return 0;

  g_printerr ("%s\n", error->message);
  return 1;
}
