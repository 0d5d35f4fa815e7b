/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-read-back.h"

#include <string.h>

#include "khidki-csc-item.h"

const char *
khidki_csc_read_back_get_language (KhidkiCscVisit *visit)
{
  const char *posted = khidki_request_get_field (visit->request, "read");
  const char *asked = posted != NULL ? posted : khidki_request_get_query (visit->request, "read");

  if (asked == NULL)
    return visit->language;
  return strcmp (asked, "en") == 0 ? "en" : "hi";
}

/* (transfer full): the kinds and the number of the files of a paper. */
static char *
dup_files (KhidkiFormItem *item, const char *language)
{
  guint n = khidki_form_item_get_count (item);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *files = khidki_csc_fill (language, n == 1 ? "review.file" : "review.files",
                                            "count", count, NULL);
  const char *kind = khidki_form_item_get_shown (item);

  return *kind != '\0' ? g_strconcat (kind, " – ", files, NULL) : g_steal_pointer (&files);
}

static void
write_author (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  g_autofree char *name = khidki_csc_item_dup_author (visit, item);

  if (name == NULL)
    return;
  khidki_html_open (html, "dd", "class", "by", "lang", visit->language, NULL);
  khidki_html_text (html, name);
  khidki_html_close (html, "dd");
}

static void
write_line (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, const char *language, gboolean authors)
{
  gboolean paper = khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_PAPER;
  g_autofree char *value = paper ? dup_files (item, language)
                                 : g_strdup (khidki_form_item_get_shown (item));

  if (*value == '\0' || (paper && khidki_form_item_get_count (item) == 0))
    return;
  khidki_html_open (html, "div", "class", khidki_csc_page_get_room (value), NULL);
  khidki_html_element (html, "dt", khidki_form_item_get_label (item), NULL);
  khidki_html_element (html, "dd", value, NULL);
  if (authors)
    write_author (visit, html, item);
  khidki_html_close (html, "div");
}

static gboolean
is_in (KhidkiFormItem *item, const char *path)
{
  gsize length = strlen (path);

  return strncmp (khidki_form_item_get_path (item), path, length) == 0
         && khidki_form_item_get_path (item)[length] == '.';
}

void
khidki_csc_read_back_write (KhidkiCscVisit *visit, KhidkiHtml *html, gboolean authors)
{
  const char *language = khidki_csc_read_back_get_language (visit);
  g_autoptr (KhidkiFormView) view
      = khidki_counter_view_draft (visit->desk->counter, visit->draft, language);
  const char *group = NULL;

  khidki_html_open (html, "dl", "class", "facts", "lang", language, NULL);
  for (guint i = 0; view != NULL && i < khidki_form_view_get_n_items (view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (view, i);
      KhidkiFormItemKind kind = khidki_form_item_get_kind (item);

      if (kind == KHIDKI_FORM_ITEM_HEADING || kind == KHIDKI_FORM_ITEM_REPEAT)
        {
          khidki_html_close (html, "dl");
          khidki_html_element (html, kind == KHIDKI_FORM_ITEM_HEADING ? "h2" : "h3",
                               khidki_form_item_get_label (item), "lang", language, NULL);
          khidki_html_open (html, "dl", "class", "facts", "lang", language, NULL);
          group = khidki_form_item_get_path (item);
        }
      else if (kind != KHIDKI_FORM_ITEM_MORE)
        {
          /* What belongs to no group stands apart from the group before it. */
          if (group != NULL && kind == KHIDKI_FORM_ITEM_FIELD && !is_in (item, group))
            {
              khidki_html_close (html, "dl");
              khidki_html_open (html, "dl", "class", "facts apart", "lang", language, NULL);
              group = NULL;
            }
          write_line (visit, html, item, language, authors);
        }
    }
  khidki_html_close (html, "dl");
}
