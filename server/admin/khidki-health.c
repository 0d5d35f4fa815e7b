/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-health.h"

#include <string.h>
#include <sys/statvfs.h>

#include "admin/khidki-admin-private.h"

#define LEAST_FREE_BYTES (100 * 1024 * 1024)

typedef struct
{
  GPtrArray *points;
  KhidkiHealthFunc done;
  gpointer user_data;
  gint64 n_steps;
  gint64 last_step;
} Check;

static void
point_free (gpointer data)
{
  KhidkiHealthPoint *point = data;

  g_free (point->text);
  g_free (point);
}

/* @text: (transfer full) */
static void
add (GPtrArray *points, const char *name, gboolean fine, char *text)
{
  KhidkiHealthPoint *point = g_new0 (KhidkiHealthPoint, 1);

  point->name = name;
  point->fine = fine;
  point->text = text;
  g_ptr_array_add (points, point);
}

static void
look_at_plugins (KhidkiAdmin *admin, GPtrArray *points)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (admin->world.gate);
  g_autoptr (GString) missing = g_string_new (NULL);
  guint running = 0;

  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);

      if (g_str_equal (report->state, "running"))
        running++;
      else if (!g_str_equal (report->state, "stopped"))
        g_string_append_printf (missing, "%s%s (%s)", missing->len > 0 ? ", " : "", report->name,
                                report->state);
    }
  if (missing->len == 0)
    {
      add (points, "plugins", TRUE, g_strdup_printf ("%u run", running));
      return;
    }
  g_string_prepend (missing, "enabled but not running: ");
  add (points, "plugins", FALSE, g_strdup (missing->str));
}

static void
look_at_catalogue (KhidkiAdmin *admin, GPtrArray *points)
{
  const char *problem;

  if (admin->world.keeper == NULL)
    return;
  problem = khidki_catalogue_keeper_get_problem (admin->world.keeper);
  add (points, "catalogue", problem == NULL,
       g_strdup (problem != NULL ? problem : "as the departments are"));
}

static void
look_at_disk (KhidkiAdmin *admin, GPtrArray *points)
{
  struct statvfs disk;
  guint64 free_bytes;

  if (statvfs (admin->state, &disk) != 0)
    {
      add (points, "disk", FALSE, g_strdup ("the state folder cannot be looked at"));
      return;
    }
  free_bytes = (guint64) disk.f_bavail * disk.f_frsize;
  add (points, "disk", free_bytes >= LEAST_FREE_BYTES,
       g_strdup_printf ("%" G_GUINT64_FORMAT " MiB free", free_bytes / (1024 * 1024)));
}

static gboolean
read_schema (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Check *check = data;
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-schema", "xx", error, "");

  if (rows == NULL)
    return FALSE;
  check->n_steps = khidki_rows_get_int64 (rows, 0, 0);
  check->last_step = khidki_rows_get_int64 (rows, 0, 1);
  return TRUE;
}

static void
check_free (gpointer data)
{
  Check *check = data;

  g_ptr_array_unref (check->points);
  g_free (check);
}

static void
schema_read (KhidkiAdmin *admin, gpointer data, const GError *error, gpointer user_data)
{
  g_autoptr (GPtrArray) points = user_data;
  Check *check = data;

  if (error != NULL)
    {
      add (points, "store", FALSE, g_strdup (error->message));
    }
  else
    {
      add (points, "store", TRUE, g_strdup ("answers"));
      add (points, "migrations", check->n_steps > 0 && check->n_steps == check->last_step,
           g_strdup_printf ("%" G_GINT64_FORMAT " applied", check->n_steps));
    }
  check->done (admin, points, check->user_data);
}

/**
 * khidki_health_check:
 * @admin: whose world
 * @done: (scope async): told once, within about two seconds
 * @user_data: for @done
 *
 * Looks at all that must be well: the start has ended, the plugins that are
 * enabled run, what they offer is in the catalogue, the disk has room, the store answers and has its schema.
 *
 * Since: 0.1
 */
void
khidki_health_check (KhidkiAdmin *admin, KhidkiHealthFunc done, gpointer user_data)
{
  Check *check = g_new0 (Check, 1);

  check->points = g_ptr_array_new_with_free_func (point_free);
  check->done = done;
  check->user_data = user_data;
  add (check->points, "started", admin->ready,
       g_strdup (admin->ready ? "serves" : "starting or stopping"));
  look_at_plugins (admin, check->points);
  look_at_catalogue (admin, check->points);
  look_at_disk (admin, check->points);
  khidki_admin_read (admin, read_schema, check, check_free, schema_read,
                     g_ptr_array_ref (check->points));
}

gboolean
khidki_health_is_fine (GPtrArray *points)
{
  for (guint i = 0; i < points->len; i++)
    if (!((KhidkiHealthPoint *) g_ptr_array_index (points, i))->fine)
      return FALSE;
  return TRUE;
}

typedef struct
{
  KhidkiResponder *responder;
  gboolean verbose;
} Answer;

/* What is wrong is always told, what is well only to those who ask. */
static void
checked (KhidkiAdmin *admin, GPtrArray *points, gpointer user_data)
{
  g_autofree Answer *answer = user_data;
  gboolean fine = khidki_health_is_fine (points);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KhidkiResponse) response = NULL;

  for (guint i = 0; i < points->len; i++)
    {
      KhidkiHealthPoint *point = g_ptr_array_index (points, i);

      if (answer->verbose || !point->fine)
        g_string_append_printf (text, "[%s] %s: %s\n", point->fine ? "+" : "-", point->name,
                                point->text);
    }
  g_string_append (text, fine ? "ready\n" : "not ready\n");
  response = khidki_response_new_text (fine ? 200 : 503, "text/plain; charset=utf-8", text->str);
  khidki_responder_finish (answer->responder, response);
  khidki_responder_unref (answer->responder);
}

/* `verbose` has no value, so it is no parameter to those who parse them. */
static gboolean
is_verbose (KhidkiRequest *request)
{
  const char *query = strchr (khidki_request_get_uri (request), '?');
  g_auto (GStrv) words = query != NULL ? g_strsplit (query + 1, "&", -1) : NULL;

  return words != NULL && g_strv_contains ((const char *const *) words, "verbose");
}

void
khidki_health_answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->responder = khidki_responder_ref (responder);
  answer->verbose = is_verbose (request);
  khidki_health_check (user_data, checked, answer);
}
