/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page.h"

#include "catalogue/khidki-language.h"
#include "khidki-pages-resources.h"
#include "pages/khidki-page-texts.h"

#define STYLE "/org/khidki/pages/style.css"
#define POLICY \
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; " \
  "base-uri 'none'"

struct _KhidkiPage
{
  KhidkiHtml *html;
  KhidkiPageReader *reader;
  const char *languages[2];
};

static void
say_in (KhidkiPage *self, const char *language, const char *text)
{
  gboolean leftwards = khidki_language_is_right_to_left (language);
  const char *other_way = leftwards ? "rtl" : "ltr";

  if (leftwards == khidki_language_is_right_to_left (self->languages[0]))
    other_way = NULL;
  khidki_html_open (self->html, "span", "lang", language, "dir", other_way, NULL);
  khidki_html_text (self->html, text);
  khidki_html_close (self->html, "span");
}

/* What the head of every page says to browsers and search engines. */
void
khidki_page_write_meta (KhidkiHtml *html)
{
  khidki_html_void (html, "meta", "charset", "utf-8", NULL);
  khidki_html_void (html, "meta", "name", "viewport", "content",
                    "width=device-width, initial-scale=1", NULL);
  khidki_html_void (html, "meta", "name", "robots", "content", "noindex", NULL);
  khidki_html_void (html, "meta", "name", "format-detection", "content", "telephone=no", NULL);
}

static void
write_head (KhidkiPage *self, const char *title)
{
  KhidkiHtml *html = self->html;

  khidki_html_open (html, "html", "lang", self->languages[0], "dir",
                    khidki_language_is_right_to_left (self->languages[0]) ? "rtl" : NULL, NULL);
  khidki_html_open (html, "head", NULL);
  khidki_page_write_meta (html);
  khidki_html_open (html, "title", NULL);
  khidki_html_text (html, khidki_page_texts_get (self->languages[0], title));
  khidki_html_text (html, " – ");
  khidki_html_text (html, khidki_page_texts_get (self->languages[0], "site.name"));
  khidki_html_close (html, "title");
  khidki_html_void (html, "link", "rel", "stylesheet", "href", khidki_page_get_style_path (),
                         NULL);
  khidki_html_close (html, "head");
}

/* Each by its own name, so that whoever cannot read this page finds theirs. */
static void
write_languages (KhidkiPage *self)
{
  KhidkiHtml *html = self->html;
  guint n = 0;
  const KhidkiLanguage *languages = khidki_language_list (&n);

  khidki_html_open (html, "nav", "class", "languages", "aria-label",
                    khidki_page_texts_get (self->languages[0], "site.languages"), NULL);
  khidki_html_open (html, "ul", NULL);
  for (guint i = 0; i < n; i++)
    {
      const char *code = languages[i].code;
      g_autofree char *href = khidki_page_reader_dup_address (self->reader, code);

      khidki_html_open (html, "li", NULL);
      khidki_html_element (html, "a", languages[i].name, "href", href, "lang", code, "hreflang", code, "dir",
                           languages[i].right_to_left ? "rtl" : "ltr", "rel", "alternate", "aria-current",
                           g_str_equal (code, self->languages[0]) ? "true" : NULL, NULL);
      khidki_html_close (html, "li");
    }
  khidki_html_close (html, "ul");
  khidki_html_close (html, "nav");
}

static void
write_masthead (KhidkiPage *self)
{
  KhidkiHtml *html = self->html;

  khidki_html_open (html, "a", "class", "skip", "href", "#main", NULL);
  khidki_page_say_inside (self, "site.skip");
  khidki_html_close (html, "a");
  khidki_html_open (html, "header", NULL);
  khidki_html_open (html, "div", "class", "wide", NULL);
  khidki_html_open (html, "span", "class", "window", "aria-hidden", "true", NULL);
  khidki_html_close (html, "span");
  khidki_html_open (html, "div", NULL);
  khidki_page_say (self, "p", "site", "site.name");
  khidki_page_say (self, "p", "what", "site.what");
  khidki_html_close (html, "div");
  write_languages (self);
  khidki_html_close (html, "div");
  khidki_html_close (html, "header");
}

static void
write_link (KhidkiPage *self, const char *page, const char *key)
{
  g_autofree char *href = khidki_page_reader_dup_link (self->reader, page);

  khidki_html_open (self->html, "li", NULL);
  khidki_html_open (self->html, "a", "href", href, NULL);
  khidki_page_say_inside (self, key);
  khidki_html_close (self->html, "a");
  khidki_html_close (self->html, "li");
}

static void
write_foot (KhidkiPage *self)
{
  KhidkiHtml *html = self->html;

  khidki_html_open (html, "footer", NULL);
  khidki_html_open (html, "div", "class", "wide", NULL);
  khidki_page_say (self, "p", "never", "site.never");
  khidki_html_open (html, "ul", NULL);
  write_link (self, "/verify/", "verify.title");
  write_link (self, "/centres", "centres.title");
  write_link (self, "/numbers", "numbers.title");
  khidki_html_close (html, "ul");
  khidki_html_close (html, "div");
  khidki_html_close (html, "footer");
}

