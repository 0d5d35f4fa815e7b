/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* Inside a writing function: one durable job. @key is unique: a second job with
 * the same key is not made. @subject names what it is about (an application's
 * number, a media id), @payload (nullable) is sealed; a floating one is sunk.
 *
 * Kinds: `event` (payload: a KhidkiEvent variant, goes into the account's
 * intake), `media` (subject: media id), `certificate` (subject: application
 * number; renders and issues), `office` (subject: application number; hands it
 * to the department's back office). */
gboolean khidki_job_add (KhidkiTransaction *transaction,
                         const char *key,
                         const char *kind,
                         const char *account,
                         const char *subject,
                         GVariant *payload,
                         gint64 due,
                         gint64 now,
                         GError **error);

/* Inside a writing function: the job is done and gone. For work that must end
 * with its own job in one transaction. */
gboolean khidki_job_end (KhidkiTransaction *transaction, gint64 id, GError **error);

G_END_DECLS
