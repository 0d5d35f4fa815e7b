/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-multipart.h"

#include <libsoup/soup.h>
#include <string.h>

#define PARTS_MAX 16
#define HEADERS_MAX 8192

/* The body still to be read. */
typedef struct
{
  GBytes     *body;
  const char *at;
  const char *end;
} Reader;

static void
part_free (KhidkiSandboxPart *part)
{
  g_free (part->name);
  g_free (part->filename);
  g_free (part->media_type);
  g_clear_pointer (&part->bytes, g_bytes_unref);
  g_free (part);
}

static gboolean
read_header (KhidkiSandboxPart *part,
             const char        *line)
{
  const char *colon = strchr (line, ':');

  if (colon == NULL)
    return FALSE;
  if (g_ascii_strncasecmp (line, "content-type:", 13) == 0)
    {
      g_free (part->media_type);
      part->media_type = g_strstrip (g_strdup (colon + 1));
    }
  else if (g_ascii_strncasecmp (line, "content-disposition:", 20) == 0)
    {
      g_autofree char *value = g_strstrip (g_strdup (colon + 1));
      g_autoptr (GHashTable) words = soup_header_parse_semi_param_list (value);

      g_free (part->name);
      g_free (part->filename);
      part->name = g_strdup (g_hash_table_lookup (words, "name"));
      part->filename = g_strdup (g_hash_table_lookup (words, "filename"));
      soup_header_free_param_list (g_steal_pointer (&words));
    }
  return TRUE;
}

static gboolean
read_headers (KhidkiSandboxPart *part,
              const char        *text,
              gsize              length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\r\n", -1);

  if (!g_utf8_validate (copy, -1, NULL))
    return FALSE;
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !read_header (part, lines[i]))
      return FALSE;
  return part->name != NULL;
}

static const char *
find (const char *at,
      const char *end,
      const char *what)
{
  return at > end ? NULL : memmem (at, end - at, what, strlen (what));
}

static KhidkiSandboxPart *
read_part (Reader     *reader,
           const char *delimiter)
{
  KhidkiSandboxPart *part;
  const char *blank = find (reader->at, reader->end, "\r\n\r\n");
  const char *next = blank == NULL ? NULL : find (blank + 2, reader->end, delimiter);
  const char *start = g_bytes_get_data (reader->body, NULL);

  if (next == NULL || blank - reader->at > HEADERS_MAX)
    return NULL;
  part = g_new0 (KhidkiSandboxPart, 1);
  if (!read_headers (part, reader->at, blank - reader->at))
    {
      part_free (part);
      return NULL;
    }
  blank = MIN (blank + 4, next);
  part->bytes = g_bytes_new_from_bytes (reader->body, blank - start, next - blank);
  reader->at = next + strlen (delimiter);
  return part;
}

static char *
dup_boundary (const char *content_type)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  GHashTable *words = NULL;
  const char *type;
  char *boundary = NULL;

  soup_message_headers_append (headers, "Content-Type", content_type == NULL ? "" : content_type);
  type = soup_message_headers_get_content_type (headers, &words);
  if (g_strcmp0 (type, "multipart/form-data") == 0)
    boundary = g_strdup (g_hash_table_lookup (words, "boundary"));
  g_clear_pointer (&words, g_hash_table_unref);
  return boundary != NULL && *boundary != '\0' && strlen (boundary) <= 200
           ? boundary : (g_free (boundary), NULL);
}

/**
 * khidki_sandbox_multipart_parse:
 * @body: a whole body
 * @content_type: (nullable): its Content-Type, with the boundary
 * @error: place for an error
 *
 * Takes a form apart. The parts' bytes share the memory of @body.
 *
 * Returns: (transfer container) (element-type KhidkiSandboxPart): the parts, or
 *   %NULL (%G_IO_ERROR_INVALID_DATA)
 */
GPtrArray *
khidki_sandbox_multipart_parse (GBytes     *body,
                                const char *content_type,
                                GError    **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  g_autofree char *boundary = dup_boundary (content_type);
  g_autofree char *delimiter = g_strdup_printf ("\r\n--%s", boundary);
  gsize size = g_bytes_get_size (body);
  const char *start = g_bytes_get_data (body, NULL);
  Reader reader = { body, start, start + size };
  gboolean whole = FALSE;

  if (boundary != NULL && size > strlen (delimiter)
      && memcmp (start, delimiter + 2, strlen (delimiter) - 2) == 0)
    reader.at += strlen (delimiter) - 2;
  else
    reader.at = NULL;
  while (reader.at != NULL && !whole && parts->len < PARTS_MAX)
    {
      gsize left = reader.end - reader.at;
      KhidkiSandboxPart *part;

      whole = left >= 2 && memcmp (reader.at, "--", 2) == 0;
      if (whole || left < 2 || memcmp (reader.at, "\r\n", 2) != 0)
        break;
      reader.at += 2;
      part = read_part (&reader, delimiter);
      if (part == NULL)
        break;
      g_ptr_array_add (parts, part);
    }
  if (whole)
    return g_steal_pointer (&parts);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "The body is not a whole multipart/form-data form");
  return NULL;
}

/**
 * khidki_sandbox_multipart_find:
 * @parts: (element-type KhidkiSandboxPart): parts of a form
 * @name: a field's name
 *
 * Returns: (nullable) (transfer none): the first part of that name
 */
KhidkiSandboxPart *
khidki_sandbox_multipart_find (GPtrArray  *parts,
                               const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    {
      KhidkiSandboxPart *part = g_ptr_array_index (parts, i);

      if (g_str_equal (part->name, name))
        return part;
    }
  return NULL;
}
