/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-near.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "catalogue/khidki-words.h"
#include "conversation/khidki-centre-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

/* So many are shown to choose from: what is further is of no use. */
#define MOST_SHOWN 2
#define LONGEST 256
/* From another part of the country a second one is of no use either. */
#define FAR_METRES 50000
#define NOT_MEASURED (-1.0)

static char *
dup_in (const char *language, const char *key, ...)
{
  g_autoptr (GHashTable) values = NULL;
  va_list pairs;

  va_start (pairs, key);
  values = khidki_texts_collect (pairs);
  va_end (pairs);
  return khidki_texts_fill (language, khidki_texts_get (language, key), values);
}

/* 350 m, 1.2 km, 14 km: nobody walks by the metre. */
static char *
dup_distance (const char *language, double metres)
{
  guint round = (guint) (metres / 50 + 0.5) * 50;
  g_autofree char *number = NULL;

  if (round < 1000)
    number = g_strdup_printf ("%u", MAX (round, 50));
  else if (round < 10000)
    number = g_strdup_printf ("%u.%u", (round + 50) / 1000, (round + 50) / 100 % 10);
  else
    number = g_strdup_printf ("%u", (round + 500) / 1000);
  return dup_in (language, round < 1000 ? "centre.metres" : "centre.kilometres", "number", number,
                 NULL);
}

static void
append_line (GString *text, char *line)
{
  g_string_append_printf (text, "\n%s", line);
  g_free (line);
}

static void
append_centre (GString *text, const char *language, KhidkiCentre *centre, double metres)
{
  g_autofree char *head =
    dup_in (language, "centre.one", "name", khidki_centre_get_name (centre, language), "address",
            khidki_centre_get_address (centre, language), "pin", khidki_centre_get_pin (centre), NULL);

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", head);
  append_line (text, dup_in (language, "centre.hours", "hours",
                             khidki_centre_get_hours (centre, language), NULL));
  if (*khidki_centre_get_phone (centre) != '\0')
    append_line (text, dup_in (language, "centre.phone", "phone", khidki_centre_get_phone (centre),
                               NULL));
  if (metres >= 0)
    append_line (text, dup_distance (language, metres));
}

/* In both languages while it is not known which is spoken. */
static char *
dup_centre (KhidkiTurn *turn, KhidkiCentre *centre, double metres)
{
  GString *text = g_string_new (NULL);

  if (khidki_turn_knows_language (turn))
    {
      append_centre (text, turn->session->language, centre, metres);
    }
  else
    {
      append_centre (text, KHIDKI_LANGUAGE_FIRST, centre, metres);
      append_centre (text, KHIDKI_LANGUAGE_SECOND, centre, metres);
    }
  return g_string_free (text, FALSE);
}

static KhidkiCentres *
get_centres (KhidkiTurn *turn)
{
  return khidki_catalogue_get_centres (turn->catalogue);
}

static GPtrArray *
search (KhidkiTurn *turn, const char *pin, const char *locality)
{
  return khidki_centres_search (get_centres (turn), khidki_catalogue_get_places (turn->catalogue),
                                pin, locality, &turn->context->today);
}

static void
note_found (KhidkiTurn *turn, GPtrArray *found)
{
  khidki_turn_note (turn, "centre.found", NULL);
  for (guint i = 0; i < found->len && i < MOST_SHOWN; i++)
    {
      g_autofree char *text = dup_centre (turn, g_ptr_array_index (found, i), NOT_MEASURED);

      khidki_turn_note_text (turn, text);
    }
  khidki_turn_note (turn, "centre.any", NULL);
}

/* An address as far as it was told: the first PIN and the first sub-division that a
 * form asks for are where the applicant lives. */
typedef struct
{
  const char *pin;
  const char *subdivision;
} Address;

static Address
read_address (KhidkiService *service, KhidkiAnswers *answers)
{
  Address address = { NULL, NULL };
  gboolean asked = FALSE;

  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);
      KhidkiFieldType type = khidki_field_get_field_type (field);
      const char *answer = khidki_answers_get (answers, khidki_field_get_path (field));

      if (type == KHIDKI_FIELD_PIN && !asked)
        {
          address.pin = answer;
          asked = TRUE;
        }
      if (type == KHIDKI_FIELD_SUBDIVISION && address.subdivision == NULL)
        address.subdivision = answer;
    }
  return address;
}

