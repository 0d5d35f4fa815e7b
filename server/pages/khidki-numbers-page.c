/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-numbers-page.h"

#include <stdlib.h>

#include "pages/khidki-page.h"

/* What is written after a scheme: `+` and digits. */
static char *
dup_bare (const char *number)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = number; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) || (*p == '+' && bare->len == 0))
      g_string_append_c (bare, *p);
  return g_string_free (bare, FALSE);
}

static gboolean
is_listed (GPtrArray *contacts, KhidkiContact *contact)
{
  g_autofree char *bare = dup_bare (khidki_contact_get_number (contact));

  for (guint i = 0; i < contacts->len; i++)
    {
      KhidkiContact *other = g_ptr_array_index (contacts, i);
      g_autofree char *other_bare = dup_bare (khidki_contact_get_number (other));

      if (khidki_contact_get_kind (other) == khidki_contact_get_kind (contact)
          && g_str_equal (bare, other_bare))
        return TRUE;
    }
  return FALSE;
}

static void
take (GPtrArray *contacts, KhidkiContact *contact)
{
  if (*khidki_contact_get_number (contact) != '\0' && !is_listed (contacts, contact))
    g_ptr_array_add (contacts, khidki_contact_ref (contact));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
khidki_numbers_page_list (KhidkiChannels *channels, const char *const *numbers)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_contact_unref);
  g_auto (GStrv) names = channels != NULL ? khidki_channels_list (channels) : g_new0 (char *, 1);

  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) own = khidki_channel_list_contacts (khidki_channels_find (channels, names[i]));

      for (guint j = 0; j < own->len; j++)
        take (contacts, g_ptr_array_index (own, j));
    }
  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++)
    {
      g_autoptr (KhidkiContact) contact = khidki_contact_new (KHIDKI_CONTACT_CHAT, numbers[i], NULL);

      take (contacts, contact);
    }
  return contacts;
}

/* (transfer full) (nullable): where a tap leads. A chat is found by the number with its
 * country's code only. */
static char *
dup_link (KhidkiContact *contact)
{
  g_autofree char *bare = dup_bare (khidki_contact_get_number (contact));

  switch (khidki_contact_get_kind (contact))
    {
    case KHIDKI_CONTACT_CHAT:
      return *bare == '+' ? g_strconcat ("https://wa.me/", bare + 1, NULL) : NULL;
    case KHIDKI_CONTACT_TEXT:
      return g_strconcat ("sms:", bare, NULL); /* lint: allow plugin-name – a scheme of addresses */
    case KHIDKI_CONTACT_VOICE:
    default:
      return g_strconcat ("tel:", bare, NULL);
    }
}

static void
write_contact (KhidkiPage *page, KhidkiContact *contact)
{
  KhidkiHtml *html = khidki_page_get_html (page);
  g_autofree char *link = dup_link (contact);

  khidki_html_open (html, "dd", "class", "digits phone", NULL);
  if (link != NULL)
    khidki_html_open (html, "a", "href", link, NULL);
  khidki_html_text (html, khidki_contact_get_number (contact));
  if (link != NULL)
    khidki_html_close (html, "a");
  khidki_html_close (html, "dd");
  if (khidki_contact_get_brand (contact) != NULL)
    khidki_page_write (page, "dd", "text", khidki_contact_get_brand (contact));
}

/* @none: (nullable): what is said if there is nothing of the kind; else it is left out */
static void
write_kind (KhidkiPage *page,
            GPtrArray *contacts,
            KhidkiContactKind kind,
            const char *label,
            const char *none)
{
  guint n = 0;

  for (guint i = 0; i < contacts->len; i++)
    {
      KhidkiContact *contact = g_ptr_array_index (contacts, i);

      if (khidki_contact_get_kind (contact) != kind)
        continue;
      if (n++ == 0)
        khidki_page_begin_fact (page, label);
      write_contact (page, contact);
    }
  if (n == 0 && none != NULL)
    {
      khidki_page_begin_fact (page, label);
      khidki_page_say (page, "dd", NULL, none);
      khidki_page_end_fact (page);
    }
  else if (n > 0)
    khidki_page_end_fact (page);
}

/**
 * khidki_numbers_page_show:
 * @reader: who reads it
 * @contacts: (element-type KhidkiContact): our numbers
 * @helpline: (nullable): where a person answers
 * @hours: (nullable): when
 *
 * Returns: (transfer full): the page of the only true numbers
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_numbers_page_show (const KhidkiPageReader *reader,
                          GPtrArray *contacts,
                          const char *helpline,
                          const char *hours)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "numbers.title");
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_page_say (page, "p", NULL, "numbers.lead");
  khidki_html_open (html, "dl", "class", "card", NULL);
  write_kind (page, contacts, KHIDKI_CONTACT_CHAT, "numbers.chat", "numbers.none");
  write_kind (page, contacts, KHIDKI_CONTACT_TEXT, "numbers.text", NULL);
  write_kind (page, contacts, KHIDKI_CONTACT_VOICE, "numbers.voice", NULL);
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
