/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-form.h"

#include <string.h>

#include "http/khidki-http-upload.h"
#include "http/khidki-multipart.h"
#include "libkhidki/khidki-error.h"

#define MOST_FIELDS 2000

/* (nullable): decoded; NULL if it is not well made. */
static char *
decode (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *data;

  g_strdelimit (spaced, "+", ' ');
  bytes = g_uri_unescape_bytes (spaced, -1, NULL, NULL);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  if (size == 0)
    return g_strdup ("");
  return g_utf8_validate_len (data, size, NULL) ? g_strndup (data, size) : NULL;
}

gboolean
khidki_http_form_read_fields (KhidkiRequest *request, const char *text, gsize length)
{
  const char *end = text + length;
  guint n = 0;

  if (length > 0 && memchr (text, '\0', length) != NULL)
    return FALSE;
  while (text < end)
    {
      const char *next = memchr (text, '&', (gsize) (end - text));
      const char *stop = next != NULL ? next : end;
      const char *equals = memchr (text, '=', (gsize) (stop - text));
      const char *name_end = equals != NULL ? equals : stop;
      const char *value_start = equals != NULL ? equals + 1 : stop;
      g_autofree char *name = decode (text, (gsize) (name_end - text));
      g_autofree char *value = decode (value_start, (gsize) (stop - value_start));

      if (name == NULL || value == NULL || ++n > MOST_FIELDS)
        return FALSE;
      if (*name != '\0')
        khidki_request_add_field (request, name, value);
      text = next != NULL ? next + 1 : end;
    }
  return TRUE;
}

guint
khidki_http_form_get_status (const GError *error)
{
  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID))
    return 400;
  return g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED) ? 413 : 503;
}

static guint
read_multipart (KhidkiRequest *request, GBytes *body, const char *content_type)
{
  const KhidkiHttpUploadLimits limits = { 0 };
  g_autofree char *boundary = khidki_multipart_dup_boundary (content_type);
  g_autoptr (KhidkiHttpUpload) form = NULL;
  g_autoptr (GError) error = NULL;

  if (boundary == NULL)
    return 400;
  form = khidki_http_upload_new (boundary, NULL, &limits, NULL, NULL);
  if (khidki_http_upload_feed (form, body, &error)
      && khidki_http_upload_finish_fields (form, request, &error))
    return 0;
  return khidki_http_form_get_status (error);
}

guint
khidki_http_form_read (KhidkiRequest *request, const char *content_type)
{
  const char *type = khidki_request_get_content_type (request);
  GBytes *body = khidki_request_get_body (request);
  gsize length = 0;
  const char *text;

  if (type == NULL || body == NULL)
    return 0;
  if (g_ascii_strcasecmp (type, "multipart/form-data") == 0)
    return read_multipart (request, body, content_type);
  if (g_ascii_strcasecmp (type, "application/x-www-form-urlencoded") != 0)
    return 0;
  text = g_bytes_get_data (body, &length);
  return length == 0 || khidki_http_form_read_fields (request, text, length) ? 0 : 400;
}
