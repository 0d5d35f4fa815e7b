/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page-frame.h"

#include "pages/khidki-page-texts.h"
#include "pages/khidki-page.h"

/* Pictures: the papers that a page shows, and those that it has just been given. */
#define POLICY                                                                                     \
  "default-src 'none'; style-src 'self'; img-src 'self' blob:; %s"                                 \
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
#define SCRIPTS "script-src 'self'; connect-src 'self'; "

static const char *
say (const KhidkiPageFrame *frame, const char *key)
{
  return khidki_page_texts_get (frame->language, key);
}

static void
write_head (const KhidkiPageFrame *frame, KhidkiHtml *html)
{
  khidki_html_open (html, "head", NULL);
  khidki_page_write_meta (html);
  khidki_html_open (html, "title", NULL);
  khidki_html_text (html, frame->title);
  khidki_html_text (html, " – ");
  khidki_html_text (html, say (frame, "site.name"));
  khidki_html_close (html, "title");
  khidki_html_void (html, "link", "rel", "stylesheet", "href", khidki_page_get_style_path (), NULL);
  if (frame->style != NULL)
    khidki_html_void (html, "link", "rel", "stylesheet", "href", frame->style, NULL);
  if (frame->script != NULL)
    khidki_html_add_module (html, frame->script);
  khidki_html_close (html, "head");
}

static void
write_user (const KhidkiPageFrame *frame, KhidkiHtml *html)
{
  khidki_html_element (html, "p", frame->user, "class", "user", NULL);
  if (frame->sign_out == NULL)
    return;
  khidki_html_open (html, "form", "method", "post", "action", frame->sign_out, NULL);
  if (frame->sign_out_token != NULL)
    khidki_html_void (html, "input", "type", "hidden", "name", "token", "value",
                      frame->sign_out_token, NULL);
  khidki_html_element (html, "button", say (frame, "frame.sign-out"), "class", "quiet", NULL);
  khidki_html_close (html, "form");
}

static void
write_end_of_masthead (const KhidkiPageFrame *frame, KhidkiHtml *html)
{
  gboolean english = g_str_equal (frame->language, "en");

  khidki_html_open (html, "div", "class", "end", NULL);
  if (frame->other_language != NULL)
    khidki_html_element (html, "a", say (frame, "frame.other-language"), "href",
                         frame->other_language, "lang", english ? "hi" : "en", "hreflang",
                         english ? "hi" : "en", NULL);
  if (frame->user != NULL)
    write_user (frame, html);
  khidki_html_close (html, "div");
}

static void
write_links (const KhidkiPageFrame *frame, KhidkiHtml *html, const char *width)
{
  khidki_html_open (html, "nav", "aria-label", say (frame, "frame.navigation"), NULL);
  khidki_html_open (html, "ul", "class", width, NULL);
  for (guint i = 0; i < frame->n_links; i++)
    {
      const KhidkiPageLink *link = &frame->links[i];

      khidki_html_open (html, "li", NULL);
      khidki_html_element (html, "a", link->label, "href", link->href, "aria-current",
                           link->current ? "page" : NULL, NULL);
      khidki_html_close (html, "li");
    }
  khidki_html_close (html, "ul");
  khidki_html_close (html, "nav");
}

static void
write_masthead (const KhidkiPageFrame *frame, KhidkiHtml *html, const char *width)
{
  khidki_html_element (html, "a", say (frame, "site.skip"), "class", "skip", "href", "#main", NULL);
  khidki_html_open (html, "header", NULL);
  khidki_html_open (html, "div", "class", width, NULL);
  khidki_html_element (html, "span", "", "class", "window", "aria-hidden", "true", NULL);
  khidki_html_open (html, "div", NULL);
  khidki_html_element (html, "p", say (frame, "site.name"), "class", "site", NULL);
  khidki_html_element (html, "p", say (frame, "site.what"), "class", "what", NULL);
  khidki_html_close (html, "div");
  write_end_of_masthead (frame, html);
  khidki_html_close (html, "div");
  khidki_html_close (html, "header");
  if (frame->n_links > 0)
    write_links (frame, html, width);
}

static void
write_link (KhidkiHtml *html, const char *href, const char *text)
{
  khidki_html_open (html, "li", NULL);
  khidki_html_element (html, "a", text, "href", href, NULL);
  khidki_html_close (html, "li");
}

static void
write_foot (const KhidkiPageFrame *frame, KhidkiHtml *html, const char *width)
{
  khidki_html_open (html, "footer", NULL);
  khidki_html_open (html, "div", "class", width, NULL);
  /* Said to citizens; one who is signed in serves them. */
  if (frame->user == NULL)
    khidki_html_element (html, "p", say (frame, "site.never"), "class", "never", NULL);
  khidki_html_open (html, "ul", NULL);
  write_link (html, "/verify/", say (frame, "verify.title"));
  write_link (html, "/centres", say (frame, "centres.title"));
  write_link (html, "/numbers", say (frame, "numbers.title"));
  khidki_html_close (html, "ul");
  khidki_html_close (html, "div");
  khidki_html_close (html, "footer");
}

static KhidkiResponse *
make_response (const KhidkiPageFrame *frame, KhidkiHtml *html)
{
  KhidkiResponse *response = khidki_response_new (frame->status != 0 ? frame->status : 200);
  g_autoptr (GBytes) body = khidki_html_end (html);
  g_autofree char *policy = g_strdup_printf (POLICY, frame->script != NULL ? SCRIPTS : "");

  khidki_response_set_body (response, "text/html; charset=utf-8", body);
  khidki_page_set_headers (response, "no-store");
  khidki_response_set_header (response, "Content-Security-Policy", policy);
  return response;
}

/**
 * khidki_page_frame_make:
 * @frame: what is to stand around it
 * @body: (transfer none): the main part; it is empty from then on
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_page_frame_make (const KhidkiPageFrame *frame, KhidkiHtml *body)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new_document ();
  const char *width = frame->wide ? "wide desk" : "wide";

  khidki_html_open (html, "html", "lang", frame->language, NULL);
  write_head (frame, html);
  khidki_html_open (html, "body", "class", frame->print ? "sheet" : NULL, NULL);
  if (!frame->print)
    write_masthead (frame, html, width);
  khidki_html_open (html, "main", "id", "main", "class", frame->print ? NULL : width, "tabindex",
                    "-1", NULL);
  if (!frame->no_heading)
    khidki_html_element (html, "h1", frame->title, NULL);
  khidki_html_append (html, body);
  khidki_html_close (html, "main");
  if (!frame->print)
    write_foot (frame, html, width);
  return make_response (frame, html);
}
