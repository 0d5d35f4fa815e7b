/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

/* Whoever has a form says so, though its row is called otherwise. */
#define CONTINUE_WORDS                                                                             \
  "continue|resume|go on|finish|finish form|aage|aage badho|aage badhe|jari rakho|form pura karo|" \
  "आगे|आगे बढ़ो|आगे बढ़ें|जारी रखें|फ़ॉर्म पूरा करो|ਅੱਗੇ|ਅੱਗੇ ਵਧੋ|ਜਾਰੀ ਰੱਖੋ|آگے|آگے بڑھو|جاری رکھیں"

static const char *
get_department_text (KhidkiDepartment *department, const char *key, const char *language)
{
  const char *text = khidki_department_get_text (department, key, language);

  if (text == NULL || *text == '\0')
    text = khidki_department_get_text (department, "Name", language);
  return text != NULL && *text != '\0' ? text : khidki_department_get_id (department);
}

/* The names of what a department does, for the second line of its row. */
static char *
dup_service_names (KhidkiTurn *turn, const char *department)
{
  g_autoptr (GPtrArray) services = khidki_catalogue_list_services (turn->catalogue, department);
  GString *names = g_string_new (NULL);

  for (guint i = 0; services != NULL && i < services->len; i++)
    {
      KhidkiService *service = g_ptr_array_index (services, i);
      g_autofree char *name =
        khidki_turn_dup_service_name (turn, khidki_service_get_id (service), TRUE);

      g_string_append_printf (names, "%s%s", i > 0 ? khidki_texts_get (khidki_turn_get_language (turn), "text.comma") : "", name);
    }

  return g_string_free (names, FALSE);
}

static void
offer_department (KhidkiTurn *turn, KhidkiDepartment *department)
{
  const char *id = khidki_department_get_id (department);
  const char *language = khidki_turn_get_language (turn);
  g_autofree char *choice = g_strconcat ("department:", id, NULL);
  g_autofree char *names = dup_service_names (turn, id);
  g_autofree char *below = NULL;

  if (khidki_turn_knows_language (turn))
    below = g_strdup (names);
  else
    below = g_strconcat (get_department_text (department, "ShortName", KHIDKI_LANGUAGE_SECOND), " · ", names, NULL);
  khidki_turn_offer_text (turn, choice, get_department_text (department, "ShortName", language),
                          below);
}

static void
offer_common (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) applications = khidki_applications_list (turn);
  guint flowing = turn->options->len;

  if (applications->len > 0)
    khidki_turn_offer_pinned (turn, "applications", "row.applications");
  else if (khidki_applications_any_hidden (turn))
    khidki_turn_offer_pinned (turn, "claim", "row.applications");
  if (khidki_turn_sees_draft (turn))
    {
      khidki_turn_offer_pinned (turn, "continue", "row.continue");
      khidki_turn_offer_pinned (turn, "counter", "label.counter");
    }
  khidki_turn_offer_pinned (turn, "help", "row.help");
  /* All of them on the first page, while there is room for services beside them. */
  if (khidki_turn_knows_language (turn) || turn->options->len - flowing > 1)
    khidki_turn_offer_pinned (turn, "language", "row.language");
  else
    khidki_room_language_offer (turn);
}

/* What the office waits for stands before everything else. */
static void
offer_waiting (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *waiting = khidki_unasked_find_waiting (turn);
  g_autofree char *number = NULL;
  g_autofree char *by = NULL;
  g_autofree char *choice = NULL;
  g_autofree char *title = NULL;
  g_autofree char *below = NULL;

  if (waiting == NULL)
    return;

  number = khidki_turn_dup_number (waiting->number);
  by = khidki_turn_dup_day (turn, waiting->answer_by);
  khidki_turn_say (turn, "menu.waiting", "number", number, "by", by, NULL);
  choice = g_strconcat ("query:", waiting->number, NULL);
  title = g_strdup (khidki_texts_get (khidki_turn_get_language (turn), "row.answer"));
  below = khidki_turn_dup_service_name (turn, waiting->service, FALSE);
  khidki_turn_offer_text (turn, choice, title, below);
}

