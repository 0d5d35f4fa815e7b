/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-item.h"
#include "khidki-csc-parts.h"

static gboolean
is_filled_in (KhidkiFormItem *item)
{
  KhidkiFormItemKind kind = khidki_form_item_get_kind (item);

  return kind == KHIDKI_FORM_ITEM_FIELD || kind == KHIDKI_FORM_ITEM_PAPER;
}

static gboolean
is_below (const char *path, const char *at)
{
  gsize length = strlen (at);

  return strncmp (path, at, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

static KhidkiFormItem *
find_wrong (KhidkiCscVisit *visit)
{
  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);

      if (is_filled_in (item) && khidki_csc_item_get_trouble (visit, item) != NULL)
        return item;
    }
  return NULL;
}

/* Where typing goes on when nothing is wrong: at what is missing from @at on, else at the
 * first that is missing. */
static KhidkiFormItem *
find_missing (KhidkiCscVisit *visit)
{
  const char *at = khidki_request_get_query (visit->request, "at");
  KhidkiFormItem *first = NULL;
  gboolean reached = at == NULL;

  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);

      if (!is_filled_in (item))
        continue;
      reached = reached || is_below (khidki_form_item_get_path (item), at);
      if (khidki_form_item_is_missing (item) && reached)
        return item;
      if (khidki_form_item_is_missing (item) && first == NULL)
        first = item;
    }
  return first;
}

static void
write_line_of_summary (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  g_autofree char *id = khidki_csc_item_dup_focus_id (item);
  g_autofree char *target = g_strconcat ("#", id, NULL);
  g_autofree char *line = g_strconcat (khidki_form_item_get_label (item), ": ",
                                       khidki_csc_item_get_trouble (visit, item), NULL);

  khidki_html_open (html, "li", NULL);
  khidki_html_element (html, "a", line, "href", target, NULL);
  khidki_html_close (html, "li");
}

static void
write_summary (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *whole = khidki_form_view_get_trouble (visit->view);
  gboolean begun = FALSE;

  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);

      if (!is_filled_in (item) || khidki_csc_item_get_trouble (visit, item) == NULL)
        continue;
      if (!begun)
        {
          khidki_html_open (html, "div", "class", "status bad summary", "role", "alert", NULL);
          khidki_csc_page_say (visit, html, "h2", NULL, "draft.summary");
          khidki_html_open (html, "ul", NULL);
        }
      begun = TRUE;
      write_line_of_summary (visit, html, item);
    }
  if (begun)
    {
      khidki_html_close (html, "ul");
      khidki_html_close (html, "div");
    }
  else if (whole != NULL)
    khidki_csc_page_alert (visit, html, "bad", khidki_csc_visit_say (visit, "draft.not-eligible"),
                           whole);
}

static void
write_bar (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  guint filled, all;
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;
  g_autofree char *progress = NULL;

  khidki_csc_parts_count (visit, &filled, &all);
  done = g_strdup_printf ("%u", filled);
  total = g_strdup_printf ("%u", all);
  progress = khidki_csc_fill (visit->language, "draft.progress", "done", done, "all", total, NULL);
  khidki_html_open (html, "div", "class", "bar", NULL);
  khidki_html_element (html, "p", "", "class", "asked", "id", "asked", "aria-hidden", "true", NULL);
  khidki_html_element (html, "p", progress, "class", "progress", "id", "progress", NULL);
  khidki_html_element (html, "p", "", "class", "said", "id", "said", "role", "status", NULL);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "draft.save"), "name", "do",
                       "value", "save", "class", "second", NULL);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "draft.review"), "name", "do",
                       "value", "review", "id", "review", NULL);
  khidki_html_close (html, "div");
}

