/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-request.h"

#include <string.h>

typedef struct
{
  char *name;
  char *value;
  char *filename;
  KhidkiPaper *paper;
} Part;

struct _KhidkiRequest
{
  char *method;
  char *uri;
  char *path;
  char *content_type;
  GHashTable *query;
  GHashTable *headers;
  GHashTable *cookies; /* made with the header */
  GBytes *body;
  GPtrArray *parts;
  guint deadline;
  gsize max_size;
  gboolean keep_as_paper;
  gboolean repeatable;
};

#define DEFAULT_DEADLINE_MS 20000
#define DEFAULT_MAX_SIZE (1024 * 1024)

G_DEFINE_BOXED_TYPE (KhidkiRequest, khidki_request, khidki_request_ref, khidki_request_unref)

static void
part_free (Part *part)
{
  g_free (part->name);
  g_free (part->value);
  g_free (part->filename);
  g_clear_pointer (&part->paper, khidki_paper_unref);
  g_free (part);
}

static void
take_uri_apart (KhidkiRequest *self)
{
  const char *authority = strstr (self->uri, "://");
  const char *start = authority != NULL ? strchr (authority + 3, '/') : self->uri;
  gsize length;

  if (start == NULL)
    start = "/";
  length = strcspn (start, "?#");
  self->path = g_strndup (start, length);
  if (start[length] == '?')
    {
      const char *query = start + length + 1;

      self->query = g_uri_parse_params (query, strcspn (query, "#"), "&",
                                        G_URI_PARAMS_WWW_FORM, NULL);
    }
}

/**
 * khidki_request_new:
 * @method: `GET`, `POST` …
 * @uri: the whole URI, or path and query of one that came in
 *
 * Returns: (transfer full): a new request; 20 seconds and 1 MiB of answer are its bounds
 *
 * Since: 0.1
 */
KhidkiRequest *
khidki_request_new (const char *method, const char *uri)
{
  KhidkiRequest *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiRequest);
  self->method = g_strdup (method);
  self->uri = g_strdup (uri);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  self->deadline = DEFAULT_DEADLINE_MS;
  self->max_size = DEFAULT_MAX_SIZE;
  take_uri_apart (self);

  return self;
}

/**
 * khidki_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiRequest *
khidki_request_ref (KhidkiRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_request_clear (KhidkiRequest *self)
{
  g_free (self->method);
  g_free (self->uri);
  g_free (self->path);
  g_free (self->content_type);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->cookies, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_ptr_array_unref (self->parts);
}

/**
 * khidki_request_unref:
 * @self: (transfer full): a request
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_request_unref (KhidkiRequest *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_request_clear);
}

static char *
dup_cookie_value (const char *value)
{
  gsize length = strlen (value);

  if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
    return g_strndup (value + 1, length - 2);
  return g_strdup (value);
}

/* The first of a name counts: the browser sends the one with the nearest path first. */
static void
take_cookies_apart (KhidkiRequest *self, const char *header)
{
  g_auto (GStrv) cookies = g_strsplit (header, ";", -1);

  g_clear_pointer (&self->cookies, g_hash_table_unref);
  self->cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; cookies[i] != NULL; i++)
    {
      char *name = g_strstrip (cookies[i]);
      char *value = strchr (name, '=');

      if (value == NULL || value == name)
        continue;
      *value++ = '\0';
      if (!g_hash_table_contains (self->cookies, name))
        g_hash_table_insert (self->cookies, g_strdup (name), dup_cookie_value (value));
    }
}

/**
 * khidki_request_set_header:
 * @self: a request, right after its construction
 * @name: in any case
 * @value: its value
 *
 * Since: 0.1
 */
void
khidki_request_set_header (KhidkiRequest *self, const char *name, const char *value)
{
  g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
  if (g_ascii_strcasecmp (name, "Cookie") == 0)
    take_cookies_apart (self, value);
}

/**
 * khidki_request_set_body:
 * @self: a request, right after its construction
 * @content_type: (nullable): its type
 * @body: (transfer none) (nullable): the raw bytes
 *
 * Since: 0.1
 */
