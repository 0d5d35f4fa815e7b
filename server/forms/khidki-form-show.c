/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"

/* (nullable): the question; that to the applicant in person where there is one. */
static const char *
get_ask (const KhidkiForm *form, KhidkiPart *part)
{
  const char *ask = form->for_self ? khidki_part_get_text (part, "AskSelf", form->language) : NULL;

  return ask != NULL ? ask : khidki_part_get_text (part, "Ask", form->language);
}

static char *
ask_field (const KhidkiForm *form, const KhidkiNeed *need)
{
  const char *ask = get_ask (form, khidki_field_get_part (need->field));
  g_autofree char *example = khidki_form_dup_example (form, khidki_field_get_part (need->field));
  g_autofree char *label = NULL;
  g_autofree char *question = NULL;

  if (ask != NULL)
    question = khidki_form_fill_at (form, ask, NULL, need->path);
  else
    {
      label = khidki_form_dup_label (form, need->path);
      question = khidki_form_say (form->language, "ask", "label", label, NULL);
    }
  if (*example == '\0' || *khidki_field_get_choices (need->field) != NULL)
    return g_steal_pointer (&question);
  return g_strdup_printf ("%s\n%s", question, example);
}

static char *
ask_part (const KhidkiForm *form, const KhidkiNeed *need, const char *key)
{
  const char *ask = strcmp (key, "Ask") == 0
                      ? get_ask (form, need->part)
                      : khidki_part_get_text (need->part, key, form->language);
  const char *name = khidki_part_get_text (need->part, "Name", form->language);

  if (ask != NULL)
    return khidki_form_fill_at (form, ask, NULL, NULL);
  return khidki_form_say (form->language, "ask", "label", name, NULL);
}

static char *
ask_group (const KhidkiForm *form, const KhidkiNeed *need)
{
  guint repeat = khidki_form_get_repeat (need->path);
  const char *example = khidki_part_get_text (need->part, "Example", form->language);
  g_autofree char *question = NULL;
  g_autofree char *shown = NULL;

  if (repeat > 1 && example != NULL)
    return khidki_form_say (form->language, "next-member", "example", example, NULL);

  question = ask_part (form, need, "Ask");
  shown = khidki_form_dup_example (form, need->part);
  return *shown != '\0' ? g_strdup_printf ("%s\n%s", question, shown) : g_steal_pointer (&question);
}

/**
 * khidki_form_dup_question:
 * @form: a form
 * @need: what is needed
 *
 * Returns: (transfer full): the question, with its example in a line of its own
 */
char *
khidki_form_dup_question (const KhidkiForm *form, const KhidkiNeed *need)
{
  switch (need->kind)
    {
    case KHIDKI_NEED_FIELD:
    case KHIDKI_NEED_PRIVATE:
      return ask_field (form, need);
    case KHIDKI_NEED_GROUP:
      return ask_group (form, need);
    case KHIDKI_NEED_MORE:
      return ask_part (form, need, "More");
    case KHIDKI_NEED_PAPER:
      return ask_part (form, need, "Ask");
    case KHIDKI_NEED_REVIEW:
    default:
      return g_strdup ("");
    }
}

static char *
label_group (const KhidkiForm *form, const char *path)
{
  g_autofree char *id = g_strndup (path, strcspn (path, "."));
  KhidkiPart *group = khidki_service_find_part (form->service, "Group", id);
  guint repeat = khidki_form_get_repeat (path);
  const char *name;

  if (group == NULL)
    return g_strdup (path);
  name = khidki_part_get_text (group, "ShortName", form->language);
  if (name == NULL)
    name = khidki_part_get_text (group, "Name", form->language);
  if (g_str_has_suffix (path, KHIDKI_FORM_MORE))
    return khidki_form_say (form->language, "more-label", "group", name, NULL);
  return repeat > 0 ? g_strdup_printf ("%s %u", name, repeat) : g_strdup (name);
}

/**
 * khidki_form_dup_label:
 * @form: a form
 * @path: of a field, a group, a paper, or `family.more`
 *
 * Returns: (transfer full): what it is called: its short name, else its name
 */
char *
khidki_form_dup_label (const KhidkiForm *form, const char *path)
{
  KhidkiField *field = khidki_service_find_field (form->service, path);
  KhidkiPart *part = field != NULL ? khidki_field_get_part (field)
                                   : khidki_service_find_part (form->service, "Paper", path);
  const char *name;

  if (part == NULL)
    return label_group (form, path);
  name = khidki_part_get_text (part, "ShortName", form->language);
  return g_strdup (name != NULL ? name : khidki_part_get_text (part, "Name", form->language));
}

