/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-html.h"

#include <string.h>

#include "khidki-html-private.h"

struct _KhidkiHtml
{
  GString *text;
  GPtrArray *open; /* of literals */
  gboolean is_document;
};

G_DEFINE_BOXED_TYPE (KhidkiHtml, khidki_html, khidki_html_ref, khidki_html_unref)

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

/* A place on this server, on this page, a secure page elsewhere, a telephone or where texts go. */
static gboolean
is_address (const char *url)
{
  if (url[0] == '/')
    return url[1] != '/' && url[1] != '\\';
  return url[0] == '#' || g_ascii_strncasecmp (url, "https://", 8) == 0
         || g_ascii_strncasecmp (url, "tel:", 4) == 0
         || g_ascii_strncasecmp (url, "sms:", 4) == 0; /* lint: allow plugin-name – a scheme of addresses */
}

static void
append_attribute (KhidkiHtml *self, const char *name, const char *value)
{
  g_return_if_fail (khidki_html_is_attribute (name));

  g_string_append_printf (self->text, " %s", name);
  if (khidki_html_is_flag (name))
    return;
  if (khidki_html_is_address (name) && !is_address (value))
    value = "#";
  g_string_append (self->text, "=\"");
  append_escaped (self->text, value);
  g_string_append_c (self->text, '"');
}

static void
append_tag (KhidkiHtml *self, const char *element, va_list attributes)
{
  const char *name;

  g_string_append_printf (self->text, "<%s", element);
  while ((name = va_arg (attributes, const char *)) != NULL)
    {
      const char *value = va_arg (attributes, const char *);

      if (value != NULL)
        append_attribute (self, name, value);
    }
  g_string_append_c (self->text, '>');
}

static void
open_element (KhidkiHtml *self, const char *element, va_list attributes)
{
  append_tag (self, element, attributes);
  /* Readers of HTML drop one line end here; it is not to be the text's own. */
  if (g_str_equal (element, "textarea") || g_str_equal (element, "pre"))
    g_string_append_c (self->text, '\n');
  g_ptr_array_add (self->open, (gpointer) element);
}

/**
 * khidki_html_new:
 *
 * Returns: (transfer full): a piece of a page, without anything in it
 *
 * Since: 0.1
 */
KhidkiHtml *
khidki_html_new (void)
{
  KhidkiHtml *self = g_rc_box_new0 (KhidkiHtml);

  self->text = g_string_new (NULL);
  self->open = g_ptr_array_new ();
  return self;
}

/**
 * khidki_html_new_document:
 *
 * Returns: (transfer full): a whole page, without anything but its doctype
 *
 * Since: 0.1
 */
KhidkiHtml *
khidki_html_new_document (void)
{
  KhidkiHtml *self = khidki_html_new ();

  g_string_append (self->text, "<!DOCTYPE html>\n");
  self->is_document = TRUE;
  return self;
}

/**
 * khidki_html_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self with one more reference
 *
 * Since: 0.1
 */
KhidkiHtml *
khidki_html_ref (KhidkiHtml *self)
{
  return g_rc_box_acquire (self);
}

static void
khidki_html_clear (KhidkiHtml *self)
{
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->open);
}

/**
 * khidki_html_unref:
 * @self: (transfer full): a page
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_html_unref (KhidkiHtml *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) khidki_html_clear);
}

/**
 * khidki_html_open:
 * @self: a page
 * @element: a literal: one that has content
 * @...: names (literals) and values of attributes, %NULL at the end; an
 *   attribute whose value is %NULL is left out, and one that is there or not
 *   (`required`) is there for any other value
 *
 * Begins an element.
 *
 * Since: 0.1
 */
void
khidki_html_open (KhidkiHtml *self, const char *element, ...)
{
  va_list attributes;

  g_return_if_fail (khidki_html_is_element (element));

  va_start (attributes, element);
  open_element (self, element, attributes);
  va_end (attributes);
}

/**
 * khidki_html_void:
 * @self: a page
 * @element: a literal: one that has no content
 * @...: as in [method@Html.open]
 *
 * Since: 0.1
 */
void
khidki_html_void (KhidkiHtml *self, const char *element, ...)
{
  va_list attributes;

  g_return_if_fail (khidki_html_is_void_element (element));

  va_start (attributes, element);
  append_tag (self, element, attributes);
  va_end (attributes);
}

/**
 * khidki_html_element:
 * @self: a page
 * @element: a literal: one that has content
 * @text: all its content, whatever it is
 * @...: as in [method@Html.open]
 *
 * Writes a whole element.
 *
 * Since: 0.1
 */
void
khidki_html_element (KhidkiHtml *self, const char *element, const char *text, ...)
{
  va_list attributes;

  g_return_if_fail (khidki_html_is_element (element));
  g_return_if_fail (text != NULL);

  va_start (attributes, text);
  open_element (self, element, attributes);
  va_end (attributes);
  khidki_html_text (self, text);
  khidki_html_close (self, element);
}

/**
 * khidki_html_text:
 * @self: a page
 * @text: whatever it is
 *
 * Since: 0.1
 */
void
khidki_html_text (KhidkiHtml *self, const char *text)
{
  g_return_if_fail (text != NULL);

  append_escaped (self->text, text);
}

/**
 * khidki_html_close:
 * @self: a page
 * @element: what is closed: the innermost open element
 *
 * Since: 0.1
 */
void
khidki_html_close (KhidkiHtml *self, const char *element)
{
  guint n = self->open->len;

  g_return_if_fail (n > 0 && g_str_equal (g_ptr_array_index (self->open, n - 1), element));

  g_string_append_printf (self->text, "</%s>", element);
  g_ptr_array_set_size (self->open, (int) n - 1);
}

static void
close_all (KhidkiHtml *self)
{
  while (self->open->len > 0)
    khidki_html_close (self, g_ptr_array_index (self->open, self->open->len - 1));
}

/**
 * khidki_html_append:
 * @self: a page
 * @other: (transfer none): a piece of a page; what is open in it is closed
 *
 * Moves a piece in. It is empty from then on.
 *
 * Since: 0.1
 */
void
khidki_html_append (KhidkiHtml *self, KhidkiHtml *other)
{
  g_return_if_fail (self != other && !other->is_document);

  close_all (other);
  g_string_append_len (self->text, other->text->str, (gssize) other->text->len);
  g_string_truncate (other->text, 0);
}

/**
 * khidki_html_add_module:
 * @self: a page
 * @src: a path on this server
 *
 * Lets the page run a script of ours, once it is there. A page must do without.
 *
 * Since: 0.1
 */
void
khidki_html_add_module (KhidkiHtml *self, const char *src)
{
  g_return_if_fail (src != NULL && src[0] == '/' && is_address (src));

  g_string_append (self->text, "<script type=\"module\"");
  append_attribute (self, "src", src);
  g_string_append (self->text, "></script>");
}

/**
 * khidki_html_end:
 * @self: a page
 *
 * Closes what is open.
 *
 * Returns: (transfer full): what was written; @self is an empty piece from then on
 *
 * Since: 0.1
 */
GBytes *
khidki_html_end (KhidkiHtml *self)
{
  GString *text;

  close_all (self);
  text = g_steal_pointer (&self->text);
  if (self->is_document)
    g_string_append_c (text, '\n');
  self->text = g_string_new (NULL);
  self->is_document = FALSE;
  return g_string_free_to_bytes (text);
}
