/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-clock-file.h"

#include "gate/khidki-clock-offset.h"
#include "gate/khidki-plugin-host.h"

#define RATE_LIMIT_MS 50

struct _KhidkiClockFile
{
  GObject parent_instance;

  char *path;
  GFileMonitor *monitor;
  KhidkiClockFileFunc func;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (KhidkiClockFile, khidki_clock_file, G_TYPE_OBJECT)

static void
read_offset (KhidkiClockFile *self)
{
  gint64 milliseconds;

  if (khidki_clock_offset_read (self->path, &milliseconds))
    khidki_plugin_host_set_clock_offset (milliseconds);
}

static void
changed (GFileMonitor *monitor,
         GFile *file,
         GFile *other,
         GFileMonitorEvent event,
         gpointer user_data)
{
  KhidkiClockFile *self = user_data;

  read_offset (self);
  self->func (self->user_data);
}

static void
khidki_clock_file_finalize (GObject *object)
{
  KhidkiClockFile *self = KHIDKI_CLOCK_FILE (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_free (self->path);

  G_OBJECT_CLASS (khidki_clock_file_parent_class)->finalize (object);
}

static void
khidki_clock_file_class_init (KhidkiClockFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_clock_file_finalize;
}

static void
khidki_clock_file_init (KhidkiClockFile *self)
{
}

KhidkiClockFile *
khidki_clock_file_new (const char *path, KhidkiClockFileFunc func, gpointer user_data)
{
  KhidkiClockFile *self = g_object_new (KHIDKI_TYPE_CLOCK_FILE, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->path = g_strdup (path);
  self->func = func;
  self->user_data = user_data;
  read_offset (self);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    {
      g_file_monitor_set_rate_limit (self->monitor, RATE_LIMIT_MS);
      g_signal_connect (self->monitor, "changed", G_CALLBACK (changed), self);
    }
  return self;
}
