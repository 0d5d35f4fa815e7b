/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"
#include "khidki-csc-receipt-sheet.h"

typedef void (*ReceiptStep) (KhidkiCscVisit *visit, KhidkiReceipt *receipt);

static void
write_print (KhidkiCscVisit *visit,
             KhidkiHtml *html,
             KhidkiReceipt *receipt,
             const char *key,
             gboolean focus)
{
  g_autofree char *action
      = g_strdup_printf ("/counter/receipt/%s/print", khidki_receipt_get_number (receipt));
  g_autofree char *token = khidki_csc_visit_make_token (visit);

  khidki_html_open (html, "form", "method", "post", "action", action, "target", "_blank", "class",
                    "prints", NULL);
  khidki_csc_page_hide (html, "token", token);
  khidki_csc_page_hide (html, "key", key);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "receipt.a5"), "name", "size",
                       "value", "a5", "autofocus", focus ? "" : NULL, NULL);
  khidki_html_element (html, "button", khidki_csc_visit_say (visit, "receipt.roll"), "name", "size",
                       "value", "roll", "class", "second", NULL);
  khidki_html_close (html, "form");
}

static void
write_change (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiReceipt *receipt)
{
  const char *text = khidki_request_get_query (visit->request, "received");
  gint64 received = 0;
  gint64 total = khidki_receipt_get_total (receipt);
  g_autofree char *back = NULL;
  g_autofree char *given = NULL;
  g_autofree char *line = NULL;

  if (text == NULL
      || !g_ascii_string_to_signed (text, 10, total + 1, G_MAXINT32 * G_GINT64_CONSTANT (100),
                                    &received, NULL))
    return;
  back = khidki_csc_dup_rupees (received - total);
  given = khidki_csc_dup_rupees (received);
  line = khidki_csc_fill (visit->language, "receipt.give-back", "back", back, "received", given,
                          NULL);
  khidki_html_element (html, "p", line, "class", "change", NULL);
}

static void
write_prints (KhidkiCscVisit *visit, KhidkiHtml *html, guint n)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *times = khidki_csc_fill (
      visit->language, n == 1 ? "receipt.once" : "receipt.times", "count", count, NULL);

  if (n > 0)
    khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.prints"), times, NULL);
}

static void
write_numbers (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiReceipt *receipt)
{
  g_autofree char *grouped = khidki_csc_dup_grouped (khidki_receipt_get_application (receipt));
  g_autofree char *total = khidki_csc_dup_rupees (khidki_receipt_get_total (receipt));
  g_autofree char *due = khidki_csc_desk_dup_date (visit->desk, khidki_receipt_get_due (receipt));
  g_autofree char *at = khidki_csc_desk_dup_date (visit->desk, khidki_receipt_get_at (receipt));
  g_autoptr (KhidkiService) service = khidki_counter_find_service (
      visit->desk->counter, khidki_receipt_get_service (receipt), NULL);

  khidki_html_open (html, "dl", "class", "facts", NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.application"), grouped,
                        "digits big");
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.applicant"),
                        khidki_receipt_get_applicant (receipt), NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.service"),
                        khidki_csc_page_name_service (service, visit->language), NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.paid"), total, NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.number"),
                        khidki_receipt_get_number (receipt), "digits");
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.at"), at, NULL);
  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, "receipt.due"), due, NULL);
  write_prints (visit, html, khidki_receipt_get_prints (receipt));
  khidki_html_close (html, "dl");
}

static void
write_page (KhidkiCscVisit *visit, KhidkiReceipt *receipt)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autofree char *key = khidki_csc_desk_make_key (visit->desk);
  gboolean fresh = khidki_receipt_get_prints (receipt) == 0;

  khidki_html_open (html, "div", "class", "card taken", NULL);
  write_change (visit, html, receipt);
  write_numbers (visit, html, receipt);
  if (!fresh)
    khidki_csc_page_say (visit, html, "p", "hint", "receipt.copy-help");
  write_print (visit, html, receipt, key, fresh);
  khidki_html_close (html, "div");
  khidki_html_open (html, "p", NULL);
  khidki_html_element (html, "a", khidki_csc_visit_say (visit, "page.next-citizen"), "class",
                       "button", "href", "/counter/", "autofocus", fresh ? NULL : "", NULL);
  khidki_html_close (html, "p");
  khidki_csc_page_answer (visit, khidki_csc_visit_say (visit, "receipt.title"), html);
}

static void
on_receipt (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt
      = khidki_counter_find_receipt_finish (KHIDKI_COUNTER (source), result, &error);

  if (receipt != NULL)
    write_page (visit, receipt);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_tell (visit, 404, "no-receipt");
  else
    khidki_csc_visit_fail (visit, error);
}

void
khidki_csc_receipt_show (KhidkiCscVisit *visit)
{
  khidki_counter_find_receipt_async (visit->desk->counter, visit->who, visit->parts[0],
                                     visit->desk->cancellable, on_receipt,
                                     khidki_csc_visit_ref (visit));
}

static void
tell_no_receipt (KhidkiCscVisit *visit)
{
  khidki_csc_visit_tell (visit, 404, "no-receipt");
}

/* By the number of the receipt, or of the application as it is printed, in groups. */
void
khidki_csc_receipt_find (KhidkiCscVisit *visit)
{
  const char *number = khidki_request_get_query (visit->request, "number");
  g_autofree char *digits = khidki_csc_dup_digits (number != NULL ? number : "", 40);
  const char *parts[] = { NULL, NULL };
  g_autofree char *typed = g_strstrip (g_strdup (number != NULL ? number : ""));

  parts[0] = strlen (digits) == 14 && strchr (typed, '-') == NULL ? digits : typed;
  g_strfreev (visit->parts);
  visit->parts = g_strdupv ((GStrv) parts);
  if (*parts[0] == '\0')
    khidki_csc_visit_redirect (visit, "/counter/day");
  else
    khidki_csc_visit_find_receipt (visit, tell_no_receipt);
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt
      = khidki_counter_note_print_finish (KHIDKI_COUNTER (source), result, &error);
  gboolean posted = strcmp (khidki_request_get_method (visit->request), "POST") == 0;

  if (receipt == NULL && g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_tell (visit, 404, "no-receipt");
  else if (receipt == NULL)
    khidki_csc_visit_fail (visit, error);
  else if (posted)
    khidki_csc_visit_redirect (
        visit, "/counter/receipt/%s/print?size=%s&key=%s", khidki_receipt_get_number (receipt),
        strcmp (khidki_csc_visit_get_field (visit, "size"), "roll") == 0 ? "roll" : "a5",
        khidki_csc_visit_get_field (visit, "key"));
  else
    khidki_csc_receipt_sheet_show (visit, receipt);
}

/* The key is the page's that had the button: tapped twice, it is one print. */
static void
note (KhidkiCscVisit *visit, const char *key)
{
  if (!khidki_csc_is_path (key))
    khidki_csc_visit_redirect (visit, "/counter/receipt/?number=%s", visit->parts[0]);
  else
    khidki_counter_note_print_async (visit->desk->counter, visit->who, visit->parts[0], key,
                                     visit->desk->cancellable, on_noted,
                                     khidki_csc_visit_ref (visit));
}

void
khidki_csc_print_do (KhidkiCscVisit *visit)
{
  note (visit, khidki_csc_visit_get_field (visit, "key"));
}

void
khidki_csc_print_show (KhidkiCscVisit *visit)
{
  const char *key = khidki_request_get_query (visit->request, "key");

  note (visit, key != NULL ? key : "");
}
