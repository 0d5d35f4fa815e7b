/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"

/* Whoever is signed in proves it with the password of today, everybody else with an
 * invitation. */
static void
write_page (KhidkiCscVisit *visit)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  gboolean known = visit->who != NULL;
  const char *id = known ? khidki_operator_get_id (visit->who)
                         : khidki_csc_visit_get_field (visit, "id");
  KhidkiCscBox name = { .name = "id", .label = "sign-in.id", .value = id, .complete = "username",
                        .required = TRUE, .focus = *id == '\0' };
  KhidkiCscBox proof = { .name = "proof", .label = known ? "password.now" : "password.invitation",
                         .hint = known ? NULL : khidki_csc_visit_say (visit, "password.invite-help"),
                         .type = known ? "password" : "text",
                         .complete = known ? "current-password" : "one-time-code",
                         .required = TRUE, .focus = *id != '\0' };
  KhidkiCscBox fresh = { .name = "password", .label = "password.new", .type = "password",
                         .hint = khidki_csc_visit_say (visit, "password.rule"),
                         .complete = "new-password", .required = TRUE };
  KhidkiCscBox again = { .name = "again", .label = "password.again", .type = "password",
                         .complete = "new-password", .required = TRUE };

  khidki_csc_page_notice (visit, html);
  khidki_csc_page_open_form (visit, html, "/counter/password", "card narrow");
  if (known)
    {
      khidki_html_element (html, "p", id, "class", "digits", NULL);
      khidki_csc_page_hide (html, "id", id);
    }
  else
    khidki_csc_page_box (visit, html, &name);
  khidki_csc_page_box (visit, html, &proof);
  khidki_csc_page_box (visit, html, &fresh);
  khidki_csc_page_box (visit, html, &again);
  khidki_csc_page_say (visit, html, "button", NULL, "password.do");
  khidki_html_close (html, "form");
  khidki_csc_page_answer (visit,
                          khidki_csc_visit_say (visit, known ? "password.title" : "password.first"),
                          html);
}

static void
on_operator (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;

  visit->who = khidki_counter_find_operator_finish (KHIDKI_COUNTER (source), result, NULL);
  visit->step (visit);
}

/* Goes on whether or not anybody is signed in. */
static void
look_up (KhidkiCscVisit *visit, KhidkiCscStep step)
{
  visit->step = step;
  if (*visit->session == '\0')
    step (visit);
  else
    khidki_counter_find_operator_async (visit->desk->counter, visit->session,
                                        visit->desk->cancellable, on_operator,
                                        khidki_csc_visit_ref (visit));
}

void
khidki_csc_password_show (KhidkiCscVisit *visit)
{
  look_up (visit, write_page);
}

static void
refuse (KhidkiCscVisit *visit, guint status, const char *notice)
{
  visit->status = status;
  visit->notice = notice;
  look_up (visit, write_page);
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_counter_set_password_finish (KHIDKI_COUNTER (source), result, &error))
    khidki_csc_visit_redirect (visit, "/counter/sign-in?why=set");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED))
    refuse (visit, 403, "password.no-proof");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID))
    refuse (visit, 422, "password.weak");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    refuse (visit, 429, "sign-in.too-often");
  else
    khidki_csc_visit_fail (visit, error);
}

void
khidki_csc_password_do (KhidkiCscVisit *visit)
{
  const char *password = khidki_csc_visit_get_field (visit, "password");
  g_autofree char *id = g_strstrip (g_strdup (khidki_csc_visit_get_field (visit, "id")));
  g_autofree char *proof = g_strstrip (g_strdup (khidki_csc_visit_get_field (visit, "proof")));

  if (strcmp (password, khidki_csc_visit_get_field (visit, "again")) != 0)
    refuse (visit, 422, "password.differ");
  else
    khidki_counter_set_password_async (visit->desk->counter, id, proof, password,
                                       visit->desk->cancellable, on_set,
                                       khidki_csc_visit_ref (visit));
}
