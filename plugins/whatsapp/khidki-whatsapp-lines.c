/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-lines.h"

/* (transfer none) (nullable) */
static KhidkiWhatsappLine *
find_number (GPtrArray *lines, const char *number)
{
  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappLine *line = g_ptr_array_index (lines, i);

      if (g_strcmp0 (khidki_whatsapp_line_get_settings (line)->number, number) == 0)
        return line;
    }

  return NULL;
}

static gboolean
add (GPtrArray *lines, KhidkiHost *host, const char *group, GError **error)
{
  g_autoptr (KhidkiWhatsappLine) line = khidki_whatsapp_line_new (host, group, error);
  const char *number;

  if (line == NULL)
    return FALSE;

  number = khidki_whatsapp_line_get_settings (line)->number;
  if (find_number (lines, number) != NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "[whatsapp %s] phone-number-id= is that of another group", group);
      return FALSE;
    }
  g_ptr_array_add (lines, g_steal_pointer (&line));
  return TRUE;
}

/**
 * khidki_whatsapp_lines_new:
 * @host: the plugin's host
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiWhatsappLine): a line for each
 *   group of the configuration; NULL with an error that names group and key
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_lines_new (KhidkiHost *host, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) family = g_ptr_array_new ();
  g_auto (GStrv) groups = khidki_host_list_groups (host);

  if (!add (lines, host, NULL, error))
    return NULL;
  for (guint i = 0; groups[i] != NULL; i++)
    if (!add (lines, host, groups[i], error))
      return NULL;
  for (guint i = 0; i < lines->len; i++)
    khidki_whatsapp_line_join (g_ptr_array_index (lines, i), family);

  return g_steal_pointer (&lines);
}

/**
 * khidki_whatsapp_lines_find_for:
 * @lines: (element-type KhidkiWhatsappLine): lines, at least one
 * @account: somebody
 *
 * Returns: (transfer none): the number to which they wrote; the first one where that is
 *   no longer ours
 *
 * Since: 0.1
 */
KhidkiWhatsappLine *
khidki_whatsapp_lines_find_for (GPtrArray *lines, KhidkiAccount *account)
{
  KhidkiWhatsappLine *line = find_number (lines, khidki_account_get_line (account));

  return line != NULL ? line : g_ptr_array_index (lines, 0);
}

/**
 * khidki_whatsapp_lines_dup_numbers:
 * @lines: (element-type KhidkiWhatsappLine): lines
 *
 * Returns: (transfer full): Meta's ids of their numbers
 *
 * Since: 0.1
 */
GStrv
khidki_whatsapp_lines_dup_numbers (GPtrArray *lines)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < lines->len; i++)
    g_strv_builder_add (builder,
                        khidki_whatsapp_line_get_settings (g_ptr_array_index (lines, i))->number);

  return g_strv_builder_end (builder);
}

/**
 * khidki_whatsapp_lines_list_sharers:
 * @line: a line
 * @shares: (scope call): what it has to share
 *
 * Returns: (transfer full) (element-type KhidkiWhatsappLine): the lines of the server that share
 *   it, @line itself among them; none is owned by it
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_lines_list_sharers (KhidkiWhatsappLine *line, KhidkiWhatsappSharesFunc shares)
{
  GPtrArray *sharers = g_ptr_array_new ();
  GPtrArray *family = khidki_whatsapp_line_get_family (line);
  KhidkiWhatsappSettings *settings = khidki_whatsapp_line_get_settings (line);

  for (guint i = 0; i < family->len; i++)
    {
      KhidkiWhatsappLine *other = g_ptr_array_index (family, i);

      if (other == line || shares (settings, khidki_whatsapp_line_get_settings (other)))
        g_ptr_array_add (sharers, other);
    }

  return sharers;
}
