/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "forms/khidki-form-private.h"
#include "khidki-form-resources.h"

#define TEXTS_PATH "/khidki/forms/texts.ini"
#define TEXTS_GROUP "Texts"
#define REVIEWED_GROUP "Reviewed"

static GHashTable *
load_texts (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (khidki_forms_get_resource (), TEXTS_PATH,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_key_file_load_from_bytes (key_file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
  keys = g_key_file_get_keys (key_file, TEXTS_GROUP, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (texts, g_strdup (keys[i]), g_key_file_get_string (key_file, TEXTS_GROUP, keys[i], NULL));

  /* By Reviewed[pa], beside the texts. */
  g_strfreev (g_steal_pointer (&keys));
  keys = g_key_file_get_keys (key_file, REVIEWED_GROUP, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (texts, g_strdup_printf (REVIEWED_GROUP "[%s]", keys[i]),
                         g_key_file_get_string (key_file, REVIEWED_GROUP, keys[i], NULL));

  return texts;
}

static GHashTable *
get_texts (void)
{
  static GHashTable *texts;

  if (g_once_init_enter (&texts))
    g_once_init_leave (&texts, load_texts ());
  return texts;
}

/* Never NULL: an unknown key is given back, so that nothing is sent empty. */
const char *
khidki_form_get_text (const char *language, const char *key)
{
  g_autofree char *full = g_strdup_printf ("%s[%s]", key, language != NULL ? language : "en");
  const char *text = g_hash_table_lookup (get_texts (), full);

  if (text == NULL)
    text = g_hash_table_lookup (get_texts (), key);
  return text != NULL ? text : key;
}

/* The value that is called @name, NULL if there is none. */
static const char *
find_value (va_list args, const char *name, gsize length)
{
  const char *other;

  while ((other = va_arg (args, const char *)) != NULL)
    {
      const char *value = va_arg (args, const char *);

      if (strlen (other) == length && strncmp (other, name, length) == 0)
        return value != NULL ? value : "";
    }
  return NULL;
}

/* A sentence with a {count} has a text for each plural form of its language. */
static const char *
get_counted (const char *language, const char *key, va_list args)
{
  const char *count = find_value (args, "count", strlen ("count"));
  g_autofree char *full = NULL;

  if (count == NULL)
    return khidki_form_get_text (language, key);
  full = g_strconcat (key, ".", khidki_language_get_plural (language, g_ascii_strtoull (count, NULL, 10)), NULL);
  return khidki_form_get_text (language, full);
}

/* The text of @key with names and values of its {placeholders}, ended by NULL. */
char *
khidki_form_say (const char *language, const char *key, ...)
{
  GString *said = g_string_new (NULL);
  const char *text;
  va_list counted;

  va_start (counted, key);
  text = get_counted (language, key, counted);
  va_end (counted);
  while (*text != '\0')
    {
      gsize plain = strcspn (text, "{");
      g_autofree char *isolated = NULL;
      const char *value;
      gsize length;
      va_list args;

      g_string_append_len (said, text, (gssize) plain);
      text += plain;
      if (*text == '\0')
        break;
      length = strcspn (text, "}");
      va_start (args, key);
      value = find_value (args, text + 1, length - 1);
      va_end (args);
      isolated = khidki_language_isolate (language, value != NULL ? value : "");
      g_string_append (said, isolated);
      text += text[length] != '\0' ? length + 1 : length;
    }

  return g_strchomp (g_string_free (said, FALSE));
}

/* “Example: …”, or "" when the definition has none. */
char *
khidki_form_dup_example (const KhidkiForm *form, KhidkiPart *part)
{
  const char *example = khidki_part_get_text (part, "Example", form->language);

  if (example == NULL)
    return g_strdup ("");
  return khidki_form_say (form->language, "example", "example", example, NULL);
}

/**
 * khidki_form_count_unreviewed:
 * @language: a language
 *
 * Returns: how many texts of forms there are in it, 0 if a native reader has reviewed them
 */
guint
khidki_form_count_unreviewed (const char *language)
{
  const char *reviewed = khidki_form_get_text (language, REVIEWED_GROUP);
  g_autofree char *suffix = g_strdup_printf ("[%s]", language);
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  if (strcmp (reviewed, "no") != 0)
    return 0;
  g_hash_table_iter_init (&iter, get_texts ());
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_suffix (key, suffix) || (strcmp (language, "en") == 0 && strchr (key, '[') == NULL))
      n++;
  return n - 1;
}
