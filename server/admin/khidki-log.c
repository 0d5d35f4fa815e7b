/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "admin/khidki-log-text.h"

#define OWN_FIELD "KHIDKI_"

typedef struct
{
  KhidkiLogForm form;
  KhidkiLogClock clock;
} Writer;

static const char *
level_name (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "fatal";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "message";
  return (level & G_LOG_LEVEL_INFO) ? "info" : "debug";
}

static const GLogField *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, key))
      return &fields[i];
  return NULL;
}

/* (transfer full) */
static char *
dup_field (const GLogField *field)
{
  return field != NULL ? khidki_log_mask (field->value, field->length) : g_strdup ("");
}

static char *
format_time (gint64 now)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *text =
      seconds != NULL ? g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S") : g_strdup ("?");

  return g_strdup_printf ("%s.%03dZ", text, (int) (now / 1000 % 1000));
}

/* `KHIDKI_PLUGIN` is `plugin` to those who read. */
static char *
own_field_name (const GLogField *field)
{
  if (!g_str_has_prefix (field->key, OWN_FIELD))
    return NULL;
  return g_ascii_strdown (field->key + strlen (OWN_FIELD), -1);
}

static char *
format_json (GLogLevelFlags level,
             const GLogField *fields,
             gsize n_fields,
             const char *time)
{
  GString *line = g_string_new (NULL);
  g_autofree char *message = dup_field (find_field (fields, n_fields, "MESSAGE"));
  g_autofree char *domain = dup_field (find_field (fields, n_fields, "GLIB_DOMAIN"));

  g_string_append_printf (line, "{\"time\":\"%s\",\"level\":\"%s\",\"domain\":", time,
                          level_name (level));
  khidki_log_append_json (line, domain);
  g_string_append (line, ",\"message\":");
  khidki_log_append_json (line, message);

  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *name = own_field_name (&fields[i]);
      g_autofree char *value = name != NULL ? dup_field (&fields[i]) : NULL;

      if (name == NULL)
        continue;
      g_string_append_c (line, ',');
      khidki_log_append_json (line, name);
      g_string_append_c (line, ':');
      khidki_log_append_json (line, value);
    }
  g_string_append (line, "}\n");
  return g_string_free (line, FALSE);
}

static char *
format_line (GLogLevelFlags level, const GLogField *fields, gsize n_fields, const char *time)
{
  GString *line = g_string_new (NULL);
  g_autofree char *message = dup_field (find_field (fields, n_fields, "MESSAGE"));
  g_autofree char *domain = dup_field (find_field (fields, n_fields, "GLIB_DOMAIN"));

  g_string_append_printf (line, "%s %-8s ", time, level_name (level));
  if (*domain != '\0' && !g_str_equal (domain, "khidki"))
    {
      khidki_log_append_escaped (line, domain);
      g_string_append (line, ": ");
    }
  khidki_log_append_escaped (line, message);

  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *name = own_field_name (&fields[i]);
      g_autofree char *value = name != NULL ? dup_field (&fields[i]) : NULL;

      if (name == NULL)
        continue;
      g_string_append_printf (line, " %s=", name);
      khidki_log_append_escaped (line, value);
    }
  g_string_append_c (line, '\n');
  return g_string_free (line, FALSE);
}

/**
 * khidki_log_format:
 * @form: lines or JSON
 * @level: how bad it is
 * @fields: (array length=n_fields): the fields of the structured log
 * @n_fields: how many
 * @now: microseconds since 1970, UTC
 *
 * One entry as it is written, masked and escaped, with its newline.
 *
 * Returns: (transfer full): the line
 *
 * Since: 0.1
 */
char *
khidki_log_format (KhidkiLogForm form,
                   GLogLevelFlags level,
                   const GLogField *fields,
                   gsize n_fields,
                   gint64 now)
{
  g_autofree char *time = format_time (now);

  return form == KHIDKI_LOG_FORM_JSON ? format_json (level, fields, n_fields, time)
                                      : format_line (level, fields, n_fields, time);
}

/* The journal gets fields; a terminal gets lines; everything else, and whoever sets
 * `KHIDKI_LOG=json`, gets JSON. */
static KhidkiLogForm
choose_form (int fd)
{
  const char *wanted = g_getenv ("KHIDKI_LOG");

  if (g_strcmp0 (wanted, "json") == 0)
    return KHIDKI_LOG_FORM_JSON;
  if (g_strcmp0 (wanted, "lines") == 0)
    return KHIDKI_LOG_FORM_LINES;
  if (g_log_writer_is_journald (fd))
    return KHIDKI_LOG_FORM_JOURNAL;
  return isatty (fd) ? KHIDKI_LOG_FORM_LINES : KHIDKI_LOG_FORM_JSON;
}

static GLogWriterOutput
write_journal (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  g_autofree GLogField *copies = g_memdup2 (fields, n_fields * sizeof *fields);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *text = NULL;
      GString *escaped;

      if (!g_str_equal (fields[i].key, "MESSAGE") && !g_str_has_prefix (fields[i].key, OWN_FIELD))
        continue;
      text = dup_field (&fields[i]);
      escaped = g_string_new (NULL);
      khidki_log_append_escaped (escaped, text);
      copies[i].value = g_string_free (escaped, FALSE);
      copies[i].length = -1;
      g_ptr_array_add (texts, (gpointer) copies[i].value);
    }
  return g_log_writer_journald (level, copies, n_fields, NULL);
}

/* One write a line, so that lines of several threads do not mix. */
static GLogWriterOutput
write_text (int fd, const char *text)
{
  gsize left = strlen (text);

  while (left > 0)
    {
      gssize written = write (fd, text, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return G_LOG_WRITER_UNHANDLED;
      text += written;
      left -= (gsize) written;
    }
  return G_LOG_WRITER_HANDLED;
}

/* What our own code calls information is shown; the rest as GLib does it. */
static gboolean
is_dropped (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  const GLogField *field = find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *domain = field != NULL && field->length < 0 ? field->value : NULL;

  if ((level & G_LOG_LEVEL_INFO) && domain != NULL && g_str_has_prefix (domain, "khidki"))
    return FALSE;
  return g_log_writer_default_would_drop (level, domain);
}

static GLogWriterOutput
write_entry (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  Writer *writer = user_data;
  g_autofree char *text = NULL;

  if (is_dropped (level, fields, n_fields))
    return G_LOG_WRITER_HANDLED;
  if (writer->form == KHIDKI_LOG_FORM_JOURNAL
      && write_journal (level, fields, n_fields) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  text = khidki_log_format (writer->form, level, fields, n_fields, writer->clock ());
  return write_text (STDERR_FILENO, text);
}

/**
 * khidki_log_install:
 * @clock: gives the time of each entry
 *
 * From now on everything that is logged goes to standard error in the form that
 * fits it. To be called once, first of all in `main()`.
 *
 * Since: 0.1
 */
void
khidki_log_install (KhidkiLogClock clock)
{
  static Writer writer;

  writer.form = choose_form (STDERR_FILENO);
  writer.clock = clock;
  g_log_set_writer_func (write_entry, &writer, NULL);
}
