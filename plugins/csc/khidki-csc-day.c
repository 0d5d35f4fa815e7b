/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"

/* What is in the box, by what it is: rupees of one piece. */
static const guint pieces[] = { 500, 200, 100, 50, 20, 10 };

static char *
dup_day (const GDate *day)
{
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (day), g_date_get_month (day),
                          g_date_get_day (day));
}

/* The day that the page is about; today if it says none. */
static GDate
get_day (KhidkiCscVisit *visit)
{
  const char *posted = khidki_request_get_field (visit->request, "day");
  const char *asked = posted != NULL ? posted : khidki_request_get_query (visit->request, "day");
  GDate today = khidki_csc_desk_get_day (visit->desk, 0);
  GDate day;

  if (asked == NULL || !khidki_csc_parse_date (asked, &day) || g_date_compare (&day, &today) > 0)
    return today;
  return day;
}

/* On a narrow screen each cell stands below the other, with what it is before it. The table
 * says what its parts are, for not every browser sees one in what is not laid out as one. */
static void
write_cell (KhidkiCscVisit *visit, KhidkiHtml *html, const char *key, const char *class, const char *text)
{
  khidki_html_element (html, "td", text, "class", class, "role", "cell", "data-label",
                       khidki_csc_visit_say (visit, key), NULL);
}

static void
write_amounts (KhidkiCscVisit *visit, KhidkiHtml *html, gint64 fee, gint64 charge, gint64 total)
{
  g_autofree char *fees = khidki_csc_dup_rupees (fee);
  g_autofree char *charges = khidki_csc_dup_rupees (charge);
  g_autofree char *both = khidki_csc_dup_rupees (total);

  write_cell (visit, html, "day.fee", "amount", fees);
  write_cell (visit, html, "day.charge", "amount", charges);
  write_cell (visit, html, "day.total", "amount", both);
}

static void
write_row (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiReceipt *receipt)
{
  const char *number = khidki_receipt_get_number (receipt);
  g_autofree char *path = g_strconcat ("/counter/receipt/", number, NULL);
  g_autofree char *time = khidki_csc_desk_dup_time (visit->desk, khidki_receipt_get_at (receipt));
  g_autofree char *application
      = khidki_csc_dup_grouped (khidki_receipt_get_application (receipt));
  g_autoptr (KhidkiService) service = khidki_counter_find_service (
      visit->desk->counter, khidki_receipt_get_service (receipt), NULL);

  g_autofree char *whom = g_strconcat (
      khidki_receipt_get_applicant (receipt), " · ",
      khidki_csc_page_name_service (service, visit->language), NULL);

  khidki_html_open (html, "tr", "role", "row", NULL);
  write_cell (visit, html, "day.time", NULL, time);
  khidki_html_open (html, "th", "scope", "row", "role", "rowheader", "data-label",
                    khidki_csc_visit_say (visit, "day.receipt"), NULL);
  khidki_html_element (html, "a", number, "href", path, "class", "digits", NULL);
  khidki_html_close (html, "th");
  write_cell (visit, html, "day.application", "digits", application);
  write_cell (visit, html, "day.who", NULL, whom);
  write_amounts (visit, html, khidki_receipt_get_government_fee (receipt),
                 khidki_receipt_get_service_charge (receipt), khidki_receipt_get_total (receipt));
  khidki_html_close (html, "tr");
}

