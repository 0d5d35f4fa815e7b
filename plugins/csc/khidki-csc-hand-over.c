/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"

#define OFFER_MS (30 * 60 * 1000)

static char *
dup_read_out (KhidkiCscVisit *visit, const char *language, const char *code)
{
  const char *number = visit->desk->whatsapp;

  if (number == NULL || *number == '\0')
    return khidki_csc_fill (language, "offer.say", "code", code, NULL);
  return khidki_csc_fill (language, "offer.say-number", "code", code, "number", number, NULL);
}

static void
write_offer (KhidkiCscVisit *visit, const char *code)
{
  static const char *const languages[] = { "hi", "en" };
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autofree char *grouped = khidki_csc_dup_grouped (code);
  g_autofree char *until
      = khidki_csc_desk_dup_time (visit->desk, khidki_host_now (visit->desk->host) + OFFER_MS);
  g_autofree char *valid = khidki_csc_fill (visit->language, "offer.until", "time", until, NULL);

  khidki_html_open (html, "div", "class", "card", NULL);
  khidki_html_element (html, "p", grouped, "class", "code", NULL);
  khidki_html_element (html, "p", valid, NULL);
  khidki_csc_page_say (visit, html, "h2", NULL, "offer.read-out");
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *line = dup_read_out (visit, languages[i], grouped);

      khidki_html_element (html, "blockquote", line, "lang", languages[i], NULL);
    }
  khidki_csc_page_say (visit, html, "p", NULL, "offer.then");
  khidki_html_close (html, "div");
  khidki_html_open (html, "p", NULL);
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "page.next-citizen"), "class",
                       "button", "href", "/counter/", "autofocus", "", NULL);
  khidki_html_close (html, "p");
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "offer.title"), html);
}

static void
on_offered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code
      = khidki_counter_offer_draft_finish (KHIDKI_COUNTER (source), result, &error);

  if (code != NULL)
    write_offer (visit, code);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_tell (visit, 404, "no-draft");
  else
    khidki_csc_visit_fail (visit, error);
}

/* What was typed is saved by now. A code that is asked for once more ends the one before: only
 * what is on the screen is good. It is not in the address, which others may see. */
void
khidki_csc_offer (KhidkiCscVisit *visit)
{
  khidki_counter_offer_draft_async (visit->desk->counter, visit->who, visit->parts[0],
                                    visit->desk->cancellable, on_offered,
                                    khidki_csc_visit_ref (visit));
}

static gboolean
is_others (KhidkiCscVisit *visit)
{
  g_auto (GStrv) authors = khidki_draft_list_authors (visit->draft);

  for (guint i = 0; authors[i] != NULL; i++)
    if (!g_str_has_prefix (authors[i], "operator/"))
      return TRUE;
  return FALSE;
}

static void
write_drop (KhidkiCscVisit *visit)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  const char *id = khidki_draft_get_id (visit->draft);
  g_autofree char *action = g_strconcat ("/counter/draft/", id, "/drop", NULL);
  g_autofree char *back = g_strconcat ("/counter/draft/", id, NULL);

  khidki_csc_page_open_form (visit, html, action, "card narrow");
  khidki_csc_page_hide_number (html, "version", khidki_draft_get_version (visit->draft));
  khidki_csc_page_say (visit, html, "p", NULL, is_others (visit) ? "drop.theirs" : "drop.ours");
  khidki_csc_page_say (visit, html, "button", "danger", "drop.do");
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "page.back-draft"), "href", back,
                       "autofocus", "", NULL);
  khidki_html_close (html, "form");
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "drop.title"), html);
}

void
khidki_csc_drop_show (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load (visit, write_drop);
}

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_counter_drop_draft_finish (KHIDKI_COUNTER (source), result, &error)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_redirect (visit, "/counter/?done=dropped");
  else
    khidki_csc_visit_fail (visit, error);
}

static void
tell_dropped (KhidkiCscVisit *visit)
{
  khidki_csc_visit_redirect (visit, "/counter/?done=dropped");
}

/* What was filled since the page was made is not thrown away unseen. */
static void
drop (KhidkiCscVisit *visit)
{
  gint64 version = -1;

  g_ascii_string_to_signed (khidki_csc_visit_get_field (visit, "version"), 10, 0, G_MAXINT64,
                            &version, NULL);
  if (version != khidki_draft_get_version (visit->draft))
    khidki_csc_visit_redirect (visit, "/counter/draft/%s?told=changed", visit->parts[0]);
  else
    khidki_counter_drop_draft_async (visit->desk->counter, visit->who, visit->parts[0],
                                     visit->desk->cancellable, on_dropped,
                                     khidki_csc_visit_ref (visit));
}

static void
on_draft (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;

  visit->draft = khidki_counter_load_draft_finish (KHIDKI_COUNTER (source), result, &error);
  if (visit->draft != NULL)
    drop (visit);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_find_receipt (visit, tell_dropped);
  else
    khidki_csc_visit_fail (visit, error);
}

void
khidki_csc_drop_do (KhidkiCscVisit *visit)
{
  khidki_counter_load_draft_async (visit->desk->counter, visit->who, visit->parts[0],
                                   visit->desk->cancellable, on_draft,
                                   khidki_csc_visit_ref (visit));
}
