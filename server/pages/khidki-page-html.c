/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page-html.h"

#include <string.h>

struct _KhidkiPageHtml
{
  GString *text;
  GPtrArray *open; /* of literals */
};

static const char *const void_elements[] = { "br", "input", "link", "meta", NULL };
static const char *const url_attributes[] = { "action", "href", "src", NULL };
/* What would bring in a language of its own, which escaping does not know. */
static const char *const refused_elements[] = { "iframe", "object", "script", "style", NULL };

/* Marks that turn the reading direction can make a name read as another one. */
static gboolean
is_harmless (gunichar letter)
{
  if (letter == '\n' || letter == '\t')
    return TRUE;
  if (g_unichar_iscntrl (letter))
    return FALSE;
  return !(letter >= 0x202a && letter <= 0x202e) && !(letter >= 0x2066 && letter <= 0x2069);
}

static const char *
get_entity (gunichar letter)
{
  switch (letter)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return NULL;
    }
}

static void
append_escaped (GString *to, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);
      const char *entity = get_entity (letter);

      if (entity != NULL)
        g_string_append (to, entity);
      else if (is_harmless (letter))
        g_string_append_len (to, p, g_utf8_next_char (p) - p);
    }
}

/* A place on this server, on this page, a secure page elsewhere or a telephone. */
static gboolean
is_address (const char *url)
{
  if (url[0] == '/')
    return url[1] != '/' && url[1] != '\\';
  return url[0] == '#' || g_ascii_strncasecmp (url, "https://", 8) == 0
         || g_ascii_strncasecmp (url, "tel:", 4) == 0;
}

static void
append_attribute (KhidkiPageHtml *self, const char *name, const char *value)
{
  g_return_if_fail (!g_str_has_prefix (name, "on") && !g_str_equal (name, "style"));

  if (g_strv_contains (url_attributes, name) && !is_address (value))
    value = "#";
  g_string_append_printf (self->text, " %s=\"", name);
  append_escaped (self->text, value);
  g_string_append_c (self->text, '"');
}

static void
append_tag (KhidkiPageHtml *self, const char *element, va_list attributes)
{
  const char *name;

  g_return_if_fail (!g_strv_contains (refused_elements, element));

  g_string_append_printf (self->text, "<%s", element);
  while ((name = va_arg (attributes, const char *)) != NULL)
    {
      const char *value = va_arg (attributes, const char *);

      if (value != NULL)
        append_attribute (self, name, value);
    }
  g_string_append_c (self->text, '>');
}

/**
 * khidki_page_html_new:
 *
 * Returns: (transfer full): a page without anything but its doctype
 *
 * Since: 0.1
 */
KhidkiPageHtml *
khidki_page_html_new (void)
{
  KhidkiPageHtml *self = g_new0 (KhidkiPageHtml, 1);

  self->text = g_string_new ("<!DOCTYPE html>\n");
  self->open = g_ptr_array_new ();
  return self;
}

void
khidki_page_html_free (KhidkiPageHtml *self)
{
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->open);
  g_free (self);
}

/**
 * khidki_page_html_open:
 * @self: a page
 * @element: a literal
 * @...: names (literals) and values of attributes, %NULL at the end; an
 *   attribute whose value is %NULL is left out
 *
 * Begins an element that has content.
 *
 * Since: 0.1
 */
void
khidki_page_html_open (KhidkiPageHtml *self, const char *element, ...)
{
  va_list attributes;

  g_return_if_fail (!g_strv_contains (void_elements, element));

  va_start (attributes, element);
  append_tag (self, element, attributes);
  va_end (attributes);
  g_ptr_array_add (self->open, (gpointer) element);
}

/**
 * khidki_page_html_void:
 * @self: a page
 * @element: a literal: one that has no content
 * @...: as in [method@PageHtml.open]
 *
 * Since: 0.1
 */
void
khidki_page_html_void (KhidkiPageHtml *self, const char *element, ...)
{
  va_list attributes;

  g_return_if_fail (g_strv_contains (void_elements, element));

  va_start (attributes, element);
  append_tag (self, element, attributes);
  va_end (attributes);
}

/**
 * khidki_page_html_text:
 * @self: a page
 * @text: whatever it is
 *
 * Since: 0.1
 */
void
khidki_page_html_text (KhidkiPageHtml *self, const char *text)
{
  append_escaped (self->text, text);
}

/**
 * khidki_page_html_close:
 * @self: a page
 * @element: what is closed: the innermost open element
 *
 * Since: 0.1
 */
void
khidki_page_html_close (KhidkiPageHtml *self, const char *element)
{
  guint n = self->open->len;

  g_return_if_fail (n > 0 && g_str_equal (g_ptr_array_index (self->open, n - 1), element));

  g_string_append_printf (self->text, "</%s>", element);
  g_ptr_array_set_size (self->open, (int) n - 1);
}

/**
 * khidki_page_html_end:
 * @self: a page
 *
 * Closes what is open.
 *
 * Returns: (transfer full): the page; the writer is empty from then on
 *
 * Since: 0.1
 */
GBytes *
khidki_page_html_end (KhidkiPageHtml *self)
{
  GString *text = self->text;

  while (self->open->len > 0)
    khidki_page_html_close (self, g_ptr_array_index (self->open, self->open->len - 1));
  g_string_append_c (text, '\n');
  self->text = g_string_new (NULL);
  return g_string_free_to_bytes (text);
}
