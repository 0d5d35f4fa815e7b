/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-page.h"

#include <string.h>

#include "khidki-csc-assets.h"

/* Letters of a fact that fit into one column, and into two. */
#define MOST_SHORT 22
#define MOST_LONG 60

static gboolean
is_at (KhidkiCscVisit *visit, const char *path)
{
  return strcmp (khidki_request_get_path (visit->request), path) == 0;
}

/* Where the page can be had again by GET. */
static char *
dup_address (KhidkiCscVisit *visit)
{
  const char *path = khidki_request_get_path (visit->request);
  const char *method = khidki_request_get_method (visit->request);

  if (strcmp (method, "GET") == 0)
    return g_strdup (khidki_request_get_uri (visit->request));
  if (g_str_has_prefix (path, "/counter/draft/") && visit->parts != NULL && visit->parts[0] != NULL)
    return g_strdup_printf ("/counter/draft/%s", visit->parts[0]);
  return g_strdup (is_at (visit, "/counter/begin") || is_at (visit, "/counter/take") ? "/counter/"
                                                                                     : path);
}

static char *
dup_other_language (KhidkiCscVisit *visit)
{
  g_autofree char *address = dup_address (visit);
  const char *other = strcmp (visit->language, "en") == 0 ? "hi" : "en";

  return g_strconcat (address, strchr (address, '?') != NULL ? "&" : "?", "language=", other, NULL);
}

static void
answer (KhidkiCscVisit *visit, const char *title, KhidkiHtml *html, gboolean headed, gboolean sheet)
{
  const KhidkiPageLink links[] = {
    { khidki_csc_visit_say (visit, "nav.home"), "/counter/", is_at (visit, "/counter/") },
    { khidki_csc_visit_say (visit, "nav.status"), "/counter/status",
      is_at (visit, "/counter/status") },
    { khidki_csc_visit_say (visit, "nav.day"), "/counter/day", is_at (visit, "/counter/day") },
    { khidki_csc_visit_say (visit, "nav.password"), "/counter/password",
      is_at (visit, "/counter/password") },
  };
  g_autofree char *other = dup_other_language (visit);
  g_autofree char *token = khidki_csc_visit_make_token (visit);
  g_autofree char *user = NULL;
  g_autoptr (KhidkiResponse) response = NULL;
  KhidkiPageFrame frame = {
    .title = title,
    .language = visit->language,
    .other_language = other,
    .style = khidki_csc_assets_get_style_path (),
    .script = khidki_csc_assets_get_script_path (),
    .status = visit->status,
    .no_heading = headed,
    .wide = TRUE,
    .print = sheet,
  };

  if (visit->who != NULL)
    {
      user = g_strdup_printf ("%s · %s", khidki_operator_get_name (visit->who, visit->language),
                              khidki_operator_get_centre_name (visit->who, visit->language));
      frame.user = user;
      frame.sign_out = "/counter/sign-out";
      frame.sign_out_token = token;
      frame.links = links;
      frame.n_links = G_N_ELEMENTS (links);
    }
  response = khidki_host_make_page (visit->desk->host, &frame, html);
  khidki_csc_visit_answer (visit, response);
}

void
khidki_csc_page_answer (KhidkiCscVisit *visit, const char *title, KhidkiHtml *html)
{
  answer (visit, title, html, FALSE, FALSE);
}

void
khidki_csc_page_answer_sheet (KhidkiCscVisit *visit, const char *title, KhidkiHtml *html)
{
  answer (visit, title, html, TRUE, TRUE);
}

void
khidki_csc_page_hide (KhidkiHtml *html, const char *name, const char *value)
{
  khidki_html_void (html, "input", "type", "hidden", "name", name, "value", value, NULL);
}

void
khidki_csc_page_hide_number (KhidkiHtml *html, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  khidki_csc_page_hide (html, name, text);
}

static gboolean
is_typed (const char *name, gboolean whole)
{
  static const char *const others[] = { "token", "id", "password", "to", "carry", "do", "kept" };

  if (whole)
    return strcmp (name, "token") != 0;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (strcmp (name, others[i]) == 0)
      return FALSE;
  return !g_str_has_prefix (name, "kept:");
}

void
khidki_csc_page_hide_typed (KhidkiCscVisit *visit, KhidkiHtml *html, gboolean whole)
{
  for (guint i = 0; i < khidki_request_get_n_parts (visit->request); i++)
    {
      const char *value = NULL;
      const char *name = khidki_request_get_part (visit->request, i, &value, NULL, NULL);

      if (value != NULL && is_typed (name, whole))
        khidki_csc_page_hide (html, name, value);
    }
}