/**
 * khidki_page_new:
 * @reader: (transfer none): whose language comes first
 * @title: key of the title, also the first heading
 *
 * Returns: (transfer full): a page with its head
 *
 * Since: 0.1
 */
KhidkiPage *
khidki_page_new (const KhidkiPageReader *reader, const char *title)
{
  KhidkiPage *self = g_new0 (KhidkiPage, 1);

  self->html = khidki_html_new_document ();
  self->reader = khidki_page_reader_copy (reader);
  self->languages[0] = reader->language;
  self->languages[1] = g_str_equal (self->languages[0], KHIDKI_LANGUAGE_FIRST) ? KHIDKI_LANGUAGE_SECOND
                                                                                : KHIDKI_LANGUAGE_FIRST;
  write_head (self, title);
  khidki_html_open (self->html, "body", NULL);
  write_masthead (self);
  khidki_html_open (self->html, "main", "id", "main", "class", "wide", "tabindex", "-1", NULL);
  khidki_page_say (self, "h1", NULL, title);
  return self;
}

void
khidki_page_free (KhidkiPage *self)
{
  khidki_html_unref (self->html);
  khidki_page_reader_free (self->reader);
  g_free (self);
}

const char *
khidki_page_get_language (KhidkiPage *self)
{
  return self->languages[0];
}

/**
 * khidki_page_get_html:
 *
 * Returns: (transfer none): the writer, inside the main part
 *
 * Since: 0.1
 */
KhidkiHtml *
khidki_page_get_html (KhidkiPage *self)
{
  return self->html;
}

/**
 * khidki_page_open_form:
 * @method: a literal
 * @action: a page of ours
 *
 * A form whose answer is in the language that was chosen.
 *
 * Since: 0.1
 */
void
khidki_page_open_form (KhidkiPage *self, const char *method, const char *action)
{
  gboolean asks = g_str_equal (method, "get");
  g_autofree char *link = asks ? g_strdup (action) : khidki_page_reader_dup_link (self->reader, action);

  khidki_html_open (self->html, "form", "method", method, "action", link, NULL);
  if (asks && self->reader->chosen)
    khidki_html_void (self->html, "input", "type", "hidden", "name", "lang", "value", self->languages[0], NULL);
}

/**
 * khidki_page_say:
 * @element: a literal
 * @class: (nullable): a literal
 * @key: of the texts
 *
 * An element that says one thing in both languages.
 *
 * Since: 0.1
 */
void
khidki_page_say (KhidkiPage *self, const char *element, const char *class, const char *key)
{
  khidki_html_open (self->html, element, "class", class, NULL);
  khidki_page_say_inside (self, key);
  khidki_html_close (self->html, element);
}

/**
 * khidki_page_say_inside:
 * @key: of the texts
 *
 * The same inside an element that is open.
 *
 * Since: 0.1
 */
void
khidki_page_say_inside (KhidkiPage *self, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->languages); i++)
    {
      if (i > 0)
        khidki_html_text (self->html, " ");
      say_in (self, self->languages[i], khidki_page_texts_get (self->languages[i], key));
    }
}

/**
 * khidki_page_say_pair:
 * @hindi: (nullable): a text from elsewhere
 * @english: (nullable): the same in English
 *
 * An element with a text in both languages, once if they do not differ. What is
 * certified is so in these two only, whatever else the reader speaks.
 *
 * Since: 0.1
 */
void
khidki_page_say_pair (KhidkiPage *self,
                      const char *element,
                      const char *class,
                      const char *hindi,
                      const char *english)
{
  gboolean english_first = g_str_equal (self->languages[0], "en");
  const char *first = english_first ? english : hindi;
  const char *second = english_first ? hindi : english;

  khidki_html_open (self->html, element, "class", class, NULL);
  if (first != NULL && *first != '\0')
    say_in (self, english_first ? "en" : "hi", first);
  if (second != NULL && *second != '\0' && g_strcmp0 (first, second) != 0)
    {
      khidki_html_text (self->html, " ");
      say_in (self, english_first ? "hi" : "en", second);
    }
  khidki_html_close (self->html, element);
}

/**
 * khidki_page_say_own:
 * @get: gives the text in a language
 * @source: (nullable): what it takes it from
 *
 * An element with a text from elsewhere in the languages of the page, once if they do
 * not differ.
 *
 * Since: 0.1
 */
void
khidki_page_say_own (KhidkiPage *self,
                     const char *element,
                     const char *class,
                     KhidkiPageGetText get,
                     gpointer source)
{
  g_autofree char *first = get (source, self->languages[0]);
  g_autofree char *second = get (source, self->languages[1]);

  khidki_html_open (self->html, element, "class", class, NULL);
  if (first != NULL && *first != '\0')
    say_in (self, self->languages[0], first);
  if (second != NULL && *second != '\0' && g_strcmp0 (first, second) != 0)
    {
      khidki_html_text (self->html, " ");
      say_in (self, self->languages[1], second);
    }
  khidki_html_close (self->html, element);
}

