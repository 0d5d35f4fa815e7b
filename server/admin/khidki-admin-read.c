/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-admin-private.h"

#include "libkhidki/khidki-error.h"

#define PATIENCE_MS 2000

/* One reading; it ends with the answer or with the patience, whichever is first. */
typedef struct
{
  KhidkiAdmin *admin;
  KhidkiAdminReadFunc done;
  gpointer data;
  gpointer user_data;
  guint timer;
} Reading;

static void
end (Reading *reading, const GError *error)
{
  KhidkiAdminReadFunc done = g_steal_pointer (&reading->done);

  if (reading->timer != 0)
    khidki_host_remove_timer (reading->admin->world.host, reading->timer);
  reading->timer = 0;
  if (done != NULL)
    done (reading->admin, reading->data, error, reading->user_data);
}

static void
too_late (gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (GError) error =
      g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "no answer within %d seconds",
                   PATIENCE_MS / 1000);

  reading->timer = 0;
  end (reading, error);
}

static void
was_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (GError) error = NULL;

  khidki_store_read_finish (KHIDKI_STORE (source), result, &error);
  end (reading, error);
  g_object_unref (reading->admin);
  g_free (reading);
}

void
khidki_admin_read (KhidkiAdmin *self,
                   KhidkiStoreFunc func,
                   gpointer data,
                   GDestroyNotify destroy,
                   KhidkiAdminReadFunc done,
                   gpointer user_data)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->admin = g_object_ref (self);
  reading->done = done;
  reading->data = data;
  reading->user_data = user_data;
  reading->timer = khidki_host_add_timer (self->world.host, PATIENCE_MS, too_late, reading, NULL);
  khidki_store_read_async (self->world.store, func, data, destroy, NULL, was_read, reading);
}

char *
khidki_admin_format_time (gint64 milliseconds)
{
  g_autoptr (GDateTime) time = NULL;

  if (milliseconds == 0)
    return g_strdup ("");
  time = g_date_time_new_from_unix_utc (milliseconds / 1000);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("?");
}

gint64
khidki_admin_age (KhidkiAdmin *self, gint64 milliseconds)
{
  if (milliseconds == 0)
    return 0;
  return MAX ((khidki_host_now (self->world.host) - milliseconds) / 1000, 0);
}

/* Seconds, whether or not the clock was turned meanwhile. */
gint64
khidki_admin_uptime (KhidkiAdmin *self)
{
  gint64 turned = khidki_plugin_host_get_clock_offset () - self->clock_offset;

  return (khidki_host_now (self->world.host) - self->world.started_at - turned) / 1000;
}

JsonNode *
khidki_admin_wrap (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

void
khidki_admin_set_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = khidki_admin_format_time (time);

  json_object_set_string_member (object, name, text);
}
