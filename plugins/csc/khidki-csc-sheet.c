/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include "khidki-csc-read-back.h"

static void
write_head (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiService *service, const char *language)
{
  g_autofree char *date = khidki_csc_desk_dup_date (visit->desk, 0);
  g_autofree char *time = khidki_csc_desk_dup_time (visit->desk, 0);
  g_autofree char *where = g_strdup_printf (
      "%s · %s · %s %s", khidki_operator_get_centre_name (visit->who, language),
      khidki_operator_get_id (visit->who), date, time);
  g_autofree char *mark = g_strdup_printf ("%.8s / %" G_GINT64_FORMAT,
                                           khidki_draft_get_id (visit->draft),
                                           khidki_draft_get_version (visit->draft));
  g_autofree char *draft = khidki_csc_fill (language, "sheet.form", "mark", mark, NULL);
  g_autofree char *title
      = khidki_csc_fill (language, "sheet.head", "service",
                         khidki_csc_page_name_service (service, language), NULL);

  khidki_html_element (html, "p", khidki_csc_say (language, "paper.state"), "class", "state", "lang",
                       language, NULL);
  khidki_html_element (html, "h1", title, "lang", language, NULL);
  khidki_html_element (html, "p", khidki_csc_say (language, "sheet.what"), "lang", language, NULL);
  khidki_html_element (html, "p", where, "class", "where", NULL);
  khidki_html_element (html, "p", draft, "class", "where", "lang", language, NULL);
}

static void
write_line (KhidkiHtml *html, const char *language, const char *key)
{
  khidki_html_open (html, "p", "class", "sign", NULL);
  khidki_html_element (html, "span", khidki_csc_say (language, key), NULL);
  khidki_html_close (html, "p");
}

/* What the citizen reads and signs. */
static void
show (KhidkiCscVisit *visit)
{
  const char *language = khidki_csc_read_back_get_language (visit);
  g_autoptr (KhidkiService) service = khidki_csc_page_find_service (visit, visit->draft);
  const char *declaration = service != NULL
                                ? khidki_service_get_text (service, "Declaration", language)
                                : NULL;
  g_autoptr (KhidkiHtml) html = khidki_html_new ();

  khidki_html_open (html, "article", "class", "declaration", "data-print", "", NULL);
  write_head (visit, html, service, language);
  khidki_csc_read_back_write (visit, html, FALSE);
  if (declaration != NULL)
    khidki_html_element (html, "p", declaration, "class", "declared", "lang", language, NULL);
  khidki_html_open (html, "div", "class", "signs", "lang", language, NULL);
  write_line (html, language, "sheet.sign");
  write_line (html, language, "sheet.place");
  khidki_html_close (html, "div");
  khidki_html_close (html, "article");
  khidki_csc_page_say (visit, html, "p", "screen", "print.how");
  khidki_csc_page_answer_sheet (visit, khidki_csc_visit_say (visit, "sheet.title"), html);
}

void
khidki_csc_sheet_show (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load (visit, show);
}
