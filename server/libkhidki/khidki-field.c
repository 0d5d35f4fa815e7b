/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-service-private.h"

#include <string.h>

static const struct
{
  const char *name;
  KhidkiFieldType type;
  KhidkiFieldClass field_class;
} types[] = {
  { "text", KHIDKI_FIELD_TEXT, KHIDKI_FIELD_CLASS_PERSONAL },
  { "name", KHIDKI_FIELD_NAME, KHIDKI_FIELD_CLASS_PERSONAL },
  { "mobile", KHIDKI_FIELD_MOBILE, KHIDKI_FIELD_CLASS_PERSONAL },
  { "pin", KHIDKI_FIELD_PIN, KHIDKI_FIELD_CLASS_PERSONAL },
  { "date", KHIDKI_FIELD_DATE, KHIDKI_FIELD_CLASS_PERSONAL },
  { "integer", KHIDKI_FIELD_INTEGER, KHIDKI_FIELD_CLASS_PERSONAL },
  { "money", KHIDKI_FIELD_MONEY, KHIDKI_FIELD_CLASS_PERSONAL },
  { "choice", KHIDKI_FIELD_CHOICE, KHIDKI_FIELD_CLASS_PERSONAL },
  { "boolean", KHIDKI_FIELD_BOOLEAN, KHIDKI_FIELD_CLASS_PERSONAL },
  { "locality", KHIDKI_FIELD_LOCALITY, KHIDKI_FIELD_CLASS_PERSONAL },
  { "subdivision", KHIDKI_FIELD_SUBDIVISION, KHIDKI_FIELD_CLASS_PERSONAL },
  { "last4", KHIDKI_FIELD_LAST4, KHIDKI_FIELD_CLASS_PERSONAL },
  { "account", KHIDKI_FIELD_ACCOUNT, KHIDKI_FIELD_CLASS_IDENTIFIER },
  { "ifsc", KHIDKI_FIELD_IFSC, KHIDKI_FIELD_CLASS_PERSONAL },
  { "epic", KHIDKI_FIELD_EPIC, KHIDKI_FIELD_CLASS_IDENTIFIER },
  { "pan", KHIDKI_FIELD_PAN, KHIDKI_FIELD_CLASS_IDENTIFIER },
  { "identifier", KHIDKI_FIELD_IDENTIFIER, KHIDKI_FIELD_CLASS_IDENTIFIER },
};

