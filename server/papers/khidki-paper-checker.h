/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "papers/khidki-paper-check.h"

G_BEGIN_DECLS

/**
 * KhidkiPaperChecker:
 *
 * Has hostile files decoded by `khidki-worker`, each in a process of its own
 * that can do nothing but compute, and never more than a few at a time.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_PAPER_CHECKER (khidki_paper_checker_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPaperChecker, khidki_paper_checker, KHIDKI, PAPER_CHECKER, GObject)

KhidkiPaperChecker *khidki_paper_checker_new (const char *worker, guint max_workers);

void khidki_paper_checker_check_async (KhidkiPaperChecker *self,
                                       int fd,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KhidkiPaperCheck *khidki_paper_checker_check_finish (KhidkiPaperChecker *self,
                                                     GAsyncResult *result,
                                                     GError **error);

G_END_DECLS
