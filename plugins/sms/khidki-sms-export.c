/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-export.h"

#include <string.h>

/* They answer somebody or concern their own case: no advertisement. */
#define CATEGORY "Service Implicit"

static const char *
get_tag (KhidkiSmsKind kind)
{
  switch (kind)
    {
    case KHIDKI_SMS_DIGITS:
      return "{#numeric#}";
    case KHIDKI_SMS_PHONE:
      return "{#cbn#}";
    case KHIDKI_SMS_WORDS:
    case KHIDKI_SMS_EXACT:
    default:
      return "{#alphanumeric#}";
    }
}

static void
append_tags (GString *text, const KhidkiSmsVariable *variable)
{
  for (guint i = 0; i < variable->slots; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", get_tag (variable->kind));
}

/* The text with something for each of its variables. */
static char *
replace (const KhidkiSmsFamily *family, const char *language, const char *const *values)
{
  const char *text = g_hash_table_lookup (family->texts, language);
  GString *replaced = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize plain = strcspn (text, "{");
      gsize length;
      guint index = 0;
      const KhidkiSmsVariable *variable;

      g_string_append_len (replaced, text, (gssize) plain);
      text += plain;
      if (*text == '\0')
        break;
      length = strcspn (text + 1, "}");
      variable = khidki_sms_family_find_variable (family, text + 1, length, &index);
      if (values == NULL)
        append_tags (replaced, variable);
      else
        g_string_append (replaced, values[index]);
      text += length + 2;
    }

  return g_string_free (replaced, FALSE);
}

static void
append_cell (GString *csv, const char *value, gboolean last)
{
  g_autoptr (GString) quoted = g_string_new (value);

  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (csv, "\"%s\"%s", quoted->str, last ? "\r\n" : ",");
}

static void
append_row (GString *csv, const KhidkiSmsFamily *family, const char *language, const char *header)
{
  g_autofree char *registered = replace (family, language, NULL);
  g_autofree char *sample
      = replace (family, language, g_hash_table_lookup (family->samples, language));
  const char *id = g_hash_table_lookup (family->ids, language);

  append_cell (csv, family->name, FALSE);
  append_cell (csv, language, FALSE);
  append_cell (csv, CATEGORY, FALSE);
  append_cell (csv, header, FALSE);
  append_cell (csv, registered, FALSE);
  append_cell (csv, sample, FALSE);
  append_cell (csv, id != NULL ? id : "", TRUE);
}

/**
 * khidki_sms_export_dup_csv:
 * @families: families
 * @header: the registered sender, "" while there is none
 *
 * Returns: (transfer full): a table (RFC 4180, UTF-8) with a row for each text,
 *   to hand in at registration
 *
 * Since: 0.1
 */
char *
khidki_sms_export_dup_csv (KhidkiSmsFamilies *families, const char *header)
{
  GPtrArray *list = khidki_sms_families_list (families);
  const char *const *languages = khidki_sms_families_get_languages (families);
  GString *csv = g_string_new ("family,language,category,header,template,sample,template_id\r\n");

  for (guint i = 0; i < list->len; i++)
    for (guint j = 0; languages[j] != NULL; j++)
      {
        const KhidkiSmsFamily *family = g_ptr_array_index (list, i);

        if (g_hash_table_contains (family->texts, languages[j]))
          append_row (csv, family, languages[j], header);
      }

  return g_string_free (csv, FALSE);
}

/**
 * khidki_sms_export_dup_ids:
 * @families: families
 *
 * Returns: (transfer full): a keyfile for `template-ids=` with the ids that are
 *   known and a place for each that is not
 *
 * Since: 0.1
 */
char *
khidki_sms_export_dup_ids (KhidkiSmsFamilies *families)
{
  GPtrArray *list = khidki_sms_families_list (families);
  const char *const *languages = khidki_sms_families_get_languages (families);
  GString *file = g_string_new ("# Ids of the registered texts, as the DLT portal gave them.\n");

  for (guint i = 0; i < list->len; i++)
    {
      const KhidkiSmsFamily *family = g_ptr_array_index (list, i);

      g_string_append_printf (file, "\n[Family %s]\n", family->name);
      for (guint j = 0; languages[j] != NULL; j++)
        {
          const char *id = g_hash_table_lookup (family->ids, languages[j]);
          g_autofree char *suffix = strcmp (languages[j], "en") == 0
                                        ? g_strdup ("")
                                        : g_strdup_printf ("[%s]", languages[j]);

          if (g_hash_table_contains (family->texts, languages[j]))
            g_string_append_printf (file, "TemplateId%s=%s\n", suffix, id != NULL ? id : "");
        }
    }

  return g_string_free (file, FALSE);
}
