/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-upload.h"

#include <string.h>

#include "http/khidki-chunk-stream.h"
#include "http/khidki-multipart.h"
#include "libkhidki/khidki-error.h"

#define MOST_PARTS 1000
#define MOST_FIELD (64 * 1024)
#define MOST_FIELDS (1024 * 1024)
/* Fields, and what stands around files. */
#define MOST_BESIDE (2 * 1024 * 1024)
#define FULL (256 * 1024)
#define DRAINED (64 * 1024)

typedef struct
{
  KhidkiHttpUpload *upload;
  char *name;
  char *filename; /* (nullable): of a file */
  GString *value; /* (nullable): of a field */
  KhidkiChunkStream *stream;
  gboolean left_out; /* a file that is read to its end and not kept */
  gsize size;
  KhidkiPaper *paper;
} Part;

struct _KhidkiHttpUpload
{
  GObject parent_instance;

  KhidkiMultipart *multipart;
  KhidkiPaperStore *papers;
  KhidkiHttpUploadLimits limits;
  GPtrArray *parts;
  Part *part; /* (nullable): the one that is coming in */
  gsize fields;
  gsize total;
  guint n_files;
  guint n_keeping;
  gboolean no_file;
  gboolean leaves_out; /* every file */
  GError *error;
  GTask *task; /* (nullable): waits for the papers */
  GFunc drained;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (KhidkiHttpUpload, khidki_http_upload, G_TYPE_OBJECT)

static void
part_free (Part *part)
{
  if (part->stream != NULL)
    khidki_chunk_stream_give_up (part->stream);
  g_clear_object (&part->stream);
  g_clear_pointer (&part->paper, khidki_paper_unref);
  if (part->value != NULL)
    g_string_free (part->value, TRUE);
  g_free (part->name);
  g_free (part->filename);
  g_free (part);
}

static gboolean
refuse (GError **error, KhidkiError code, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, code, "form: %s", what);
  return FALSE;
}

static gsize
count_waiting (KhidkiHttpUpload *self)
{
  gsize waiting = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (part->stream != NULL)
        waiting += khidki_chunk_stream_get_n_waiting (part->stream);
    }
  return waiting;
}

static void
bytes_taken (gpointer stream, gpointer user_data)
{
  KhidkiHttpUpload *self = user_data;

  if (self->drained != NULL && count_waiting (self) <= DRAINED)
    self->drained (self, self->user_data);
}

static gboolean
add_parts (KhidkiHttpUpload *self, KhidkiRequest *request)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (part->value == NULL)
        khidki_request_add_paper (request, part->name, part->filename, part->paper);
      else
        khidki_request_add_field (request, part->name, part->value->str);
    }
  return TRUE;
}

static void
complete (KhidkiHttpUpload *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->task == NULL || self->n_keeping > 0)
    return;
  task = g_steal_pointer (&self->task);
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_boolean (task, add_parts (self, g_task_get_task_data (task)));
}

static void
paper_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (KhidkiHttpUpload) self = part->upload;
  g_autoptr (GError) error = NULL;

  part->paper = khidki_paper_store_keep_finish (KHIDKI_PAPER_STORE (source), result, &error);
  if (part->paper == NULL && !part->left_out && self->error == NULL)
    self->error = g_steal_pointer (&error);
  self->n_keeping--;
  complete (self);
}

/* The store reads from the stream; it gets to the end only when all parts are there. */
static void
begin_file (KhidkiHttpUpload *self, Part *part)
{
  part->stream = khidki_chunk_stream_new (bytes_taken, self);
  part->upload = g_object_ref (self);
  self->n_files++;
  self->n_keeping++;
  khidki_paper_store_keep_async (self->papers, G_INPUT_STREAM (part->stream), self->limits.max_file,
                                 NULL, paper_kept, part);
}

/* A browser sends a file's field without a name when no file was chosen. */
static gboolean
begin_part (const char *name, const char *filename, gpointer user_data, GError **error)
{
  KhidkiHttpUpload *self = user_data;

  self->no_file = filename != NULL && *filename == '\0';
  if (self->no_file)
    return TRUE;
  if (self->parts->len >= MOST_PARTS)
    return refuse (error, KHIDKI_ERROR_REFUSED, "it has too many parts");
  if (filename != NULL && self->papers == NULL)
    return refuse (error, KHIDKI_ERROR_REFUSED, "it has a file");

  self->part = g_new0 (Part, 1);
  self->part->name = g_strdup (name);
  self->part->filename = g_strdup (filename);
  g_ptr_array_add (self->parts, self->part);
  self->part->left_out
      = filename != NULL && (self->leaves_out || self->n_files >= self->limits.max_files);
  if (filename != NULL && !self->part->left_out)
    begin_file (self, self->part);
  else if (filename == NULL)
    self->part->value = g_string_new (NULL);
  return TRUE;
}

