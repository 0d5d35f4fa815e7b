/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "papers/khidki-paper-checker.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

/* Lets the worker look at a paper that is kept. It is unsealed on another thread:
 * a large one would hold up everybody. */
void khidki_paper_look_async (KhidkiPaperStore *papers,
                              KhidkiPaperChecker *checker,
                              KhidkiPaper *paper,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* (transfer full) (nullable): `ok`, or what is wrong with it */
char *khidki_paper_look_finish (GAsyncResult *result, GError **error);

G_END_DECLS
