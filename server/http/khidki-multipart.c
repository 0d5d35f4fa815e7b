/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-multipart.h"

#include <string.h>

#include "http/khidki-multipart-head.h"
#include "libkhidki/khidki-error.h"

#define MOST_HEAD 4096
#define MOST_BOUNDARY 70
#define BOUNDARY_SIGNS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=?"

typedef enum
{
  IN_CONTENT,
  AFTER_BOUNDARY,
  IN_HEAD,
  AFTER_END,
} State;

struct _KhidkiMultipart
{
  const KhidkiMultipartHandler *handler;
  gpointer user_data;
  char *delimiter;
  gsize delimiter_length;
  GByteArray *buffer;
  State state;
  gboolean in_part;
  gboolean failed;
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "form: %s", what);
  return FALSE;
}

static gboolean
is_boundary (const char *text, gsize length)
{
  return length > 0 && length <= MOST_BOUNDARY && strspn (text, BOUNDARY_SIGNS) >= length;
}

char *
khidki_multipart_dup_boundary (const char *content_type)
{
  const char *key = "boundary=";
  gsize type = strlen ("multipart/form-data");
  const char *at, *end;
  gsize length;

  if (content_type == NULL || g_ascii_strncasecmp (content_type, "multipart/form-data", type) != 0)
    return NULL;
  at = content_type + type;
  at += strspn (at, " ");
  if (*at != ';')
    return NULL;
  at++;
  at += strspn (at, " ");
  if (g_ascii_strncasecmp (at, key, strlen (key)) != 0)
    return NULL;
  at += strlen (key);
  end = *at == '"' ? strchr (at + 1, '"') : at + strlen (at);
  if (end == NULL || (*at == '"' && end[1] != '\0'))
    return NULL;
  if (*at == '"')
    at++;
  length = (gsize) (end - at);
  return is_boundary (at, length) ? g_strndup (at, length) : NULL;
}

KhidkiMultipart *
khidki_multipart_new (const char *boundary,
                      const KhidkiMultipartHandler *handler,
                      gpointer user_data)
{
  KhidkiMultipart *self = g_new0 (KhidkiMultipart, 1);

  self->handler = handler;
  self->user_data = user_data;
  self->delimiter = g_strconcat ("\r\n--", boundary, NULL);
  self->delimiter_length = strlen (self->delimiter);
  self->buffer = g_byte_array_new ();
  /* The first boundary stands at the very beginning, without a line end before it. */
  g_byte_array_append (self->buffer, (const guint8 *) "\r\n", 2);
  return self;
}

void
khidki_multipart_free (KhidkiMultipart *self)
{
  g_byte_array_unref (self->buffer);
  g_free (self->delimiter);
  g_free (self);
}

static gboolean
give (KhidkiMultipart *self, gsize length, GError **error)
{
  if (length == 0)
    return TRUE;
  if (!self->in_part)
    return fail (error, "it does not begin with its boundary");
  return self->handler->data (self->buffer->data, length, self->user_data, error);
}

static void
drop (KhidkiMultipart *self, gsize length)
{
  g_byte_array_remove_range (self->buffer, 0, (guint) length);
}

/* Each step says whether another may follow; what it lacks comes with the next piece. */
static gboolean
read_content (KhidkiMultipart *self, gboolean *more, GError **error)
{
  const guint8 *found = memmem (self->buffer->data, self->buffer->len, self->delimiter,
                                self->delimiter_length);
  gsize length;

  if (found == NULL)
    {
      *more = FALSE;
      if (self->buffer->len < self->delimiter_length)
        return TRUE;
      length = self->buffer->len - self->delimiter_length + 1;
      if (!give (self, length, error))
        return FALSE;
      drop (self, length);
      return TRUE;
    }

  length = (gsize) (found - self->buffer->data);
  if (!give (self, length, error))
    return FALSE;
  drop (self, length + self->delimiter_length);
  self->state = AFTER_BOUNDARY;
  if (!self->in_part)
    return TRUE;
  self->in_part = FALSE;
  return self->handler->end (self->user_data, error);
}

static gboolean
read_after_boundary (KhidkiMultipart *self, gboolean *more, GError **error)
{
  *more = self->buffer->len >= 2;
  if (!*more)
    return TRUE;
  if (memcmp (self->buffer->data, "\r\n", 2) == 0)
    self->state = IN_HEAD;
  else if (memcmp (self->buffer->data, "--", 2) == 0)
    self->state = AFTER_END;
  else
    return fail (error, "its boundary stands where it does not belong");
  drop (self, 2);
  return TRUE;
}

static gboolean
read_head (KhidkiMultipart *self, gboolean *more, GError **error)
{
  const guint8 *found = memmem (self->buffer->data, self->buffer->len, "\r\n\r\n", 4);
  g_autofree char *name = NULL;
  g_autofree char *filename = NULL;
  gsize length;

  *more = found != NULL;
  if (found == NULL)
    return self->buffer->len <= MOST_HEAD ? TRUE : fail (error, "a part's head is too long");
  length = (gsize) (found - self->buffer->data);
  if (length > MOST_HEAD)
    return fail (error, "a part's head is too long");
  if (!khidki_multipart_head_read ((const char *) self->buffer->data, length, &name, &filename,
                                   error))
    return FALSE;

  drop (self, length + 4);
  self->state = IN_CONTENT;
  self->in_part = TRUE;
  return self->handler->begin (name, filename, self->user_data, error);
}

static gboolean
read_after_end (KhidkiMultipart *self, gboolean *more, GError **error)
{
  *more = FALSE;
  if (self->buffer->len > 2 || memcmp (self->buffer->data, "\r\n", self->buffer->len) != 0)
    return fail (error, "something follows its end");
  return TRUE;
}

static gboolean
read_step (KhidkiMultipart *self, gboolean *more, GError **error)
{
  switch (self->state)
    {
    case IN_CONTENT:
      return read_content (self, more, error);
    case AFTER_BOUNDARY:
      return read_after_boundary (self, more, error);
    case IN_HEAD:
      return read_head (self, more, error);
    case AFTER_END:
    default:
      return read_after_end (self, more, error);
    }
}

gboolean
khidki_multipart_feed (KhidkiMultipart *self, const guint8 *data, gsize length, GError **error)
{
  gboolean more = TRUE;

  if (self->failed)
    return fail (error, "it was given up");
  g_byte_array_append (self->buffer, data, (guint) length);
  while (more)
    {
      more = TRUE;
      if (!read_step (self, &more, error))
        {
          self->failed = TRUE;
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
khidki_multipart_finish (KhidkiMultipart *self, GError **error)
{
  if (self->failed)
    return fail (error, "it was given up");
  if (self->state != AFTER_END || self->buffer->len == 1)
    return fail (error, "it ends too early");
  return TRUE;
}
