/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-tally.h"

#include <string.h>

#define LENGTH KHIDKI_OUTBOX_TALLY_MINUTES
#define MINUTE_MS (60 * 1000)
#define MANY_PEOPLE 3
#define MANY_MINUTES 3

/* Also of what lies before the clock's beginning. */
static guint
get_slot (gint64 minute)
{
  return (guint) ((minute % LENGTH + LENGTH) % LENGTH);
}

static guint
go_to (KhidkiOutboxTally *self, gint64 now)
{
  gint64 minute = now / MINUTE_MS;

  if (minute - self->minute >= LENGTH)
    memset (self->minutes, 0, sizeof self->minutes);
  else
    for (gint64 i = self->minute + 1; i <= minute; i++)
      memset (&self->minutes[get_slot (i)], 0, sizeof self->minutes[0]);
  self->minute = MAX (self->minute, minute);

  return get_slot (self->minute);
}

void
khidki_outbox_tally_pass (KhidkiOutboxTally *self, gint64 now)
{
  self->minutes[go_to (self, now)].tried++;
  self->passed_at = self->minute;
}

void
khidki_outbox_tally_fail (KhidkiOutboxTally *self, const char *person, gboolean taken, gint64 now)
{
  guint slot = go_to (self, now);

  self->minutes[slot].tried += !taken;
  self->minutes[slot].failed++;
  self->minutes[slot].people |= G_GUINT64_CONSTANT (1) << g_str_hash (person) % 64;
}

static guint
count_bits (guint64 bits)
{
  guint n = 0;

  for (; bits != 0; bits &= bits - 1)
    n++;
  return n;
}

gboolean
khidki_outbox_tally_judge (KhidkiOutboxTally *self, gint64 now, guint *tried, guint *failed)
{
  guint n_tried = 0, n_failed = 0, n_minutes = 0;
  guint64 people = 0;

  go_to (self, now);
  for (guint i = 0; i < LENGTH; i++)
    {
      n_tried += self->minutes[i].tried;
      n_failed += self->minutes[i].failed;
      n_minutes += self->minutes[i].failed > 0;
      people |= self->minutes[i].people;
    }
  if (self->failing)
    /* Silence is no sign of health. */
    self->failing = n_failed * 4 > n_tried || self->minute - self->passed_at >= LENGTH;
  else
    self->failing = n_failed * 2 >= n_tried && n_minutes >= MANY_MINUTES
                    && count_bits (people) >= MANY_PEOPLE;
  if (tried != NULL)
    *tried = n_tried;
  if (failed != NULL)
    *failed = n_failed;

  return self->failing;
}
