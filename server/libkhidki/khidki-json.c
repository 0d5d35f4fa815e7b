/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-json.h"

#include <string.h>

#include "khidki-error.h"

/* A check before any JSON library sees foreign bytes: json-glib recurses, takes
 * more than the grammar allows, and keeps the last of two equal names. */

typedef struct
{
  gboolean is_object;
  guint first_name; /* index into names */
  gsize arena;      /* length of the arena when the object was opened */
} Frame;

typedef struct
{
  gsize start;
  gsize length;
} Name;

typedef struct
{
  const char *text;
  gsize length;
  gsize at;
  guint max_depth;
  GArray *frames;
  GArray *names;
  GString *arena; /* the unescaped names of the objects that are open */
  GError **error;
} Checker;

static gboolean
fail (Checker *self, const char *what)
{
  g_set_error (self->error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "JSON: offset %" G_GSIZE_FORMAT ": %s",
               self->at, what);
  return FALSE;
}

static int
peek (Checker *self)
{
  return self->at < self->length ? (guchar) self->text[self->at] : -1;
}

static void
skip_space (Checker *self)
{
  while (self->at < self->length && strchr (" \t\r\n", self->text[self->at]) != NULL)
    self->at++;
}

static gboolean
check_digits (Checker *self)
{
  if (!g_ascii_isdigit (peek (self)))
    return fail (self, "expected a digit");
  while (g_ascii_isdigit (peek (self)))
    self->at++;
  return TRUE;
}

static gboolean
check_number (Checker *self)
{
  if (peek (self) == '-')
    self->at++;

  if (peek (self) == '0')
    self->at++;
  else if (!check_digits (self))
    return FALSE;

  if (peek (self) == '.')
    {
      self->at++;
      if (!check_digits (self))
        return FALSE;
    }
  if (peek (self) == 'e' || peek (self) == 'E')
    {
      self->at++;
      if (peek (self) == '+' || peek (self) == '-')
        self->at++;
      return check_digits (self);
    }

  return TRUE;
}

static gboolean
check_word (Checker *self, const char *word)
{
  gsize length = strlen (word);

  if (self->length - self->at < length || memcmp (self->text + self->at, word, length) != 0)
    return fail (self, "expected a value");
  self->at += length;
  return TRUE;
}

static gboolean
read_hex (Checker *self, guint *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++)
    {
      int c = peek (self);

      if (c < 0 || !g_ascii_isxdigit (c))
        return fail (self, "expected four hexadecimal digits");
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value ((char) c);
      self->at++;
    }
  return TRUE;
}

/* Behind `\u`: one unit, or two that are a pair. */
static gboolean
check_unicode_escape (Checker *self, GString *name)
{
  guint unit = 0, low = 0;

  if (!read_hex (self, &unit))
    return FALSE;
  if (unit == 0)
    return fail (self, "a zero character");
  if (unit >= 0xDC00 && unit <= 0xDFFF)
    return fail (self, "a lone surrogate");
  if (unit >= 0xD800 && unit <= 0xDBFF)
    {
      if (self->length - self->at < 2 || memcmp (self->text + self->at, "\\u", 2) != 0)
        return fail (self, "a lone surrogate");
      self->at += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low < 0xDC00 || low > 0xDFFF)
        return fail (self, "a lone surrogate");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }

  if (name != NULL)
    g_string_append_unichar (name, unit);
  return TRUE;
}

static gboolean
check_escape (Checker *self, GString *name)
{
  static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  int c = peek (self);
  const char *found = c > 0 ? strchr (escapes, c) : NULL;

  if (c == 'u')
    {
      self->at++;
      return check_unicode_escape (self, name);
    }
  if (found == NULL)
    return fail (self, "an unknown escape");
  if (name != NULL)
    g_string_append_c (name, meanings[found - escapes]);
  self->at++;
  return TRUE;
}

static gboolean
check_string (Checker *self, GString *name)
{
  self->at++;
  for (;;)
    {
      int c = peek (self);

      if (c < 0)
        return fail (self, "a text without an end");
      if (c < 0x20)
        return fail (self, "a control character in a text");
      self->at++;
      if (c == '"')
        return TRUE;
      if (c == '\\')
        {
          if (!check_escape (self, name))
            return FALSE;
        }
      else if (name != NULL)
        g_string_append_c (name, (char) c);
    }
}

static gboolean
check_scalar (Checker *self)
{
  switch (peek (self))
    {
    case '"':
      return check_string (self, NULL);
    case 't':
      return check_word (self, "true");
    case 'f':
      return check_word (self, "false");
    case 'n':
      return check_word (self, "null");
    default:
      if (peek (self) == '-' || g_ascii_isdigit (peek (self)))
        return check_number (self);
      return fail (self, "expected a value");
    }
}

