/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-seva-private.h"

#include <string.h>

#include "khidki-distance-private.h"
#include "khidki-error.h"

/* Always FALSE, so that it can stand behind `return`. */
gboolean
khidki_seva_fail (const KhidkiSevaReader *reader,
                  const char *group,
                  const char *key,
                  const char *format,
                  ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  if (key != NULL)
    g_set_error (reader->error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: [%s] %s: %s", reader->file,
                 group, key, what);
  else
    g_set_error (reader->error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: [%s]: %s", reader->file,
                 group, what);
  return FALSE;
}

static const KhidkiSevaGroup *
find_group (const KhidkiSevaReader *reader, const KhidkiSevaGroup *groups, const char *name)
{
  g_autofree char *kind = g_strndup (name, strcspn (name, " "));
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  const char *nearest;

  for (guint i = 0; groups[i].kind != NULL; i++)
    {
      if (strcmp (groups[i].kind, kind) == 0)
        return &groups[i];
      g_ptr_array_add (known, (gpointer) groups[i].kind);
    }
  g_ptr_array_add (known, NULL);

  nearest = khidki_distance_find_nearest (kind, (const char *const *) known->pdata);
  if (nearest != NULL)
    khidki_seva_fail (reader, name, NULL, "expected a known group, found %s; did you mean %s?", kind,
                      nearest);
  else
    khidki_seva_fail (reader, name, NULL, "expected a known group, found %s", kind);
  return NULL;
}

static gboolean
check_group_name (const KhidkiSevaReader *reader,
                  const KhidkiSevaGroup *group,
                  const char *name,
                  const char *id)
{
  GDate date;

  switch (group->naming)
    {
    case KHIDKI_SEVA_ALONE:
      return *id == '\0' || khidki_seva_fail (reader, name, NULL, "expected [%s], found a name behind it",
                                             group->kind);
    case KHIDKI_SEVA_DATED:
      return khidki_seva_parse_date (id, &date) ||
             khidki_seva_fail (reader, name, NULL, "expected [%s YYYY-MM-DD], found “%s”", group->kind, id);
    case KHIDKI_SEVA_PATH:
      return khidki_seva_is_path (id) ||
             khidki_seva_fail (reader, name, NULL, "expected [%s name] or [%s group.name], found “%s”",
                               group->kind, group->kind, id);
    case KHIDKI_SEVA_NAMED:
    default:
      return (khidki_seva_is_id (id) && strchr (id, '.') == NULL) ||
             khidki_seva_fail (reader, name, NULL, "expected [%s ID], found “%s”", group->kind, id);
    }
}

static gboolean
fail_unknown_key (const KhidkiSevaReader *reader,
                  const KhidkiSevaGroup *group,
                  const char *name,
                  const char *key)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  const char *nearest;

  for (const KhidkiSevaKey *rule = group->keys; rule->name != NULL; rule++)
    g_ptr_array_add (known, (gpointer) rule->name);
  g_ptr_array_add (known, NULL);

  nearest = khidki_distance_find_nearest (key, (const char *const *) known->pdata);
  if (nearest == NULL)
    return khidki_seva_fail (reader, name, key, "expected a known key, found %s", key);
  return khidki_seva_fail (reader, name, key, "expected a known key, found %s; did you mean %s?", key,
                           nearest);
}

static gboolean
is_list (KhidkiSevaKind kind)
{
  return kind == KHIDKI_SEVA_LIST || kind == KHIDKI_SEVA_WORDS || kind == KHIDKI_SEVA_SOME_OF;
}

static gboolean
read_list (const KhidkiSevaReader *reader,
           GKeyFile *key_file,
           const char *group,
           const char *key,
           const KhidkiSevaKey *rule,
           KhidkiPart *part)
{
  g_auto (GStrv) list = g_key_file_get_string_list (key_file, group, key, NULL, NULL);

  if (list == NULL || list[0] == NULL)
    return khidki_seva_fail (reader, group, key, "expected a list separated by ;, found nothing");

  for (guint i = 0; list[i] != NULL; i++)
    {
      const char *expected = khidki_seva_check_value (rule, g_strstrip (list[i]));

      if (expected != NULL)
        return khidki_seva_fail (reader, group, key, "expected %s, found “%s”", expected, list[i]);
      for (guint j = 0; j < i; j++)
        if (strcmp (list[i], list[j]) == 0)
          return khidki_seva_fail (reader, group, key, "expected each once, found “%s” twice", list[i]);
    }

  khidki_part_set_list (part, key, g_steal_pointer (&list));
  return TRUE;
}

