/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"

#define MOST_SERVICES 12

/* The parts of the page, as they come in. */
typedef struct
{
  KhidkiCscVisit *visit;
  GPtrArray *drafts;
  KhidkiCashDay *day;
} Home;

static void
home_free (Home *home)
{
  khidki_csc_visit_unref (home->visit);
  g_clear_pointer (&home->drafts, g_ptr_array_unref);
  g_clear_pointer (&home->day, khidki_cash_day_unref);
  g_free (home);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Home, home_free)

static const char *
get_words (KhidkiCscVisit *visit)
{
  const char *words = khidki_request_get_query (visit->request, "q");

  return words != NULL ? words : "";
}

static void
write_search (KhidkiCscVisit *visit, KhidkiHtml *html, gboolean focus)
{
  khidki_html_open (html, "form", "method", "get", "action", "/counter/", "class", "search", "role",
                    "search", NULL);
  khidki_html_element (html, "label", khidki_csc_visit_say (visit, "home.find"), "for", "q", NULL);
  khidki_html_open (html, "div", "class", "line", NULL);
  khidki_html_void (html, "input", "type", "search", "id", "q", "name", "q", "value",
                    get_words (visit), "autocomplete", "off", "autofocus", focus ? "" : NULL,
                    "maxlength", "60", NULL);
  khidki_csc_page_say (visit, html, "button", NULL, "home.search");
  khidki_html_close (html, "div");
  khidki_html_close (html, "form");
}

static void
write_begin (KhidkiCscVisit *visit,
             KhidkiHtml *html,
             KhidkiService *service,
             const char *key,
             gboolean focus)
{
  const char *name = khidki_csc_page_name_service (service, visit->language);
  g_autofree char *self = g_strconcat (khidki_csc_visit_say (visit, "home.begin"), ": ", name, NULL);
  g_autofree char *other = g_strconcat (khidki_csc_visit_say (visit, "home.begin-other"), ": ", name,
                                        NULL);

  khidki_csc_page_open_form (visit, html, "/counter/begin", "begin");
  khidki_csc_page_hide (html, "service", khidki_service_get_id (service));
  khidki_csc_page_hide (html, "key", key);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "home.begin"), "name",
                       "relation", "value", "self", "aria-label", self, "autofocus",
                       focus ? "" : NULL, NULL);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "home.begin-other"), "name",
                       "relation", "value", "other", "class", "quiet", "aria-label", other, NULL);
  khidki_html_close (html, "form");
}

static void
write_service (KhidkiCscVisit *visit,
               KhidkiHtml *html,
               KhidkiService *service,
               const char *key,
               gboolean focus)
{
  const char *help = khidki_service_get_text (service, "Help", visit->language);
  g_autofree char *days = g_strdup_printf ("%d", khidki_service_get_days (service));
  g_autofree char *in_days = khidki_csc_fill (visit->language, "home.days", "days", days, NULL);
  gint64 fee = 0, charge = 0;
  g_autofree char *rupees = NULL;

  khidki_counter_get_charges (visit->desk->counter, khidki_service_get_id (service), &fee, &charge);
  rupees = khidki_csc_dup_rupees (fee + charge);
  khidki_html_open (html, "li", NULL);
  khidki_html_open (html, "div", NULL);
  khidki_html_element (html, "h3", khidki_csc_page_name_service (service, visit->language), NULL);
  if (help != NULL)
    khidki_html_element (html, "p", help, "class", "hint", NULL);
  khidki_html_open (html, "p", "class", "terms", NULL);
  khidki_html_element (html, "strong", rupees, NULL);
  khidki_html_text (html, " · ");
  khidki_html_text (html, in_days);
  khidki_html_close (html, "p");
  khidki_html_close (html, "div");
  write_begin (visit, html, service, key, focus);
  khidki_html_close (html, "li");
}

static void
write_services (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *words = get_words (visit);
  g_autoptr (GPtrArray) services = khidki_counter_find_services (visit->desk->counter, words);
  g_autofree char *key = khidki_csc_desk_make_key (visit->desk);
  gboolean asked = *words != '\0';

  khidki_html_open (html, "section", "class", "card", "aria-labelledby", "begin", NULL);
  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "home.new"), "id", "begin", NULL);
  write_search (visit, html, (!asked || services->len == 0) && visit->complaint == NULL);
  if (services->len == 0)
    khidki_csc_page_say (visit, html, "p", "none", "home.no-service");
  khidki_html_open (html, "ul", "class", "services", NULL);
  for (guint i = 0; i < services->len && i < MOST_SERVICES; i++)
    write_service (visit, html, g_ptr_array_index (services, i), key, asked && i == 0);
  khidki_html_close (html, "ul");
  khidki_html_close (html, "section");
}

static void
write_take (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  KhidkiCscBox code = { .name = "code", .label = "home.code", .mode = "numeric",
                        .hint = khidki_csc_visit_say (visit, "home.code-help"),
                        .trouble = visit->complaint, .focus = visit->complaint != NULL,
                        .required = TRUE,
                        .value = khidki_csc_visit_get_field (visit, "code") };

  khidki_html_open (html, "section", "class", "card", "aria-labelledby", "take", NULL);
  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "home.take"), "id", "take", NULL);
  khidki_csc_page_open_form (visit, html, "/counter/take", NULL);
  khidki_csc_page_box (visit, html, &code);
  khidki_csc_page_say (visit, html, "button", "second", "home.take-do");
  khidki_html_close (html, "form");
  khidki_html_close (html, "section");
}

