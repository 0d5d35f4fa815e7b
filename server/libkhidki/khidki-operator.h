/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiOperator:
 *
 * Who is signed in at a counter, and at which centre. Immutable; made by the
 * host, valid for the request that it was looked up for.
 *
 * Since: 0.1
 */
typedef struct _KhidkiOperator KhidkiOperator;

#define KHIDKI_TYPE_OPERATOR (khidki_operator_get_type ())

GType khidki_operator_get_type (void);

KhidkiOperator *khidki_operator_new (const char *id,
                                     const char *role,
                                     const char *centre,
                                     const char *session);
KhidkiOperator *khidki_operator_ref (KhidkiOperator *self);
void khidki_operator_unref (KhidkiOperator *self);

/* Right after construction only. */
void khidki_operator_set_name (KhidkiOperator *self, const char *language, const char *name);
void khidki_operator_set_centre_name (KhidkiOperator *self, const char *language, const char *name);

const char *khidki_operator_get_id (KhidkiOperator *self);
const char *khidki_operator_get_role (KhidkiOperator *self);
const char *khidki_operator_get_centre (KhidkiOperator *self);
const char *khidki_operator_get_name (KhidkiOperator *self, const char *language);
const char *khidki_operator_get_centre_name (KhidkiOperator *self, const char *language);
const char *khidki_operator_get_session (KhidkiOperator *self);
const char *khidki_operator_get_author (KhidkiOperator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOperator, khidki_operator_unref)

G_END_DECLS
