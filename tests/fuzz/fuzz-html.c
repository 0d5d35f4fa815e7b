/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "libkhidki/khidki.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_inside (const char *page,
              gsize length,
              const char *before,
              const char *after,
              const char *never)
{
  const char *end = page + length - strlen (after);

  g_assert_true (g_str_has_prefix (page, before) && g_str_has_suffix (page, after));
  for (const char *p = page + strlen (before); p < end; p++)
    g_assert_null (strchr (never, *p));
  g_assert_true (g_utf8_validate (page, (gssize) length, NULL));
}

/* Whatever the text is, it stays text, and an attribute stays one. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autoptr (KhidkiHtml) link = khidki_html_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) link_bytes = NULL;
  g_autofree char *page = NULL;
  g_autofree char *link_page = NULL;

  khidki_html_element (html, "p", text, NULL);
  bytes = khidki_html_end (html);
  page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  check_inside (page, g_bytes_get_size (bytes), "<p>", "</p>", "<>\"'");

  khidki_html_void (link, "input", "value", text, NULL);
  link_bytes = khidki_html_end (link);
  link_page = g_strndup (g_bytes_get_data (link_bytes, NULL), g_bytes_get_size (link_bytes));
  check_inside (link_page, g_bytes_get_size (link_bytes), "<input value=\"", "\">", "<>\"'");
  return 0;
}
