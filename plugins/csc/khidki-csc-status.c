/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"

static const char *
find_trouble (KhidkiCscVisit *visit, const char *name)
{
  return g_hash_table_lookup (visit->troubles, name);
}

static void
write_form (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *typed = khidki_csc_visit_get_field (visit, "number");
  KhidkiCscBox number = { .name = "number", .label = "status.number", .mode = "numeric",
                          .hint = khidki_csc_visit_say (visit, "status.number-help"),
                          .value = typed, .trouble = find_trouble (visit, "number"),
                          .required = TRUE, .focus = find_trouble (visit, "birth") == NULL };
  KhidkiCscBox birth = { .name = "birth", .label = "status.birth",
                         .hint = khidki_csc_visit_say (visit, "status.birth-help"),
                         .value = khidki_csc_visit_get_field (visit, "birth"),
                         .trouble = find_trouble (visit, "birth"), .required = TRUE,
                         .focus = find_trouble (visit, "birth") != NULL };

  khidki_csc_page_open_form (visit, html, "/counter/status", "card narrow");
  khidki_csc_page_box (visit, html, &number);
  khidki_csc_page_box (visit, html, &birth);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "status.do"), "name", "do",
                       "value", "look", NULL);
  khidki_html_close (html, "form");
}

/* (transfer full): what is said of a state; the state itself if there is no word for it. */
static char *
dup_state (KhidkiCscVisit *visit, KhidkiStanding *standing)
{
  g_autofree char *key = g_strconcat ("state.", khidki_standing_get_state (standing), NULL);

  if (khidki_csc_find_text (visit->language, key) != NULL)
    return g_strdup (khidki_csc_visit_say (visit, key));
  return g_strdup (khidki_standing_get_state (standing));
}

static void
write_stage (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiStanding *standing, KhidkiService *service)
{
  KhidkiPart *stage
      = service != NULL
            ? khidki_service_find_part (service, "Stage", khidki_standing_get_stage (standing))
            : NULL;
  const char *name = stage != NULL ? khidki_part_get_text (stage, "Name", visit->language) : NULL;

  if (name != NULL)
    khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "status.stage"), name, NULL);
}

static void
write_reason (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiStanding *standing, KhidkiService *service)
{
  const char *id = khidki_standing_get_reason (standing);
  KhidkiPart *reason = service != NULL && id != NULL && *id != '\0'
                           ? khidki_service_find_part (service, "Reason", id)
                           : NULL;
  const char *name = reason != NULL ? khidki_part_get_text (reason, "Name", visit->language) : NULL;
  const char *text = khidki_standing_get_text (standing);
  const char *query = khidki_standing_get_query (standing);

  if (query != NULL && *query != '\0')
    khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "status.query"), query, "text");
  if (name != NULL)
    khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "status.reason"), name, "text");
  if (text != NULL && *text != '\0')
    khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "status.text"), text, "text");
}

static void
write_certificate (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiStanding *standing)
{
  g_autofree char *token = khidki_csc_visit_make_token (visit);

  if (khidki_standing_get_certificate_paper (standing) == NULL)
    return;
  khidki_html_open (html, "form", "method", "post", "action", "/counter/status", "target",
                    "_blank", NULL);
  khidki_csc_page_hide (html, "token", token);
  khidki_csc_page_hide (html, "number", khidki_csc_visit_get_field (visit, "number"));
  khidki_csc_page_hide (html, "birth", khidki_csc_visit_get_field (visit, "birth"));
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "status.certificate"), "name",
                       "do", "value", "certificate", NULL);
  khidki_html_close (html, "form");
}

static void
write_standing (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiStanding *standing)
{
  g_autoptr (KhidkiService) service = khidki_counter_find_service (
      visit->desk->counter, khidki_standing_get_service (standing), NULL);
  g_autofree char *number = khidki_csc_dup_grouped (khidki_standing_get_number (standing));
  g_autofree char *state = dup_state (visit, standing);
  gint64 due = khidki_standing_get_due (standing);
  g_autofree char *since = khidki_csc_desk_dup_date (visit->desk,
                                                     khidki_standing_get_submitted (standing));
  g_autofree char *until = khidki_csc_desk_dup_date (visit->desk, due);
  const char *applicant = khidki_standing_get_applicant (standing);

  khidki_html_open (html, "section", "class", "card standing", NULL);
  khidki_html_element (html, "h2", state, NULL);
  khidki_html_open (html, "dl", "class", "facts", NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "status.number"), number, "digits");
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.applicant"),
                        applicant != NULL ? applicant : "", NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.service"),
                        khidki_csc_page_name_service (service, visit->language), NULL);
  write_stage (visit, html, standing, service);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "status.since"), since, NULL);
  if (due != 0)
    khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.due"), until, NULL);
  write_reason (visit, html, standing, service);
  khidki_html_close (html, "dl");
  write_certificate (visit, html, standing);
  khidki_html_close (html, "section");
}

static void
write_page (KhidkiCscVisit *visit, KhidkiStanding *standing)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();

  khidki_csc_page_notice (visit, html);
  if (standing != NULL)
    write_standing (visit, html, standing);
  write_form (visit, html);
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "status.title"), html);
}

void
khidki_csc_status_show (KhidkiCscVisit *visit)
{
  write_page (visit, NULL);
}

static void
answer_certificate (KhidkiCscVisit *visit, KhidkiStanding *standing)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (200);
  g_autofree char *name
      = g_strdup_printf ("inline; filename=\"%s.pdf\"", khidki_standing_get_number (standing));

  khidki_response_set_paper (response, khidki_standing_get_certificate_paper (standing));
  khidki_response_set_header (response, "Content-Disposition", name);
  khidki_response_set_header (response, "Content-Security-Policy", "default-src 'none'");
  khidki_response_set_header (response, "Cache-Control", "no-store");
  khidki_csc_visit_answer (visit, response);
}

static void
complain (KhidkiCscVisit *visit, guint status, const char *name, const char *key)
{
  visit->status = status;
  khidki_csc_visit_complain (visit, name, key);
  write_page (visit, NULL);
}

static void
on_standing (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiStanding) standing
      = khidki_counter_find_standing_finish (KHIDKI_COUNTER (source), result, &error);
  gboolean certificate = strcmp (khidki_csc_visit_get_field (visit, "do"), "certificate") == 0;

  if (standing != NULL && certificate && khidki_standing_get_certificate_paper (standing) != NULL)
    answer_certificate (visit, standing);
  else if (standing != NULL)
    write_page (visit, standing);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    complain (visit, 404, "number", "status.unknown");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    complain (visit, 429, "number", "status.busy");
  else
    khidki_csc_visit_fail (visit, error);
}

/* It changes nothing: the answer is the page itself, and number and birth date stay out
 * of addresses. */
void
khidki_csc_status_do (KhidkiCscVisit *visit)
{
  g_autofree char *number
      = khidki_csc_dup_digits (khidki_csc_visit_get_field (visit, "number"), 20);
  GDate birth;

  if (strlen (number) != 14)
    complain (visit, 422, "number", "status.number-wrong");
  else if (!khidki_csc_parse_date (khidki_csc_visit_get_field (visit, "birth"), &birth))
    complain (visit, 422, "birth", "status.birth-wrong");
  else
    khidki_counter_find_standing_async (visit->desk->counter, visit->who, number, &birth,
                                        visit->desk->cancellable, on_standing,
                                        khidki_csc_visit_ref (visit));
}
