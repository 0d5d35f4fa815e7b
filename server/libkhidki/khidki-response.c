/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-response.h"

#include <string.h>

struct _KhidkiResponse
{
  guint status;
  char *content_type;
  GHashTable *headers;
  GPtrArray *cookies; /* of whole Set-Cookie headers; ends with NULL */
  GBytes *body;
  KhidkiPaper *paper;
  gint64 left_at;
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
  self->cookies = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->cookies, NULL);
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

/**
 * khidki_response_new_redirect:
 * @path: a path on this server, with its query
 *
 * Returns: (transfer full): an answer to a form, after which the browser shows another
 *   page (303): loading that again sends nothing twice
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_response_new_redirect (const char *path)
{
  KhidkiResponse *self;

  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);
  g_return_val_if_fail (path[1] != '/' && path[1] != '\\', NULL);

  self = khidki_response_new (303);
  khidki_response_set_header (self, "Location", path);
  khidki_response_set_header (self, "Cache-Control", "no-store");
  return self;
}

/**
 * khidki_response_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
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
  g_ptr_array_unref (self->cookies);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->paper, khidki_paper_unref);
}

/**
 * khidki_response_unref:
 * @self: (transfer full): an answer
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_response_unref (KhidkiResponse *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_response_clear);
}

/**
 * khidki_response_set_header:
 * @self: an answer, right after its construction
 * @name: in any case
 * @value: its value, in one line
 *
 * Since: 0.1
 */
void
khidki_response_set_header (KhidkiResponse *self, const char *name, const char *value)
{
  g_return_if_fail (name != NULL && strpbrk (name, " :\r\n") == NULL);
  g_return_if_fail (value != NULL && strpbrk (value, "\r\n") == NULL);

  g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
}

/* What RFC 6265 lets into a cookie's value, and nothing that ends it. */
static gboolean
is_cookie_text (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || strchr ("\",;\\", *p) != NULL)
      return FALSE;
  return TRUE;
}

/**
 * khidki_response_add_cookie:
 * @self: an answer, right after its construction
 * @name: its name; one that begins with `__Host-` wants the path `/`
 * @value: letters, digits and signs but for quotes, comma, semicolon and backslash
 * @path: where the browser sends it back
 * @max_age: seconds for which it is kept; -1 until the browser is closed, 0 to take it
 *   away
 *
 * Sets a cookie that no script sees, that no other site's page makes the browser send,
 * and that goes over a secure connection only (or to this very machine).
 *
 * Since: 0.1
 */
void
khidki_response_add_cookie (KhidkiResponse *self,
                            const char *name,
                            const char *value,
                            const char *path,
                            gint max_age)
{
  GString *cookie;

  g_return_if_fail (name != NULL && *name != '\0' && is_cookie_text (name));
  g_return_if_fail (strchr (name, '=') == NULL);
  g_return_if_fail (value != NULL && is_cookie_text (value));
  g_return_if_fail (path != NULL && path[0] == '/' && is_cookie_text (path));

  cookie = g_string_new (NULL);
  g_string_append_printf (cookie, "%s=%s; Path=%s", name, value, path);
  if (max_age >= 0)
    g_string_append_printf (cookie, "; Max-Age=%d", max_age);
  g_string_append (cookie, "; Secure; HttpOnly; SameSite=Strict");
  g_ptr_array_insert (self->cookies, (int) self->cookies->len - 1, g_string_free (cookie, FALSE));
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
 * As the answer of a route: the paper is the body, with its own type. It is sent as a
 * file to be kept unless you set `Content-Disposition`.
 *
 * Since: 0.1
 */
void
khidki_response_set_paper (KhidkiResponse *self, KhidkiPaper *paper)
{
  g_clear_pointer (&self->paper, khidki_paper_unref);
  self->paper = paper != NULL ? khidki_paper_ref (paper) : NULL;
}

/**
 * khidki_response_set_left_at:
 * @self: an answer to a request of ours, right after its construction
 * @milliseconds: see [method@Response.get_left_at]
 *
 * For whoever makes requests.
 *
 * Since: 0.1
 */
void
khidki_response_set_left_at (KhidkiResponse *self, gint64 milliseconds)
{
  self->left_at = milliseconds;
}

/**
 * khidki_response_get_status:
 * @self: an answer
 *
 * Returns: the HTTP status
 *
 * Since: 0.1
 */
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

/**
 * khidki_response_get_cookies:
 * @self: an answer
 *
 * Returns: (transfer none) (array zero-terminated=1): whole `Set-Cookie` headers, in
 *   their order
 *
 * Since: 0.1
 */
const char *const *
khidki_response_get_cookies (KhidkiResponse *self)
{
  return (const char *const *) self->cookies->pdata;
}

/**
 * khidki_response_get_content_type:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the type of the body
 *
 * Since: 0.1
 */
const char *
khidki_response_get_content_type (KhidkiResponse *self)
{
  return self->content_type;
}

/**
 * khidki_response_get_body:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the bytes; %NULL if there are none or they were kept as a
 *   paper
 *
 * Since: 0.1
 */
GBytes *
khidki_response_get_body (KhidkiResponse *self)
{
  return self->body;
}

/**
 * khidki_response_get_paper:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the paper that the body was kept as
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_response_get_paper (KhidkiResponse *self)
{
  return self->paper;
}

/**
 * khidki_response_get_left_at:
 * @self: what [method@Host.fetch_finish] gave
 *
 * Between asking for a request and its leaving lie a queue and perhaps a new connection.
 *
 * Returns: when the last of the request had left this machine, as
 *   [method@Host.get_monotonic] tells; 0 if that is not known
 *
 * Since: 0.1
 */
gint64
khidki_response_get_left_at (KhidkiResponse *self)
{
  return self->left_at;
}
