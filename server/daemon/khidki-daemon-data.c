/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-data.h"

#include "daemon/khidki-daemon-private.h"

typedef gpointer (*ReadFunc) (const char *path, GError **error);

/* (transfer full) (nullable): NULL after a line in @mistakes */
static gpointer
read_file (KhidkiConfig *config, const char *key, const char *name, ReadFunc read, GPtrArray *mistakes)
{
  g_autofree char *otherwise = khidki_daemon_data_file (key, name);
  g_autofree char *path = khidki_daemon_setting (config, "server", key, otherwise);
  g_autoptr (GError) error = NULL;
  gpointer data = read (path, &error);

  if (data == NULL)
    g_ptr_array_add (mistakes, g_strdup_printf ("%s: [server] %s: %s",
                                                khidki_config_get_origin (config, "server", key), key,
                                                error->message));
  return data;
}

void
khidki_daemon_data_read (KhidkiDaemonData *self, KhidkiConfig *config, GPtrArray *mistakes)
{
  g_auto (KhidkiDaemonData) data = { 0 };

  data.places = read_file (config, "places", "delhi.ini", (ReadFunc) khidki_places_new_from_file,
                           mistakes);
  data.officers = read_file (config, "officers", "example.ini",
                             (ReadFunc) khidki_officers_new_from_file, mistakes);
  data.operators = read_file (config, "operators", "example.ini",
                              (ReadFunc) khidki_operators_new_from_file, mistakes);
  data.charges = read_file (config, "charges", "delhi.ini", (ReadFunc) khidki_charges_new_from_file,
                            mistakes);
  if (data.places != NULL && data.officers != NULL && data.operators != NULL && data.charges != NULL)
    khidki_daemon_data_swap (self, &data);
}

void
khidki_daemon_data_swap (KhidkiDaemonData *self, KhidkiDaemonData *other)
{
  KhidkiDaemonData kept = *self;

  *self = *other;
  *other = kept;
}

void
khidki_daemon_data_clear (KhidkiDaemonData *self)
{
  g_clear_pointer (&self->places, khidki_places_unref);
  g_clear_pointer (&self->officers, khidki_officers_unref);
  g_clear_pointer (&self->operators, khidki_operators_unref);
  g_clear_pointer (&self->charges, khidki_charges_unref);
}
