/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-request.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

/**
 * KhidkiHttpUploadLimits:
 * @max_file: bytes of one file; what is larger is left out
 * @max_files: how many files; those after them are left out
 * @milliseconds: for the whole request
 */
typedef struct
{
  gsize max_file;
  guint max_files;
  guint milliseconds;
} KhidkiHttpUploadLimits;

/**
 * KhidkiHttpUpload:
 *
 * A form with files on its way in: each file goes to the papers while it comes. They
 * become papers all at once, when the whole form is there and as it should be; before
 * that nothing of them can be found, and given up it leaves nothing behind.
 */
#define KHIDKI_TYPE_HTTP_UPLOAD (khidki_http_upload_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiHttpUpload, khidki_http_upload, KHIDKI, HTTP_UPLOAD, GObject)

/* @papers: (nullable): without it a form may have fields only. @drained is called when
 * little waits for the disk again. */
KhidkiHttpUpload *khidki_http_upload_new (const char *boundary,
                                          KhidkiPaperStore *papers,
                                          const KhidkiHttpUploadLimits *limits,
                                          GFunc drained,
                                          gpointer user_data);

/* How many bytes the whole form may have. */
gsize khidki_http_upload_get_most (const KhidkiHttpUploadLimits *limits);
/* Before the first piece: no file is kept. A file that is left out is read to its end all
 * the same, and has its place in the form without a paper: its fields are not lost. */
void khidki_http_upload_leave_out_files (KhidkiHttpUpload *self);

/* KHIDKI_ERROR_INVALID: no such form; KHIDKI_ERROR_REFUSED: more than is taken. */
gboolean khidki_http_upload_feed (KhidkiHttpUpload *self, GBytes *piece, GError **error);
/* Whether so much waits for the disk that no more should be fed. */
gboolean khidki_http_upload_is_full (KhidkiHttpUpload *self);

/* Puts fields and papers into @request, in their order. */
void khidki_http_upload_finish_async (KhidkiHttpUpload *self,
                                      KhidkiRequest *request,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
khidki_http_upload_finish_finish (KhidkiHttpUpload *self, GAsyncResult *result, GError **error);
/* For a form without files; the same at once. */
gboolean
khidki_http_upload_finish_fields (KhidkiHttpUpload *self, KhidkiRequest *request, GError **error);
void khidki_http_upload_give_up (KhidkiHttpUpload *self);

G_END_DECLS
