/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"
#include "khidki-csc-routes.h"

static const char *
get_target (KhidkiCscVisit *visit)
{
  const char *posted = khidki_csc_visit_get_field (visit, "to");
  const char *asked = khidki_request_get_query (visit->request, "to");
  const char *target = *posted != '\0' ? posted : asked;

  return target != NULL && khidki_csc_is_own_path (target) ? target : "/counter/";
}

/* Where the form was sent whose fields go through the sign-in; "" if there is none. */
static const char *
get_carried (KhidkiCscVisit *visit)
{
  const char *carried = khidki_csc_visit_get_field (visit, "carry");

  if (*carried != '\0')
    return carried;
  return visit->again != NULL ? khidki_request_get_path (visit->request) : "";
}

/* What was typed goes through the sign-in with its operator. */
static void
carry (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *carried = get_carried (visit);

  if (*carried == '\0')
    return;
  khidki_csc_page_hide (html, "carry", carried);
  khidki_csc_page_hide_typed (visit, html, FALSE);
}

static void
write_page (KhidkiCscVisit *visit)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  const char *id = khidki_csc_visit_get_field (visit, "id");
  KhidkiCscBox name = { .name = "id", .label = "sign-in.id", .value = id, .complete = "username",
                        .required = TRUE, .focus = *id == '\0' };
  KhidkiCscBox password = { .name = "password", .label = "sign-in.password", .type = "password",
                            .complete = "current-password", .required = TRUE,
                            .focus = *id != '\0' };

  khidki_csc_page_notice (visit, html);
  khidki_csc_page_open_form (visit, html, "/counter/sign-in", "card narrow");
  khidki_csc_page_hide (html, "to", get_target (visit));
  carry (visit, html);
  khidki_csc_page_box (visit, html, &name);
  khidki_csc_page_box (visit, html, &password);
  khidki_csc_page_say (visit, html, "button", NULL, "sign-in.do");
  khidki_html_close (html, "form");
  khidki_html_open (html, "p", NULL);
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "sign-in.invited"), "href",
                       "/counter/password", NULL);
  khidki_html_close (html, "p");
  khidki_csc_page_say (visit, html, "p", "hint", "sign-in.lost");
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "sign-in.title"), html);
}

void
khidki_csc_sign_in_show (KhidkiCscVisit *visit)
{
  const char *why = khidki_request_get_query (visit->request, "why");

  if (g_strcmp0 (why, "set") == 0)
    visit->notice = "password.set";
  else if (g_strcmp0 (why, "out") == 0)
    visit->notice = "sign-in.out";
  write_page (visit);
}

/**
 * khidki_csc_sign_in_ask:
 * @visit: one that needs an operator and has none
 *
 * Asks for the sign-in and comes back to where it was.
 */
void
khidki_csc_sign_in_ask (KhidkiCscVisit *visit)
{
  const char *uri = khidki_request_get_uri (visit->request);
  g_autofree char *target = g_uri_escape_string (uri, "/", FALSE);
  g_autoptr (KhidkiResponse) response = NULL;

  if (khidki_csc_visit_wants_parts (visit))
    {
      response = khidki_response_new (403);
      khidki_csc_visit_answer (visit, response);
    }
  else if (strcmp (khidki_request_get_method (visit->request), "GET") == 0)
    khidki_csc_visit_redirect (visit, "/counter/sign-in?to=%s",
                               khidki_csc_is_own_path (uri) ? target : "/counter/");
  else
    {
      visit->status = 403;
      visit->notice = visit->again != NULL ? "sign-in.ended-kept" : "sign-in.ended";
      write_page (visit);
    }
}

static void
refuse (KhidkiCscVisit *visit, const GError *error)
{
  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED))
    visit->notice = "sign-in.wrong";
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    visit->notice = "sign-in.too-often";
  else
    {
      khidki_csc_visit_fail (visit, error);
      return;
    }
  visit->status = g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY) ? 429 : 403;
  write_page (visit);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  char *session = khidki_counter_sign_in_finish (KHIDKI_COUNTER (source), result, &error);
  KhidkiCscStep again;

  if (session == NULL)
    {
      refuse (visit, error);
      return;
    }
  g_free (visit->session);
  visit->session = session;
  visit->opens_session = TRUE;
  again = khidki_csc_routes_find_again (visit, khidki_csc_visit_get_field (visit, "carry"));
  if (again != NULL)
    {
      visit->notice = "page.again";
      khidki_csc_visit_sign (visit, again);
    }
  else
    khidki_csc_visit_redirect (visit, "%s", get_target (visit));
}

void
khidki_csc_sign_in_do (KhidkiCscVisit *visit)
{
  g_autofree char *remote = khidki_request_dup_remote (visit->request);
  g_autofree char *id = g_strstrip (g_strdup (khidki_csc_visit_get_field (visit, "id")));

  khidki_counter_sign_in_async (visit->desk->counter, id,
                                khidki_csc_visit_get_field (visit, "password"), remote,
                                visit->desk->cancellable, on_signed_in,
                                khidki_csc_visit_ref (visit));
}

static void
on_signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (KhidkiResponse) response = khidki_response_new_redirect ("/counter/sign-in?why=out");
  g_autoptr (GError) error = NULL;

  if (!khidki_counter_sign_out_finish (KHIDKI_COUNTER (source), result, &error))
    {
      khidki_csc_visit_fail (visit, error);
      return;
    }
  khidki_response_add_cookie (response, KHIDKI_CSC_SESSION_COOKIE, "", "/", 0);
  /* The next at this browser finds nothing of what was shown. */
  khidki_response_set_header (response, "Clear-Site-Data", "\"cache\"");
  khidki_csc_visit_answer (visit, response);
}

void
khidki_csc_sign_out_do (KhidkiCscVisit *visit)
{
  if (*visit->session == '\0')
    khidki_csc_visit_redirect (visit, "/counter/sign-in");
  else if (!khidki_csc_visit_has_token (visit))
    khidki_csc_visit_tell (visit, 403, "stale");
  else
    khidki_counter_sign_out_async (visit->desk->counter, visit->session, visit->desk->cancellable,
                                   on_signed_out, khidki_csc_visit_ref (visit));
}
