/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-families.h"

#include <gio/gio.h>
#include <string.h>

#include "khidki-sms-resources.h"

#define PREFIX "Family "
#define SHIPPED "/khidki/sms/families.ini"
#define MAX_SLOTS 4
#define MIN_ID_DIGITS 10
#define MAX_ID_DIGITS 24

struct _KhidkiSmsFamilies
{
  GPtrArray *families;
};

/* The languages in which there may be texts; the first of them there must be. */
static const char *const languages[] = { "en", "hi", "pa", "ur", NULL };
#define N_REQUIRED 2

static void
variable_free (KhidkiSmsVariable *variable)
{
  g_free (variable->name);
  g_free (variable);
}

static void
family_free (KhidkiSmsFamily *family)
{
  g_free (family->name);
  g_ptr_array_unref (family->variables);
  g_hash_table_unref (family->texts);
  g_hash_table_unref (family->samples);
  g_hash_table_unref (family->ids);
  g_free (family);
}

static KhidkiSmsFamily *
family_new (const char *name)
{
  KhidkiSmsFamily *family = g_new0 (KhidkiSmsFamily, 1);

  family->name = g_strdup (name);
  family->variables = g_ptr_array_new_with_free_func ((GDestroyNotify) variable_free);
  family->texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  family->samples = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_strfreev);
  family->ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return family;
}

static gboolean
fail (GError **error, const char *family, const char *key, const char *text)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "[" PREFIX "%s] %s= %s", family, key, text);
  return FALSE;
}

static gboolean
read_kind (const char *word, KhidkiSmsVariable *variable)
{
  static const char *const kinds[] = { "words", "exact", "digits", "phone" };
  g_auto (GStrv) parts = g_strsplit (word, "*", 2);
  guint64 slots = 1;

  if (parts[0] == NULL
      || (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 1, MAX_SLOTS, &slots, NULL)))
    return FALSE;
  variable->slots = (guint) slots;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], parts[0]) == 0)
      {
        variable->kind = (KhidkiSmsKind) i;
        return slots == 1 || variable->kind == KHIDKI_SMS_WORDS;
      }

  return FALSE;
}

/* `service:words;number:exact;query:words*3` */
static gboolean
read_variables (KhidkiSmsFamily *family, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) words = g_key_file_get_string_list (file, group, "Variables", NULL, NULL);

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (g_strstrip (words[i]), ":", 2);
      KhidkiSmsVariable *variable = g_new0 (KhidkiSmsVariable, 1);

      g_ptr_array_add (family->variables, variable);
      variable->name = g_strdup (parts[0]);
      if (parts[0] == NULL || *parts[0] == '\0' || parts[1] == NULL || !read_kind (parts[1], variable))
        return fail (error, family->name, "Variables",
                     "must be name:words, name:words*2, name:exact, name:digits or name:phone");
    }

  return TRUE;
}

/**
 * khidki_sms_family_find_variable:
 * @family: a family
 * @name: where a name begins
 * @length: its bytes
 * @index: (out): its place among the parameters
 *
 * Returns: (transfer none) (nullable): the variable
 *
 * Since: 0.1
 */
const KhidkiSmsVariable *
khidki_sms_family_find_variable (const KhidkiSmsFamily *family,
                                 const char *name,
                                 gsize length,
                                 guint *index)
{
  for (guint i = 0; i < family->variables->len; i++)
    {
      const KhidkiSmsVariable *variable = g_ptr_array_index (family->variables, i);

      if (strlen (variable->name) == length && strncmp (variable->name, name, length) == 0)
        {
          *index = i;
          return variable;
        }
    }

  return NULL;
}

/* Each variable stands in each text once, and nothing else stands in braces. */
static gboolean
check_text (KhidkiSmsFamily *family, const char *key, const char *text, GError **error)
{
  g_autofree guint *seen = g_new0 (guint, family->variables->len + 1);
  const char *at = text;

  while ((at = strpbrk (at, "{}")) != NULL)
    {
      gsize length = strcspn (at + 1, "{}");
      guint index;

      if (*at != '{' || at[1 + length] != '}'
          || khidki_sms_family_find_variable (family, at + 1, length, &index) == NULL)
        return fail (error, family->name, key, "has a {name} that Variables= does not have");
      seen[index]++;
      at += length + 2;
    }
  for (guint i = 0; i < family->variables->len; i++)
    if (seen[i] != 1)
      return fail (error, family->name, key, "must have each of Variables= once");

  return TRUE;
}

static char *
fill_number (const char *text, const char *number)
{
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "{our-number}", number, 0);
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static gboolean
read_text (KhidkiSmsFamily *family,
           GKeyFile *file,
           const char *group,
           const char *language,
           const char *number,
           GError **error)
{
  gboolean base = strcmp (language, "en") == 0;
  g_autofree char *key = base ? g_strdup ("Text") : g_strdup_printf ("Text[%s]", language);
  g_autofree char *sample_key = base ? g_strdup ("Sample") : g_strdup_printf ("Sample[%s]", language);
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  g_auto (GStrv) samples = g_key_file_get_string_list (file, group, sample_key, NULL, NULL);
  g_autofree char *filled = NULL;

  if (text == NULL || *text == '\0')
    return fail (error, family->name, key, "is missing");
  filled = fill_number (text, number);
  if (!check_text (family, key, filled, error))
    return FALSE;
  if ((samples != NULL ? g_strv_length (samples) : 0) != family->variables->len)
    return fail (error, family->name, sample_key, "must have a value for each of Variables=");

  if (samples == NULL)
    samples = g_new0 (char *, 1);
  g_hash_table_insert (family->texts, (gpointer) language, g_steal_pointer (&filled));
  g_hash_table_insert (family->samples, (gpointer) language, g_steal_pointer (&samples));
  return TRUE;
}

