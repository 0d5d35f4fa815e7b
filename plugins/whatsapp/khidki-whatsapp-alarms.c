/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-alarms.h"


struct _KhidkiWhatsappAlarms
{
  KhidkiHost *host;
  /* name → Alarm */
  GHashTable *raised;
};

typedef struct
{
  KhidkiWhatsappAlarms *alarms;
  char *name;
  gint64 until; /* monotonic */
  guint timer;
} Alarm;

static void
alarm_free (gpointer data)
{
  Alarm *self = data;

  if (self->timer != 0)
    khidki_host_remove_timer (self->alarms->host, self->timer);
  g_free (self->name);
  g_free (self);
}

/**
 * khidki_whatsapp_alarms_new:
 * @host: the plugin's host
 *
 * Returns: (transfer full): no alarms
 *
 * Since: 0.1
 */
KhidkiWhatsappAlarms *
khidki_whatsapp_alarms_new (KhidkiHost *host)
{
  KhidkiWhatsappAlarms *self = g_new0 (KhidkiWhatsappAlarms, 1);

  self->host = g_object_ref (host);
  self->raised = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, alarm_free);
  return self;
}

void
khidki_whatsapp_alarms_free (KhidkiWhatsappAlarms *self)
{
  g_hash_table_unref (self->raised);
  g_object_unref (self->host);
  g_free (self);
}

void
khidki_whatsapp_alarms_stop (KhidkiWhatsappAlarms *self)
{
  g_hash_table_remove_all (self->raised);
}

static void
end_alarm (gpointer user_data)
{
  Alarm *alarm = user_data;
  KhidkiWhatsappAlarms *self = alarm->alarms;

  alarm->timer = 0;
  khidki_host_set_alarm (self->host, alarm->name, NULL);
  g_hash_table_remove (self->raised, alarm->name);
}

/**
 * khidki_whatsapp_alarms_raise:
 * @self: alarms
 * @name: a word for what is wrong
 * @text: what, and what to do
 * @lasts_ms: for how many milliseconds after it was raised last
 *
 * As [method@Host.set_alarm], until it was not raised for so long. If it was raised for longer
 * than that already, nothing changes.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_alarms_raise (KhidkiWhatsappAlarms *self,
                              const char *name,
                              const char *text,
                              guint lasts_ms)
{
  Alarm *alarm = g_hash_table_lookup (self->raised, name);
  gint64 until = khidki_host_get_monotonic (self->host) + lasts_ms;

  if (alarm != NULL && alarm->until > until)
    return;
  alarm = g_new0 (Alarm, 1);
  alarm->until = until;
  alarm->alarms = self;
  alarm->name = g_strdup (name);
  alarm->timer = khidki_host_add_timer (self->host, lasts_ms, end_alarm, alarm, NULL);
  g_hash_table_replace (self->raised, alarm->name, alarm);
  khidki_host_set_alarm (self->host, name, text);
}
