/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-read-back.h"
#include "khidki-csc-review.h"

/* A sheet that was signed speaks of the draft as it was printed. */
char *
khidki_csc_review_dup_purpose (KhidkiCscVisit *visit)
{
  return g_strdup_printf ("sheet %" G_GINT64_FORMAT, khidki_draft_get_version (visit->draft));
}

/* (nullable): the mobile number that was typed, as the office uses it. */
static const char *
find_mobile (KhidkiCscVisit *visit)
{
  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);

      if (khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_FIELD
          && khidki_form_item_get_field_type (item) == KHIDKI_FIELD_MOBILE
          && *khidki_form_item_get_value (item) != '\0')
        return khidki_form_item_get_value (item);
    }
  return NULL;
}

/* Nothing else wants the focus. */
static gboolean
is_untold (KhidkiCscVisit *visit)
{
  return khidki_request_get_query (visit->request, "told") == NULL
         && g_hash_table_size (visit->troubles) == 0;
}

static void
write_reading (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *read = khidki_csc_read_back_get_language (visit);
  const char *other = strcmp (read, "en") == 0 ? "hi" : "en";
  const char *id = khidki_draft_get_id (visit->draft);
  g_autofree char *address = g_strdup_printf ("/counter/draft/%s/review?read=%s", id, other);
  g_autofree char *change = g_strdup_printf ("/counter/draft/%s", id);

  /* By keyboard one begins here, not above all the links of the page. */
  khidki_html_open (html, "section", "class", "card read-back", "aria-labelledby", "read",
                    "tabindex", "-1", "autofocus", is_untold (visit) ? "" : NULL, NULL);
  khidki_html_open (html, "div", "class", "head", NULL);
  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "review.read"), "id", "read", NULL);
  khidki_html_element (html, "a", khidki_csc_say (other, "review.in-this"), "href", address, "lang",
                       other, NULL);
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "review.change"), "href", change,
                       NULL);
  khidki_html_close (html, "div");
  khidki_csc_read_back_write (visit, html, TRUE);
  khidki_html_close (html, "section");
}

static void
write_consent (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  g_autofree char *action = g_strdup_printf ("/counter/draft/%s/consent",
                                             khidki_draft_get_id (visit->draft));
  const char *typed = khidki_request_get_field (visit->request, "phone");
  const char *mobile = typed != NULL ? typed : find_mobile (visit);
  KhidkiCscBox phone = { .name = "phone", .label = "review.phone", .mode = "tel", .value = mobile,
                         .trouble = g_hash_table_lookup (visit->troubles, "phone") };

  khidki_csc_page_open_form (visit, html, action, "consent");
  khidki_csc_page_hide_number (html, "version", khidki_draft_get_version (visit->draft));
  khidki_csc_page_hide (html, "read", khidki_csc_read_back_get_language (visit));
  khidki_csc_page_box (visit, html, &phone);
  khidki_csc_page_say (visit, html, "button", "second", "review.send-code");
  khidki_html_close (html, "form");
}

static void
write_sheet_links (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  g_autofree char *address
      = g_strdup_printf ("/counter/draft/%s/sheet?read=%s", khidki_draft_get_id (visit->draft),
                         khidki_csc_read_back_get_language (visit));

  khidki_html_open (html, "p", NULL);
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "review.print-sheet"), "href",
                       address, "target", "_blank", NULL);
  khidki_html_close (html, "p");
}

static void
write_declaring (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *read = khidki_csc_read_back_get_language (visit);
  g_autoptr (KhidkiService) service = khidki_csc_page_find_service (visit, visit->draft);
  const char *declaration = service != NULL
                                ? khidki_service_get_text (service, "Declaration", read)
                                : NULL;

  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "review.declare"), NULL);
  if (declaration != NULL)
    khidki_html_element (html, "blockquote", declaration, "lang", read, NULL);
  write_consent (visit, html);
  write_sheet_links (visit, html);
}

