/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-desk.h"

#define KEY_BYTES 16

/**
 * khidki_csc_desk_new:
 * @host: (transfer none): the plugin's world
 *
 * Returns: (transfer full): a desk without routes
 */
KhidkiCscDesk *
khidki_csc_desk_new (KhidkiHost *host)
{
  KhidkiCscDesk *self = g_rc_box_new0 (KhidkiCscDesk);

  self->host = g_object_ref (host);
  self->counter = KHIDKI_IS_COUNTER (host) ? KHIDKI_COUNTER (host) : NULL;
  self->cancellable = g_cancellable_new ();
  self->zone = g_time_zone_new_identifier ("Asia/Kolkata");
  if (self->zone == NULL)
    self->zone = g_time_zone_new_offset (19800);
  self->whatsapp = khidki_host_dup_config (host, "whatsapp-number");
  self->sms = khidki_host_dup_config (host, "sms-number");
  self->helpline = khidki_host_dup_config (host, "helpline");
  return self;
}

KhidkiCscDesk *
khidki_csc_desk_ref (KhidkiCscDesk *self)
{
  return g_rc_box_acquire (self);
}

static void
khidki_csc_desk_clear (KhidkiCscDesk *self)
{
  g_object_unref (self->host);
  g_object_unref (self->cancellable);
  g_time_zone_unref (self->zone);
  g_free (self->whatsapp);
  g_free (self->sms);
  g_free (self->helpline);
}

void
khidki_csc_desk_unref (KhidkiCscDesk *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) khidki_csc_desk_clear);
}

char *
khidki_csc_desk_make_key (KhidkiCscDesk *self)
{
  GString *key = g_string_new (NULL);
  guint8 bytes[KEY_BYTES];

  khidki_host_fill_random (self->host, bytes, sizeof bytes);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (key, "%02x", bytes[i]);
  return g_string_free (key, FALSE);
}

static GDateTime *
make_local (KhidkiCscDesk *self, gint64 at)
{
  g_autoptr (GDateTime) utc = NULL;

  if (at == 0)
    at = khidki_host_now (self->host);
  utc = g_date_time_new_from_unix_utc (at / 1000);
  return utc != NULL ? g_date_time_to_timezone (utc, self->zone)
                     : g_date_time_new_from_unix_utc (0);
}

GDate
khidki_csc_desk_get_day (KhidkiCscDesk *self, gint64 at)
{
  g_autoptr (GDateTime) local = make_local (self, at);
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
  return day;
}

char *
khidki_csc_desk_dup_date (KhidkiCscDesk *self, gint64 at)
{
  g_autoptr (GDateTime) local = make_local (self, at);

  return g_date_time_format (local, "%d/%m/%Y");
}

char *
khidki_csc_desk_dup_time (KhidkiCscDesk *self, gint64 at)
{
  g_autoptr (GDateTime) local = make_local (self, at);

  return g_date_time_format (local, "%H:%M");
}
