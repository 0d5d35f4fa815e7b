/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-item.h"

#include <string.h>

#include "khidki-csc-kept.h"

static const char *
find_kind (KhidkiFormItem *item, const char *wanted)
{
  for (guint i = 0; i < khidki_form_item_get_n_choices (item); i++)
    {
      const char *name = NULL;

      if (strcmp (khidki_form_item_get_choice (item, i, &name, NULL), wanted) == 0)
        return name;
    }
  return wanted;
}

static void
write_picture (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiPaper *paper, const char *path)
{
  if (g_str_has_prefix (khidki_paper_get_mime_type (paper), "image/"))
    khidki_html_void (html, "img", "src", path, "alt", "", "loading", "lazy", NULL);
  else
    khidki_html_element (html, "span", "PDF", "class", "pdf", "aria-hidden", "true", NULL);
}

/* One file: what it is, a look at it, and away with it. */
static void
write_file (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, guint index)
{
  const char *path = khidki_form_item_get_path (item);
  const char *kind = "";
  KhidkiPaper *paper = khidki_answers_get_paper (khidki_draft_get_answers (visit->draft), path,
                                                 index, &kind);
  const char *hash = khidki_paper_get_hash (paper);
  g_autofree char *address = g_strdup_printf ("/counter/draft/%s/paper/%s/%s",
                                              khidki_draft_get_id (visit->draft), path, hash);
  g_autofree char *deed = g_strconcat ("unpaper ", path, " ", hash, NULL);
  g_autofree char *id = g_strconcat ("has-", path, "-", hash, NULL);
  const char *name = find_kind (item, kind);
  g_autofree char *remove = g_strconcat (khidki_csc_visit_say (visit, "draft.remove"), ": ", name,
                                         NULL);

  khidki_html_open (html, "li", "id", id, NULL);
  khidki_html_open (html, "a", "href", address, "target", "_blank", NULL);
  write_picture (visit, html, paper, address);
  khidki_html_element (html, "span", name, NULL);
  khidki_html_close (html, "a");
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "draft.remove"), "name", "do",
                       "value", deed, "class", "small", "aria-label", remove, NULL);
  khidki_html_close (html, "li");
}

static void
write_kinds (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, gboolean focus)
{
  const char *path = khidki_form_item_get_path (item);
  g_autofree char *id = g_strconcat ("kind-", path, NULL);
  g_autofree char *name = g_strconcat ("kind:", path, NULL);
  const char *typed = visit->form != NULL ? g_hash_table_lookup (visit->form->kinds, path) : NULL;
  const char *chosen = typed != NULL && g_hash_table_contains (visit->troubles, path)
                           ? typed
                           : khidki_form_item_get_value (item);
  g_autofree char *wrong = khidki_csc_item_get_trouble (visit, item) != NULL
                               ? g_strconcat ("wrong-", path, NULL)
                               : NULL;

  khidki_html_open (html, "div", NULL);
  khidki_html_open (html, "label", "for", id, NULL);
  khidki_csc_page_say (visit, html, "i", NULL, "draft.kind");
  khidki_html_open (html, "i", "class", "unseen", NULL);
  khidki_html_text (html, ": ");
  khidki_html_text (html, khidki_form_item_get_label (item));
  khidki_html_close (html, "i");
  khidki_html_close (html, "label");
  khidki_html_open (html, "select", "id", id, "name", name, "autocomplete", "off", "autofocus",
                    focus ? "" : NULL, "aria-describedby", wrong, NULL);
  khidki_csc_item_write_options (visit, html, item, chosen);
  khidki_html_close (html, "select");
  khidki_html_close (html, "div");
}

