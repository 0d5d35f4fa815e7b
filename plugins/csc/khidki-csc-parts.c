/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-parts.h"

#include "khidki-csc-item.h"

static GBytes *
write_part (KhidkiCscVisit *visit, KhidkiFormItem *item)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();

  khidki_csc_item_write (visit, html, item, FALSE);
  return khidki_html_end (html);
}

GPtrArray *
khidki_csc_parts_take (KhidkiCscVisit *visit)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    g_ptr_array_add (parts, write_part (visit, khidki_form_view_get_item (visit->view, i)));
  return parts;
}

void
khidki_csc_parts_count (KhidkiCscVisit *visit, guint *filled, guint *all)
{
  *filled = *all = 0;
  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);
      KhidkiFormItemKind kind = khidki_form_item_get_kind (item);

      if ((kind != KHIDKI_FORM_ITEM_FIELD && kind != KHIDKI_FORM_ITEM_PAPER)
          || khidki_form_item_is_optional (item))
        continue;
      *all += 1;
      if (!khidki_form_item_is_missing (item))
        *filled += 1;
    }
}

static gboolean
has (GPtrArray *parts, GBytes *part)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_bytes_equal (g_ptr_array_index (parts, i), part))
      return TRUE;
  return FALSE;
}

static char *
dup_order (KhidkiCscVisit *visit)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      g_autofree char *id
          = khidki_csc_item_dup_part_id (khidki_form_view_get_item (visit->view, i));

      g_string_append_printf (order, "%s%s", i > 0 ? " " : "", id);
    }
  return g_string_free (order, FALSE);
}

static void
write_changed (KhidkiCscVisit *visit, KhidkiHtml *html, GPtrArray *before)
{
  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);
      g_autoptr (GBytes) part = write_part (visit, item);

      if (before == NULL || !has (before, part))
        khidki_csc_item_write (visit, html, item, FALSE);
    }
}

void
khidki_csc_parts_answer (KhidkiCscVisit *visit, GPtrArray *before)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  /* Whatever came of it, the script has its parts: it is told beside them. */
  g_autoptr (KhidkiResponse) response = khidki_response_new (200);
  const char *state = before == NULL                                ? "changed"
                      : g_hash_table_size (visit->troubles) > 0 ? "wrong"
                                                                    : "saved";
  g_autofree char *version
      = g_strdup_printf ("%" G_GINT64_FORMAT, khidki_draft_get_version (visit->draft));
  g_autofree char *order = dup_order (visit);
  guint filled, all;
  g_autofree char *done = NULL;
  g_autoptr (GBytes) body = NULL;

  khidki_csc_parts_count (visit, &filled, &all);
  done = g_strdup_printf ("%u/%u", filled, all);
  khidki_html_open (html, "div", "data-version", version, "data-order", order, "data-done", done,
                    "data-state", state, NULL);
  write_changed (visit, html, before);
  body = khidki_html_end (html);
  khidki_response_set_body (response, "text/html; charset=utf-8", body);
  khidki_response_set_header (response, "Cache-Control", "no-store");
  khidki_response_set_header (response, "X-Content-Type-Options", "nosniff");
  khidki_response_set_header (response, "Content-Security-Policy", "default-src 'none'");
  khidki_csc_visit_answer (visit, response);
}
