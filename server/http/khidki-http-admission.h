/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "http/khidki-http-routes.h"
#include "http/khidki-http-upload.h"

G_BEGIN_DECLS

/**
 * KhidkiHttpAdmission:
 *
 * A request with files from its head to its last byte: first its route is asked whether
 * it is let in, then what comes goes to the papers, no faster than the disk takes it.
 * Belongs to its message.
 */
typedef struct _KhidkiHttpAdmission KhidkiHttpAdmission;

/* @admitted is called once it is decided, with the message and whether it is let in;
 * not when the far end has gone before. 0, or the status to refuse it by at once. */
typedef void (*KhidkiHttpAdmittedFunc) (SoupServerMessage *message,
                                        gboolean admitted,
                                        gpointer user_data);

guint khidki_http_admission_begin (SoupServerMessage *message,
                                   KhidkiHttpRoute *route,
                                   KhidkiPaperStore *papers,
                                   const KhidkiHttpUploadLimits *limits,
                                   KhidkiHttpAdmittedFunc admitted,
                                   gpointer user_data);

/* (nullable): that of @message. */
KhidkiHttpAdmission *khidki_http_admission_find (SoupServerMessage *message);

/* 0, or the status to refuse it by. */
guint khidki_http_admission_feed (KhidkiHttpAdmission *self, GBytes *piece);
void khidki_http_admission_finish_async (KhidkiHttpAdmission *self,
                                         KhidkiRequest *request,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void khidki_http_admission_give_up (KhidkiHttpAdmission *self);

G_END_DECLS
