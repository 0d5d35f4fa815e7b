/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "store/khidki-rows.h"
#include "store/khidki-seal.h"

G_BEGIN_DECLS

/**
 * KhidkiTransaction:
 *
 * Rows, from inside a [callback@StoreFunc]. Statements are named; their SQL lies
 * in files per database (`store/sql/`). Parameters are given in the order in
 * which the SQL names them first, by a format of one letter each:
 * `s` text (never NULL; use ""), `x` gint64, `b` GBytes.
 */
typedef struct _KhidkiTransaction KhidkiTransaction;

/* The number of rows changed, or -1 with @error. A statement that meets a
 * conflict and does nothing gives 0. */
int khidki_transaction_execute (KhidkiTransaction *self,
                                const char *statement,
                                GError **error,
                                const char *format,
                                ...);

/* (transfer full); @columns is a format of the result's columns, same letters. */
KhidkiRows *khidki_transaction_query (KhidkiTransaction *self,
                                      const char *statement,
                                      const char *columns,
                                      GError **error,
                                      const char *format,
                                      ...);

gint64 khidki_transaction_get_last_id (KhidkiTransaction *self);
KhidkiSeal *khidki_transaction_get_seal (KhidkiTransaction *self);

G_END_DECLS
