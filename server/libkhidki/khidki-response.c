/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-response.h"

#include <string.h>

struct _KhidkiResponse
{
  guint status;
  char *content_type;
  GHashTable *headers;
  GBytes *body;
  KhidkiPaper *paper;
};

G_DEFINE_BOXED_TYPE (KhidkiResponse, khidki_response, khidki_response_ref, khidki_response_unref)

/**
 * khidki_response_new:
 * @status: the HTTP status
 *
 * Returns: (transfer full): an answer without a body
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_response_new (guint status)
{
  KhidkiResponse *self = g_atomic_rc_box_new0 (KhidkiResponse);

  self->status = status;
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * khidki_response_new_text:
 * @status: the HTTP status
 * @content_type: the type of @text
 * @text: the body
 *
 * Returns: (transfer full): an answer
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_response_new_text (guint status,
                          const char *content_type,
                          const char *text)
{
  KhidkiResponse *self = khidki_response_new (status);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  khidki_response_set_body (self, content_type, body);
  return self;
}

KhidkiResponse *
khidki_response_ref (KhidkiResponse *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_response_clear (KhidkiResponse *self)
{
  g_free (self->content_type);
  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->paper, khidki_paper_unref);
}

void
khidki_response_unref (KhidkiResponse *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_response_clear);
}

/**
 * khidki_response_set_header:
 * @self: an answer, right after its construction
 * @name: in any case
 * @value: its value
 *
 * Since: 0.1
 */
void
khidki_response_set_header (KhidkiResponse *self, const char *name, const char *value)
{
  g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
}

/**
 * khidki_response_set_body:
 * @self: an answer, right after its construction
 * @content_type: (nullable): its type
 * @body: (transfer none) (nullable): the bytes
 *
 * Since: 0.1
 */
void
khidki_response_set_body (KhidkiResponse *self, const char *content_type, GBytes *body)
{
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
}

/**
 * khidki_response_set_paper:
 * @self: an answer, right after its construction
 * @paper: (transfer none) (nullable): the paper that its body was kept as
 *
 * Since: 0.1
 */
void
khidki_response_set_paper (KhidkiResponse *self, KhidkiPaper *paper)
{
  g_clear_pointer (&self->paper, khidki_paper_unref);
  self->paper = paper != NULL ? khidki_paper_ref (paper) : NULL;
}

guint
khidki_response_get_status (KhidkiResponse *self)
{
  return self->status;
}

/**
 * khidki_response_get_header:
 * @self: an answer
 * @name: a header's name, in any case
 *
 * Returns: (nullable): its value
 *
 * Since: 0.1
 */
const char *
khidki_response_get_header (KhidkiResponse *self, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, lower);
}

/**
 * khidki_response_get_headers:
 * @self: an answer
 *
 * Returns: (transfer none) (element-type utf8 utf8): by lower-case name
 *
 * Since: 0.1
 */
GHashTable *
khidki_response_get_headers (KhidkiResponse *self)
{
  return self->headers;
}

const char *
khidki_response_get_content_type (KhidkiResponse *self)
{
  return self->content_type;
}

GBytes *
khidki_response_get_body (KhidkiResponse *self)
{
  return self->body;
}

KhidkiPaper *
khidki_response_get_paper (KhidkiResponse *self)
{
  return self->paper;
}