static void
write_input (KhidkiCscVisit *visit,
             KhidkiHtml *html,
             KhidkiFormItem *item,
             const char *prefix,
             gboolean focus)
{
  const char *path = khidki_form_item_get_path (item);
  gboolean camera = strcmp (prefix, "camera") == 0;
  g_autofree char *id = g_strconcat (prefix, "-", path, NULL);
  g_autofree char *name = g_strconcat (prefix, ":", path, NULL);
  const char *key = camera ? "draft.camera" : "draft.file";
  g_autofree char *wrong = khidki_csc_item_get_trouble (visit, item) != NULL
                               ? g_strconcat ("wrong-", path, NULL)
                               : NULL;

  khidki_html_open (html, "div", "class", prefix, NULL);
  khidki_html_open (html, "label", "for", id, NULL);
  khidki_csc_page_say (visit, html, "i", NULL, key);
  khidki_html_open (html, "i", "class", "unseen", NULL);
  khidki_html_text (html, ": ");
  khidki_html_text (html, khidki_form_item_get_label (item));
  khidki_html_close (html, "i");
  khidki_html_close (html, "label");
  khidki_html_void (html, "input", "type", "file", "id", id, "name", name, "accept",
                    camera ? "image/*" : KHIDKI_CSC_ACCEPTED, "capture", camera ? "environment" : NULL,
                    "aria-describedby", wrong, "autofocus", focus ? "" : NULL, NULL);
  khidki_html_close (html, "div");
}

static void
write_adding (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, gboolean focus)
{
  const char *path = khidki_form_item_get_path (item);
  gboolean kinds = khidki_form_item_get_n_choices (item) > 1;
  g_autofree char *deed = g_strconcat ("paper ", path, NULL);
  g_autofree char *add = g_strconcat (khidki_csc_visit_say (visit, "draft.attach"), ": ",
                                      khidki_form_item_get_label (item), NULL);

  khidki_html_open (html, "div", "class", "adding", NULL);
  if (kinds)
    write_kinds (visit, html, item, focus);
  write_input (visit, html, item, "file", focus && !kinds);
  write_input (visit, html, item, "camera", FALSE);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "draft.attach"), "name", "do",
                       "value", deed, "class", "second attach", "aria-label", add, NULL);
  khidki_html_close (html, "div");
}

/* A file that came without saying what it is waits on the page. */
static void
write_kept (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *path = khidki_form_item_get_path (item);
  g_autofree char *name = g_strconcat ("kept:", path, NULL);

  for (guint i = 0; visit->kept != NULL && i < visit->kept->len; i++)
    {
      KhidkiCscFile *file = g_ptr_array_index (visit->kept, i);
      g_autofree char *sealed = NULL;

      if (strcmp (file->path, path) != 0)
        continue;
      sealed = khidki_csc_kept_seal (visit, path, file->paper);
      khidki_csc_page_hide (html, name, sealed);
      khidki_csc_page_say (visit, html, "p", "by", "draft.file-waits");
    }
}

void
khidki_csc_item_write_paper (KhidkiCscVisit *visit,
                             KhidkiHtml *html,
                             KhidkiFormItem *item,
                             gboolean focus)
{
  guint n = khidki_answers_get_n_papers (khidki_draft_get_answers (visit->draft),
                                         khidki_form_item_get_path (item));

  khidki_html_open (html, "h3", NULL);
  khidki_html_text (html, khidki_form_item_get_label (item));
  if (khidki_form_item_is_optional (item))
    {
      khidki_html_text (html, " ");
      khidki_html_element (html, "i", khidki_csc_visit_say (visit, "draft.optional"), "class",
                           "optional", NULL);
    }
  khidki_html_close (html, "h3");
  khidki_csc_item_write_trouble (visit, html, item);
  if (n > 0)
    {
      khidki_html_open (html, "ul", "class", "files", NULL);
      for (guint i = 0; i < n; i++)
        write_file (visit, html, item, i);
      khidki_html_close (html, "ul");
    }
  write_kept (visit, html, item);
  if (khidki_form_item_can_add (item))
    write_adding (visit, html, item, focus);
  khidki_csc_item_write_author (visit, html, item);
}
