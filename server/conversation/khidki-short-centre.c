/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-near.h"
#include "conversation/khidki-short.h"

void
khidki_short_centre_clear (KhidkiShortCentre *centre)
{
  g_free (centre->name);
  g_free (centre->address);
  g_free (centre->hours);
}

static KhidkiCentre *
find (KhidkiTurn *turn, const char *pin, const char *locality)
{
  g_autoptr (GPtrArray) found = khidki_centres_search (
    khidki_catalogue_get_centres (turn->catalogue), khidki_catalogue_get_places (turn->catalogue),
    pin, locality, &turn->context->today);

  if (found->len == 0)
    return NULL;
  /* What is applied for next is brought there. */
  khidki_session_set (&turn->session->near_pin,
                      pin != NULL ? pin : khidki_centre_get_pin (g_ptr_array_index (found, 0)));
  return g_ptr_array_index (found, 0);
}

/* The nearest to @pin and @locality; who names no place is told of the one near to where they are
 * known to live. */
static gboolean
find_centre (KhidkiTurn *turn,
             const char *pin,
             const char *locality,
             KhidkiShortCentre *centre)
{
  const char *language = khidki_turn_get_language (turn);
  gboolean named = pin != NULL || *locality != '\0';
  KhidkiCentre *found = named ? find (turn, pin, locality) : khidki_near_find_own (turn);

  if (found == NULL)
    return FALSE;
  centre->name = g_strdup (khidki_centre_get_name (found, language));
  centre->address = g_strdup_printf ("%s %s", khidki_centre_get_address (found, language),
                                     khidki_centre_get_pin (found));
  centre->hours = g_strdup (khidki_centre_get_hours (found, language));
  return TRUE;
}

/**
 * khidki_short_dup_where:
 * @turn: a turn
 *
 * Returns: (transfer full): where papers are brought: at the centre near to where
 *   somebody is known to live, else at any
 *
 * Since: 0.1
 */
char *
khidki_short_dup_where (KhidkiTurn *turn)
{
  KhidkiCentre *own = khidki_near_find_own (turn);

  if (own == NULL)
    return khidki_turn_dup_word (turn, "short.any-centre");
  return khidki_turn_dup_text (turn, "short.at-centre", "centre",
                               khidki_centre_get_name (own, khidki_turn_get_language (turn)), NULL);
}

/* `CSC pin`: the nearest centre. */
void
khidki_short_tell_centre (KhidkiTurn *turn, const KhidkiShortWish *wish)
{
  KhidkiShortCentre centre = { 0 };

  if (find_centre (turn, wish->pin, wish->rest, &centre))
    khidki_short_say (turn, "centre", centre.name, centre.address, centre.hours, NULL);
  else
    khidki_short_say (turn, "centre_unknown", turn->context->helpline, NULL);
  khidki_short_centre_clear (&centre);
}
