/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-condition-private.h"

#include <string.h>

#include "khidki-seva-private.h"

static void
term_free (KhidkiTerm *term)
{
  g_free (term->path);
  g_strfreev (term->values);
  g_free (term);
}

static KhidkiTerm *
term_parse (const char *text)
{
  const char *sign = strchr (text, '=');
  KhidkiTerm *term;
  gsize length;

  if (sign == NULL || sign == text || sign[1] == '\0')
    return NULL;

  term = g_new0 (KhidkiTerm, 1);
  term->differs = sign[-1] == '!';
  length = (gsize) (sign - text) - (term->differs ? 1 : 0);
  term->path = g_strstrip (g_strndup (text, length));
  term->values = g_strsplit (sign + 1, "|", -1);
  for (guint i = 0; term->values[i] != NULL; i++)
    g_strstrip (term->values[i]);

  return term;
}

/* (transfer full) (element-type KhidkiTerm) (nullable): NULL if it is none. */
GPtrArray *
khidki_condition_parse (const char *condition)
{
  g_auto (GStrv) texts = g_strsplit (condition, " & ", -1);
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      KhidkiTerm *term = term_parse (texts[i]);

      if (term == NULL)
        return NULL;
      g_ptr_array_add (terms, term);
      if (!khidki_seva_is_path (term->path))
        return NULL;
      for (guint j = 0; term->values[j] != NULL; j++)
        if (*term->values[j] == '\0' || strpbrk (term->values[j], "=!&") != NULL)
          return NULL;
    }

  return terms->len > 0 ? g_steal_pointer (&terms) : NULL;
}

gboolean
khidki_condition_is_valid (const char *condition)
{
  g_autoptr (GPtrArray) terms = khidki_condition_parse (condition);

  return terms != NULL;
}

/* `family.relation` seen from `family.2.income` is `family.2.relation`. */
static char *
resolve (const char *name, const char *path)
{
  const char *dot = path != NULL ? strchr (path, '.') : NULL;
  gsize group = dot != NULL ? (gsize) (dot - path) + 1 : 0;
  gsize digits = dot != NULL ? strspn (dot + 1, "0123456789") : 0;

  if (digits == 0 || strncmp (name, path, group) != 0)
    return g_strdup (name);
  return g_strdup_printf ("%.*s.%s", (int) (group + digits), path, name + group);
}

static gboolean
term_holds (const KhidkiTerm *term, KhidkiService *service, KhidkiAnswers *answers, const char *path)
{
  g_autofree char *full = resolve (term->path, path);
  const char *value = khidki_answers_get (answers, full);
  KhidkiField *field = khidki_service_find_field (service, term->path);

  if (value == NULL && field != NULL)
    value = khidki_field_get_value (field, "Default");
  if (value == NULL)
    return term->differs;

  return g_strv_contains ((const char *const *) term->values, value) != term->differs;
}

/* @path is what carries the condition, with the number of its repeat. A field
 * that was not answered counts with its default, else as no value at all. */
gboolean
khidki_condition_holds (const char *condition,
                        KhidkiService *service,
                        KhidkiAnswers *answers,
                        const char *path)
{
  g_autoptr (GPtrArray) terms = NULL;

  if (condition == NULL)
    return TRUE;

  terms = khidki_condition_parse (condition);
  for (guint i = 0; terms != NULL && i < terms->len; i++)
    if (!term_holds (g_ptr_array_index (terms, i), service, answers, path))
      return FALSE;

  return terms != NULL;
}