void
khidki_csc_page_open_form (KhidkiCscVisit *visit,
                           KhidkiHtml *html,
                           const char *action,
                           const char *class)
{
  g_autofree char *token = khidki_csc_visit_make_token (visit);
  /* Below this path a form may bring files, and comes as such. */
  gboolean uploads = g_str_has_prefix (action, "/counter/draft/");

  khidki_html_open (html, "form", "method", "post", "action", action, "enctype",
                    uploads ? "multipart/form-data" : NULL, "class", class, NULL);
  khidki_csc_page_hide (html, "token", token);
}

void
khidki_csc_page_say (KhidkiCscVisit *visit,
                     KhidkiHtml *html,
                     const char *element,
                     const char *class,
                     const char *key)
{
  khidki_html_element (html, element, khidki_csc_visit_say (visit, key), "class", class, NULL);
}

void
khidki_csc_page_box (KhidkiCscVisit *visit, KhidkiHtml *html, const KhidkiCscBox *box)
{
  g_autofree char *hint = g_strconcat ("hint-", box->name, NULL);
  g_autofree char *wrong = g_strconcat ("wrong-", box->name, NULL);
  g_autofree char *both = g_strconcat (hint, " ", wrong, NULL);
  const char *described = box->trouble == NULL ? (box->hint != NULL ? hint : NULL)
                          : box->hint != NULL  ? both
                                               : wrong;

  khidki_html_open (html, "div", "class", "box", NULL);
  khidki_html_element (html, "label", khidki_csc_visit_say (visit, box->label), "for", box->name,
                       NULL);
  if (box->hint != NULL)
    khidki_html_element (html, "p", box->hint, "class", "hint", "id", hint, NULL);
  if (box->trouble != NULL)
    khidki_html_element (html, "p", box->trouble, "class", "wrong", "id", wrong, NULL);
  khidki_html_void (html, "input", "type", box->type != NULL ? box->type : "text", "id", box->name,
                    "name", box->name, "value", box->value, "inputmode", box->mode, "autocomplete",
                    box->complete != NULL ? box->complete : "off", "aria-describedby", described,
                    "aria-invalid", box->trouble != NULL ? "true" : NULL, "required",
                    box->required ? "" : NULL, "autofocus", box->focus ? "" : NULL, "spellcheck",
                    "false", NULL);
  khidki_html_close (html, "div");
}

void
khidki_csc_page_alert (KhidkiCscVisit *visit,
                       KhidkiHtml *html,
                       const char *class,
                       const char *title,
                       const char *text)
{
  g_autofree char *classes = g_strconcat ("status ", class, NULL);

  khidki_html_open (html, "div", "class", classes, "role", "alert", NULL);
  khidki_html_element (html, "h2", title, NULL);
  if (text != NULL)
    khidki_html_element (html, "p", text, NULL);
  khidki_html_close (html, "div");
}

void
khidki_csc_page_notice (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  if (visit->notice == NULL)
    return;
  khidki_html_element (html, "p", khidki_csc_visit_say (visit, visit->notice), "class",
                       "status warn", "role", "alert", NULL);
}

const char *
khidki_csc_page_get_room (const char *value)
{
  glong length = g_utf8_strlen (value, -1);

  return length > MOST_LONG ? "whole" : length > MOST_SHORT ? "long" : NULL;
}

void
khidki_csc_page_fact (KhidkiHtml *html, const char *label, const char *value, const char *class)
{
  khidki_html_open (html, "div", "class", khidki_csc_page_get_room (value), NULL);
  khidki_html_element (html, "dt", label, NULL);
  khidki_html_element (html, "dd", value, "class", class, NULL);
  khidki_html_close (html, "div");
}

KhidkiService *
khidki_csc_page_find_service (KhidkiCscVisit *visit, KhidkiDraft *draft)
{
  const char *id = khidki_draft_get_service (draft);
  KhidkiService *service = khidki_counter_find_service (
      visit->desk->counter, id, khidki_draft_get_service_version (draft));

  return service != NULL ? service : khidki_counter_find_service (visit->desk->counter, id, NULL);
}

const char *
khidki_csc_page_name_service (KhidkiService *service, const char *language)
{
  const char *name = service != NULL ? khidki_service_get_text (service, "Name", language) : NULL;

  return name != NULL ? name : service != NULL ? khidki_service_get_id (service) : "";
}

char *
khidki_csc_page_name_author (KhidkiCscVisit *visit, const char *author)
{
  g_autofree char *key = NULL;
  g_autofree char *id = NULL;

  if (author == NULL)
    return g_strdup ("");
  if (g_str_has_prefix (author, "operator/"))
    {
      id = g_strndup (author + 9, strcspn (author + 9, "@"));
      return khidki_csc_fill (visit->language, "author.operator", "name", id, NULL);
    }
  key = g_strconcat ("author.", author, NULL);
  if (khidki_csc_find_text (visit->language, key) != NULL)
    return g_strdup (khidki_csc_visit_say (visit, key));
  return g_strdup (author);
}