static gboolean
has_text (GKeyFile *file, const char *group, const char *language)
{
  g_autofree char *key = g_strdup_printf ("Text[%s]", language);

  return g_key_file_has_key (file, group, key, NULL);
}

static gboolean
read_family (KhidkiSmsFamilies *self,
             GKeyFile *file,
             const char *group,
             const char *number,
             GError **error)
{
  KhidkiSmsFamily *family = family_new (group + strlen (PREFIX));

  g_ptr_array_add (self->families, family);
  if (!read_variables (family, file, group, error))
    return FALSE;
  for (guint i = 0; languages[i] != NULL; i++)
    if ((i < N_REQUIRED || has_text (file, group, languages[i]))
        && !read_text (family, file, group, languages[i], number, error))
      return FALSE;

  return TRUE;
}

/**
 * khidki_sms_families_new:
 * @file: (transfer none): a group `[Family name]` for each text
 * @number: the number that citizens write to; it stands in the registered texts
 *   themselves, where `{our-number}` does
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the families; %NULL with
 *   KHIDKI_ERROR_INVALID that names group and key
 *
 * Since: 0.1
 */
KhidkiSmsFamilies *
khidki_sms_families_new (GKeyFile *file, const char *number, GError **error)
{
  g_autoptr (KhidkiSmsFamilies) self = g_new0 (KhidkiSmsFamilies, 1);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  self->families = g_ptr_array_new_with_free_func ((GDestroyNotify) family_free);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], PREFIX) && !read_family (self, file, groups[i], number, error))
      return NULL;
  if (self->families->len == 0 || self->families->len > KHIDKI_SMS_MAX_FAMILIES)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "There are %u families, 1 to %u are allowed",
                   self->families->len, KHIDKI_SMS_MAX_FAMILIES);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * khidki_sms_families_new_shipped:
 * @number: the number that citizens write to
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the families that come with the plugin
 *
 * Since: 0.1
 */
KhidkiSmsFamilies *
khidki_sms_families_new_shipped (const char *number, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (khidki_sms_get_resource (), SHIPPED,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, error))
    return NULL;
  return khidki_sms_families_new (file, number, error);
}

void
khidki_sms_families_free (KhidkiSmsFamilies *self)
{
  g_clear_pointer (&self->families, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_id (const char *id)
{
  gsize digits = strspn (id, "0123456789");

  return id[digits] == '\0' && digits >= MIN_ID_DIGITS && digits <= MAX_ID_DIGITS;
}

/* Notes in @missing if there is none. A language that need not be there is not sent
 * before it is registered. */
static void
take_id (KhidkiSmsFamily *family, GKeyFile *file, const char *language, gboolean required, GString *missing)
{
  g_autofree char *group = g_strconcat (PREFIX, family->name, NULL);
  g_autofree char *key = strcmp (language, "en") == 0 ? g_strdup ("TemplateId")
                                                      : g_strdup_printf ("TemplateId[%s]", language);
  g_autofree char *id = g_key_file_get_string (file, group, key, NULL);

  if (id != NULL && is_id (g_strstrip (id)))
    g_hash_table_insert (family->ids, (gpointer) language, g_steal_pointer (&id));
  else if (!required && (id == NULL || *id == '\0'))
    g_hash_table_remove (family->texts, language);
  else
    g_string_append_printf (missing, "%s%s (%s)", missing->len > 0 ? ", " : "", family->name, language);
}

/**
 * khidki_sms_families_take_ids:
 * @self: families
 * @file: (transfer none): a group `[Family name]` for each, with `TemplateId=` and
 *   `TemplateId[hi]=` as the registration gave them
 * @error: return location for an error
 *
 * Punjabi and Urdu go out where they have an id; without, Hindi goes out instead.
 *
 * Returns: whether each family has an id in English and in Hindi; FALSE with
 *   KHIDKI_ERROR_INVALID that names all that have none
 *
 * Since: 0.1
 */
gboolean
khidki_sms_families_take_ids (KhidkiSmsFamilies *self, GKeyFile *file, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < self->families->len; i++)
    for (guint j = 0; languages[j] != NULL; j++)
      {
        KhidkiSmsFamily *family = g_ptr_array_index (self->families, i);

        if (g_hash_table_contains (family->texts, languages[j]))
          take_id (family, file, languages[j], j < N_REQUIRED, missing);
      }
  if (missing->len == 0)
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "no registered id of 10 to 24 digits for %s",
               missing->str);
  return FALSE;
}

/**
 * khidki_sms_families_get_languages:
 * @self: families
 *
 * Returns: (transfer none): the languages that some of them may have
 *
 * Since: 0.1
 */
const char *const *
khidki_sms_families_get_languages (KhidkiSmsFamilies *self)
{
  return languages;
}

/**
 * khidki_sms_families_list:
 * @self: families
 *
 * Returns: (transfer none) (element-type KhidkiSmsFamily): all of them
 *
 * Since: 0.1
 */
GPtrArray *
khidki_sms_families_list (KhidkiSmsFamilies *self)
{
  return self->families;
}

/**
 * khidki_sms_families_find:
 * @self: families
 * @name: (nullable): a name
 *
 * Returns: (transfer none) (nullable): the family of that name
 *
 * Since: 0.1
 */
const KhidkiSmsFamily *
khidki_sms_families_find (KhidkiSmsFamilies *self, const char *name)
{
  for (guint i = 0; i < self->families->len; i++)
    {
      const KhidkiSmsFamily *family = g_ptr_array_index (self->families, i);

      if (g_strcmp0 (family->name, name) == 0)
        return family;
    }

  return NULL;
}
