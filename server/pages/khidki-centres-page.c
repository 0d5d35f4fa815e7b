/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-centres-page.h"

#include "libkhidki/khidki-digits.h"
#include "pages/khidki-page-texts.h"
#include "pages/khidki-page.h"

/* Who has to look through more has not been helped. */
#define MOST_SHOWN 5
/* Longer than a locality with its city and PIN. */
#define MOST_TYPED 80
#define PIN_LENGTH 6

static void
write_form (KhidkiPage *page, const char *typed, gboolean wrong)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_page_open_form (page, "get", "/centres");
  khidki_html_open (html, "label", "for", "place", NULL);
  khidki_page_say_inside (page, "centres.place");
  khidki_html_close (html, "label");
  khidki_html_open (html, "p", "class", "hint", "id", "place-hint", NULL);
  khidki_page_say_inside (page, "centres.place-help");
  khidki_html_close (html, "p");
  khidki_html_void (html, "input", "id", "place", "name", "place", "value", typed, "autocomplete",
                    "postal-code", "required", "", "maxlength", G_STRINGIFY (MOST_TYPED),
                    "aria-invalid", wrong ? "true" : NULL, "aria-describedby", "place-hint", NULL);
  khidki_html_open (html, "button", "type", "submit", NULL);
  khidki_page_say_inside (page, "centres.find");
  khidki_html_close (html, "button");
  khidki_html_close (html, "form");
  khidki_html_close (html, "section");
}

static char *
dup_name (gpointer centre, const char *language)
{
  return g_strdup (khidki_centre_get_name (centre, language));
}

static char *
dup_address (gpointer centre, const char *language)
{
  return g_strconcat (khidki_centre_get_address (centre, language),
                      khidki_page_texts_get (language, "centres.comma"), khidki_centre_get_pin (centre), NULL);
}

static char *
dup_hours (gpointer centre, const char *language)
{
  return g_strdup (khidki_centre_get_hours (centre, language));
}

static void
write_centre (KhidkiPage *page, KhidkiCentre *centre)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_page_say_own (page, "h2", NULL, dup_name, centre);
  khidki_html_open (html, "dl", NULL);
  khidki_page_add_fact_own (page, "centres.address", dup_address, centre);
  khidki_page_add_fact_own (page, "centres.hours", dup_hours, centre);
  if (*khidki_centre_get_phone (centre) != '\0')
    {
      khidki_page_begin_fact (page, "centres.phone");
      khidki_page_write_phone (page, khidki_centre_get_phone (centre));
      khidki_page_end_fact (page);
    }
  khidki_html_close (html, "dl");
  khidki_html_close (html, "section");
}

static void
write_none (KhidkiPage *page)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "div", "class", "status warn", "role", "alert", NULL);
  khidki_page_say (page, "h2", NULL, "centres.none");
  khidki_html_open (html, "p", NULL);
  khidki_html_open (html, "a", "href", "#place", NULL);
  khidki_page_say_inside (page, "centres.none-help");
  khidki_html_close (html, "a");
  khidki_html_close (html, "p");
  khidki_html_close (html, "div");
}

/* (transfer full) (nullable): the six digits in it, if there are no others beside */
static char *
find_pin (const char *typed)
{
  g_autofree char *ascii = khidki_digits_to_ascii (typed);
  GString *digits = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  return g_string_free (digits, digits->len != PIN_LENGTH);
}

static GPtrArray *
search (KhidkiCatalogue *catalogue, const char *typed, const GDate *today)
{
  g_autofree char *pin = find_pin (typed);

  return khidki_centres_search (khidki_catalogue_get_centres (catalogue),
                                khidki_catalogue_get_places (catalogue), pin, typed, today);
}

/* What a browser shows of what it was given: text, and not a page of it. */
static char *
dup_typed (const char *typed)
{
  g_autofree char *valid = g_utf8_make_valid (typed != NULL ? typed : "", -1);

  return g_strstrip (g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MOST_TYPED)));
}

/**
 * khidki_centres_page_show:
 * @reader: who reads it
 * @catalogue: where the centres are
 * @typed: (nullable): a PIN or a locality, %NULL when nothing was asked yet
 * @today: the civil date
 *
 * Returns: (transfer full): the page that asks for a place and shows the centres near it
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_centres_page_show (const KhidkiPageReader *reader,
                          KhidkiCatalogue *catalogue,
                          const char *typed,
                          const GDate *today)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "centres.title");
  g_autofree char *place = dup_typed (typed);
  g_autoptr (GPtrArray) found = search (catalogue, place, today);
  gboolean asked = *place != '\0';

  khidki_page_say (page, "p", NULL, "centres.lead");
  if (asked && found->len == 0)
    write_none (page);
  write_form (page, asked ? place : NULL, asked && found->len == 0);
  for (guint i = 0; asked && i < found->len && i < MOST_SHOWN; i++)
    write_centre (page, g_ptr_array_index (found, i));
  return khidki_page_end (page, 200);
}