static gboolean
add_to_field (KhidkiHttpUpload *self, const guint8 *data, gsize length, GError **error)
{
  GString *value = self->part->value;

  self->fields += length;
  if (value->len + length > MOST_FIELD || self->fields > MOST_FIELDS)
    return refuse (error, KHIDKI_ERROR_REFUSED, "a field is too long");
  g_string_append_len (value, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
take_data (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  KhidkiHttpUpload *self = user_data;
  Part *part = self->part;

  if (self->no_file)
    return refuse (error, KHIDKI_ERROR_INVALID, "a file has no name");
  if (part->value != NULL)
    return add_to_field (self, data, length, error);
  part->size += length;
  if (!part->left_out && part->size > self->limits.max_file)
    {
      part->left_out = TRUE;
      khidki_chunk_stream_give_up (part->stream);
    }
  if (!part->left_out)
    khidki_chunk_stream_push (part->stream, data, length);
  return TRUE;
}

static gboolean
end_part (gpointer user_data, GError **error)
{
  KhidkiHttpUpload *self = user_data;
  GString *value = self->no_file ? NULL : self->part->value;

  self->part = NULL;
  self->no_file = FALSE;
  if (value != NULL && !g_utf8_validate_len (value->str, value->len, NULL))
    return refuse (error, KHIDKI_ERROR_INVALID, "a field is not UTF-8");
  return TRUE;
}

static const KhidkiMultipartHandler handler = { begin_part, take_data, end_part };

static void
khidki_http_upload_dispose (GObject *object)
{
  KhidkiHttpUpload *self = KHIDKI_HTTP_UPLOAD (object);

  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->multipart, khidki_multipart_free);
  g_clear_object (&self->papers);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (khidki_http_upload_parent_class)->dispose (object);
}

static void
khidki_http_upload_class_init (KhidkiHttpUploadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = khidki_http_upload_dispose;
}

static void
khidki_http_upload_init (KhidkiHttpUpload *self)
{
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
}

KhidkiHttpUpload *
khidki_http_upload_new (const char *boundary,
                        KhidkiPaperStore *papers,
                        const KhidkiHttpUploadLimits *limits,
                        GFunc drained,
                        gpointer user_data)
{
  KhidkiHttpUpload *self = g_object_new (KHIDKI_TYPE_HTTP_UPLOAD, NULL);

  self->multipart = khidki_multipart_new (boundary, &handler, self);
  self->limits = *limits;
  self->drained = drained;
  self->user_data = user_data;
  if (papers != NULL)
    self->papers = g_object_ref (papers);
  return self;
}

gsize
khidki_http_upload_get_most (const KhidkiHttpUploadLimits *limits)
{
  return limits->max_files * limits->max_file + MOST_BESIDE;
}

void
khidki_http_upload_leave_out_files (KhidkiHttpUpload *self)
{
  self->leaves_out = TRUE;
}

gboolean
khidki_http_upload_feed (KhidkiHttpUpload *self, GBytes *piece, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (piece, &length);

  self->total += length;
  if (self->error == NULL && self->total > khidki_http_upload_get_most (&self->limits))
    self->error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "form: it is too long");
  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return FALSE;
    }
  return length == 0 || khidki_multipart_feed (self->multipart, data, length, error);
}

gboolean
khidki_http_upload_is_full (KhidkiHttpUpload *self)
{
  return count_waiting (self) > FULL;
}

gboolean
khidki_http_upload_finish_fields (KhidkiHttpUpload *self, KhidkiRequest *request, GError **error)
{
  return khidki_multipart_finish (self->multipart, error) && add_parts (self, request);
}

void
khidki_http_upload_finish_async (KhidkiHttpUpload *self,
                                 KhidkiRequest *request,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_task_data (self->task, khidki_request_ref (request),
                        (GDestroyNotify) khidki_request_unref);
  if (self->error == NULL && !khidki_multipart_finish (self->multipart, &self->error))
    khidki_http_upload_give_up (self);
  for (guint i = 0; self->error == NULL && i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (part->stream != NULL)
        khidki_chunk_stream_end (part->stream);
    }
  complete (self);
}

gboolean
khidki_http_upload_finish_finish (KhidkiHttpUpload *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_http_upload_give_up (KhidkiHttpUpload *self)
{
  self->drained = NULL;
  if (self->error == NULL)
    self->error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "form: it was given up");
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (part->stream != NULL)
        khidki_chunk_stream_give_up (part->stream);
    }
}
