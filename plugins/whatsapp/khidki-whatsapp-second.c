/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-second.h"

#include <string.h>

#define LENGTH KHIDKI_WHATSAPP_SECOND_MS

struct _KhidkiWhatsappSecond
{
  guint at[LENGTH]; /* a ring: how many in each millisecond */
  guint n;          /* in all of them */
  gint64 now;
};

/**
 * khidki_whatsapp_second_new:
 *
 * Returns: (transfer full): nothing has left or come in yet
 *
 * Since: 0.1
 */
KhidkiWhatsappSecond *
khidki_whatsapp_second_new (void)
{
  return g_new0 (KhidkiWhatsappSecond, 1);
}

/**
 * khidki_whatsapp_second_free:
 * @self: (transfer full): a second
 *
 * Since: 0.1
 */
void
khidki_whatsapp_second_free (KhidkiWhatsappSecond *self)
{
  g_free (self);
}

/* Also of what lies before the clock's beginning. */
static guint *
get_slot (KhidkiWhatsappSecond *self, gint64 at)
{
  return &self->at[(at % LENGTH + LENGTH) % LENGTH];
}

static void
forget_old (KhidkiWhatsappSecond *self, gint64 now)
{
  if (now - self->now >= LENGTH)
    {
      memset (self->at, 0, sizeof self->at);
      self->n = 0;
    }
  else
    for (gint64 i = self->now + 1; i <= now; i++)
      {
        self->n -= *get_slot (self, i);
        *get_slot (self, i) = 0;
      }
  self->now = MAX (self->now, now);
}

/**
 * khidki_whatsapp_second_count:
 * @self: a second
 * @at: when one left or came in; nothing happens if that is more than a second ago
 * @now: in milliseconds
 *
 * Since: 0.1
 */
void
khidki_whatsapp_second_count (KhidkiWhatsappSecond *self, gint64 at, gint64 now)
{
  forget_old (self, now);
  if (at <= self->now - LENGTH)
    return;

  ++*get_slot (self, MIN (at, self->now));
  self->n++;
}

/**
 * khidki_whatsapp_second_get_wait:
 * @self: a second
 * @most: how many there may be in it, at least 1
 * @now: in milliseconds
 *
 * Returns: how long it is until there are fewer than @most; 0 if there are
 *
 * Since: 0.1
 */
gint64
khidki_whatsapp_second_get_wait (KhidkiWhatsappSecond *self, guint most, gint64 now)
{
  gint64 first = MAX (now, self->now) - LENGTH;
  guint left;

  forget_old (self, now);
  left = self->n;
  while (left >= most)
    left -= *get_slot (self, ++first);

  return MAX (first + LENGTH - self->now, 0);
}
