/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiResponse:
 *
 * The answer to a [struct@Request]. Built by its constructor and the setters
 * right after it, immutable from then on.
 *
 * Since: 0.1
 */
typedef struct _KhidkiResponse KhidkiResponse;

#define KHIDKI_TYPE_RESPONSE (khidki_response_get_type ())

GType khidki_response_get_type (void);

KhidkiResponse *khidki_response_new (guint status);
KhidkiResponse *khidki_response_new_text (guint status,
                                          const char *content_type,
                                          const char *text);
KhidkiResponse *khidki_response_new_redirect (const char *path);
KhidkiResponse *khidki_response_ref (KhidkiResponse *self);
void khidki_response_unref (KhidkiResponse *self);

/* Right after construction only. */
void khidki_response_set_header (KhidkiResponse *self, const char *name, const char *value);
void khidki_response_add_cookie (KhidkiResponse *self,
                                 const char *name,
                                 const char *value,
                                 const char *path,
                                 gint max_age);
void khidki_response_set_body (KhidkiResponse *self, const char *content_type, GBytes *body);
void khidki_response_set_paper (KhidkiResponse *self, KhidkiPaper *paper);
void khidki_response_set_left_at (KhidkiResponse *self, gint64 milliseconds);

guint khidki_response_get_status (KhidkiResponse *self);
const char *khidki_response_get_header (KhidkiResponse *self, const char *name);
GHashTable *khidki_response_get_headers (KhidkiResponse *self);
const char *const *khidki_response_get_cookies (KhidkiResponse *self);
const char *khidki_response_get_content_type (KhidkiResponse *self);
GBytes *khidki_response_get_body (KhidkiResponse *self);
KhidkiPaper *khidki_response_get_paper (KhidkiResponse *self);
gint64 khidki_response_get_left_at (KhidkiResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiResponse, khidki_response_unref)

/**
 * KhidkiResponder:
 *
 * The promise of an answer. A route's handler finishes it exactly once, at once
 * or later; one that is dropped unfinished answers 500.
 *
 * Since: 0.1
 */
typedef struct _KhidkiResponder KhidkiResponder;

typedef void (*KhidkiResponderFunc) (KhidkiResponse *response, gpointer user_data);

#define KHIDKI_TYPE_RESPONDER (khidki_responder_get_type ())

GType khidki_responder_get_type (void);

KhidkiResponder *khidki_responder_new (KhidkiResponderFunc func, gpointer user_data);
KhidkiResponder *khidki_responder_ref (KhidkiResponder *self);
void khidki_responder_unref (KhidkiResponder *self);
void khidki_responder_finish (KhidkiResponder *self, KhidkiResponse *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiResponder, khidki_responder_unref)

G_END_DECLS
