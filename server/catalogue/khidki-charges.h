/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiCharges:
 *
 * What a service centre may take for its work, by day and service: dated data.
 * Immutable; may be used on any thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiCharges KhidkiCharges;

KhidkiCharges *khidki_charges_new_from_file (const char *path, GError **error);
KhidkiCharges *khidki_charges_ref (KhidkiCharges *self);
void khidki_charges_unref (KhidkiCharges *self);

gint64 khidki_charges_get (KhidkiCharges *self, const char *service, const GDate *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCharges, khidki_charges_unref)

G_END_DECLS
