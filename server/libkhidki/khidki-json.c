/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-json.h"

#include <string.h>

#include "khidki-error.h"

/* A check before any JSON library sees foreign bytes: json-glib recurses, takes
 * more than the grammar allows, and keeps the last of two equal names. What is mended
 * keeps its length, so that every offset stays what it was. */

#define REPLACEMENT "\\ufffd"

typedef struct
{
  gboolean is_object;
  guint first_name; /* index into names */
  gsize arena;      /* length of the arena when the object was opened */
} Frame;

typedef struct
{
  gsize start; /* in the arena */
  gsize length;
  gsize from; /* in the text: its member */
  gsize to;   /* the member after it; 0 if it is the last */
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
  char *mended;   /* (nullable): the text, if what is odd in a value is put right in it */
  GError **error;
} Checker;

static gboolean
fail (Checker *self, const char *what)
{
  g_set_error (self->error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "JSON: offset %" G_GSIZE_FORMAT ": %s",
               self->at, what);
  return FALSE;
}

/* @odd: what stands at @from and would be a fault if nothing was mended. */
static gboolean
mend (Checker *self, gsize from, const char *instead, const char *odd)
{
  if (self->mended == NULL)
    return fail (self, odd);
  memcpy (self->mended + from, instead, strlen (instead));
  return TRUE;
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

/* Whether there are four hexadecimal digits at @at. */
static gboolean
read_unit (Checker *self, gsize at, guint *unit)
{
  *unit = 0;
  if (at > self->length || self->length - at < 4)
    return FALSE;
  for (gsize i = at; i < at + 4; i++)
    {
      if (!g_ascii_isxdigit (self->text[i]))
        return FALSE;
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (self->text[i]);
    }

  return TRUE;
}

/* The second half of a pair, at @at. */
static gboolean
read_low (Checker *self, gsize at, guint *low)
{
  return self->length - at >= 2 && memcmp (self->text + at, "\\u", 2) == 0
         && read_unit (self, at + 2, low) && *low >= 0xDC00 && *low <= 0xDFFF;
}

/* Behind `\u` and four digits, which are @unit: it alone, or the first of a pair. */
static gboolean
check_unit (Checker *self, guint unit, GString *name)
{
  guint low = 0;

  if (unit >= 0xD800 && unit <= 0xDBFF && read_low (self, self->at, &low))
    {
      self->at += strlen (REPLACEMENT);
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
  else if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
    {
      if (!mend (self, self->at - strlen (REPLACEMENT), REPLACEMENT,
                 unit == 0 ? "a zero character" : "a lone surrogate"))
        return FALSE;
      unit = 0xFFFD;
    }

  if (name != NULL)
    g_string_append_unichar (name, unit);
  return TRUE;
}

/* Behind a backslash. Where it begins no escape, it is taken out, and what follows is read
 * as it is. */
static gboolean
check_escape (Checker *self, GString *name)
{
  static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  int c = peek (self);
  const char *found = c > 0 ? strchr (escapes, c) : NULL;
  guint unit = 0;

  if (c == 'u' && read_unit (self, self->at + 1, &unit))
    {
      self->at += 5;
      return check_unit (self, unit, name);
    }
  if (found == NULL && !mend (self, self->at - 1, " ", "an unknown escape"))
    return FALSE;

  if (name != NULL)
    g_string_append_c (name, found != NULL ? meanings[found - escapes] : ' ');
  if (found != NULL)
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
        {
          if (!mend (self, self->at, " ", "a control character in a text"))
            return FALSE;
          c = ' ';
        }
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
check_name (Checker *self, const Frame *frame)
{
  Name name = { .start = self->arena->len, .from = self->at };

  if (peek (self) != '"')
    return fail (self, "expected a name in quotes");
  if (!check_string (self, self->arena))
    return FALSE;
  name.length = self->arena->len - name.start;
  if (self->names->len > frame->first_name)
    g_array_index (self->names, Name, self->names->len - 1).to = name.from;
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

static int
compare_members (gconstpointer a, gconstpointer b, gpointer arena)
{
  int order = compare_names (a, b, arena);
  gsize left = ((const Name *) a)->from, right = ((const Name *) b)->from;

  return order != 0 ? order : (left > right) - (left < right);
}

/* Sorted rather than hashed: nobody can choose names that collide. Of members with one name
 * the last counts, as to nearly every reader. */
static gboolean
close_object (Checker *self, const Frame *frame)
{
  Name *names = (Name *) (gpointer) self->names->data + frame->first_name;
  guint n = self->names->len - frame->first_name;

  if (n > 1)
    g_qsort_with_data (names, (int) n, sizeof (Name), compare_members, self->arena);
  for (guint i = 1; i < n; i++)
    if (compare_names (&names[i - 1], &names[i], self->arena) == 0)
      {
        if (self->mended == NULL)
          return fail (self, "a name that stands twice in one object");
        memset (self->mended + names[i - 1].from, ' ', names[i - 1].to - names[i - 1].from);
      }

  g_array_set_size (self->names, frame->first_name);
  g_string_truncate (self->arena, frame->arena);
  return TRUE;
}

/* Passes over what begins here, whatever is in it, to its last bracket. */
static gboolean
skip_nested (Checker *self)
{
  gsize depth = 0;

  do
    {
      int c = peek (self);

      if (c < 0)
        return fail (self, "nested too deeply and without an end");
      if (c == '"')
        {
          if (!check_string (self, NULL))
            return FALSE;
          continue;
        }
      if (c == '{' || c == '[')
        depth++;
      if (c == '}' || c == ']')
        depth--;
      self->at++;
    }
  while (depth > 0);

  return TRUE;
}

/* An empty text stands where it was. */
static gboolean
drop_nested (Checker *self)
{
  gsize from = self->at;

  if (self->mended == NULL)
    return fail (self, "nested too deeply");
  if (!skip_nested (self))
    return FALSE;
  memset (self->mended + from, ' ', self->at - from);
  memcpy (self->mended + from, "\"\"", 2);
  return TRUE;
}

static gboolean
open_frame (Checker *self, gboolean *closed)
{
  Frame frame = { peek (self) == '{', self->names->len, self->arena->len };
  char end = frame.is_object ? '}' : ']';

  *closed = TRUE;
  if (self->frames->len >= self->max_depth)
    return drop_nested (self);
  self->at++;
  skip_space (self);
  *closed = peek (self) == end;
  if (*closed)
    {
      self->at++;
      return TRUE;
    }

  g_array_append_val (self->frames, frame);
  return !frame.is_object || check_name (self, &frame);
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
          return !frame.is_object || check_name (self, &frame);
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

static gboolean
check_all (Checker *self)
{
  gboolean good;

  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->names = g_array_new (FALSE, FALSE, sizeof (Name));
  self->arena = g_string_new (NULL);
  good = check_document (self);
  g_array_unref (self->frames);
  g_array_unref (self->names);
  g_string_free (self->arena, TRUE);

  return good;
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
  Checker self = { .text = text, .length = length, .max_depth = max_depth, .error = error };
  const char *end = NULL;

  if (length > 0 && !g_utf8_validate_len (text, length, &end))
    {
      self.at = (gsize) (end - text);
      return fail (&self, "not UTF-8");
    }

  return check_all (&self);
}

/**
 * khidki_json_mend:
 * @text: (array length=length): bytes that somebody known has signed, need not end with a zero
 * @length: how many
 * @max_depth: how deep objects and arrays may lie in one another
 * @error: [error@Error] `INVALID` with the offset of what is wrong
 *
 * For a body that tells of many people at once: what is odd in what one of them wrote must
 * not hold up the others. What [func@json_check] refuses within a value is put right: zero
 * characters and lone surrogates become U+FFFD, bytes that are not UTF-8 a question mark,
 * control characters and the backslash of an unknown escape a space; of two equal names in
 * one object the last counts; what is nested too deeply becomes an empty text. What is not
 * one value is refused as there. What nobody has signed is to be checked, never mended.
 *
 * Returns: (transfer full) (nullable) (array length=length): as many bytes, which
 *   [func@json_check] lets pass, the same ones if nothing was odd; %NULL with an error
 *
 * Since: 0.1
 */
char *
khidki_json_mend (const char *text, gsize length, guint max_depth, GError **error)
{
  g_autofree char *mended = g_malloc (length + 1);
  Checker self = { .text = mended, .length = length, .max_depth = max_depth, .mended = mended,
                   .error = error };
  const char *end = mended;

  if (length > 0)
    memcpy (mended, text, length);
  mended[length] = '\0';
  while (!g_utf8_validate_len (end, length - (gsize) (end - mended), &end))
    mended[end - mended] = '?';

  return check_all (&self) ? g_steal_pointer (&mended) : NULL;
}
