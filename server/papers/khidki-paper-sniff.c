/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "papers/khidki-paper-sniff.h"

#include <string.h>

typedef struct
{
  const char *mime_type;
  gsize offset;
  const char *bytes;
  gsize length;
} Signature;

#define SIGNATURE(mime_type, offset, bytes) { mime_type, offset, bytes, sizeof (bytes) - 1 }

static const Signature signatures[] = {
  SIGNATURE ("image/jpeg", 0, "\xff\xd8\xff"),
  SIGNATURE ("image/png", 0, "\x89PNG\r\n\x1a\n"),
  SIGNATURE ("image/gif", 0, "GIF87a"),
  SIGNATURE ("image/gif", 0, "GIF89a"),
  SIGNATURE ("image/heic", 4, "ftypheic"),
  SIGNATURE ("image/heic", 4, "ftypheix"),
  SIGNATURE ("image/heic", 4, "ftyphevc"),
  SIGNATURE ("image/heic", 4, "ftypmif1"),
  SIGNATURE ("image/heic", 4, "ftypmsf1"),
  SIGNATURE ("application/zip", 0, "PK\x03\x04"),
  SIGNATURE ("application/zip", 0, "PK\x05\x06"),
  SIGNATURE ("application/x-ole-storage", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
  SIGNATURE ("application/x-executable", 0, "\x7f" "ELF"),
};

static gboolean
matches (const guint8 *data, gsize length, const Signature *signature)
{
  return length >= signature->offset + signature->length
         && memcmp (data + signature->offset, signature->bytes, signature->length) == 0;
}

static gboolean
is_webp (const guint8 *data, gsize length)
{
  return length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0;
}

/* Readers of PDF take a header anywhere in the first kilobyte, and so do the
 * programs that write junk before it; but what starts as another type is that. */
static gboolean
is_pdf (const guint8 *data, gsize length)
{
  return memmem (data, MIN (length, KHIDKI_PAPER_SNIFF_BYTES), "%PDF-", 5) != NULL;
}

/**
 * khidki_paper_sniff:
 * @data: (array length=length) (nullable): the first bytes of a file
 * @length: how many; %KHIDKI_PAPER_SNIFF_BYTES are enough
 *
 * Finds the type of a file from its content, whatever its sender says.
 *
 * Returns: (transfer none): a MIME type, `application/octet-stream` when unknown
 *
 * Since: 0.1
 */
const char *
khidki_paper_sniff (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (matches (data, length, &signatures[i]))
      return signatures[i].mime_type;
  if (is_webp (data, length))
    return "image/webp";
  if (length > 0 && is_pdf (data, length))
    return "application/pdf";
  return KHIDKI_PAPER_UNKNOWN;
}

/**
 * khidki_paper_sniff_is_wanted:
 * @mime_type: a result of [func@paper_sniff]
 *
 * Returns: whether it is a type that papers may have: JPEG, PNG, PDF
 *
 * Since: 0.1
 */
gboolean
khidki_paper_sniff_is_wanted (const char *mime_type)
{
  return g_str_equal (mime_type, "image/jpeg") || g_str_equal (mime_type, "image/png")
         || g_str_equal (mime_type, "application/pdf");
}
