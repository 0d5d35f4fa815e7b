/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-verify-page.h"

#include "pages/khidki-page-date.h"
#include "pages/khidki-page-texts.h"
#include "pages/khidki-page.h"

/* Longer than anything that could be a number with blanks. */
#define MOST_TYPED_SHOWN 40

static void
write_label (KhidkiPage *page, const char *input, const char *label, const char *hint,
             const char *hint_id)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "label", "for", input, NULL);
  khidki_page_say_inside (page, label);
  khidki_html_close (html, "label");
  khidki_html_open (html, "p", "class", "hint", "id", hint_id, NULL);
  khidki_page_say_inside (page, hint);
  khidki_html_close (html, "p");
}

static void
write_button (KhidkiPage *page)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "button", "type", "submit", NULL);
  khidki_page_say_inside (page, "verify.check");
  khidki_html_close (html, "button");
}

static void
write_number_form (KhidkiPage *page)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_page_say (page, "h2", NULL, "verify.by-number");
  khidki_page_open_form (page, "get", "/verify/");
  write_label (page, "number", "verify.number", "verify.number-help", "number-hint");
  khidki_html_void (html, "input", "id", "number", "name", "number", "inputmode", "numeric",
                         "autocomplete", "off", "required", "", "maxlength", "60",
                         "aria-describedby", "number-hint", NULL);
  write_button (page);
  khidki_html_close (html, "form");
  khidki_html_close (html, "section");
}

static void
write_code_form (KhidkiPage *page, gboolean wrong)
{
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_page_say (page, "h2", NULL, "verify.by-code");
  khidki_page_open_form (page, "post", "/verify/");
  write_label (page, "code", "verify.code", "verify.code-help", "code-hint");
  if (wrong)
    {
      khidki_html_open (html, "p", "class", "wrong", "id", "code-wrong", NULL);
      khidki_page_say_inside (page, "verify.code-wrong");
      khidki_html_close (html, "p");
    }
  khidki_html_open (html, "textarea", "id", "code", "name", "code", "autocomplete", "off",
                         "spellcheck", "false", "required", "", "maxlength", "4500",
                         "aria-invalid", wrong ? "true" : NULL, "aria-describedby",
                         wrong ? "code-wrong code-hint" : "code-hint", NULL);
  khidki_html_close (html, "textarea");
  write_button (page);
  khidki_html_close (html, "form");
  khidki_html_close (html, "section");
}

