/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-receipt-sheet.h"

#include <string.h>

#include "khidki-csc-page.h"

static void
write_in (KhidkiHtml *html, const char *language, const char *text)
{
  khidki_html_element (html, "span", text, "lang", language, NULL);
}

/* Hindi before English, as on the state's own paper. */
static void
say (KhidkiHtml *html, const char *element, const char *class, const char *key)
{
  khidki_html_open (html, element, "class", class, NULL);
  write_in (html, "hi", khidki_csc_say ("hi", key));
  khidki_html_text (html, " ");
  write_in (html, "en", khidki_csc_say ("en", key));
  khidki_html_close (html, element);
}

static void
write_pair (KhidkiHtml *html, const char *element, const char *class, const char *hindi, const char *english)
{
  khidki_html_open (html, element, "class", class, NULL);
  write_in (html, "hi", hindi);
  if (strcmp (hindi, english) != 0)
    {
      khidki_html_text (html, " ");
      write_in (html, "en", english);
    }
  khidki_html_close (html, element);
}

static void
open_fact (KhidkiHtml *html, const char *key)
{
  khidki_html_open (html, "div", NULL);
  say (html, "dt", NULL, key);
}

static void
write_fact (KhidkiHtml *html, const char *key, const char *value, const char *class)
{
  open_fact (html, key);
  khidki_html_element (html, "dd", value, "class", class, NULL);
  khidki_html_close (html, "div");
}

static void
write_head (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiReceipt *receipt)
{
  g_autofree char *date = khidki_csc_desk_dup_date (visit->desk, khidki_receipt_get_at (receipt));
  g_autofree char *time = khidki_csc_desk_dup_time (visit->desk, khidki_receipt_get_at (receipt));
  g_autofree char *at = g_strconcat (date, " ", time, NULL);
  gboolean copy = khidki_receipt_get_prints (receipt) > 0;

  khidki_html_open (html, "header", NULL);
  say (html, "p", "state", "paper.state");
  say (html, "h1", NULL, "paper.receipt");
  if (copy)
    khidki_html_element (html, "p", khidki_csc_say ("en", "paper.copy"), "class", "copy", NULL);
  khidki_html_close (html, "header");
  khidki_html_open (html, "dl", "class", "from", NULL);
  open_fact (html, "paper.centre");
  write_pair (html, "dd", NULL, khidki_operator_get_centre_name (visit->who, "hi"),
              khidki_operator_get_centre_name (visit->who, "en"));
  khidki_html_close (html, "div");
  write_fact (html, "paper.operator", khidki_receipt_get_operator (receipt), NULL);
  write_fact (html, "paper.number", khidki_receipt_get_number (receipt), "digits");
  write_fact (html, "paper.at", at, "digits");
  khidki_html_close (html, "dl");
}

static void
write_case (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiReceipt *receipt, KhidkiService *service)
{
  const char *number = khidki_receipt_get_application (receipt);
  g_autofree char *grouped = khidki_csc_dup_grouped (number);
  g_autofree char *due = khidki_csc_desk_dup_date (visit->desk, khidki_receipt_get_due (receipt));
  g_autofree char *code = g_strdup_printf ("/counter/receipt/%s/code.svg",
                                           khidki_receipt_get_number (receipt));

  khidki_html_open (html, "section", "class", "case", NULL);
  khidki_html_open (html, "dl", NULL);
  write_fact (html, "paper.application", grouped, "digits big");
  write_fact (html, "paper.applicant", khidki_receipt_get_applicant (receipt), NULL);
  open_fact (html, "paper.service");
  write_pair (html, "dd", NULL, khidki_csc_page_name_service (service, "hi"),
              khidki_csc_page_name_service (service, "en"));
  khidki_html_close (html, "div");
  write_fact (html, "paper.due", due, "digits");
  khidki_html_close (html, "dl");
  khidki_html_void (html, "img", "class", "code", "src", code, "alt", grouped, "width", "96",
                    "height", "96", NULL);
  khidki_html_close (html, "section");
}

static void
write_amount (KhidkiHtml *html, const char *key, gint64 paise, const char *class)
{
  g_autofree char *rupees = khidki_csc_dup_rupees (paise);

  khidki_html_open (html, "tr", "class", class, NULL);
  khidki_html_open (html, "th", "scope", "row", NULL);
  write_in (html, "hi", khidki_csc_say ("hi", key));
  khidki_html_text (html, " ");
  write_in (html, "en", khidki_csc_say ("en", key));
  khidki_html_close (html, "th");
  khidki_html_element (html, "td", rupees, NULL);
  khidki_html_close (html, "tr");
}

