/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-metrics-text.h"

void
khidki_metrics_text_begin (GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf (text, "# TYPE %s %s\n# HELP %s %s\n", name, type, name, help);
}

static void
append_label (GString *text, const char *name, const char *value, gboolean first)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_printf (text, "%s%s=\"", first ? "{" : ",", name);
  for (const char *at = valid; *at != '\0'; at++)
    {
      if (*at == '\\' || *at == '"')
        g_string_append_c (text, '\\');
      if (*at == '\n')
        g_string_append (text, "\\n");
      else
        g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
}

void
khidki_metrics_text_add (GString *text, const char *name, const char *suffix, gint64 value, ...)
{
  va_list labels;
  const char *label;
  gboolean any = FALSE;

  g_string_append_printf (text, "%s%s", name, suffix);
  va_start (labels, value);
  while ((label = va_arg (labels, const char *)) != NULL)
    {
      append_label (text, label, va_arg (labels, const char *), !any);
      any = TRUE;
    }
  va_end (labels);
  g_string_append_printf (text, "%s %" G_GINT64_FORMAT "\n", any ? "}" : "", value);
}

void
khidki_metrics_text_end (GString *text)
{
  g_string_append (text, "# EOF\n");
}
