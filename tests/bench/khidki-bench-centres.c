/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>

#include "catalogue/khidki-centres.h"

/* What the question for the nearest centre costs, with few centres and with many: those of
 * the example again and again, each with an id of its own. */

#define QUESTION_SECONDS 0.5

typedef struct
{
  const char *name;
  const char *pin;
  const char *locality;
} Question;

/* As the conversation asks: what was written is a PIN and may be a locality, too. */
static const Question questions[] = {
  { "a PIN", "110085", "110085" },
  { "a locality", NULL, "Rohini Sector 7" },
  { "anything else", NULL, "kuch bhi nahi milega" },
};

static void
copy_group (GKeyFile *from, const char *group, GKeyFile *to, guint number)
{
  g_auto (GStrv) words = g_strsplit (group, " ", 3);
  g_autofree char *copy = g_strdup_printf ("%s %s-%u%s%s", words[0], words[1], number,
                                           words[2] != NULL ? " " : "", words[2] != NULL ? words[2] : "");
  g_auto (GStrv) keys = g_key_file_get_keys (from, group, NULL, NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (from, group, keys[i], NULL);

      g_key_file_set_value (to, copy, keys[i], value);
    }
}

/* (transfer full): the name of a file with @n centres */
static char *
write_centres (GKeyFile *example, guint n)
{
  g_autoptr (GKeyFile) many = g_key_file_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (example, NULL);
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int descriptor = g_file_open_tmp ("khidki-bench-XXXXXX.ini", &path, &error);

  for (guint i = 0; i < n; i++)
    copy_group (example, groups[i % g_strv_length (groups)], many, i);
  if (descriptor < 0 || !g_close (descriptor, &error) || !g_key_file_save_to_file (many, path, &error))
    g_error ("%s", error->message);
  return path;
}

static double
measure_question (KhidkiCentres *centres, KhidkiPlaces *places, const Question *question)
{
  gint64 begun = g_get_monotonic_time ();
  guint asked = 0;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, 6, 2026);
  while (g_get_monotonic_time () - begun < QUESTION_SECONDS * G_USEC_PER_SEC || asked < 2)
    {
      g_autoptr (GPtrArray) found =
          khidki_centres_search (centres, places, question->pin, question->locality, &today);

      asked++;
    }
  return (double) (g_get_monotonic_time () - begun) / 1000 / asked;
}

static void
measure (GKeyFile *example, KhidkiPlaces *places, guint n)
{
  g_autofree char *path = write_centres (example, n);
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (KhidkiCentres) centres = khidki_centres_new_from_file (path, &error);
  double read = (double) (g_get_monotonic_time () - begun) / 1000;

  g_unlink (path);
  if (centres == NULL)
    g_error ("%s", error->message);
  g_print ("| %u | %.1f |", n, read);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    g_print (" %.3f |", measure_question (centres, places, &questions[i]));
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GKeyFile) example = g_key_file_new ();
  g_autoptr (KhidkiPlaces) places = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 4)
    {
      g_printerr ("usage: khidki-bench-centres CENTRES PLACES COUNT…\n");
      return 2;
    }
  if (!g_key_file_load_from_file (example, argv[1], G_KEY_FILE_KEEP_TRANSLATIONS, &error)
      || (places = khidki_places_new_from_file (argv[2], &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("| centres | read, ms |");
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    g_print (" %s, ms |", questions[i].name);
  g_print ("\n|---|---|---|---|---|\n");
  for (int i = 3; i < argc; i++)
    measure (example, places, (guint) g_ascii_strtoull (argv[i], NULL, 10));
  return 0;
}