void
khidki_request_set_body (KhidkiRequest *self, const char *content_type, GBytes *body)
{
  char *type = g_strdup (content_type);

  g_free (self->content_type);
  self->content_type = type;
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
}

/**
 * khidki_request_add_field:
 * @self: a request, right after its construction
 * @name: the part's name
 * @value: its text
 *
 * Makes the body a multipart form, with this part in its place.
 *
 * Since: 0.1
 */
void
khidki_request_add_field (KhidkiRequest *self, const char *name, const char *value)
{
  Part *part = g_new0 (Part, 1);

  part->name = g_strdup (name);
  part->value = g_strdup (value);
  g_ptr_array_add (self->parts, part);
}

/**
 * khidki_request_add_paper:
 * @self: a request, right after its construction
 * @name: the part's name
 * @filename: the name given to the far end
 * @paper: (transfer none) (nullable): the paper whose bytes are sent; %NULL in what comes
 *   in for a file that was left out
 *
 * Makes the body a multipart form, with this part in its place.
 *
 * Since: 0.1
 */
void
khidki_request_add_paper (KhidkiRequest *self,
                          const char *name,
                          const char *filename,
                          KhidkiPaper *paper)
{
  Part *part = g_new0 (Part, 1);

  part->name = g_strdup (name);
  part->filename = g_strdup (filename);
  part->paper = paper != NULL ? khidki_paper_ref (paper) : NULL;
  g_ptr_array_add (self->parts, part);
}

/**
 * khidki_request_set_deadline:
 * @self: a request, right after its construction
 * @milliseconds: after which it is given up
 *
 * Since: 0.1
 */
void
khidki_request_set_deadline (KhidkiRequest *self, guint milliseconds)
{
  self->deadline = milliseconds;
}

/**
 * khidki_request_set_max_size:
 * @self: a request, right after its construction
 * @bytes: of answer that are taken; a longer one fails with %KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
void
khidki_request_set_max_size (KhidkiRequest *self, gsize bytes)
{
  self->max_size = bytes;
}

/**
 * khidki_request_set_keep_as_paper:
 * @self: a request, right after its construction
 * @keep: whether the answer's body goes straight into the papers
 *
 * The answer then has a paper and no body.
 *
 * Since: 0.1
 */
void
khidki_request_set_keep_as_paper (KhidkiRequest *self, gboolean keep)
{
  self->keep_as_paper = keep;
}

/**
 * khidki_request_set_repeatable:
 * @self: a request, right after its construction
 * @repeatable: whether making it twice does no harm
 *
 * Since: 0.1
 */
void
khidki_request_set_repeatable (KhidkiRequest *self, gboolean repeatable)
{
  self->repeatable = repeatable;
}

/**
 * khidki_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none): `GET`, `POST` …
 *
 * Since: 0.1
 */
const char *
khidki_request_get_method (KhidkiRequest *self)
{
  return self->method;
}

/**
 * khidki_request_get_uri:
 * @self: a request
 *
 * Returns: (transfer none): the whole URI, or path and query of one that came in
 *
 * Since: 0.1
 */
const char *
khidki_request_get_uri (KhidkiRequest *self)
{
  return self->uri;
}

/**
 * khidki_request_get_path:
 * @self: a request
 *
 * Returns: (transfer none): the path alone, without the query
 *
 * Since: 0.1
 */
const char *
khidki_request_get_path (KhidkiRequest *self)
{
  return self->path;
}

/**
 * khidki_request_get_query:
 * @self: a request
 * @name: a parameter's name
 *
 * Returns: (nullable): its decoded value
 *
 * Since: 0.1
 */
const char *
khidki_request_get_query (KhidkiRequest *self, const char *name)
{
  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

/**
 * khidki_request_get_header:
 * @self: a request
 * @name: a header's name, in any case
 *
 * Returns: (nullable): its value
 *
 * Since: 0.1
 */
const char *
khidki_request_get_header (KhidkiRequest *self, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, lower);
}

/**
 * khidki_request_get_headers:
 * @self: a request
 *
 * Returns: (transfer none) (element-type utf8 utf8): by lower-case name
 *
 * Since: 0.1
 */
GHashTable *
khidki_request_get_headers (KhidkiRequest *self)
{
  return self->headers;
}

