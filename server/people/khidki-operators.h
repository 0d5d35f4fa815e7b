/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiOperatorPost:
 *
 * One operator at one centre in one role. Lives as long as its KhidkiOperators.
 *
 * Since: 0.1
 */
typedef struct _KhidkiOperatorPost KhidkiOperatorPost;

/**
 * KhidkiOperators:
 *
 * Who may sign in at a counter, where, in which role and when: dated data.
 * Immutable; may be used on any thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiOperators KhidkiOperators;

KhidkiOperators *khidki_operators_new_empty (void);
KhidkiOperators *khidki_operators_new_from_file (const char *path, GError **error);
KhidkiOperators *khidki_operators_ref (KhidkiOperators *self);
void khidki_operators_unref (KhidkiOperators *self);

GPtrArray *khidki_operators_list (KhidkiOperators *self, const GDate *today);
KhidkiOperatorPost *khidki_operators_find (KhidkiOperators *self,
                                           const char *id,
                                           const GDate *today);

const char *khidki_operators_find_nearest (KhidkiOperators *self, const char *id);

const char *khidki_operator_post_get_id (KhidkiOperatorPost *self);
const char *khidki_operator_post_get_role (KhidkiOperatorPost *self);
const char *khidki_operator_post_get_centre (KhidkiOperatorPost *self);
const char *khidki_operator_post_get_name (KhidkiOperatorPost *self, const char *language);
GHashTable *khidki_operator_post_get_names (KhidkiOperatorPost *self);
const GDate *khidki_operator_post_get_until (KhidkiOperatorPost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOperators, khidki_operators_unref)

G_END_DECLS
