/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-report.h"

#include <json-glib/json-glib.h>

static const struct
{
  const char *text;
  const char *json;
} verdicts[] = {
  [KHIDKI_WHATSAPP_VERDICT_OK] = { "ok", "ok" },
  [KHIDKI_WHATSAPP_VERDICT_WRONG] = { "WRONG", "wrong" },
  [KHIDKI_WHATSAPP_VERDICT_UNTRIED] = { "not tried", "not-tried" },
};

typedef struct
{
  char *group;
  char *check;
  KhidkiWhatsappVerdict verdict;
  char *text;
  char *remedy; /* (nullable) */
} Finding;

struct _KhidkiWhatsappReport
{
  char *group;
  GPtrArray *findings;
};

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_free (finding->group);
  g_free (finding->check);
  g_free (finding->text);
  g_free (finding->remedy);
  g_free (finding);
}

KhidkiWhatsappReport *
khidki_whatsapp_report_new (void)
{
  KhidkiWhatsappReport *self = g_new0 (KhidkiWhatsappReport, 1);

  self->group = g_strdup ("");
  self->findings = g_ptr_array_new_with_free_func (finding_free);
  return self;
}

void
khidki_whatsapp_report_free (KhidkiWhatsappReport *self)
{
  g_free (self->group);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

void
khidki_whatsapp_report_begin (KhidkiWhatsappReport *self, const char *group)
{
  g_free (self->group);
  self->group = g_strdup (group);
}

void
khidki_whatsapp_report_add (KhidkiWhatsappReport *self,
                            KhidkiWhatsappVerdict verdict,
                            const char *check,
                            const char *remedy,
                            const char *format,
                            ...)
{
  Finding *finding = g_new0 (Finding, 1);
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  finding->group = g_strdup (self->group);
  finding->check = g_strdup (check);
  finding->verdict = verdict;
  finding->text = g_utf8_make_valid (text, -1);
  finding->remedy = g_strdup (remedy);
  g_ptr_array_add (self->findings, finding);
}

gboolean
khidki_whatsapp_report_is_good (KhidkiWhatsappReport *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((Finding *) g_ptr_array_index (self->findings, i))->verdict
        == KHIDKI_WHATSAPP_VERDICT_WRONG)
      return FALSE;
  return TRUE;
}

char *
khidki_whatsapp_report_to_text (KhidkiWhatsappReport *self)
{
  GString *text = g_string_new (NULL);
  const char *group = NULL;

  for (guint i = 0; i < self->findings->len; i++)
    {
      const Finding *finding = g_ptr_array_index (self->findings, i);

      if (g_strcmp0 (group, finding->group) != 0)
        g_string_append_printf (text, "%s[%s]\n", group != NULL ? "\n" : "", finding->group);
      group = finding->group;
      g_string_append_printf (text, "  %-9s  %-16s  %s\n", verdicts[finding->verdict].text,
                              finding->check, finding->text);
      if (finding->remedy != NULL)
        g_string_append_printf (text, "  %-9s  %-16s  → %s\n", "", "", finding->remedy);
    }
  return g_string_free (text, FALSE);
}

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

char *
khidki_whatsapp_report_to_json (KhidkiWhatsappReport *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < self->findings->len; i++)
    {
      const Finding *finding = g_ptr_array_index (self->findings, i);

      json_builder_begin_object (builder);
      add_member (builder, "group", finding->group);
      add_member (builder, "check", finding->check);
      add_member (builder, "result", verdicts[finding->verdict].json);
      add_member (builder, "text", finding->text);
      if (finding->remedy != NULL)
        add_member (builder, "remedy", finding->remedy);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}
