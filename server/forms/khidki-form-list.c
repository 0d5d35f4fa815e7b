/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"

typedef struct
{
  GPtrArray *ids;
  GPtrArray *names;
} List;

static void
add (List *list, const char *id, const char *name)
{
  g_ptr_array_add (list->ids, g_strdup (id));
  g_ptr_array_add (list->names, g_strdup (name != NULL ? name : id));
}

static void
list_choices (const KhidkiForm *form, KhidkiField *field, List *list)
{
  for (const char *const *id = khidki_field_get_choices (field); *id != NULL; id++)
    add (list, *id, khidki_field_get_choice_text (field, *id, form->language));
}

static void
list_yes_no (const KhidkiForm *form, List *list, const char *yes, const char *no)
{
  add (list, "yes", khidki_form_get_text (form->language, yes));
  add (list, "no", khidki_form_get_text (form->language, no));
}

/* Those that the locality and the PIN beside it propose, else all. */
static void
list_subdivisions (const KhidkiForm *form, KhidkiField *subdivision, List *list)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (form->catalogue);
  const char *locality = NULL, *pin = NULL;
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      const char *answer = khidki_answers_get (form->answers, khidki_field_get_path (field));

      if (g_strcmp0 (khidki_field_get_group (field), khidki_field_get_group (subdivision)) != 0)
        continue;
      if (khidki_field_get_field_type (field) == KHIDKI_FIELD_LOCALITY)
        locality = answer;
      else if (khidki_field_get_field_type (field) == KHIDKI_FIELD_PIN)
        pin = answer;
    }

  ids = khidki_places_propose (places, locality, pin, form->today);
  if (ids[0] == NULL)
    {
      g_strfreev (ids);
      ids = khidki_places_list_subdivisions (places, form->today, form->language);
    }
  for (guint i = 0; ids[i] != NULL; i++)
    add (list, ids[i], khidki_places_get_subdivision_name (places, ids[i], form->language));
}

static void
list_kinds (const KhidkiForm *form, KhidkiPart *paper, List *list)
{
  for (const char *const *id = khidki_part_get_list (paper, "AnyOf"); *id != NULL; id++)
    {
      KhidkiPart *kind = khidki_service_find_part (form->service, "Kind", *id);

      add (list, *id, kind != NULL ? khidki_part_get_text (kind, "Name", form->language) : NULL);
    }
}

static void
list_field (const KhidkiForm *form, KhidkiField *field, List *list)
{
  KhidkiFieldType type = khidki_field_get_field_type (field);

  if (type == KHIDKI_FIELD_CHOICE)
    list_choices (form, field, list);
  else if (type == KHIDKI_FIELD_BOOLEAN)
    list_yes_no (form, list, "yes", "no");
  else if (type == KHIDKI_FIELD_SUBDIVISION)
    list_subdivisions (form, field, list);
}

/**
 * khidki_form_list_choices:
 * @form: a form
 * @need: what is needed
 * @ids: (out) (transfer full): ids for [func@Form.set]; kinds of a paper
 * @names: (out) (transfer full): their names, at most 24 letters each
 *
 * Returns: whether there is anything to choose from
 */
gboolean
khidki_form_list_choices (const KhidkiForm *form,
                          const KhidkiNeed *need,
                          GStrv *ids,
                          GStrv *names)
{
  List list = { g_ptr_array_new (), g_ptr_array_new () };
  gboolean any;

  if (need->kind == KHIDKI_NEED_FIELD)
    list_field (form, need->field, &list);
  else if (need->kind == KHIDKI_NEED_MORE)
    list_yes_no (form, &list, "more-yes", "more-no");
  else if (need->kind == KHIDKI_NEED_PAPER)
    list_kinds (form, need->part, &list);

  any = list.ids->len > 0;
  g_ptr_array_add (list.ids, NULL);
  g_ptr_array_add (list.names, NULL);
  *ids = (GStrv) g_ptr_array_free (list.ids, FALSE);
  *names = (GStrv) g_ptr_array_free (list.names, FALSE);
  return any;
}
