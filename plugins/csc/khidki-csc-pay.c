/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-review.h"

#include "khidki-csc-item.h"
#include "khidki-csc-kept.h"
#include "khidki-csc-read-back.h"

static const char *
find_trouble (KhidkiCscVisit *visit, const char *name)
{
  return g_hash_table_lookup (visit->troubles, name);
}

static void
write_sheet (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  const char *trouble = find_trouble (visit, "sheet");

  khidki_html_open (html, "div", "class", "box", NULL);
  khidki_html_element (html, "label", khidki_csc_visit_say (visit, "review.sheet"), "for", "sheet",
                       NULL);
  if (trouble != NULL)
    khidki_html_element (html, "p", trouble, "class", "wrong", "id", "wrong-sheet", NULL);
  if (visit->sheet != NULL)
    {
      g_autofree char *purpose = khidki_csc_review_dup_purpose (visit);
      g_autofree char *sealed = khidki_csc_kept_seal (visit, purpose, visit->sheet);

      khidki_csc_page_hide (html, "kept", sealed);
      khidki_csc_page_say (visit, html, "p", "by", "review.sheet-kept");
    }
  khidki_html_void (html, "input", "type", "file", "id", "sheet", "name", "sheet", "accept",
                    KHIDKI_CSC_ACCEPTED, "capture",
                    "environment", "aria-describedby", trouble != NULL ? "wrong-sheet" : NULL,
                    NULL);
  khidki_html_close (html, "div");
}

/* The code that was read out, or the photo of what was signed. */
static void
write_proofs (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  gboolean sent = g_strcmp0 (khidki_request_get_query (visit->request, "told"), "sent") == 0;
  const char *trouble = find_trouble (visit, "code");
  KhidkiCscBox code = { .name = "code", .label = "review.code", .mode = "numeric",
                        .complete = "one-time-code", .value
                        = khidki_csc_visit_get_field (visit, "code"), .trouble = trouble,
                        .focus = sent || trouble != NULL };

  khidki_csc_page_box (visit, html, &code);
  khidki_csc_page_say (visit, html, "p", "or", "review.or");
  write_sheet (visit, html);
}

static void
write_amount (KhidkiCscVisit *visit,
              KhidkiHtml *html,
              const char *key,
              gint64 paise,
              const char *class)
{
  g_autofree char *rupees = khidki_csc_dup_rupees (paise);

  khidki_html_open (html, "tr", "class", class, NULL);
  khidki_html_element (html, "th", khidki_csc_visit_say (visit, key), "scope", "row", NULL);
  khidki_html_element (html, "td", rupees, NULL);
  khidki_html_close (html, "tr");
}

static void
write_cash (KhidkiCscVisit *visit, KhidkiHtml *html, gint64 total)
{
  g_autofree char *paise = g_strdup_printf ("%" G_GINT64_FORMAT, total);
  const char *trouble = find_trouble (visit, "received");
  KhidkiCscBox received = { .name = "received", .label = "review.received", .mode = "decimal",
                            .hint = khidki_csc_visit_say (visit, "review.received-help"),
                            .value = khidki_csc_visit_get_field (visit, "received"),
                            .trouble = trouble, .focus = trouble != NULL };

  khidki_csc_page_box (visit, html, &received);
  khidki_html_element (html, "p", "", "class", "change", "id", "change", "role", "status",
                       "data-total", paise, "data-back",
                       khidki_csc_visit_say (visit, "review.give-back"), "data-less",
                       khidki_csc_visit_say (visit, "review.less"), NULL);
}

static void
write_money (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  gint64 fee = 0, charge = 0;
  g_autofree char *rupees = NULL;
  g_autofree char *most = NULL;
  g_autofree char *button = NULL;

  khidki_counter_get_charges (visit->desk->counter, khidki_draft_get_service (visit->draft), &fee,
                              &charge);
  rupees = khidki_csc_dup_rupees (fee + charge);
  most = khidki_csc_fill (visit->language, "review.most", "total", rupees, NULL);
  button = khidki_csc_fill (visit->language, "review.submit", "total", rupees, NULL);
  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "review.money"), NULL);
  khidki_html_open (html, "table", "class", "money", NULL);
  khidki_html_open (html, "tbody", NULL);
  write_amount (visit, html, "review.fee", fee, NULL);
  write_amount (visit, html, "review.charge", charge, NULL);
  write_amount (visit, html, "review.total", fee + charge, "total");
  khidki_html_close (html, "tbody");
  khidki_html_close (html, "table");
  khidki_html_element (html, "p", most, "class", "most", NULL);
  khidki_csc_page_hide_number (html, "fee", fee);
  khidki_csc_page_hide_number (html, "charge", charge);
  if (fee + charge > 0)
    write_cash (visit, html, fee + charge);
  khidki_html_element (html, "button", button, "name", "do", "value", "submit", "class", "main",
                       NULL);
}

void
khidki_csc_pay_write (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  g_autofree char *action = g_strdup_printf ("/counter/draft/%s/submit",
                                             khidki_draft_get_id (visit->draft));

  khidki_csc_page_open_form (visit, html, action, "pay");
  khidki_csc_page_hide_number (html, "version", khidki_draft_get_version (visit->draft));
  khidki_csc_page_hide (html, "read", khidki_csc_read_back_get_language (visit));
  write_proofs (visit, html);
  write_money (visit, html);
  khidki_html_close (html, "form");
}
