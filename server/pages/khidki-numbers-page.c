/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-numbers-page.h"

#include "pages/khidki-page.h"

static void
write_chat (KhidkiPage *page, const char *const *numbers)
{
  khidki_page_begin_fact (page, "numbers.chat");
  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++)
    khidki_page_write (page, "dd", "digits phone", numbers[i]);
  if (numbers == NULL || numbers[0] == NULL)
    khidki_page_say (page, "dd", NULL, "numbers.none");
  khidki_page_end_fact (page);
}

/**
 * khidki_numbers_page_show:
 * @language: the reader's
 * @numbers: (nullable): the numbers to chat with, as people write them
 * @helpline: (nullable): where a person answers
 * @hours: (nullable): when
 *
 * Returns: (transfer full): the page of the only true numbers
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_numbers_page_show (const char *language,
                          const char *const *numbers,
                          const char *helpline,
                          const char *hours)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (language, "numbers.title");
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_page_say (page, "p", NULL, "numbers.lead");
  khidki_html_open (html, "dl", "class", "card", NULL);
  write_chat (page, numbers);
  if (helpline != NULL && *helpline != '\0')
    {
      khidki_page_begin_fact (page, "numbers.helpline");
      khidki_page_write_phone (page, helpline);
      khidki_page_end_fact (page);
    }
  if (hours != NULL && *hours != '\0')
    khidki_page_add_fact (page, "numbers.hours", hours);
  khidki_html_close (html, "dl");
  khidki_html_open (html, "section", "class", "status bad", NULL);
  khidki_page_say (page, "h2", NULL, "numbers.warning");
  khidki_page_say (page, "p", NULL, "numbers.warning-help");
  khidki_html_close (html, "section");
  khidki_html_open (html, "section", "class", "card", NULL);
  khidki_page_say (page, "h2", NULL, "numbers.report");
  khidki_page_say (page, "p", NULL, "numbers.report-help");
  khidki_html_close (html, "section");
  return khidki_page_end (page, 200);
}