static const char *
get_applicant (KhidkiService *service, KhidkiDraft *draft)
{
  const char *path = service != NULL ? khidki_service_get_value (service, "Service", "Applicant")
                                     : NULL;
  const char *name = path != NULL ? khidki_answers_get (khidki_draft_get_answers (draft), path)
                                  : NULL;

  return name != NULL ? name : "";
}

static void
write_draft (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiDraft *draft)
{
  g_autoptr (KhidkiService) service = khidki_csc_page_find_service (visit, draft);
  g_autofree char *path = g_strconcat ("/counter/draft/", khidki_draft_get_id (draft), NULL);
  const char *applicant = get_applicant (service, draft);
  g_auto (GStrv) authors = khidki_draft_list_authors (draft);

  khidki_html_open (html, "li", NULL);
  khidki_html_open (html, "a", "href", path, NULL);
  khidki_html_element (html, "strong",
                       *applicant != '\0' ? applicant
                                          : khidki_csc_visit_say (visit, "home.no-name"),
                       NULL);
  khidki_html_text (html, " · ");
  khidki_html_text (html, khidki_csc_page_name_service (service, visit->language));
  khidki_html_close (html, "a");
  for (guint i = 0; authors[i] != NULL; i++)
    if (strcmp (authors[i], khidki_operator_get_author (visit->who)) != 0)
      {
        g_autofree char *name = khidki_csc_page_name_author (visit, authors[i]);

        khidki_html_element (html, "span", name, "class", "by", NULL);
      }
  khidki_html_close (html, "li");
}

static void
write_drafts (Home *home, KhidkiHtml *html)
{
  KhidkiCscVisit *visit = home->visit;

  khidki_html_open (html, "section", "class", "card", "aria-labelledby", "open", NULL);
  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "home.open"), "id", "open", NULL);
  if (home->drafts->len == 0)
    khidki_csc_page_say (visit, html, "p", "none", "home.no-draft");
  khidki_html_open (html, "ul", "class", "drafts", NULL);
  for (guint i = 0; i < home->drafts->len; i++)
    write_draft (visit, html, g_ptr_array_index (home->drafts, i));
  khidki_html_close (html, "ul");
  khidki_html_close (html, "section");
}

static void
write_cash (Home *home, KhidkiHtml *html)
{
  KhidkiCscVisit *visit = home->visit;
  g_autofree char *count = g_strdup_printf ("%u", khidki_cash_day_get_n_receipts (home->day));
  g_autofree char *total = khidki_csc_dup_rupees (khidki_cash_day_get_total (home->day));
  g_autofree char *line = khidki_csc_fill (
      visit->language,
      khidki_cash_day_get_closed_at (home->day) != 0 ? "home.cash-closed" : "home.cash", "count",
      count, "total", total, NULL);

  khidki_html_open (html, "p", "class", "cash", NULL);
  khidki_html_element (html, "a", line, "href", "/counter/day", NULL);
  khidki_html_close (html, "p");
}

static void
write_page (Home *home)
{
  KhidkiCscVisit *visit = home->visit;
  g_autoptr (KhidkiHtml) html = khidki_html_new ();

  khidki_csc_page_notice (visit, html);
  khidki_html_open (html, "div", "class", "columns", NULL);
  khidki_html_open (html, "div", "class", "main", NULL);
  write_services (visit, html);
  khidki_html_close (html, "div");
  khidki_html_open (html, "div", "class", "aside", NULL);
  write_cash (home, html);
  write_take (visit, html);
  write_drafts (home, html);
  khidki_html_close (html, "div");
  khidki_html_close (html, "div");
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "home.title"), html);
}

static void
on_day (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Home) home = user_data;
  g_autoptr (GError) error = NULL;

  home->day = khidki_counter_load_day_finish (KHIDKI_COUNTER (source), result, &error);
  if (home->day != NULL)
    write_page (home);
  else
    khidki_csc_visit_fail (home->visit, error);
}

static void
on_drafts (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Home) home = user_data;
  g_autoptr (GError) error = NULL;
  GDate today = khidki_csc_desk_get_day (home->visit->desk, 0);
  KhidkiCscVisit *visit = home->visit;

  home->drafts = khidki_counter_list_drafts_finish (KHIDKI_COUNTER (source), result, &error);
  if (home->drafts != NULL)
    khidki_counter_load_day_async (visit->desk->counter, visit->who, &today,
                                   visit->desk->cancellable, on_day, g_steal_pointer (&home));
  else
    khidki_csc_visit_fail (visit, error);
}

void
khidki_csc_home_show (KhidkiCscVisit *visit)
{
  Home *home = g_new0 (Home, 1);

  home->visit = khidki_csc_visit_ref (visit);
  if (g_strcmp0 (khidki_request_get_query (visit->request, "done"), "dropped") == 0)
    visit->notice = "drop.done";
  khidki_counter_list_drafts_async (visit->desk->counter, visit->who, visit->desk->cancellable,
                                    on_drafts, home);
}
