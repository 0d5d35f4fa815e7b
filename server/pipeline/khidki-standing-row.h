/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-standing.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* @standing: (out) (nullable): how an application stands, whichever door it came
 * through; %NULL when number and date of birth do not belong together. */
gboolean khidki_standing_row_find (KhidkiTransaction *transaction,
                                   const char *number,
                                   const GDate *birth,
                                   KhidkiStanding **standing,
                                   GError **error);

G_END_DECLS