static gboolean
read_key (const KhidkiSevaReader *reader,
          GKeyFile *key_file,
          const char *group,
          const char *key,
          const KhidkiSevaKey *rule,
          KhidkiPart *part)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *value = NULL;
  const char *expected;

  if (is_list (rule->kind))
    {
      g_autofree char *raw = g_key_file_get_value (key_file, group, key, NULL);

      khidki_part_set (part, key, raw);
      return read_list (reader, key_file, group, key, rule, part);
    }

  value = g_key_file_get_string (key_file, group, key, &local);
  if (value == NULL)
    return khidki_seva_fail (reader, group, key, "expected a text, found: %s", local->message);
  expected = khidki_seva_check_value (rule, g_strstrip (value));
  if (expected != NULL)
    return khidki_seva_fail (reader, group, key, "expected %s, found “%s”", expected, value);

  khidki_part_set (part, key, value);
  return TRUE;
}

/* `Name[hi]` into `Name` and `hi`. */
static gboolean
split_language (const KhidkiSevaReader *reader,
                const char *group,
                const char *key,
                char **name,
                char **language)
{
  const char *bracket = strchr (key, '[');
  gsize length;

  *name = g_strndup (key, strcspn (key, "["));
  if (bracket == NULL)
    return TRUE;

  length = strlen (bracket);
  *language = g_strndup (bracket + 1, length > 1 ? length - 2 : 0);
  if (bracket[length - 1] != ']' || !khidki_seva_is_id (*language) || strlen (*language) < 2)
    return khidki_seva_fail (reader, group, key, "expected a language as in Name[hi]");
  return TRUE;
}

/* What is for people may be told in every language, beside English. */
static gboolean
check_language (const KhidkiSevaReader *reader,
                GKeyFile *key_file,
                const char *group,
                const char *full,
                const char *key,
                const KhidkiSevaKey *rule,
                const char *language)
{
  if (rule->kind == KHIDKI_SEVA_REVIEW && language == NULL)
    return khidki_seva_fail (reader, group, key, "expected a language behind it, as in %s[hi]", key);
  if (language == NULL || rule->kind == KHIDKI_SEVA_REVIEW)
    return TRUE;
  if (rule->kind != KHIDKI_SEVA_TEXT && rule->kind != KHIDKI_SEVA_SHORT)
    return khidki_seva_fail (reader, group, full, "expected %s without a language", key);
  if (!g_key_file_has_key (key_file, group, key, NULL))
    return khidki_seva_fail (reader, group, full, "expected %s beside it, found it only in “%s”", key, language);
  return TRUE;
}

static gboolean
read_keys (const KhidkiSevaReader *reader,
           GKeyFile *key_file,
           const char *name,
           const KhidkiSevaGroup *group,
           KhidkiPart *part)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, name, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *language = NULL;
      const KhidkiSevaKey *rule;

      if (!g_utf8_validate (keys[i], -1, NULL))
        return khidki_seva_fail (reader, name, NULL, "expected keys in UTF-8");
      if (!split_language (reader, name, keys[i], &key, &language))
        return FALSE;
      rule = khidki_seva_find_key (group, key);
      if (rule == NULL)
        return fail_unknown_key (reader, group, name, key);
      if (!check_language (reader, key_file, name, keys[i], key, rule, language))
        return FALSE;
      if (!read_key (reader, key_file, name, keys[i], rule, part))
        return FALSE;
    }

  for (const KhidkiSevaKey *rule = group->keys; rule->name != NULL; rule++)
    if (rule->required && khidki_part_get_value (part, rule->name) == NULL)
      return khidki_seva_fail (reader, name, rule->name, "expected it, found nothing");
  return TRUE;
}

/* Reads every group by its rules into a part; the file's order stays. */
gboolean
khidki_seva_read_parts (const KhidkiSevaReader *reader,
                        GKeyFile *key_file,
                        const KhidkiSevaGroup *groups,
                        GPtrArray *parts)
{
  g_auto (GStrv) names = g_key_file_get_groups (key_file, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const KhidkiSevaGroup *group =
          g_utf8_validate (names[i], -1, NULL) ? find_group (reader, groups, names[i]) : NULL;
      const char *space = strchr (names[i], ' ');
      const char *id = space != NULL ? space + 1 : "";
      KhidkiPart *part;

      if (group == NULL && !g_utf8_validate (names[i], -1, NULL))
        return khidki_seva_fail (reader, "?", NULL, "expected names of groups in UTF-8");
      if (group == NULL || !check_group_name (reader, group, names[i], id))
        return FALSE;
      part = khidki_part_new (group->kind, id);
      g_ptr_array_add (parts, part);
      if (!read_keys (reader, key_file, names[i], group, part))
        return FALSE;
    }

  return TRUE;
}
