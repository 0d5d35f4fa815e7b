/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-offer-code.h"
#include "conversation/khidki-short.h"

#include <string.h>

/* So many names fit beside the rest of the text. */
#define MOST_NAMES 4

static GPtrArray *
list_all (KhidkiTurn *turn)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < khidki_catalogue_get_n_departments (turn->catalogue); i++)
    {
      KhidkiDepartment *department = khidki_catalogue_get_department (turn->catalogue, i);
      g_autoptr (GPtrArray) services =
        khidki_catalogue_list_services (turn->catalogue, khidki_department_get_id (department));

      for (guint j = 0; services != NULL && j < services->len; j++)
        g_ptr_array_add (all, g_ptr_array_index (services, j));
    }

  return all;
}

static void
append (GString *list, const char *word)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", word);
}

static void
offer (KhidkiTurn *turn, GPtrArray *services)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < services->len && i < MOST_NAMES; i++)
    {
      KhidkiService *service = g_ptr_array_index (services, i);
      g_autofree char *name = khidki_turn_dup_service_name (turn, khidki_service_get_id (service), TRUE);

      append (names, name);
    }
  khidki_short_say (turn, "service_choose", names->str, NULL);
}

static const char *
get_short_name (KhidkiTurn *turn, KhidkiService *service)
{
  return khidki_service_get_text (service, "ShortName", khidki_turn_get_language (turn));
}

/* One that is called exactly so is meant, whatever else sounds like it. */
static KhidkiService *
find_exact (KhidkiTurn *turn, GPtrArray *services, const char *words)
{
  for (guint i = 0; i < services->len; i++)
    {
      KhidkiService *service = g_ptr_array_index (services, i);
      const char *name = get_short_name (turn, service);
      g_autofree char *one = name != NULL ? g_utf8_casefold (name, -1) : g_strdup ("");
      g_autofree char *other = g_utf8_casefold (words, -1);

      if (strcmp (one, other) == 0)
        return service;
    }

  return NULL;
}

/* The one that is meant; where none or several may be, names are offered and it is NULL. */
static KhidkiService *
choose (KhidkiTurn *turn, const char *words)
{
  g_autoptr (GPtrArray) found = khidki_catalogue_search (turn->catalogue, words);
  g_autoptr (GPtrArray) all = NULL;
  KhidkiService *exact = find_exact (turn, found, words);

  if (exact != NULL || found->len == 1)
    return exact != NULL ? exact : g_ptr_array_index (found, 0);
  if (found->len > 1)
    {
      offer (turn, found);
      return NULL;
    }
  all = list_all (turn);
  if (all->len > 0)
    offer (turn, all);
  else
    khidki_short_say (turn, "not_understood", turn->context->helpline, NULL);
  return NULL;
}

/* Those that everybody needs first. */
static char *
dup_papers (KhidkiTurn *turn, KhidkiService *service)
{
  GPtrArray *papers = khidki_service_get_papers (service);
  GString *list = g_string_new (NULL);

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; papers != NULL && i < papers->len; i++)
      {
        KhidkiPart *paper = g_ptr_array_index (papers, i);
        gboolean conditional = khidki_part_get_value (paper, "ShowIf") != NULL;
        const char *name = khidki_part_get_text (paper, "Name", khidki_turn_get_language (turn));

        if (conditional == (round == 1) && g_strcmp0 (khidki_part_get_value (paper, "Optional"), "yes") != 0)
          append (list, name != NULL ? name : khidki_part_get_id (paper));
      }
  if (list->len == 0)
    {
      g_autofree char *none = khidki_turn_dup_word (turn, "service.free");

      append (list, none);
    }

  return g_string_free (list, FALSE);
}

static char *
dup_fee (KhidkiTurn *turn, KhidkiService *service)
{
  gint64 paise = khidki_service_get_fee (service, &turn->context->today);

  if (paise <= 0)
    return khidki_turn_dup_word (turn, paise < 0 ? "short.ask-at-centre" : "service.free");
  if (paise % 100 == 0)
    return g_strdup_printf ("Rs %" G_GINT64_FORMAT, paise / 100);
  return g_strdup_printf ("Rs %" G_GINT64_FORMAT ".%02d", paise / 100, (int) (paise % 100));
}

/* `SEVA word`: papers, fee, days. */
void
khidki_short_tell_service (KhidkiTurn *turn, const char *words)
{
  KhidkiService *service = choose (turn, words);
  g_autofree char *name = NULL;
  g_autofree char *papers = NULL;
  g_autofree char *fee = NULL;
  g_autofree char *days = NULL;

  if (service == NULL)
    return;

  name = khidki_turn_dup_service_name (turn, khidki_service_get_id (service), FALSE);
  papers = dup_papers (turn, service);
  fee = dup_fee (turn, service);
  days = g_strdup_printf ("%d", khidki_service_get_days (service));
  khidki_short_say (turn, "service", name, papers, fee, days, NULL);
}

/* From here on the draft can be taken over at any counter by who tells its code. */
static void
offer_draft (KhidkiTurn *turn, const char *family, KhidkiService *service)
{
  g_autofree char *name =
    khidki_turn_dup_service_name (turn, khidki_draft_get_service (turn->draft), FALSE);
  g_autofree char *code = khidki_offer_code_show (turn->context->reserved_code);
  g_autofree char *papers = service != NULL ? dup_papers (turn, service) : NULL;
  g_autofree char *where = khidki_short_dup_where (turn);
  KhidkiAction *action = khidki_turn_act (turn, KHIDKI_ACTION_OFFER_DRAFT);

  action->draft = khidki_draft_ref (turn->draft);
  action->token = g_strdup (turn->context->reserved_code);
  if (papers != NULL)
    khidki_short_say (turn, family, name, code, papers, where, NULL);
  else
    khidki_short_say (turn, family, name, code, where, NULL);
}

/* A form in which something has been answered is not lost without a word. */
static gboolean
is_another_begun (KhidkiTurn *turn, KhidkiService *service)
{
  return khidki_turn_has_answers (turn)
         && strcmp (khidki_draft_get_service (turn->draft), khidki_service_get_id (service)) != 0;
}

static gboolean
is_same_begun (KhidkiTurn *turn, KhidkiService *service)
{
  return khidki_turn_sees_draft (turn)
         && strcmp (khidki_draft_get_service (turn->draft), khidki_service_get_id (service)) == 0;
}

/* `APPLY word`: a form with a code, what to bring, where. */
void
khidki_short_apply (KhidkiTurn *turn, const char *words)
{
  KhidkiService *service = choose (turn, words);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = NULL;

  if (service == NULL)
    return;
  if (is_another_begun (turn, service))
    {
      offer_draft (turn, "draft_open", NULL);
      return;
    }
  if (!is_same_begun (turn, service))
    {
      draft = khidki_draft_new (turn->context->reserved_draft, khidki_service_get_id (service),
                                khidki_service_get_version (service), "self", answers);
      if (khidki_turn_sees_draft (turn))
        khidki_turn_set_draft (turn, NULL);
      khidki_turn_set_draft (turn, draft);
    }
  offer_draft (turn, "draft_code", service);
}

void
khidki_short_cancel (KhidkiTurn *turn)
{
  g_autofree char *name = NULL;

  if (!khidki_turn_sees_draft (turn))
    {
      khidki_short_say (turn, "help", turn->context->helpline, NULL);
      return;
    }

  name = khidki_turn_dup_service_name (turn, khidki_draft_get_service (turn->draft), FALSE);
  khidki_turn_set_draft (turn, NULL);
  khidki_short_say (turn, "draft_dropped", name, NULL);
}