static void
menu_show (KhidkiTurn *turn)
{
  guint departments = khidki_catalogue_get_n_departments (turn->catalogue);

  offer_waiting (turn);
  khidki_turn_say (turn, departments > 0 ? "menu.choose" : "menu.closed", NULL);
  turn->button = "label.services";
  for (guint i = 0; i < departments; i++)
    offer_department (turn, khidki_catalogue_get_department (turn->catalogue, i));
  offer_common (turn);
}

static void
offer_service (KhidkiTurn *turn, KhidkiService *service)
{
  const char *id = khidki_service_get_id (service);
  g_autofree char *choice = g_strconcat ("service:", id, NULL);
  g_autofree char *title = khidki_turn_dup_service_name (turn, id, TRUE);
  g_autofree char *name = khidki_turn_dup_service_name (turn, id, FALSE);
  const char *second = khidki_service_get_text (service, "ShortName", KHIDKI_LANGUAGE_SECOND);

  if (!khidki_turn_knows_language (turn) && second != NULL)
    khidki_turn_offer_text (turn, choice, title, second);
  else
    khidki_turn_offer_text (turn, choice, title, strcmp (name, title) != 0 ? name : "");
}

/* Offers services, or opens the only one; FALSE if there are none. */
static gboolean
open_services (KhidkiTurn *turn, GPtrArray *services, const char *place, const char *subject)
{
  KhidkiService *only;

  if (services == NULL || services->len == 0)
    return FALSE;
  if (services->len > 1)
    {
      khidki_rooms_enter (turn, place, subject);
      return TRUE;
    }
  only = g_ptr_array_index (services, 0);
  khidki_room_service_open (turn, khidki_service_get_id (only));
  return TRUE;
}

static gboolean
menu_hear (KhidkiTurn *turn, const char *text)
{
  g_autoptr (GPtrArray) services = khidki_catalogue_search (turn->catalogue, text);

  if (khidki_turn_sees_draft (turn) && khidki_commands_is_one_of (text, CONTINUE_WORDS))
    return khidki_rooms_choose_anywhere (turn, "continue");
  return open_services (turn, services, "found", text);
}

static gboolean
menu_choose (KhidkiTurn *turn, const char *id)
{
  g_autoptr (GPtrArray) services = NULL;

  if (!g_str_has_prefix (id, "department:"))
    return FALSE;

  id += strlen ("department:");
  services = khidki_catalogue_list_services (turn->catalogue, id);
  return open_services (turn, services, "services", id);
}

const KhidkiRoom khidki_room_menu = { "menu", menu_show, menu_hear, menu_choose, NULL };

static void
show_services (KhidkiTurn *turn, GPtrArray *services, const char *key)
{
  khidki_turn_say (turn, key, NULL);
  turn->button = "label.services";
  for (guint i = 0; services != NULL && i < services->len; i++)
    offer_service (turn, g_ptr_array_index (services, i));
  khidki_turn_offer_pinned (turn, "menu", "label.menu");
}

static void
services_show (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) services =
    khidki_catalogue_list_services (turn->catalogue, turn->session->subject);

  show_services (turn, services, "menu.services");
}

const KhidkiRoom khidki_room_services = { "services", services_show, menu_hear, NULL, NULL };

static void
found_show (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) services =
    khidki_catalogue_search (turn->catalogue, turn->session->subject);

  show_services (turn, services, "menu.found");
}

const KhidkiRoom khidki_room_found = { "found", found_show, menu_hear, NULL, NULL };

/* The first answer, and the answer to every greeting. */
void
khidki_room_menu_greet (KhidkiTurn *turn)
{
  khidki_turn_note (turn, "greeting.welcome", NULL);
  if (khidki_turn_sees_draft (turn))
    khidki_rooms_enter (turn, "resume", "");
  else
    khidki_rooms_enter (turn, "menu", "");
}
