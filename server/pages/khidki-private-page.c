/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-private-page.h"

#include <string.h>

#include "pages/khidki-page-texts.h"
#include "pages/khidki-page.h"

/* Of a shorter text the end would say too much. */
#define LEAST_TO_SHOW 8
#define SHOWN 4

static void
write_own (KhidkiPage *page, const char *element, const char *class, const char *id, const char *text)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, element, "class", class, "id", id, "lang",
                         khidki_page_get_language (page), NULL);
  khidki_html_text (html, text);
  khidki_html_close (html, element);
}

static void
write_summary (KhidkiPage *page, const char *complaint)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "div", "class", "status bad", "role", "alert", NULL);
  khidki_page_say (page, "h2", NULL, "private.problem");
  khidki_html_open (html, "p", NULL);
  khidki_html_open (html, "a", "href", "#value", "lang", khidki_page_get_language (page), NULL);
  khidki_html_text (html, complaint);
  khidki_html_close (html, "a");
  khidki_html_close (html, "p");
  khidki_html_close (html, "div");
}

/* Never the whole: somebody may look over the shoulder. */
static void
write_typed (KhidkiPage *page, const char *typed)
{
  glong length = g_utf8_strlen (typed, -1);
  g_autofree char *shown = NULL;

  if (length < LEAST_TO_SHOW)
    return;
  shown = g_strdup_printf ("%s: …%s",
                           khidki_page_texts_get (khidki_page_get_language (page),
                                                  "private.typed-before"),
                           g_utf8_offset_to_pointer (typed, length - SHOWN));
  write_own (page, "p", "hint", NULL, shown);
}

static gboolean
has_digits_only (KhidkiField *field)
{
  KhidkiFieldType type = khidki_field_get_field_type (field);

  return type == KHIDKI_FIELD_ACCOUNT || type == KHIDKI_FIELD_MOBILE || type == KHIDKI_FIELD_PIN
         || type == KHIDKI_FIELD_INTEGER || type == KHIDKI_FIELD_MONEY
         || type == KHIDKI_FIELD_LAST4;
}

static char *
dup_hint (KhidkiField *field, const char *language)
{
  const char *help = khidki_field_get_text (field, "Help", language);
  const char *example = khidki_field_get_text (field, "Example", language);

  if (example == NULL || *example == '\0')
    return g_strdup (help != NULL ? help : "");
  return g_strdup_printf ("%s%s%s: %s", help != NULL ? help : "", help != NULL ? " " : "",
                          khidki_page_texts_get (language, "private.example"), example);
}

static void
write_input (KhidkiPage *page, KhidkiField *field, const char *label, const char *complaint)
{
  KhidkiHtml *html = khidki_page_get_html (page);
  const char *language = khidki_page_get_language (page);
  g_autofree char *hint = dup_hint (field, language);

  khidki_html_open (html, "label", "for", "value", "lang", language, NULL);
  khidki_html_text (html, label);
  khidki_html_close (html, "label");
  write_own (page, "p", "hint", "value-hint", hint);
  if (complaint != NULL)
    write_own (page, "p", "wrong", "value-wrong", complaint);
  khidki_html_void (html, "input", "id", "value", "name", "value", "type", "text", "required",
                         "", "maxlength", "64", "autocomplete", "off", "spellcheck", "false",
                         "autocapitalize", "characters", "inputmode",
                         has_digits_only (field) ? "numeric" : "text", "aria-invalid",
                         complaint != NULL ? "true" : NULL, "aria-describedby",
                         complaint != NULL ? "value-wrong value-hint" : "value-hint", NULL);
}

/**
 * khidki_private_page_ask:
 * @reader: who reads it
 * @form: the form of the draft, in the reader's language
 * @path: the field; it must be there
 * @complaint: (nullable): what is wrong with what was typed
 * @typed: (nullable): what was typed; only its end is shown
 *
 * Returns: (transfer full): the page with the one input
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_private_page_ask (const KhidkiPageReader *reader,
                         const KhidkiForm *form,
                         const char *path,
                         const char *complaint,
                         const char *typed)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "private.title");
  KhidkiHtml *html = khidki_page_get_html (page);
  KhidkiField *field = khidki_service_find_field (form->service, path);
  g_autofree char *label = khidki_form_dup_label (form, path);

  if (complaint != NULL)
    write_summary (page, complaint);
  khidki_page_say (page, "p", NULL, "private.lead");
  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_html_open (html, "dl", NULL);
  khidki_page_begin_fact (page, "private.service");
  write_own (page, "dd", NULL, NULL, khidki_service_get_text (form->service, "Name", form->language));
  khidki_page_end_fact (page);
  khidki_html_close (html, "dl");
  khidki_html_open (html, "form", "method", "post", "autocomplete", "off", NULL);
  write_input (page, field, label != NULL ? label : path, complaint);
  if (typed != NULL)
    write_typed (page, typed);
  khidki_html_open (html, "button", "type", "submit", NULL);
  khidki_page_say_inside (page, "private.send");
  khidki_html_close (html, "button");
  khidki_html_close (html, "form");
  khidki_html_close (html, "section");
  khidki_page_say (page, "p", NULL, "private.safe");
  return khidki_page_end (page, complaint != NULL ? 422 : 200);
}

static KhidkiResponse *
tell (const KhidkiPageReader *reader, guint status, const char *class, const char *key, const char *help)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "private.title");
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", class, "role", "status", NULL);
  khidki_page_say (page, "h2", NULL, key);
  khidki_page_say (page, "p", NULL, help);
  khidki_html_close (html, "section");
  return khidki_page_end (page, status);
}

/**
 * khidki_private_page_tell:
 * @reader: who reads it
 * @state: any but open
 *
 * Returns: (transfer full): the page that says how it stands and what to do
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_private_page_tell (const KhidkiPageReader *reader, KhidkiPrivateState state)
{
  switch (state)
    {
    case KHIDKI_PRIVATE_DONE:
      return tell (reader, 200, "status good", "private.done", "private.done-help");
    case KHIDKI_PRIVATE_EXPIRED:
      return tell (reader, 410, "status warn", "private.expired", "private.expired-help");
    case KHIDKI_PRIVATE_OPEN:
    case KHIDKI_PRIVATE_CLOSED:
      return tell (reader, 410, "status warn", "private.closed", "private.closed-help");
    case KHIDKI_PRIVATE_UNKNOWN:
    default:
      return tell (reader, 404, "status warn", "private.unknown", "private.unknown-help");
    }
}

/**
 * khidki_private_page_refuse:
 * @reader: who reads it
 *
 * Returns: (transfer full): the page for an answer that another site sent
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_private_page_refuse (const KhidkiPageReader *reader)
{
  return tell (reader, 403, "status warn", "private.refused", "private.refused-help");
}
