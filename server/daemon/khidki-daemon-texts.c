/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-texts.h"

#include <string.h>

#include "catalogue/khidki-catalogue-check.h"
#include "catalogue/khidki-catalogue.h"
#include "catalogue/khidki-language.h"
#include "conversation/khidki-texts.h"
#include "forms/khidki-form.h"
#include "gate/khidki-plugin-file.h"
#include "pages/khidki-page-texts.h"

/* The folders of enabled plugins that are departments of files. */
static GPtrArray *
list_folders (KhidkiConfig *config)
{
  g_auto (GStrv) paths = khidki_config_dup_list (config, "plugins", "path");
  g_auto (GStrv) names = khidki_config_dup_list (config, "plugins", "enabled");
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = khidki_plugin_file_find ((const char *const *) paths, names[i]);
      g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
      g_autofree char *head = folder != NULL ? g_build_filename (folder, "department.ini", NULL) : NULL;

      if (head != NULL && g_file_test (head, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (folders, g_steal_pointer (&folder));
    }
  return folders;
}

static void
list_lacking (const char *folder, const GDate *today, GPtrArray *notes)
{
  g_autoptr (KhidkiDepartment) department = khidki_folder_department_new (folder);
  g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  if (!khidki_catalogue_add_department (catalogue, department, &error))
    {
      g_ptr_array_add (notes, g_strdup (error->message));
      return;
    }
  lines = khidki_catalogue_check (catalogue, khidki_language_list_codes (), today);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (notes, g_strdup (lines[i]));
}

/* How many texts a file has in a language; English stands without its name. */
static guint
count_texts (GKeyFile *file, const char *language)
{
  gboolean base = strcmp (language, "en") == 0;
  g_autofree char *suffix = g_strdup_printf ("[%s]", base ? KHIDKI_LANGUAGE_FIRST : language);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  guint n = 0;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (file, groups[i], NULL, NULL);

      for (guint j = 0; keys != NULL && keys[j] != NULL; j++)
        n += g_str_has_suffix (keys[j], suffix) && !g_str_has_prefix (keys[j], "Reviewed") ? 1 : 0;
    }
  return n;
}

static void
append (GString *list, const char *what, guint n)
{
  g_string_append_printf (list, "%s%s (%u)", list->len > 0 ? ", " : "", what, n);
}

static void
append_service (GString *list, const char *path, const char *language)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *key = g_strdup_printf ("Reviewed[%s]", language);
  g_autofree char *reviewed = NULL;
  g_autofree char *id = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, NULL))
    return;
  reviewed = g_key_file_get_string (file, "Service", key, NULL);
  id = g_key_file_get_string (file, "Service", "Id", NULL);
  if (id != NULL && (reviewed == NULL || strcmp (reviewed, "no") == 0))
    append (list, id, count_texts (file, language));
}

static void
append_services (GString *list, const char *folder, const char *language)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".seva"))
        append_service (list, path, language);
    }
}

static void
append_own (GString *list, const char *language)
{
  g_auto (GStrv) chat = khidki_texts_list_keys (language);
  g_auto (GStrv) pages = khidki_page_texts_list_keys (language);
  guint forms = khidki_form_count_unreviewed (language);

  if (strcmp (khidki_texts_get (language, "reviewed.by-native-reader"), "no") == 0)
    append (list, "the chat", g_strv_length (chat) - 1);
  if (forms > 0)
    append (list, "the forms", forms);
  if (strcmp (khidki_page_texts_get (language, "reviewed.by-native-reader"), "no") == 0)
    append (list, "the pages", g_strv_length (pages) - 1);
}

void
khidki_daemon_list_texts (KhidkiConfig *config, const GDate *today, GPtrArray *notes)
{
  g_autoptr (GPtrArray) folders = list_folders (config);
  guint n = 0;
  const KhidkiLanguage *languages = khidki_language_list (&n);

  for (guint i = 0; i < folders->len; i++)
    list_lacking (g_ptr_array_index (folders, i), today, notes);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) list = g_string_new (NULL);

      append_own (list, languages[i].code);
      for (guint j = 0; j < folders->len; j++)
        append_services (list, g_ptr_array_index (folders, j), languages[i].code);
      if (list->len > 0)
        g_ptr_array_add (notes, g_strdup_printf ("%s: no native reader has reviewed (texts): %s",
                                                 languages[i].english, list->str));
    }
}