static void
write_money (KhidkiHtml *html, KhidkiReceipt *receipt)
{
  g_autofree char *total = khidki_csc_dup_rupees (khidki_receipt_get_total (receipt));
  g_autofree char *hindi = khidki_csc_fill ("hi", "paper.most", "total", total, NULL);
  g_autofree char *english = khidki_csc_fill ("en", "paper.most", "total", total, NULL);

  khidki_html_open (html, "table", "class", "money", NULL);
  khidki_html_open (html, "tbody", NULL);
  write_amount (html, "paper.fee", khidki_receipt_get_government_fee (receipt), NULL);
  write_amount (html, "paper.charge", khidki_receipt_get_service_charge (receipt), NULL);
  write_amount (html, "paper.total", khidki_receipt_get_total (receipt), "total");
  khidki_html_close (html, "tbody");
  khidki_html_close (html, "table");
  write_pair (html, "p", "most", hindi, english);
}

static const char *
name_part (KhidkiService *service, const char *kind, const char *id, const char *language)
{
  KhidkiPart *part = service != NULL ? khidki_service_find_part (service, kind, id) : NULL;
  const char *name = part != NULL ? khidki_part_get_text (part, "Name", language) : NULL;

  return name != NULL ? name : id;
}

/* (transfer full): Proof of identity (Voter card, 2) */
static char *
dup_paper (KhidkiReceipt *receipt, guint index, KhidkiService *service, const char *language)
{
  const char *kind = NULL;
  guint count = 0;
  const char *path = khidki_receipt_get_paper (receipt, index, &kind, &count);
  const char *name = name_part (service, "Paper", path, language);
  const char *what = kind != NULL && *kind != '\0' ? name_part (service, "Kind", kind, language)
                                                   : name;

  if (strcmp (name, what) == 0)
    return g_strdup_printf ("%s (%u)", name, count);
  return g_strdup_printf ("%s (%s, %u)", name, what, count);
}

static void
write_papers (KhidkiHtml *html, KhidkiReceipt *receipt, KhidkiService *service)
{
  if (khidki_receipt_get_n_papers (receipt) == 0)
    return;
  say (html, "h2", NULL, "paper.papers");
  khidki_html_open (html, "ul", NULL);
  for (guint i = 0; i < khidki_receipt_get_n_papers (receipt); i++)
    {
      g_autofree char *hindi = dup_paper (receipt, i, service, "hi");
      g_autofree char *english = dup_paper (receipt, i, service, "en");

      write_pair (html, "li", NULL, hindi, english);
    }
  khidki_html_close (html, "ul");
}

static void
write_way (KhidkiHtml *html, const char *key, const char *number, const char *application)
{
  g_autofree char *hindi = NULL;
  g_autofree char *english = NULL;

  if (number == NULL || *number == '\0')
    return;
  hindi = khidki_csc_fill ("hi", key, "number", number, "application", application, NULL);
  english = khidki_csc_fill ("en", key, "number", number, "application", application, NULL);
  write_pair (html, "p", NULL, hindi, english);
}

static void
write_foot (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiReceipt *receipt)
{
  const char *application = khidki_receipt_get_application (receipt);

  khidki_html_open (html, "footer", NULL);
  say (html, "h2", NULL, "paper.ask");
  write_way (html, "paper.whatsapp", visit->desk->whatsapp, application);
  write_way (html, "paper.sms", visit->desk->sms, application);
  say (html, "p", NULL, "paper.any-centre");
  write_way (html, "paper.grievance", visit->desk->helpline, application);
  khidki_html_close (html, "footer");
}

void
khidki_csc_receipt_sheet_show (KhidkiCscVisit *visit, KhidkiReceipt *receipt)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autoptr (KhidkiService) service = khidki_counter_find_service (
      visit->desk->counter, khidki_receipt_get_service (receipt), NULL);
  gboolean roll = g_strcmp0 (khidki_request_get_query (visit->request, "size"), "roll") == 0;

  khidki_html_open (html, "article", "class", roll ? "receipt roll" : "receipt a5", "data-print",
                    "", NULL);
  write_head (visit, html, receipt);
  write_case (visit, html, receipt, service);
  write_money (html, receipt);
  write_papers (html, receipt, service);
  write_foot (visit, html, receipt);
  khidki_html_close (html, "article");
  khidki_csc_page_say (visit, html, "p", "screen", "print.how");
  khidki_csc_page_answer_sheet (visit, khidki_receipt_get_number (receipt), html);
}
