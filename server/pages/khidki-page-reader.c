/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page-reader.h"

#include <string.h>

#include "catalogue/khidki-language.h"

#define CHOICE "lang"
/* Longer than a number, a token or a place. */
#define MOST_KEPT 80

/* What pages of ours ask for in their address. */
static const char *const questions[] = { "number", "t", "place" };

static const char *
find_preferred (KhidkiRequest *request)
{
  const char *wanted = khidki_request_get_header (request, "Accept-Language");
  const char *const *codes = khidki_language_list_codes ();

  for (guint i = 0; wanted != NULL && codes[i] != NULL; i++)
    if (g_ascii_strncasecmp (wanted, codes[i], strlen (codes[i])) == 0
        && !g_ascii_isalpha (wanted[strlen (codes[i])]))
      return codes[i];
  return KHIDKI_LANGUAGE_FIRST;
}

static char *
add_question (char *address, const char *name, const char *value)
{
  g_autofree char *before = address;
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  g_autofree char *kept = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MOST_KEPT));
  g_autofree char *escaped = g_uri_escape_string (kept, NULL, FALSE);

  return g_strconcat (before, strchr (before, '?') != NULL ? "&" : "?", name, "=", escaped, NULL);
}

static char *
dup_address (KhidkiRequest *request)
{
  char *address = g_strdup (khidki_request_get_path (request));

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const char *value = khidki_request_get_query (request, questions[i]);

      if (value != NULL && *value != '\0')
        address = add_question (address, questions[i], value);
    }
  return address;
}

/**
 * khidki_page_reader_new:
 * @request: what came in
 *
 * Returns: (transfer full): who asks: in the language chosen on a page of ours, else the
 *   one that the browser wants before all if it is one of ours, else Hindi
 *
 * Since: 0.1
 */
KhidkiPageReader *
khidki_page_reader_new (KhidkiRequest *request)
{
  KhidkiPageReader *self = g_new0 (KhidkiPageReader, 1);
  const char *wanted = khidki_request_get_query (request, CHOICE);
  const KhidkiLanguage *chosen = wanted != NULL ? khidki_language_find (wanted) : NULL;

  self->chosen = chosen != NULL;
  self->language = self->chosen ? chosen->code : find_preferred (request);
  self->address = dup_address (request);
  return self;
}

KhidkiPageReader *
khidki_page_reader_copy (const KhidkiPageReader *self)
{
  KhidkiPageReader *copy = g_new0 (KhidkiPageReader, 1);

  copy->language = self->language;
  copy->chosen = self->chosen;
  copy->address = g_strdup (self->address);
  return copy;
}

void
khidki_page_reader_free (KhidkiPageReader *self)
{
  g_free (self->address);
  g_free (self);
}

/**
 * khidki_page_reader_set_address:
 * @path: where the same is shown that this request was answered with
 * @token: (nullable): the value of `t` there
 *
 * Since: 0.1
 */
void
khidki_page_reader_set_address (KhidkiPageReader *self, const char *path, const char *token)
{
  g_free (self->address);
  self->address = g_strdup (path);
  if (token != NULL && *token != '\0')
    self->address = add_question (self->address, "t", token);
}

/**
 * khidki_page_reader_dup_link:
 * @href: a page of ours
 *
 * Returns: (transfer full): its address, with the choice if there is one
 *
 * Since: 0.1
 */
char *
khidki_page_reader_dup_link (const KhidkiPageReader *self, const char *href)
{
  char *link = g_strdup (href);

  return self->chosen ? add_question (link, CHOICE, self->language) : link;
}

/**
 * khidki_page_reader_dup_address:
 * @language: one of khidki_language_list()
 *
 * Returns: (transfer full): where this page is found in it
 *
 * Since: 0.1
 */
char *
khidki_page_reader_dup_address (const KhidkiPageReader *self, const char *language)
{
  return add_question (g_strdup (self->address), CHOICE, language);
}
