/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "http/khidki-multipart.h"
#include "libkhidki/khidki-error.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  GString *story;
  gboolean open;
} Reader;

static gboolean
begin (const char *name, const char *filename, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  g_assert_false (reader->open);
  g_assert_true (*name != '\0' && g_utf8_validate (name, -1, NULL));
  g_assert_true (filename == NULL
                 || (g_utf8_validate (filename, -1, NULL) && strpbrk (filename, "/\\") == NULL
                     && strlen (filename) < 256));
  g_string_append_printf (reader->story, "<%s:%s>", name, filename != NULL ? filename : "-");
  reader->open = TRUE;
  return TRUE;
}

static gboolean
take (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  g_assert_true (reader->open && length > 0);
  g_string_append_len (reader->story, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
end (gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  g_assert_true (reader->open);
  reader->open = FALSE;
  return TRUE;
}

static const KhidkiMultipartHandler handler = { begin, take, end };

static gboolean
read_all (const uint8_t *data, size_t size, size_t step, GString *story)
{
  Reader reader = { story, FALSE };
  g_autoptr (KhidkiMultipart) multipart = khidki_multipart_new ("XX", &handler, &reader);
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;

  for (size_t at = 0; good && at < size; at += step)
    good = khidki_multipart_feed (multipart, data + at, MIN (step, size - at), &error);
  good = good && khidki_multipart_finish (multipart, &error);
  if (!good)
    g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_true (!good || !reader.open);
  return good;
}

/* Whatever comes, it is the same in one piece and in many. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) pieces = g_string_new (NULL);
  gboolean good = read_all (data, size, MAX (size, 1), whole);

  g_assert_true (read_all (data, size, 1 + size % 7, pieces) == good);
  if (good)
    g_assert_cmpmem (whole->str, whole->len, pieces->str, pieces->len);
  return 0;
}