/* What the script says, in the operator's language. */
static void
open_form (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  g_autofree char *action = g_strconcat ("/counter/draft/", khidki_draft_get_id (visit->draft),
                                         NULL);
  g_autofree char *token = khidki_csc_visit_make_token (visit);

  khidki_html_open (
      html, "form", "method", "post", "action", action, "enctype", "multipart/form-data", "class",
      "draft", "id", "draft", "novalidate", "", "data-saving",
      khidki_csc_visit_say (visit, "script.saving"), "data-saved",
      khidki_csc_visit_say (visit, "script.saved"), "data-wrong",
      khidki_csc_visit_say (visit, "script.wrong"), "data-changed",
      khidki_csc_visit_say (visit, "script.changed"), "data-offline",
      khidki_csc_visit_say (visit, "script.offline"), "data-ended",
      khidki_csc_visit_say (visit, "script.ended"), "data-large",
      khidki_csc_visit_say (visit, "script.large"), "data-sending",
      khidki_csc_visit_say (visit, "script.sending"), "data-progress",
      khidki_csc_visit_say (visit, "draft.progress"), NULL);
  khidki_csc_page_hide (html, "token", token);
  khidki_csc_page_hide_number (html, "version", khidki_draft_get_version (visit->draft));
  /* Enter taps the first button there is. */
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "draft.save"), "name", "do",
                       "value", "save", "hidden", "", "tabindex", "-1", NULL);
}

static void
write_form (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  KhidkiFormItem *wrong = find_wrong (visit);
  KhidkiFormItem *focus = wrong != NULL ? wrong : find_missing (visit);

  open_form (visit, html);
  khidki_html_open (html, "div", "class", "parts", "id", "parts", NULL);
  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);

      khidki_csc_item_write (visit, html, item, item == focus);
    }
  khidki_html_close (html, "div");
  write_bar (visit, html);
  khidki_html_close (html, "form");
}

/* What else can become of it. */
static void
write_other_ways (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *id = khidki_draft_get_id (visit->draft);
  g_autofree char *drop = g_strconcat ("/counter/draft/", id, "/drop", NULL);

  khidki_html_open (html, "div", "class", "others", NULL);
  /* A button of the form above: without scripts what was typed goes with it. */
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "offer.ask"), "form", "draft",
                       "name", "do", "value", "offer", "class", "second", NULL);
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "drop.ask"), "href", drop, NULL);
  khidki_html_close (html, "div");
}

static void
write_whose (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  gboolean other = strcmp (khidki_draft_get_relation (visit->draft), "other") == 0;
  g_auto (GStrv) authors = khidki_draft_list_authors (visit->draft);

  khidki_html_open (html, "p", "class", "whose", NULL);
  khidki_html_text (html, khidki_csc_visit_say (visit, other ? "draft.for-other" : "draft.for-self"));
  for (guint i = 0; authors[i] != NULL; i++)
    if (strcmp (authors[i], khidki_operator_get_author (visit->who)) != 0)
      {
        g_autofree char *name = khidki_csc_page_name_author (visit, authors[i]);

        khidki_html_text (html, " ");
        khidki_html_element (html, "span", name, "class", "by", NULL);
      }
  khidki_html_close (html, "p");
}

/**
 * khidki_csc_draft_page:
 * @visit: with its draft loaded, and what was typed and not taken
 *
 * The whole form on one page.
 */
void
khidki_csc_draft_page (KhidkiCscVisit *visit)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autoptr (KhidkiService) service = khidki_csc_page_find_service (visit, visit->draft);

  write_whose (visit, html);
  khidki_csc_page_notice (visit, html);
  write_summary (visit, html);
  write_form (visit, html);
  write_other_ways (visit, html);
  khidki_csc_page_answer (visit, khidki_csc_page_name_service (service, visit->language), html);
}

static void
show (KhidkiCscVisit *visit)
{
  const char *told = khidki_request_get_query (visit->request, "told");

  if (g_strcmp0 (told, "changed") == 0)
    visit->notice = "draft.changed";
  else if (g_strcmp0 (told, "missing") == 0)
    visit->shows_missing = TRUE;
  khidki_csc_draft_page (visit);
}

void
khidki_csc_draft_show (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load (visit, show);
}