void
khidki_page_add_fact_own (KhidkiPage *self,
                          const char *key,
                          KhidkiPageGetText get,
                          gpointer source)
{
  khidki_page_begin_fact (self, key);
  khidki_page_say_own (self, "dd", NULL, get, source);
  khidki_page_end_fact (self);
}

/**
 * khidki_page_write:
 * @text: a text from elsewhere, in no language that we know
 *
 * Since: 0.1
 */
void
khidki_page_write (KhidkiPage *self, const char *element, const char *class, const char *text)
{
  khidki_html_open (self->html, element, "class", class, NULL);
  khidki_html_text (self->html, text);
  khidki_html_close (self->html, element);
}

/**
 * khidki_page_begin_fact:
 * @key: of the label
 *
 * Begins a line of a list of facts (an open `dl`); its value follows.
 *
 * Since: 0.1
 */
void
khidki_page_begin_fact (KhidkiPage *self, const char *key)
{
  khidki_html_open (self->html, "div", NULL);
  khidki_page_say (self, "dt", NULL, key);
}

void
khidki_page_end_fact (KhidkiPage *self)
{
  khidki_html_close (self->html, "div");
}

void
khidki_page_add_fact (KhidkiPage *self, const char *key, const char *value)
{
  khidki_page_begin_fact (self, key);
  khidki_page_write (self, "dd", NULL, value);
  khidki_page_end_fact (self);
}

void
khidki_page_add_fact_pair (KhidkiPage *self,
                           const char *key,
                           const char *hindi,
                           const char *english)
{
  khidki_page_begin_fact (self, key);
  khidki_page_say_pair (self, "dd", NULL, hindi, english);
  khidki_page_end_fact (self);
}

static char *
dup_tel (const char *number)
{
  GString *tel = g_string_new ("tel:");

  for (const char *p = number; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) || (*p == '+' && tel->len == 4))
      g_string_append_c (tel, *p);
  return g_string_free (tel, FALSE);
}

/**
 * khidki_page_write_phone:
 * @number: as people write it
 *
 * The value of a fact that can be rung with a tap.
 *
 * Since: 0.1
 */
void
khidki_page_write_phone (KhidkiPage *self, const char *number)
{
  KhidkiHtml *html = self->html;
  g_autofree char *tel = dup_tel (number);

  khidki_html_open (html, "dd", "class", "digits phone", NULL);
  khidki_html_open (html, "a", "href", tel, NULL);
  khidki_html_text (html, number);
  khidki_html_close (html, "a");
  khidki_html_close (html, "dd");
}

/**
 * khidki_page_end:
 * @self: a page, complete but for its foot
 * @status: of HTTP
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_page_end (KhidkiPage *self, guint status)
{
  KhidkiResponse *response = khidki_response_new (status);
  g_autoptr (GBytes) body = NULL;

  khidki_html_close (self->html, "main");
  write_foot (self);
  body = khidki_html_end (self->html);
  khidki_response_set_body (response, "text/html; charset=utf-8", body);
  khidki_page_set_headers (response, "no-store");
  return response;
}

/**
 * khidki_page_set_headers:
 * @response: an answer
 * @cache: who may keep it how long
 *
 * Since: 0.1
 */
void
khidki_page_set_headers (KhidkiResponse *response, const char *cache)
{
  khidki_response_set_header (response, "Content-Security-Policy", POLICY);
  khidki_response_set_header (response, "X-Content-Type-Options", "nosniff");
  khidki_response_set_header (response, "X-Frame-Options", "DENY");
  khidki_response_set_header (response, "Referrer-Policy", "no-referrer");
  khidki_response_set_header (response, "Cross-Origin-Opener-Policy", "same-origin");
  khidki_response_set_header (response, "Cross-Origin-Resource-Policy", "same-origin");
  khidki_response_set_header (response, "X-Robots-Tag", "noindex");
  khidki_response_set_header (response, "Cache-Control", cache);
}

static GBytes *
load_style (void)
{
  return g_resource_lookup_data (khidki_pages_get_resource (), STYLE, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                 NULL);
}

/**
 * khidki_page_get_style_path:
 *
 * Its name changes with its content, so that browsers may keep it.
 *
 * Returns: (transfer none): where the stylesheet is
 *
 * Since: 0.1
 */
const char *
khidki_page_get_style_path (void)
{
  static gsize path = 0;

  if (g_once_init_enter (&path))
    {
      g_autoptr (GBytes) style = load_style ();
      g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, style);

      g_once_init_leave (&path, (gsize) g_strdup_printf ("/style.%.16s.css", digest));
    }
  return (const char *) path;
}

KhidkiResponse *
khidki_page_make_style (void)
{
  KhidkiResponse *response = khidki_response_new (200);
  g_autoptr (GBytes) style = load_style ();

  khidki_response_set_body (response, "text/css; charset=utf-8", style);
  khidki_page_set_headers (response, "public, max-age=31536000, immutable");
  return response;
}
