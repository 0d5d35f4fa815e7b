/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-texts.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "khidki-conversation-resources.h"

static void
load_group (GHashTable *texts, GKeyFile *file, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      char *text = g_key_file_get_string (file, group, keys[i], NULL);

      if (text != NULL)
        g_hash_table_insert (texts, g_strconcat (group, ".", keys[i], NULL), text);
    }
}

static GHashTable *
load_language (const char *language)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = g_strdup_printf ("/org/khidki/conversation/texts/%s.ini", language);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) groups = NULL;

  bytes = g_resource_lookup_data (khidki_conversation_get_resource (), path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return texts;

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    load_group (texts, file, groups[i]);

  return texts;
}

/* One language's texts, read once and kept. */
typedef struct
{
  GHashTable *by_key;
  GHashTable *labels; /* what stands on buttons and in rows, to what stands there in each language */
} Language;

static gboolean
is_label (const char *key)
{
  return g_str_has_prefix (key, "label.") || g_str_has_prefix (key, "row.");
}

/* What stands at @key in each language. */
static void
add_label (GHashTable *all, GHashTable *labels, const char *key, const char *label)
{
  GPtrArray *translations = g_hash_table_lookup (labels, label);
  const char *const *codes = khidki_language_list_codes ();

  if (translations == NULL)
    {
      translations = g_ptr_array_new ();
      g_hash_table_insert (labels, (gpointer) label, translations);
    }
  for (guint i = 0; codes[i] != NULL; i++)
    {
      const Language *other = g_hash_table_lookup (all, codes[i]);
      char *text = g_hash_table_lookup (other->by_key, key);

      if (text != NULL)
        g_ptr_array_add (translations, text);
    }
}

static void
index_labels (GHashTable *all, Language *language)
{
  GHashTableIter iter;
  gpointer key, text;

  language->labels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_iter_init (&iter, language->by_key);
  while (g_hash_table_iter_next (&iter, &key, &text))
    if (is_label (key))
      add_label (all, language->labels, key, text);
}

static GHashTable *
load_all (void)
{
  const char *const *codes = khidki_language_list_codes ();
  GHashTable *all = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; codes[i] != NULL; i++)
    {
      Language *language = g_new0 (Language, 1);

      language->by_key = load_language (codes[i]);
      g_hash_table_insert (all, (gpointer) codes[i], language);
    }
  for (guint i = 0; codes[i] != NULL; i++)
    index_labels (all, g_hash_table_lookup (all, codes[i]));

  return all;
}

/* Built in; another language than ours gives English. */
static const Language *
get_language (const char *code)
{
  static gsize loaded = 0;
  static GHashTable *all = NULL;
  const Language *language;

  if (g_once_init_enter (&loaded))
    {
      all = load_all ();
      g_once_init_leave (&loaded, 1);
    }

  language = g_hash_table_lookup (all, code);
  return language != NULL ? language : g_hash_table_lookup (all, "en");
}

gboolean
khidki_texts_has_language (const char *language)
{
  return khidki_language_find (language) != NULL;
}

/**
 * khidki_texts_get:
 * @language: one of khidki_language_list(); another one gives English
 * @key: `group.key`
 *
 * Returns: (transfer none): the text, the key itself if there is none
 *
 * Since: 0.1
 */
const char *
khidki_texts_get (const char *language, const char *key)
{
  const char *text = g_hash_table_lookup (get_language (language)->by_key, key);

  return text != NULL ? text : key;
}

/**
 * khidki_texts_get_counted:
 * @language: one of khidki_language_list(); another one gives English
 * @key: `group.key`
 * @values: (element-type utf8 utf8): what stands for the placeholders
 *
 * A sentence with a number in it has a text for each plural form of its language,
 * `key.one` and `key.other`; the value of `{count}` decides between them.
 *
 * Returns: (transfer none): the text, the key itself if there is none
 *
 * Since: 0.1
 */
const char *
khidki_texts_get_counted (const char *language, const char *key, GHashTable *values)
{
  const char *count = g_hash_table_lookup (values, "count");
  const char *plural = NULL;
  g_autofree char *full = NULL;
  const char *text;

  if (count == NULL)
    return khidki_texts_get (language, key);
  plural = khidki_language_get_plural (language, g_ascii_strtoull (count, NULL, 10));
  full = g_strconcat (key, ".", plural, NULL);
  text = khidki_texts_get (language, full);
  return text != full ? text : khidki_texts_get (language, key);
}

/**
 * khidki_texts_list_keys:
 * @language: one of khidki_language_list()
 *
 * Returns: (transfer full): all keys, sorted
 *
 * Since: 0.1
 */
GStrv
khidki_texts_list_keys (const char *language)
{
  GList *keys = g_list_sort (g_hash_table_get_keys (get_language (language)->by_key), (GCompareFunc) strcmp);
  GStrv list = g_new0 (char *, g_list_length (keys) + 1);
  guint length = 0;

  for (GList *at = keys; at != NULL; at = at->next)
    list[length++] = g_strdup (at->data);
  g_list_free (keys);

  return list;
}

/**
 * khidki_texts_get_translations:
 * @language: one of khidki_language_list(); another one means English
 * @label: what stands on a button or in a row
 *
 * Returns: (transfer none) (nullable) (element-type utf8): what stands there in every language,
 *   @label too; %NULL if it is none of ours
 *
 * Since: 0.1
 */
GPtrArray *
khidki_texts_get_translations (const char *language, const char *label)
{
  return g_hash_table_lookup (get_language (language)->labels, label);
}

/**
 * khidki_texts_collect:
 * @pairs: names and values, ended by %NULL
 *
 * Returns: (transfer full): the values by name; they are borrowed
 *
 * Since: 0.1
 */
GHashTable *
khidki_texts_collect (va_list pairs)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);

  for (char *name = va_arg (pairs, char *); name != NULL; name = va_arg (pairs, char *))
    {
      char *value = va_arg (pairs, char *);

      g_hash_table_insert (values, name, value != NULL ? value : (char *) "");
    }

  return values;
}

/* The value of the placeholder that begins at @brace, NULL if it is none. */
static const char *
find_value (const char *brace, GHashTable *values, const char **end)
{
  g_autofree char *name = NULL;

  *end = strchr (brace, '}');
  if (*end == NULL)
    return NULL;

  name = g_strndup (brace + 1, *end - brace - 1);
  return g_hash_table_lookup (values, name);
}

/**
 * khidki_texts_fill:
 * @language: that of the text
 * @text: a text with `{placeholders}`
 * @values: (element-type utf8 utf8): what stands for them
 *
 * A value is taken as it is: braces in it are not filled again. Where it would lose
 * its order among the words around it, it stands between isolates.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
khidki_texts_fill (const char *language, const char *text, GHashTable *values)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end = NULL;
      const char *value = *text == '{' ? find_value (text, values, &end) : NULL;

      if (value != NULL)
        {
          g_autofree char *isolated = khidki_language_isolate (language, value);

          g_string_append (filled, isolated);
          text = end + 1;
        }
      else
        {
          g_string_append_c (filled, *text++);
        }
    }

  return g_string_free (filled, FALSE);
}