static gboolean
check_name (Checker *self)
{
  Name name = { self->arena->len, 0 };

  if (peek (self) != '"')
    return fail (self, "expected a name in quotes");
  if (!check_string (self, self->arena))
    return FALSE;
  name.length = self->arena->len - name.start;
  g_array_append_val (self->names, name);

  skip_space (self);
  if (peek (self) != ':')
    return fail (self, "expected a colon");
  self->at++;
  skip_space (self);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer arena)
{
  const Name *left = a, *right = b;
  const char *bytes = ((GString *) arena)->str;
  int order = memcmp (bytes + left->start, bytes + right->start, MIN (left->length, right->length));

  return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

/* Sorted rather than hashed: nobody can choose names that collide. */
static gboolean
close_object (Checker *self, const Frame *frame)
{
  Name *names = (Name *) (gpointer) self->names->data + frame->first_name;
  guint n = self->names->len - frame->first_name;

  if (n > 1)
    g_qsort_with_data (names, (int) n, sizeof (Name), compare_names, self->arena);
  for (guint i = 1; i < n; i++)
    if (compare_names (&names[i - 1], &names[i], self->arena) == 0)
      return fail (self, "a name that stands twice in one object");

  g_array_set_size (self->names, frame->first_name);
  g_string_truncate (self->arena, frame->arena);
  return TRUE;
}

static gboolean
open_frame (Checker *self, gboolean *closed)
{
  Frame frame = { peek (self) == '{', self->names->len, self->arena->len };
  char end = frame.is_object ? '}' : ']';

  if (self->frames->len >= self->max_depth)
    return fail (self, "nested too deeply");
  self->at++;
  skip_space (self);
  *closed = peek (self) == end;
  if (*closed)
    {
      self->at++;
      return TRUE;
    }

  g_array_append_val (self->frames, frame);
  return !frame.is_object || check_name (self);
}

/* After a value: closes what ends here; @more when another value follows. */
static gboolean
close_frames (Checker *self, gboolean *more)
{
  *more = FALSE;
  while (self->frames->len > 0)
    {
      Frame frame = g_array_index (self->frames, Frame, self->frames->len - 1);

      skip_space (self);
      if (peek (self) == ',')
        {
          self->at++;
          skip_space (self);
          *more = TRUE;
          return !frame.is_object || check_name (self);
        }
      if (peek (self) != (frame.is_object ? '}' : ']'))
        return fail (self, frame.is_object ? "expected a comma or }" : "expected a comma or ]");
      if (frame.is_object && !close_object (self, &frame))
        return FALSE;
      self->at++;
      g_array_set_size (self->frames, self->frames->len - 1);
    }

  return TRUE;
}

static gboolean
check_document (Checker *self)
{
  gboolean more = TRUE;

  skip_space (self);
  while (more)
    {
      gboolean whole = TRUE;

      if (peek (self) == '{' || peek (self) == '[')
        {
          if (!open_frame (self, &whole))
            return FALSE;
        }
      else if (!check_scalar (self))
        return FALSE;

      if (whole && !close_frames (self, &more))
        return FALSE;
    }

  skip_space (self);
  return self->at == self->length || fail (self, "more than one value");
}

/**
 * khidki_json_check:
 * @text: (array length=length): foreign bytes, need not end with a zero
 * @length: how many
 * @max_depth: how deep objects and arrays may lie in one another
 * @error: [error@Error] `INVALID` with the offset of what is wrong
 *
 * Whether the bytes are exactly one value of RFC 8259 in UTF-8, no name twice in
 * one object, no zero character, no lone surrogate. Time grows with the length
 * (times the logarithm of the names in one object), memory with the open names;
 * it never recurses.
 *
 * Returns: whether a JSON library may have them
 *
 * Since: 0.1
 */
gboolean
khidki_json_check (const char *text, gsize length, guint max_depth, GError **error)
{
  Checker self = { text, length, 0, max_depth, NULL, NULL, NULL, error };
  const char *end = NULL;
  gboolean good;

  if (length > 0 && !g_utf8_validate_len (text, length, &end))
    {
      self.at = (gsize) (end - text);
      return fail (&self, "not UTF-8");
    }

  self.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self.names = g_array_new (FALSE, FALSE, sizeof (Name));
  self.arena = g_string_new (NULL);
  good = check_document (&self);
  g_array_unref (self.frames);
  g_array_unref (self.names);
  g_string_free (self.arena, TRUE);

  return good;
}
