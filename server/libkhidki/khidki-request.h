/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiRequest:
 *
 * An HTTP request as a value: one that came in on a declared route, or one that
 * [method@Host.fetch_async] is to make. Built by its constructor and the
 * setters right after it, immutable from then on.
 *
 * Since: 0.1
 */
typedef struct _KhidkiRequest KhidkiRequest;

#define KHIDKI_TYPE_REQUEST (khidki_request_get_type ())

GType khidki_request_get_type (void);

KhidkiRequest *khidki_request_new (const char *method, const char *uri);
KhidkiRequest *khidki_request_ref (KhidkiRequest *self);
void khidki_request_unref (KhidkiRequest *self);

/* Right after construction only. */
void khidki_request_set_header (KhidkiRequest *self, const char *name, const char *value);
void khidki_request_set_body (KhidkiRequest *self, const char *content_type, GBytes *body);
void khidki_request_add_field (KhidkiRequest *self, const char *name, const char *value);
void khidki_request_add_paper (KhidkiRequest *self,
                               const char *name,
                               const char *filename,
                               KhidkiPaper *paper);
void khidki_request_set_deadline (KhidkiRequest *self, guint milliseconds);
void khidki_request_set_max_size (KhidkiRequest *self, gsize bytes);
void khidki_request_set_keep_as_paper (KhidkiRequest *self, gboolean keep);
void khidki_request_set_repeatable (KhidkiRequest *self, gboolean repeatable);

const char *khidki_request_get_method (KhidkiRequest *self);
const char *khidki_request_get_uri (KhidkiRequest *self);
const char *khidki_request_get_path (KhidkiRequest *self);
const char *khidki_request_get_query (KhidkiRequest *self, const char *name);
const char *khidki_request_get_header (KhidkiRequest *self, const char *name);
GHashTable *khidki_request_get_headers (KhidkiRequest *self);
const char *khidki_request_get_cookie (KhidkiRequest *self, const char *name);
GBytes *khidki_request_get_body (KhidkiRequest *self);
const char *khidki_request_get_content_type (KhidkiRequest *self);
guint khidki_request_get_n_parts (KhidkiRequest *self);
const char *khidki_request_get_part (KhidkiRequest *self,
                                     guint index,
                                     const char **value,
                                     const char **filename,
                                     KhidkiPaper **paper);
const char *khidki_request_get_field (KhidkiRequest *self, const char *name);
guint khidki_request_get_deadline (KhidkiRequest *self);
gsize khidki_request_get_max_size (KhidkiRequest *self);
gboolean khidki_request_get_keep_as_paper (KhidkiRequest *self);
gboolean khidki_request_get_repeatable (KhidkiRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiRequest, khidki_request_unref)

G_END_DECLS