static Address
find_address (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) applications = khidki_applications_list (turn);
  Address address = { NULL, NULL };
  KhidkiForm form;

  if (khidki_turn_get_form (turn, &form))
    address = read_address (form.service, form.answers);
  for (guint i = 0; i < applications->len && address.pin == NULL && address.subdivision == NULL; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (applications, i);
      KhidkiService *service =
        khidki_catalogue_find_version (turn->catalogue, facts->service, facts->service_version);

      if (service != NULL && facts->answers != NULL)
        address = read_address (service, facts->answers);
    }
  if (address.pin == NULL && address.subdivision == NULL && *turn->session->near_pin != '\0')
    address.pin = turn->session->near_pin;
  return address;
}

/**
 * khidki_near_find_own:
 * @turn: a turn
 *
 * Returns: (transfer none) (nullable): the centre nearest to where the form, the last
 *   application or the last question says that this person lives
 *
 * Since: 0.1
 */
KhidkiCentre *
khidki_near_find_own (KhidkiTurn *turn)
{
  Address address = find_address (turn);
  g_autoptr (GPtrArray) by_pin = search (turn, address.pin, NULL);
  g_autoptr (GPtrArray) by_place = NULL;
  KhidkiCentre *first = by_pin->len > 0 ? g_ptr_array_index (by_pin, 0) : NULL;

  if (address.subdivision == NULL
      || (first != NULL && g_strcmp0 (khidki_centre_get_pin (first), address.pin) == 0))
    return first;
  /* What was confirmed goes before what a PIN makes likely. */
  by_place = khidki_centres_list (get_centres (turn), address.subdivision, &turn->context->today);
  return by_place->len > 0 ? g_ptr_array_index (by_place, 0) : first;
}

/**
 * khidki_near_dup_own:
 * @turn: a turn
 *
 * Returns: (transfer full): which centre is nearest, or the question where somebody
 *   lives, whose answer is then heard as one
 *
 * Since: 0.1
 */
char *
khidki_near_dup_own (KhidkiTurn *turn)
{
  KhidkiCentre *own = khidki_near_find_own (turn);
  g_autofree char *head = NULL;
  g_autofree char *text = NULL;

  if (own == NULL)
    {
      turn->session->near_asked = TRUE;
      return khidki_turn_dup_text (turn, "centre.ask", NULL);
    }
  head = khidki_turn_dup_text (turn, "centre.own", NULL);
  text = dup_centre (turn, own, NOT_MEASURED);
  return g_strconcat (head, "\n", text, NULL);
}

static void
tell_own (KhidkiTurn *turn)
{
  gboolean known = khidki_near_find_own (turn) != NULL;
  g_autofree char *text = khidki_near_dup_own (turn);

  khidki_turn_note_text (turn, text);
  if (known)
    khidki_turn_note (turn, "centre.other", NULL);
}

/* Where any text may be an answer, only what can be nothing else is a question. */
static gboolean
is_plain (KhidkiTurn *turn, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", -1);

  return khidki_centre_words_is_pin (rest)
         || khidki_places_is_locality (khidki_catalogue_get_places (turn->catalogue),
                                       (const char *const *) words, g_strv_length (words));
}

static gboolean
takes_any_text (KhidkiTurn *turn)
{
  return khidki_rooms_is (turn, &khidki_room_question) || khidki_rooms_is (turn, &khidki_room_query);
}

static gboolean
names_service (KhidkiTurn *turn, const char *text)
{
  g_autoptr (GPtrArray) services = khidki_catalogue_search (turn->catalogue, text);

  return services->len > 0;
}

static void
note_place (KhidkiTurn *turn, const char *pin, GPtrArray *found)
{
  if (found->len == 0)
    {
      turn->session->near_asked = TRUE;
      khidki_turn_note (turn, "centre.unknown", "helpline", turn->context->helpline, NULL);
      return;
    }
  khidki_session_set (&turn->session->near_pin,
                      pin != NULL ? pin : khidki_centre_get_pin (g_ptr_array_index (found, 0)));
  note_found (turn, found);
}

/* FALSE: @said is no question for a centre after all. */
static gboolean
note_asked (KhidkiTurn *turn, const char *said, const char *rest)
{
  g_autofree char *pin = khidki_centre_words_find_pin (rest);
  g_autofree char *folded = khidki_words_join (rest);
  g_autoptr (GPtrArray) found = NULL;

  if (*rest == '\0')
    {
      tell_own (turn);
      return TRUE;
    }
  if (takes_any_text (turn) && !is_plain (turn, khidki_centre_words_is_pin (rest) ? rest : folded))
    return FALSE;
  found = search (turn, pin, rest);
  if (found->len == 0 && pin == NULL && names_service (turn, said))
    return FALSE;
  note_place (turn, pin, found);
  return TRUE;
}

