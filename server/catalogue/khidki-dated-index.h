/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-dated-data.h"

G_BEGIN_DECLS

/**
 * KhidkiDatedIndex:
 *
 * Entries of dated data. Of several with one id the one that began last is in force.
 *
 * Since: 0.1
 */
typedef struct _KhidkiDatedIndex KhidkiDatedIndex;

KhidkiDatedIndex *khidki_dated_index_new (GDestroyNotify free_entry);
void khidki_dated_index_free (KhidkiDatedIndex *self);

void khidki_dated_index_add (KhidkiDatedIndex *self, gpointer entry);
GPtrArray *khidki_dated_index_get_all (KhidkiDatedIndex *self);
gpointer khidki_dated_index_find (KhidkiDatedIndex *self, const char *id, const GDate *today);
GPtrArray *khidki_dated_index_list (KhidkiDatedIndex *self, const GDate *today);
gpointer khidki_dated_index_find_twice (KhidkiDatedIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiDatedIndex, khidki_dated_index_free)

G_END_DECLS