/* 1947-08-15 as 15/08/1947. */
static char *
show_date (const char *canonical)
{
  g_auto (GStrv) steps = g_strsplit (canonical, "-", -1);

  if (g_strv_length (steps) != 3)
    return g_strdup (canonical);
  return g_strdup_printf ("%s/%s/%s", steps[2], steps[1], steps[0]);
}

static char *
show_masked (const KhidkiForm *form, const char *value)
{
  gsize length = strlen (value);

  if (length < 6)
    return g_strdup (khidki_form_get_text (form->language, "given"));
  return khidki_form_say (form->language, "masked", "digits", value + length - 4, NULL);
}

static char *
show_subdivision (const KhidkiForm *form, const char *value)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (form->catalogue);
  const char *name = khidki_places_get_subdivision_name (places, value, form->language);

  return g_strdup (name != NULL ? name : value);
}

static char *
show_value (const KhidkiForm *form, KhidkiField *field, const char *value)
{
  g_autofree char *amount = NULL;
  const char *name;

  if (khidki_field_get_class (field) == KHIDKI_FIELD_CLASS_IDENTIFIER)
    return show_masked (form, value);

  switch (khidki_field_get_field_type (field))
    {
    case KHIDKI_FIELD_DATE:
      return show_date (value);
    case KHIDKI_FIELD_MONEY:
      amount = khidki_form_write_rupees (g_ascii_strtoll (value, NULL, 10));
      return khidki_form_say (form->language, "rupees", "amount", amount, NULL);
    case KHIDKI_FIELD_CHOICE:
      name = khidki_field_get_choice_text (field, value, form->language);
      return g_strdup (name != NULL ? name : value);
    case KHIDKI_FIELD_BOOLEAN:
      return g_strdup (khidki_form_get_text (form->language, value));
    case KHIDKI_FIELD_SUBDIVISION:
      return show_subdivision (form, value);
    case KHIDKI_FIELD_TEXT:
    case KHIDKI_FIELD_NAME:
    case KHIDKI_FIELD_MOBILE:
    case KHIDKI_FIELD_PIN:
    case KHIDKI_FIELD_INTEGER:
    case KHIDKI_FIELD_LOCALITY:
    case KHIDKI_FIELD_LAST4:
    case KHIDKI_FIELD_ACCOUNT:
    case KHIDKI_FIELD_IFSC:
    case KHIDKI_FIELD_EPIC:
    case KHIDKI_FIELD_PAN:
    case KHIDKI_FIELD_IDENTIFIER:
    default:
      return g_strdup (value);
    }
}

static char *
show_field (const KhidkiForm *form, KhidkiField *field, const char *path)
{
  const char *value = khidki_answers_get (form->answers, path);

  if (value == NULL)
    value = khidki_field_get_value (field, "Default");
  return value != NULL ? show_value (form, field, value) : NULL;
}

static char *
show_group (const KhidkiForm *form, const char *path)
{
  g_autofree char *id = g_strndup (path, strcspn (path, "."));
  GString *shown = g_string_new (NULL);
  guint repeat = khidki_form_get_repeat (path);

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      g_autofree char *full = khidki_form_make_path (field, repeat);
      g_autofree char *value = NULL;

      if (g_strcmp0 (khidki_field_get_group (field), id) != 0 || !khidki_form_is_asked_together (field))
        continue;
      value = show_field (form, field, full);
      if (value != NULL)
        g_string_append_printf (shown, "%s%s", shown->len > 0 ? khidki_form_get_text (form->language, "comma") : "", value);
    }
  return g_string_free (shown, FALSE);
}

/**
 * khidki_form_dup_value:
 * @form: a form
 * @path: of a field or of a group: `dob`, `address`, `family.2`
 *
 * Returns: (transfer full): the answer as people write it, `""` if there is none
 */
char *
khidki_form_dup_value (const KhidkiForm *form, const char *path)
{
  KhidkiField *field = khidki_service_find_field (form->service, path);
  char *value;

  if (field != NULL)
    {
      value = show_field (form, field, path);
      return value != NULL ? value : g_strdup ("");
    }
  return g_str_has_suffix (path, KHIDKI_FORM_MORE) ? g_strdup ("") : show_group (form, path);
}
