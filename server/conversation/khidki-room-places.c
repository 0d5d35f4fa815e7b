/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"

/* This many proposals stand as buttons beside "another one". */
#define PROPOSALS 2

/* The answer to the field of a type that stands nearest before the sub-division. */
static const char *
find_answer (const KhidkiForm *form, const KhidkiNeed *need, KhidkiFieldType type)
{
  const char *found = NULL;

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      const char *answer = khidki_answers_get (form->answers, khidki_field_get_path (field));

      if (field == need->field)
        break;
      if (khidki_field_get_field_type (field) == type && answer != NULL)
        found = answer;
    }

  return found;
}

static GStrv
propose (const KhidkiForm *form, const KhidkiNeed *need)
{
  return khidki_places_propose (khidki_catalogue_get_places (form->catalogue),
                                find_answer (form, need, KHIDKI_FIELD_LOCALITY),
                                find_answer (form, need, KHIDKI_FIELD_PIN), form->today);
}

static void
offer_place (KhidkiTurn *turn, const KhidkiForm *form, const char *id, gboolean with_district)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (form->catalogue);
  g_autofree char *choice = g_strconcat ("a:", id, NULL);
  const char *name = khidki_places_get_subdivision_name (places, id, form->language);
  const char *district = khidki_places_get_district (places, id);
  const char *below = district != NULL && with_district
                        ? khidki_places_get_district_name (places, district, form->language)
                        : NULL;

  khidki_turn_offer_text (turn, choice, name != NULL ? name : id, below);
}

static void
show_list (KhidkiTurn *turn, const KhidkiForm *form)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (form->catalogue);
  g_auto (GStrv) all = khidki_places_list_subdivisions (places, form->today, form->language);

  khidki_turn_say (turn, "places.list", NULL);
  turn->button = "label.open-list";
  for (guint i = 0; all[i] != NULL; i++)
    offer_place (turn, form, all[i], TRUE);
}

static void
show_proposals (KhidkiTurn *turn, const KhidkiForm *form, GStrv proposed)
{
  /* Without a second line they are few and short enough for buttons: one tap. */
  khidki_turn_say (turn, "places.confirm", NULL);
  for (guint i = 0; i < PROPOSALS && proposed[i] != NULL; i++)
    offer_place (turn, form, proposed[i], FALSE);
  khidki_turn_offer (turn, "others", "label.other-place");
}

/* What the address tells is proposed, and never taken without a word. */
void
khidki_room_places_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) proposed = propose (form, need);

  if (strcmp (turn->session->subject, "others") == 0 || proposed == NULL || *proposed == NULL)
    show_list (turn, form);
  else
    show_proposals (turn, form, proposed);
}

gboolean
khidki_room_places_choose (KhidkiTurn *turn,
                           const KhidkiForm *form,
                           const KhidkiNeed *need,
                           const char *id)
{
  if (strcmp (id, "others") != 0)
    return FALSE;

  khidki_rooms_enter (turn, "question", "others");
  return TRUE;
}

/* Whether an answer from which a sub-division was proposed is another one now. */
static gboolean
has_moved (const KhidkiForm *form, KhidkiAnswers *answers, KhidkiField *subdivision)
{
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      KhidkiFieldType type = khidki_field_get_field_type (field);
      const char *path = khidki_field_get_path (field);

      if ((type == KHIDKI_FIELD_LOCALITY || type == KHIDKI_FIELD_PIN) &&
          g_strcmp0 (khidki_field_get_group (field), khidki_field_get_group (subdivision)) == 0 &&
          g_strcmp0 (khidki_answers_get (form->answers, path), khidki_answers_get (answers, path)) != 0)
        return TRUE;
    }

  return FALSE;
}

/* Another address may belong to another office: the sub-division that was
 * confirmed for the old one is asked for again. (transfer full): the answers. */
KhidkiAnswers *
khidki_room_places_follow (const KhidkiForm *form, KhidkiAnswers *answers)
{
  KhidkiAnswers *followed = khidki_answers_copy (answers);

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      const char *path = khidki_field_get_path (field);

      if (khidki_field_get_field_type (field) == KHIDKI_FIELD_SUBDIVISION &&
          khidki_answers_get (form->answers, path) != NULL && has_moved (form, answers, field))
        khidki_answers_unset (followed, path);
    }

  return followed;
}