/**
 * khidki_verify_page_ask:
 * @reader: who reads it
 *
 * Returns: (transfer full): the page that asks which certificate
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_verify_page_ask (const KhidkiPageReader *reader)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "verify.title");

  khidki_page_say (page, "p", NULL, "verify.lead");
  write_number_form (page);
  write_code_form (page, FALSE);
  return khidki_page_end (page, 200);
}

/**
 * khidki_verify_page_refuse_code:
 * @reader: who reads it
 *
 * Returns: (transfer full): the page after a code that nobody of us signed
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_verify_page_refuse_code (const KhidkiPageReader *reader)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "verify.title");
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "div", "class", "status bad", "role", "alert", NULL);
  khidki_page_say (page, "h2", NULL, "verify.problem");
  khidki_html_open (html, "p", NULL);
  khidki_html_open (html, "a", "href", "#code", NULL);
  khidki_page_say_inside (page, "verify.code-wrong");
  khidki_html_close (html, "a");
  khidki_html_close (html, "p");
  khidki_html_close (html, "div");
  write_code_form (page, TRUE);
  write_number_form (page);
  return khidki_page_end (page, 200);
}

static void
begin_status (KhidkiPage *page, const char *class, const char *key)
{
  khidki_html_open (khidki_page_get_html (page), "section", "class", class, NULL);
  khidki_page_say (page, "h2", NULL, key);
}

static void
write_unknown (KhidkiPage *page, const KhidkiVerifyView *view)
{
  KhidkiHtml *html = khidki_page_get_html (page);
  g_autofree char *valid = g_utf8_make_valid (view->typed, -1);
  g_autofree char *shown = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1),
                                                            MOST_TYPED_SHOWN));

  begin_status (page, "status bad", view->claims != NULL ? "verify.unregistered" : "verify.unknown");
  if (view->claims == NULL)
    khidki_page_say (page, "p", NULL, "verify.unknown-help");
  khidki_html_close (html, "section");
  khidki_html_open (html, "dl", "class", "card", NULL);
  khidki_page_begin_fact (page, "verify.typed");
  khidki_page_write (page, "dd", "digits", shown);
  khidki_page_end_fact (page);
  khidki_html_close (html, "dl");
}

static const char *
get_status_key (KhidkiVerifyStatus status)
{
  switch (status)
    {
    case KHIDKI_VERIFY_VALID:
      return "verify.valid";
    case KHIDKI_VERIFY_EXPIRED:
      return "verify.expired";
    case KHIDKI_VERIFY_REVOKED:
    default:
      return "verify.revoked";
    }
}

static void
write_status (KhidkiPage *page, const KhidkiVerifyFacts *facts)
{
  static const char *const classes[] = { "status good", "status warn", "status bad" };
  const char *key = get_status_key (facts->status);

  if (facts->specimen)
    {
      begin_status (page, "status warn", "verify.specimen");
      khidki_page_say (page, "p", NULL, "verify.specimen-help");
      khidki_page_say (page, "p", "standing", key);
    }
  else
    {
      begin_status (page, classes[facts->status], key);
      khidki_page_say (page, "p", NULL,
                       facts->status == KHIDKI_VERIFY_REVOKED ? "verify.revoked-help"
                                                              : "verify.compare");
    }
  khidki_html_close (khidki_page_get_html (page), "section");
}

typedef struct
{
  gint64 instant;
  GTimeZone *time_zone;
} Day;

static char *
dup_day (gpointer source, const char *language)
{
  const Day *day = source;

  return khidki_page_date_dup (day->instant, day->time_zone, language);
}

static void
add_date (KhidkiPage *page, const KhidkiVerifyView *view, const char *key, gint64 instant)
{
  Day day = { instant, view->time_zone };

  khidki_page_add_fact_own (page, key, dup_day, &day);
}

static char *
dup_service_name (gpointer service, const char *language)
{
  return g_strdup (khidki_service_get_text (service, "Name", language));
}

static char *
dup_forever (gpointer source G_GNUC_UNUSED, const char *language)
{
  return g_strdup (khidki_page_texts_get (language, "fact.forever"));
}

static KhidkiService *
find_service (const KhidkiVerifyView *view)
{
  const KhidkiVerifyFacts *facts = view->facts;
  KhidkiService *service;

  if (view->catalogue == NULL)
    return NULL;
  service = khidki_catalogue_find_version (view->catalogue, facts->service, facts->service_version);
  return service != NULL ? service : khidki_catalogue_find_service (view->catalogue, facts->service);
}

static void
add_service (KhidkiPage *page, const KhidkiVerifyView *view)
{
  const KhidkiVerifyFacts *facts = view->facts;
  KhidkiService *service = find_service (view);

  if (service != NULL)
    khidki_page_add_fact_own (page, "fact.service", dup_service_name, service);
  else
    khidki_page_add_fact (page, "fact.service", facts->service);
}

static void
add_name (KhidkiPage *page, const KhidkiVerifyView *view)
{
  const KhidkiVerifyFacts *facts = view->facts;

  if (facts->name != NULL)
    khidki_page_add_fact_pair (page, "fact.name", *facts->name_hi != '\0' ? facts->name_hi : facts->name,
                               facts->name);
  else
    khidki_page_add_fact (page, "fact.name",
                          view->claims != NULL ? view->claims->name : facts->masked_name);
}

/* What a line of the certificate is called. */
typedef struct
{
  const KhidkiVerifyValue *value;
  KhidkiPart *line; /* (nullable) */
} Label;

/* The paper has it in two languages, whoever reads it here in their own. */
static char *
dup_label (gpointer source, const char *language)
{
  const Label *label = source;
  const char *own = label->line != NULL ? khidki_part_get_text (label->line, "Name", language) : NULL;

  if (g_str_equal (language, "hi"))
    return g_strdup (label->value->label_hi);
  return g_strdup (own != NULL && !g_str_equal (language, "en") ? own : label->value->label_en);
}