static char *
dup_said (const char *text)
{
  return strlen (text) <= LONGEST ? khidki_commands_normalise (text) : g_strdup ("");
}

/**
 * khidki_near_hear:
 * @turn: a turn
 * @text: a whole message
 *
 * Takes what asks for a service centre: its name, with a PIN or a locality or
 * without; and a PIN alone if it was just asked for.
 *
 * Returns: %FALSE if it is something else
 *
 * Since: 0.1
 */
gboolean
khidki_near_hear (KhidkiTurn *turn, const char *text)
{
  g_autofree char *said = dup_said (text);
  g_autofree char *rest = NULL;

  if (turn->near_asked && khidki_centre_words_is_pin (said)
      && !(khidki_rooms_is (turn, &khidki_room_question)
           && khidki_room_question_asks (turn, KHIDKI_FIELD_PIN)))
    rest = g_strdup (said);
  else if (!khidki_centre_words_split (said, &rest))
    return FALSE;
  if (!note_asked (turn, said, rest))
    return FALSE;
  khidki_rooms_show (turn);
  return TRUE;
}

/**
 * khidki_near_hear_last:
 * @turn: a turn
 * @text: a whole message that meant nothing where we stand
 *
 * Takes a PIN, and after the question for one a locality too.
 *
 * Returns: %FALSE if it is neither
 *
 * Since: 0.1
 */
gboolean
khidki_near_hear_last (KhidkiTurn *turn, const char *text)
{
  g_autofree char *said = dup_said (text);
  g_autofree char *pin = khidki_centre_words_is_pin (said) ? khidki_centre_words_find_pin (said) : NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (*said == '\0' || (pin == NULL && !turn->near_asked))
    return FALSE;
  found = search (turn, pin, said);
  if (found->len == 0)
    return FALSE;
  note_place (turn, pin, found);
  khidki_rooms_show (turn);
  return TRUE;
}

static gboolean
note_near (KhidkiTurn *turn)
{
  double latitude, longitude;
  g_autoptr (GPtrArray) near = NULL;

  if (!khidki_event_get_location (turn->event, &latitude, &longitude))
    return FALSE;
  near = khidki_centres_list_near (get_centres (turn), latitude, longitude, &turn->context->today);
  for (guint i = 0; i < near->len && i < MOST_SHOWN; i++)
    {
      KhidkiCentre *centre = g_ptr_array_index (near, i);
      double metres = khidki_centre_measure (centre, latitude, longitude);
      g_autofree char *text = dup_centre (turn, centre, metres);

      if (i > 0 && metres > FAR_METRES)
        break;
      if (i == 0)
        khidki_turn_note (turn, metres > FAR_METRES ? "centre.far" : "centre.near", NULL);
      khidki_turn_note_text (turn, text);
    }
  return near->len > 0;
}

static gboolean
asks_address (KhidkiTurn *turn)
{
  return khidki_rooms_is (turn, &khidki_room_question)
         && (khidki_room_question_asks (turn, KHIDKI_FIELD_LOCALITY)
             || khidki_room_question_asks (turn, KHIDKI_FIELD_PIN)
             || khidki_room_question_asks (turn, KHIDKI_FIELD_SUBDIVISION));
}

/**
 * khidki_near_take_location:
 * @turn: a turn with a shared location
 *
 * Tells the centres near it; where an address is asked for, also that the form needs
 * words.
 *
 * Returns: %FALSE if the location cannot be read, or no centre is known
 *
 * Since: 0.1
 */
gboolean
khidki_near_take_location (KhidkiTurn *turn)
{
  if (!note_near (turn))
    return FALSE;
  if (asks_address (turn))
    khidki_turn_note (turn, "centre.in-words", NULL);
  khidki_rooms_show (turn);
  return TRUE;
}

/**
 * khidki_near_greet:
 * @turn: a turn in which somebody was greeted
 *
 * Answers who asks for a centre with their first message.
 *
 * Since: 0.1
 */
void
khidki_near_greet (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);
  g_autofree char *said = dup_said (text != NULL ? text : "");
  g_autofree char *rest = NULL;

  if (khidki_event_get_kind (turn->event) == KHIDKI_EVENT_LOCATION)
    note_near (turn);
  else if (khidki_centre_words_split (said, &rest))
    note_asked (turn, said, rest);
}