gboolean
khidki_field_type_from_name (const char *name, KhidkiFieldType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      {
        *type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

static KhidkiFieldClass
class_of (KhidkiPart *part, KhidkiFieldType type)
{
  const char *name = khidki_part_get_value (part, "Class");

  if (g_strcmp0 (name, "plain") == 0)
    return KHIDKI_FIELD_CLASS_PLAIN;
  if (g_strcmp0 (name, "personal") == 0)
    return KHIDKI_FIELD_CLASS_PERSONAL;
  if (g_strcmp0 (name, "identifier") == 0)
    return KHIDKI_FIELD_CLASS_IDENTIFIER;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].field_class;
  return KHIDKI_FIELD_CLASS_PERSONAL;
}

/* @part was checked: its type is known, its range is one. */
KhidkiField *
khidki_field_new (KhidkiPart *part)
{
  KhidkiField *self = g_new0 (KhidkiField, 1);
  const char *dot = strrchr (part->id, '.');
  const char *range = khidki_part_get_value (part, "Range");

  self->part = part;
  self->group = dot != NULL ? g_strndup (part->id, (gsize) (dot - part->id)) : NULL;
  khidki_field_type_from_name (khidki_part_get_value (part, "Type"), &self->type);
  self->field_class = class_of (part, self->type);
  self->optional = g_strcmp0 (khidki_part_get_value (part, "Optional"), "yes") == 0;
  if (range != NULL)
    {
      char *end = NULL;

      self->has_range = TRUE;
      self->minimum = g_ascii_strtoll (range, &end, 10);
      self->maximum = g_ascii_strtoll (end + 1, NULL, 10);
    }

  return self;
}

gpointer
khidki_field_keep (KhidkiField *self, gpointer (*make) (KhidkiField *field), GDestroyNotify free_kept)
{
  if (g_once_init_enter (&self->kept))
    {
      self->free_kept = free_kept;
      g_once_init_leave (&self->kept, make (self));
    }
  return self->kept;
}

void
khidki_field_free (KhidkiField *self)
{
  if (self->kept != NULL)
    self->free_kept (self->kept);
  g_free (self->group);
  g_free (self);
}

/**
 * khidki_field_get_path:
 * @self: a field
 *
 * Returns: its path without the number of a repeat: `family.age`
 *
 * Since: 0.1
 */
const char *
khidki_field_get_path (KhidkiField *self)
{
  return self->part->id;
}

/**
 * khidki_field_get_group:
 * @self: a field
 *
 * Returns: (nullable): the id of its `[Group …]`
 *
 * Since: 0.1
 */
const char *
khidki_field_get_group (KhidkiField *self)
{
  return self->group;
}

/**
 * khidki_field_get_field_type:
 * @self: a field
 *
 * Returns: what an answer must be, `Type=`
 *
 * Since: 0.1
 */
KhidkiFieldType
khidki_field_get_field_type (KhidkiField *self)
{
  return self->type;
}

/**
 * khidki_field_get_class:
 * @self: a field
 *
 * Returns: how its answer is to be guarded, `Class=`, or as its type wants
 *
 * Since: 0.1
 */
KhidkiFieldClass
khidki_field_get_class (KhidkiField *self)
{
  return self->field_class;
}

/**
 * khidki_field_is_optional:
 * @self: a field
 *
 * Returns: whether it may be left empty
 *
 * Since: 0.1
 */
gboolean
khidki_field_is_optional (KhidkiField *self)
{
  return self->optional;
}

/**
 * khidki_field_get_text:
 * @self: a field
 * @key: `Name`, `Ask`, `Help`, `Example`, `Complaint`
 * @language: (nullable): a language
 *
 * Returns: (nullable): `Key[language]=`, else `Key=`
 *
 * Since: 0.1
 */
const char *
khidki_field_get_text (KhidkiField *self, const char *key, const char *language)
{
  return khidki_part_get_text (self->part, key, language);
}

/**
 * khidki_field_get_value:
 * @self: a field
 * @key: e.g. `ShowIf`, `Prefill`, `Default`, `Pattern`
 *
 * Returns: (nullable): what the file says; a boolean is `yes` or `no`
 *
 * Since: 0.1
 */
const char *
khidki_field_get_value (KhidkiField *self, const char *key)
{
  return khidki_part_get_value (self->part, key);
}

/**
 * khidki_field_get_range:
 * @self: a field
 * @minimum: (out) (optional): the least value, or number of letters of a text
 * @maximum: (out) (optional): the greatest one
 *
 * Returns: whether the file sets one
 *
 * Since: 0.1
 */
gboolean
khidki_field_get_range (KhidkiField *self, gint64 *minimum, gint64 *maximum)
{
  if (minimum != NULL)
    *minimum = self->minimum;
  if (maximum != NULL)
    *maximum = self->maximum;
  return self->has_range;
}

/**
 * khidki_field_get_choices:
 * @self: a field
 *
 * Returns: (transfer none): ids, in order; none if it is no choice
 *
 * Since: 0.1
 */
const char *const *
khidki_field_get_choices (KhidkiField *self)
{
  return khidki_part_get_list (self->part, "Choices");
}

/**
 * khidki_field_get_choice_text:
 * @self: a field
 * @choice: an id of its choices
 * @language: (nullable): a language
 *
 * Returns: (nullable): the choice's name, at most 24 letters
 *
 * Since: 0.1
 */
const char *
khidki_field_get_choice_text (KhidkiField *self, const char *choice, const char *language)
{
  g_autofree char *key = g_strconcat ("Choice.", choice, NULL);

  return khidki_part_get_text (self->part, key, language);
}

/**
 * khidki_field_get_choice_words:
 * @self: a field
 * @choice: an id of its choices
 *
 * Returns: (transfer none): what else people call it, in every language
 *
 * Since: 0.1
 */
const char *const *
khidki_field_get_choice_words (KhidkiField *self, const char *choice)
{
  g_autofree char *key = g_strconcat ("Words.", choice, NULL);

  return khidki_part_get_list (self->part, key);
}

/**
 * khidki_field_list_choice_texts:
 * @self: a field
 * @choice: an id of its choices
 *
 * Returns: (transfer full): its name in every language that has one
 *
 * Since: 0.1
 */
GStrv
khidki_field_list_choice_texts (KhidkiField *self, const char *choice)
{
  g_autofree char *key = g_strconcat ("Choice.", choice, NULL);

  return khidki_part_list_texts (self->part, key);
}

/**
 * khidki_field_get_part:
 * @self: a field
 *
 * Returns: (transfer none): its group of the file
 *
 * Since: 0.1
 */
KhidkiPart *
khidki_field_get_part (KhidkiField *self)
{
  return self->part;
}
