/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-texts.h"

#include "khidki-csc-resources.h"

static void
load_group (GHashTable *texts, GKeyFile *file, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (texts, g_strconcat (group, ".", keys[i], NULL),
                         g_key_file_get_string (file, group, keys[i], NULL));
}

static GHashTable *
load_language (const char *path)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = g_resource_lookup_data (khidki_csc_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (GStrv) groups = NULL;

  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return texts;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    load_group (texts, file, groups[i]);
  return texts;
}

/* Built in, so read once and kept. */
static GHashTable *
get_texts (const char *language)
{
  static gsize loaded = 0;
  static GHashTable *english = NULL;
  static GHashTable *hindi = NULL;

  if (g_once_init_enter (&loaded))
    {
      english = load_language ("/org/khidki/csc/texts/en.ini");
      hindi = load_language ("/org/khidki/csc/texts/hi.ini");
      g_once_init_leave (&loaded, 1);
    }
  return g_strcmp0 (language, "hi") == 0 ? hindi : english;
}

const char *
khidki_csc_find_text (const char *language, const char *key)
{
  return g_hash_table_lookup (get_texts (language), key);
}

const char *
khidki_csc_say (const char *language, const char *key)
{
  const char *text = khidki_csc_find_text (language, key);

  return text != NULL ? text : key;
}

char *
khidki_csc_fill (const char *language, const char *key, ...)
{
  GString *text = g_string_new (khidki_csc_say (language, key));
  va_list pairs;
  const char *name;

  va_start (pairs, key);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      g_autofree char *place = g_strconcat ("{", name, "}", NULL);

      g_string_replace (text, place, va_arg (pairs, const char *), 0);
    }
  va_end (pairs);
  return g_string_free (text, FALSE);
}

GStrv /* lint: allow caller – the languages are held against each other */
khidki_csc_list_texts (const char *language)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, get_texts (language));
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_ptr_array_add (keys, NULL);
  return (GStrv) g_ptr_array_steal (keys, NULL);
}