static void
write_table (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiCashDay *cash)
{
  static const char *const heads[] = { "day.time", "day.receipt", "day.application", "day.who",
                                       "day.fee",  "day.charge",  "day.total" };

  khidki_html_open (html, "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label",
                    khidki_csc_visit_say (visit, "day.list"), NULL);
  khidki_html_open (html, "table", "class", "list", "role", "table", NULL);
  khidki_html_open (html, "thead", "role", "rowgroup", NULL);
  khidki_html_open (html, "tr", "role", "row", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    khidki_html_element (html, "th", khidki_csc_visit_say (visit, heads[i]), "scope", "col",
                         "role", "columnheader", "class", i >= 4 ? "amount" : NULL, NULL);
  khidki_html_close (html, "tr");
  khidki_html_close (html, "thead");
  khidki_html_open (html, "tbody", "role", "rowgroup", NULL);
  for (guint i = 0; i < khidki_cash_day_get_n_receipts (cash); i++)
    write_row (visit, html, khidki_cash_day_get_receipt (cash, i));
  khidki_html_close (html, "tbody");
  khidki_html_open (html, "tfoot", "role", "rowgroup", NULL);
  khidki_html_open (html, "tr", "role", "row", NULL);
  khidki_html_element (html, "th", khidki_csc_visit_say (visit, "day.sum"), "scope", "row",
                       "role", "rowheader", "colspan", "4", NULL);
  write_amounts (visit, html, khidki_cash_day_get_government_fees (cash),
                 khidki_cash_day_get_service_charges (cash), khidki_cash_day_get_total (cash));
  khidki_html_close (html, "tr");
  khidki_html_close (html, "tfoot");
  khidki_html_close (html, "table");
  khidki_html_close (html, "div");
}

static void
write_sum (KhidkiCscVisit *visit, KhidkiHtml *html, const char *key, gint64 paise)
{
  g_autofree char *rupees = khidki_csc_dup_rupees (paise);

  khidki_csc_page_fact (html, khidki_csc_visit_say (visit, key), rupees, NULL);
}

/* Also where the table is wider than the screen. */
static void
write_sums (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiCashDay *cash)
{
  khidki_html_open (html, "dl", "class", "facts card", NULL);
  write_sum (visit, html, "day.fee", khidki_cash_day_get_government_fees (cash));
  write_sum (visit, html, "day.charge", khidki_cash_day_get_service_charges (cash));
  write_sum (visit, html, "day.total", khidki_cash_day_get_total (cash));
  khidki_html_close (html, "dl");
}

static void
write_closed (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiCashDay *cash)
{
  gint64 counted = khidki_cash_day_get_counted (cash);
  g_autofree char *sum = khidki_csc_dup_rupees (counted);
  g_autofree char *off = khidki_csc_dup_rupees (counted - khidki_cash_day_get_total (cash));
  g_autofree char *time = khidki_csc_desk_dup_time (visit->desk,
                                                    khidki_cash_day_get_closed_at (cash));
  g_autofree char *line = khidki_csc_fill (visit->language, "day.closed-at", "time", time,
                                           "counted", sum, "difference", off, NULL);
  gboolean right = counted == khidki_cash_day_get_total (cash);

  khidki_html_open (html, "section", "class", right ? "status good" : "status warn", NULL);
  khidki_csc_page_say (visit, html, "h2", NULL, "day.closed");
  khidki_html_element (html, "p", line, NULL);
  if (*khidki_cash_day_get_remark (cash) != '\0')
    khidki_html_element (html, "p", khidki_cash_day_get_remark (cash), NULL);
  khidki_html_close (html, "section");
}

static void
write_piece (KhidkiCscVisit *visit, KhidkiHtml *html, guint rupees)
{
  g_autofree char *name = g_strdup_printf ("piece-%u", rupees);
  g_autofree char *worth = g_strdup_printf ("%u", rupees);
  g_autofree char *label = khidki_csc_fill (visit->language, "day.notes", "worth", worth, NULL);

  khidki_html_open (html, "div", NULL);
  khidki_html_element (html, "label", label, "for", name, NULL);
  khidki_html_void (html, "input", "id", name, "name", name, "type", "text", "inputmode", "numeric",
                    "maxlength", "6", "autocomplete", "off", "data-worth", worth, "value",
                    khidki_csc_visit_get_field (visit, name), NULL);
  khidki_html_close (html, "div");
}

static void
write_closing (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiCashDay *cash)
{
  g_autofree char *day = dup_day (khidki_cash_day_get_day (cash));
  const char *trouble = g_hash_table_lookup (visit->troubles, "coins");
  const char *missing = g_hash_table_lookup (visit->troubles, "remark");
  KhidkiCscBox coins = { .name = "coins", .label = "day.coins", .mode = "decimal",
                         .value = khidki_csc_visit_get_field (visit, "coins"),
                         .trouble = trouble, .focus = trouble != NULL };
  KhidkiCscBox remark = { .name = "remark", .label = "day.remark",
                          .hint = khidki_csc_visit_say (visit, "day.remark-help"),
                          .value = khidki_csc_visit_get_field (visit, "remark"),
                          .trouble = missing, .focus = missing != NULL };

  khidki_html_open (html, "section", "class", "card", "aria-labelledby", "count", NULL);
  khidki_html_element (html, "h2", khidki_csc_visit_say (visit, "day.count"), "id", "count", NULL);
  khidki_csc_page_say (visit, html, "p", NULL, "day.count-help");
  khidki_csc_page_open_form (visit, html, "/counter/day", "count");
  khidki_csc_page_hide (html, "day", day);
  khidki_html_open (html, "div", "class", "pieces", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    write_piece (visit, html, pieces[i]);
  khidki_html_close (html, "div");
  khidki_csc_page_box (visit, html, &coins);
  khidki_html_element (html, "p", "", "class", "change", "id", "counted", "role", "status",
                       "data-counted", khidki_csc_visit_say (visit, "day.counted"), NULL);
  khidki_csc_page_box (visit, html, &remark);
  khidki_csc_page_say (visit, html, "button", NULL, "day.close");
  khidki_html_close (html, "form");
  khidki_html_close (html, "section");
}

static void
write_find (KhidkiCscVisit *visit, KhidkiHtml *html)
{
  khidki_html_open (html, "form", "method", "get", "action", "/counter/receipt/", "class", "search",
                    NULL);
  khidki_html_element (html, "label", khidki_csc_visit_say (visit, "day.find"), "for", "number",
                       NULL);
  khidki_html_open (html, "div", "class", "line", NULL);
  khidki_html_void (html, "input", "id", "number", "name", "number", "type", "search",
                    "autocomplete", "off", "maxlength", "60", NULL);
  khidki_csc_page_say (visit, html, "button", "second", "day.find-do");
  khidki_html_close (html, "div");
  khidki_html_close (html, "form");
}

static void
write_days (KhidkiCscVisit *visit, KhidkiHtml *html, const GDate *day)
{
  GDate today = khidki_csc_desk_get_day (visit->desk, 0);
  GDate other = *day;
  g_autofree char *before = NULL;

  khidki_html_open (html, "p", "class", "days", NULL);
  g_date_subtract_days (&other, 1);
  before = dup_day (&other);
  {
    g_autofree char *path = g_strconcat ("/counter/day?day=", before, NULL);

    khidki_html_element (html, "a", khidki_csc_visit_say (visit, "day.before"), "href", path, NULL);
  }
  if (g_date_compare (day, &today) < 0)
    {
      khidki_html_text (html, " ");
      khidki_html_element (html, "a", khidki_csc_visit_say (visit, "day.today"), "href",
                           "/counter/day", NULL);
    }
  khidki_html_close (html, "p");
}

static void
write_page (KhidkiCscVisit *visit, KhidkiCashDay *cash)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  const GDate *day = khidki_cash_day_get_day (cash);
  g_autofree char *date = g_strdup_printf ("%02u/%02u/%04u", g_date_get_day (day),
                                           g_date_get_month (day), g_date_get_year (day));
  g_autofree char *title = khidki_csc_fill (visit->language, "day.title", "date", date, NULL);

  khidki_csc_page_notice (visit, html);
  if (khidki_cash_day_get_closed_at (cash) != 0)
    write_closed (visit, html, cash);
  write_days (visit, html, day);
  if (khidki_cash_day_get_n_receipts (cash) == 0)
    khidki_csc_page_say (visit, html, "p", "none", "day.nothing");
  else
    {
      write_sums (visit, html, cash);
      write_table (visit, html, cash);
    }
  write_find (visit, html);
  if (khidki_cash_day_get_closed_at (cash) == 0)
    write_closing (visit, html, cash);
  khidki_csc_page_answer (visit, title, html);
}

static void
on_day (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCashDay) cash
      = khidki_counter_load_day_finish (KHIDKI_COUNTER (source), result, &error);

  if (cash != NULL)
    write_page (visit, cash);
  else
    khidki_csc_visit_fail (visit, error);
}