/**
 * khidki_request_get_cookie:
 * @self: a request
 * @name: a cookie's name
 *
 * Returns: (transfer none) (nullable): its value, %NULL if the browser sent none
 *
 * Since: 0.1
 */
const char *
khidki_request_get_cookie (KhidkiRequest *self, const char *name)
{
  return self->cookies != NULL ? g_hash_table_lookup (self->cookies, name) : NULL;
}

/**
 * khidki_request_dup_remote:
 * @self: a request that came in
 *
 * What the front says: khidkid itself is reached from this machine only. It tells apart
 * who guesses; it proves nothing.
 *
 * Returns: (transfer full): the address that it came from, `""` if there is no front
 *
 * Since: 0.1
 */
char *
khidki_request_dup_remote (KhidkiRequest *self)
{
  const char *forwarded = khidki_request_get_header (self, "X-Forwarded-For");
  const char *last = forwarded != NULL ? strrchr (forwarded, ',') : NULL;

  if (forwarded == NULL)
    return g_strdup ("");
  return g_strstrip (g_strdup (last != NULL ? last + 1 : forwarded));
}

/**
 * khidki_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the raw bytes
 *
 * Since: 0.1
 */
GBytes *
khidki_request_get_body (KhidkiRequest *self)
{
  return self->body;
}

/**
 * khidki_request_get_content_type:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the type of the body
 *
 * Since: 0.1
 */
const char *
khidki_request_get_content_type (KhidkiRequest *self)
{
  return self->content_type;
}

/**
 * khidki_request_get_n_parts:
 * @self: a request
 *
 * Returns: how many fields and files the form has that was sent, whichever way
 *
 * Since: 0.1
 */
guint
khidki_request_get_n_parts (KhidkiRequest *self)
{
  return self->parts->len;
}

/**
 * khidki_request_get_part:
 * @self: a request
 * @index: which part
 * @value: (out) (optional) (nullable): the text of a field
 * @filename: (out) (optional) (nullable): the file's name
 * @paper: (out) (optional) (nullable) (transfer none): the paper; none for a field, and
 *   for a file that was left out, see [method@Host.add_upload_route]
 *
 * Returns: the part's name
 *
 * Since: 0.1
 */
const char *
khidki_request_get_part (KhidkiRequest *self,
                         guint index,
                         const char **value,
                         const char **filename,
                         KhidkiPaper **paper)
{
  Part *part = g_ptr_array_index (self->parts, index);

  if (value != NULL)
    *value = part->value;
  if (filename != NULL)
    *filename = part->filename;
  if (paper != NULL)
    *paper = part->paper;
  return part->name;
}

/**
 * khidki_request_get_field:
 * @self: a request
 * @name: the name of a field of the form that was sent
 *
 * Returns: (transfer none) (nullable): the text of the first of that name
 *
 * Since: 0.1
 */
const char *
khidki_request_get_field (KhidkiRequest *self, const char *name)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (part->value != NULL && strcmp (part->name, name) == 0)
        return part->value;
    }
  return NULL;
}

/**
 * khidki_request_get_deadline:
 * @self: a request
 *
 * Returns: milliseconds after which it is given up
 *
 * Since: 0.1
 */
guint
khidki_request_get_deadline (KhidkiRequest *self)
{
  return self->deadline;
}

/**
 * khidki_request_get_max_size:
 * @self: a request
 *
 * Returns: bytes of answer that are taken
 *
 * Since: 0.1
 */
gsize
khidki_request_get_max_size (KhidkiRequest *self)
{
  return self->max_size;
}

/**
 * khidki_request_get_keep_as_paper:
 * @self: a request
 *
 * Returns: whether the answer's body goes straight into the papers
 *
 * Since: 0.1
 */
gboolean
khidki_request_get_keep_as_paper (KhidkiRequest *self)
{
  return self->keep_as_paper;
}

/**
 * khidki_request_get_repeatable:
 * @self: a request
 *
 * Returns: whether making it twice does no harm
 *
 * Since: 0.1
 */
gboolean
khidki_request_get_repeatable (KhidkiRequest *self)
{
  return self->repeatable;
}
