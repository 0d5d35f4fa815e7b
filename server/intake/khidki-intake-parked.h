/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "intake/khidki-intake.h"

G_BEGIN_DECLS

/* Acts once more on the event of a row that was put aside: alone, through the same
 * step as the first time, its row changed with its effects in one transaction.
 * KHIDKI_ERROR_NOT_FOUND: no such row waits. KHIDKI_ERROR_FAILED: it was put aside
 * again, and why. */
void khidki_intake_parked_retry_async (KhidkiIntake *intake,
                                       KhidkiStore *store,
                                       gint64 id,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean khidki_intake_parked_retry_finish (GAsyncResult *result, GError **error);

/* Decides that the event of the row is not acted on. @note says who and when. */
void khidki_intake_parked_drop_async (KhidkiStore *store,
                                      gint64 id,
                                      const char *note,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean khidki_intake_parked_drop_finish (GAsyncResult *result, GError **error);

G_END_DECLS