/* (nullable): the line that has printed this label. */
static KhidkiPart *
find_line (KhidkiService *service, const char *label)
{
  GPtrArray *lines = service != NULL ? khidki_service_get_parts (service, "Line") : NULL;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    if (g_strcmp0 (khidki_part_get_text (g_ptr_array_index (lines, i), "Name", "en"), label) == 0)
      return g_ptr_array_index (lines, i);
  return NULL;
}

static void
add_value (KhidkiPage *page, KhidkiService *service, const KhidkiVerifyValue *value)
{
  KhidkiHtml *html = khidki_page_get_html (page);
  Label label = { value, find_line (service, value->label_en) };

  khidki_html_open (html, "div", NULL);
  khidki_page_say_own (page, "dt", NULL, dup_label, &label);
  khidki_page_say_pair (page, "dd", "vouched", value->value_hi, value->value_en);
  khidki_html_close (html, "div");
}

/* What the register holds goes before what the code says. */
static void
add_values (KhidkiPage *page, const KhidkiVerifyView *view)
{
  KhidkiService *service = find_service (view);

  for (guint i = 0; view->facts->values != NULL && i < view->facts->values->len; i++)
    add_value (page, service, g_ptr_array_index (view->facts->values, i));
  if (view->facts->values != NULL || view->claims == NULL)
    return;
  for (guint i = 0; i < view->claims->values->len; i++)
    {
      const KhidkiCertificateValue *claim = g_ptr_array_index (view->claims->values, i);
      KhidkiPart *line =
          service != NULL ? khidki_service_find_part (service, "Line", claim->key) : NULL;
      KhidkiVerifyValue value = { claim->key, claim->key, claim->value, claim->value };

      if (line != NULL)
        {
          value.label_hi = (char *) khidki_part_get_text (line, "Name", "hi");
          value.label_en = (char *) khidki_part_get_text (line, "Name", "en");
        }
      add_value (page, service, &value);
    }
}

/* With the token only. */
static void
add_rest (KhidkiPage *page, const KhidkiVerifyFacts *facts)
{
  if (facts->application != NULL)
    khidki_page_add_fact (page, "fact.application", facts->application);
  if (facts->body_en == NULL && facts->body_hi == NULL)
    return;
  khidki_page_begin_fact (page, "fact.body");
  khidki_page_say_pair (page, "dd", "text", facts->body_hi, facts->body_en);
  khidki_page_end_fact (page);
}

static void
write_facts (KhidkiPage *page, const KhidkiVerifyView *view)
{
  const KhidkiVerifyFacts *facts = view->facts;
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_page_say (page, "h2", NULL, "verify.facts");
  khidki_html_open (html, "dl", NULL);
  khidki_page_begin_fact (page, "fact.number");
  khidki_page_write (page, "dd", "digits", facts->number);
  khidki_page_end_fact (page);
  add_service (page, view);
  add_name (page, view);
  add_values (page, view);
  add_date (page, view, "fact.issued", facts->issued);
  /* It ends with the midnight after its last day. */
  if (facts->expires != 0)
    add_date (page, view, "fact.expires", facts->expires - 1);
  else
    khidki_page_add_fact_own (page, "fact.expires", dup_forever, NULL);
  if (facts->revoked != 0)
    add_date (page, view, "fact.revoked", facts->revoked);
  if (facts->revoked != 0 && *facts->revoked_reason != '\0')
    khidki_page_add_fact (page, "fact.reason", facts->revoked_reason);
  add_rest (page, facts);
  khidki_html_close (html, "dl");
  if (facts->name == NULL && view->claims == NULL)
    khidki_page_say (page, "p", "hint", "verify.masked");
  khidki_html_close (html, "section");
}

/**
 * khidki_verify_page_show:
 * @view: what to show
 *
 * Returns: (transfer full): the answer to a check; 200 whatever it is, so that
 *   nothing but the words tells numbers that exist from those that do not
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_verify_page_show (const KhidkiVerifyView *view)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (view->reader, "verify.title");

  if (view->facts == NULL)
    write_unknown (page, view);
  else
    {
      write_status (page, view->facts);
      write_facts (page, view);
    }
  if (view->facts == NULL || view->facts->name == NULL)
    write_code_form (page, FALSE);
  write_number_form (page);
  return khidki_page_end (page, 200);
}
