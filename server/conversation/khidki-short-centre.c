/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-short.h"

void
khidki_short_centre_clear (KhidkiShortCentre *centre)
{
  g_free (centre->name);
  g_free (centre->address);
  g_free (centre->hours);
}

/**
 * khidki_short_find_centre:
 * @turn: a turn
 * @pin: (nullable): a postal code
 * @locality: a locality in somebody's words, "" if only the code was given
 * @centre: (out): the nearest service centre
 *
 * The catalogue holds no centres: nobody is sent to a wrong one.
 *
 * Returns: whether one is known
 */
gboolean
khidki_short_find_centre (KhidkiTurn *turn,
                          const char *pin,
                          const char *locality,
                          KhidkiShortCentre *centre)
{
  return FALSE;
}

/* `CSC pin`: the nearest centre. */
void
khidki_short_tell_centre (KhidkiTurn *turn, const KhidkiShortWish *wish)
{
  KhidkiShortCentre centre = { 0 };

  if (khidki_short_find_centre (turn, wish->pin, wish->rest, &centre))
    khidki_short_say (turn, "centre", centre.name, centre.address, centre.hours, NULL);
  else
    khidki_short_say (turn, "centre_unknown", turn->context->helpline, NULL);
  khidki_short_centre_clear (&centre);
}