void
khidki_csc_day_show (KhidkiCscVisit *visit)
{
  GDate day = get_day (visit);

  khidki_counter_load_day_async (visit->desk->counter, visit->who, &day, visit->desk->cancellable,
                                 on_day, khidki_csc_visit_ref (visit));
}

/* FALSE if there is something that cannot be counted. */
static gboolean
count_cash (KhidkiCscVisit *visit, gint64 *counted)
{
  const char *coins = khidki_csc_visit_get_field (visit, "coins");
  gint64 paise = 0;

  *counted = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *name = g_strdup_printf ("piece-%u", pieces[i]);
      g_autofree char *ascii = khidki_digits_to_ascii (khidki_csc_visit_get_field (visit, name));
      const char *text = g_strstrip (ascii);
      guint64 n = 0;

      if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 0, 999999, &n, NULL))
        return FALSE;
      *counted += (gint64) n * pieces[i] * 100;
    }
  if (*coins != '\0' && !khidki_csc_parse_paise (coins, &paise))
    return FALSE;
  *counted += paise;
  return TRUE;
}

static void
complain (KhidkiCscVisit *visit, const char *box, const char *key)
{
  visit->status = 422;
  khidki_csc_visit_complain (visit, box, key);
  khidki_csc_day_show (visit);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCashDay) cash
      = khidki_counter_close_day_finish (KHIDKI_COUNTER (source), result, &error);
  g_autofree char *day = NULL;

  if (cash != NULL)
    {
      day = dup_day (khidki_cash_day_get_day (cash));
      khidki_csc_visit_redirect (visit, "/counter/day?day=%s", day);
    }
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID)
           && strcmp (error->message, "remark-missing") == 0)
    complain (visit, "remark", "day.differs");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID)
           && strcmp (error->message, "remark-too-long") == 0)
    complain (visit, "remark", "day.remark-long");
  else
    khidki_csc_visit_fail (visit, error);
}

/* A day that is closed stays as it is, however often it is tapped. */
void
khidki_csc_day_close (KhidkiCscVisit *visit)
{
  GDate day = get_day (visit);
  g_autofree char *remark = g_strstrip (g_strdup (khidki_csc_visit_get_field (visit, "remark")));
  gint64 counted;

  if (count_cash (visit, &counted))
    {
      khidki_counter_close_day_async (visit->desk->counter, visit->who, &day, counted, remark,
                                      visit->desk->cancellable, on_closed,
                                      khidki_csc_visit_ref (visit));
      return;
    }
  complain (visit, "coins", "day.count-wrong");
}