/**
 * khidki_csc_review_page:
 * @visit: with a complete draft loaded
 *
 * What is read back, how it is declared true, and the money: the last page before the
 * number.
 */
void
khidki_csc_review_page (KhidkiCscVisit *visit)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();

  khidki_csc_page_notice (visit, html);
  khidki_html_open (html, "div", "class", "columns", NULL);
  khidki_html_open (html, "div", "class", "main", NULL);
  write_reading (visit, html);
  khidki_html_close (html, "div");
  khidki_html_open (html, "div", "class", "aside", NULL);
  khidki_html_open (html, "section", "class", "card", NULL);
  write_declaring (visit, html);
  khidki_csc_pay_write (visit, html);
  khidki_html_close (html, "section");
  khidki_html_close (html, "div");
  khidki_html_close (html, "div");
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "review.title"), html);
}

static void
show (KhidkiCscVisit *visit)
{
  const char *told = khidki_request_get_query (visit->request, "told");

  if (!khidki_form_view_is_complete (visit->view))
    {
      khidki_csc_visit_redirect (visit, "/counter/draft/%s?told=missing", visit->parts[0]);
      return;
    }
  if (g_strcmp0 (told, "sent") == 0)
    visit->notice = "review.sent";
  else if (g_strcmp0 (told, "changed") == 0)
    visit->notice = "review.changed";
  khidki_csc_review_page (visit);
}

static void
show_typed (KhidkiCscVisit *visit)
{
  if (khidki_form_view_is_complete (visit->view))
    khidki_csc_review_page (visit);
  else
    show (visit);
}

/* With the code, the mobile number and the money as they were typed. */
void
khidki_csc_review_again (KhidkiCscVisit *visit)
{
  visit->notice = "review.again";
  khidki_csc_visit_load (visit, show_typed);
}

void
khidki_csc_review_show (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load (visit, show);
}

static void
complain (KhidkiCscVisit *visit, guint status, const char *key)
{
  visit->status = status;
  khidki_csc_visit_complain (visit, "phone", key);
  khidki_csc_review_page (visit);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_counter_ask_consent_finish (KHIDKI_COUNTER (source), result, &error))
    khidki_csc_visit_redirect (visit, "/counter/draft/%s/review?told=sent&read=%s",
                               visit->parts[0], khidki_csc_read_back_get_language (visit));
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID))
    complain (visit, 422, "review.phone-wrong");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    complain (visit, 429, "review.phone-busy");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED))
    complain (visit, 422, "review.phone-refused");
  else
    khidki_csc_visit_fail (visit, error);
}

/* +91 98765 43210, 09876543210: the last ten are the number. */
static char *
dup_phone (KhidkiCscVisit *visit)
{
  g_autofree char *digits
      = khidki_csc_dup_digits (khidki_csc_visit_get_field (visit, "phone"), 15);
  gsize length = strlen (digits);

  if (length == 12 && g_str_has_prefix (digits, "91"))
    return g_strdup (digits + 2);
  return g_strdup (length == 11 && digits[0] == '0' ? digits + 1 : digits);
}

static void
ask_consent (KhidkiCscVisit *visit)
{
  g_autofree char *phone = dup_phone (visit);
  gint64 version = -1;

  g_ascii_string_to_signed (khidki_csc_visit_get_field (visit, "version"), 10, 0, G_MAXINT64,
                            &version, NULL);
  if (version != khidki_draft_get_version (visit->draft))
    khidki_csc_visit_redirect (visit, "/counter/draft/%s/review?told=changed", visit->parts[0]);
  else if (strlen (phone) != 10 || phone[0] < '6')
    complain (visit, 422, "review.phone-wrong");
  else
    khidki_counter_ask_consent_async (visit->desk->counter, visit->who, visit->parts[0], phone,
                                      khidki_csc_read_back_get_language (visit),
                                      visit->desk->cancellable, on_sent,
                                      khidki_csc_visit_ref (visit));
}

void
khidki_csc_consent_do (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load (visit, ask_consent);
}
