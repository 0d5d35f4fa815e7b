/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pages/khidki-page.h"
#include "pages/khidki-pages-private.h"

char *
khidki_pages_dup_rest (KhidkiRequest *request, const char *prefix)
{
  const char *path = khidki_request_get_path (request);

  if (!g_str_has_prefix (path, prefix))
    return NULL;
  return g_uri_unescape_string (path + strlen (prefix), NULL);
}

char *
khidki_pages_dup_field (KhidkiRequest *request, const char *name, gsize most, guint *status)
{
  const char *type = khidki_request_get_content_type (request);
  GBytes *body = khidki_request_get_body (request);
  g_autoptr (GHashTable) fields = NULL;
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  *status = 400;
  if (length > most)
    *status = 413;
  if (text == NULL || length > most || type == NULL
      || g_ascii_strcasecmp (type, "application/x-www-form-urlencoded") != 0)
    return NULL;
  fields = g_uri_parse_params (text, (gssize) length, "&", G_URI_PARAMS_WWW_FORM, NULL);
  return fields != NULL ? g_strdup (g_hash_table_lookup (fields, name)) : NULL;
}

KhidkiResponse *
khidki_pages_make_trouble (const KhidkiPageReader *reader, guint status)
{
  g_autoptr (KhidkiPage) page = khidki_page_new (reader, "trouble.title");
  KhidkiHtml *html = khidki_page_get_html (page);

  khidki_html_open (html, "section", "class", "status warn", NULL);
  khidki_page_say (page, "p", NULL, status == 413 ? "trouble.large" : "trouble.help");
  khidki_html_close (html, "section");
  return khidki_page_end (page, status);
}
