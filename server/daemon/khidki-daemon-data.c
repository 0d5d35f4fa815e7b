/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-data.h"

#include "daemon/khidki-daemon-private.h"

typedef gpointer (*ReadFunc) (const char *path, GError **error);

static void
add_mistake (GPtrArray *mistakes, KhidkiConfig *config, const char *key, const char *text)
{
  g_ptr_array_add (mistakes,
                   g_strdup_printf ("%s: [server] %s: %s",
                                    khidki_config_get_origin (config, "server", key), key, text));
}

/* (transfer full) (nullable): NULL after a line in @mistakes */
static gpointer
read_file (KhidkiConfig *config, const char *key, const char *name, ReadFunc read, GPtrArray *mistakes)
{
  g_autofree char *otherwise = khidki_daemon_data_file (key, name);
  g_autofree char *path = khidki_daemon_setting (config, "server", key, otherwise);
  g_autoptr (GError) error = NULL;
  gpointer data = read (path, &error);

  if (data == NULL)
    add_mistake (mistakes, config, key, error->message);
  return data;
}

static gboolean
is_whole (const KhidkiDaemonData *data)
{
  return data->places != NULL && data->officers != NULL && data->operators != NULL
         && data->charges != NULL && data->centres != NULL;
}

/* One file names ids of the other. */
static gboolean
lie_in_places (KhidkiConfig *config, const KhidkiDaemonData *data, GPtrArray *mistakes)
{
  g_autoptr (GError) error = NULL;

  if (khidki_centres_check_places (data->centres, data->places, &error))
    return TRUE;
  add_mistake (mistakes, config, "centres", error->message);
  return FALSE;
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
  data.centres = read_file (config, "centres", "example.ini",
                            (ReadFunc) khidki_centres_new_from_file, mistakes);
  if (is_whole (&data) && lie_in_places (config, &data, mistakes))
    khidki_daemon_data_swap (self, &data);
}

static void G_GNUC_PRINTF (4, 5)
complain (GPtrArray *mistakes, KhidkiConfig *config, const char *key, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  add_mistake (mistakes, config, key, text);
}

void
khidki_daemon_data_check (KhidkiDaemonData *self,
                          KhidkiConfig *config,
                          const GDate *today,
                          GPtrArray *mistakes)
{
  g_auto (GStrv) without = NULL;
  g_autoptr (GPtrArray) posts = NULL;

  if (!is_whole (self))
    return;
  without = khidki_centres_list_without (self->centres, self->places, today);
  for (guint i = 0; without[i] != NULL; i++)
    complain (mistakes, config, "centres",
              "expected a centre in each sub-division, found none in “%s” (%s)", without[i],
              khidki_places_get_subdivision_name (self->places, without[i], "en"));
  posts = khidki_operators_list (self->operators, today);
  for (guint i = 0; i < posts->len; i++)
    {
      KhidkiOperatorPost *post = g_ptr_array_index (posts, i);
      const char *centre = khidki_operator_post_get_centre (post);

      if (khidki_centres_find (self->centres, centre, today) == NULL)
        complain (mistakes, config, "operators",
                  "[Operator %s] Centre: expected the id of a centre that is open, found “%s”",
                  khidki_operator_post_get_id (post), centre);
    }
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
  g_clear_pointer (&self->centres, khidki_centres_unref);
}
