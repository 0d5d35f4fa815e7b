/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiCentre:
 *
 * A service centre at one address, with its hours, from a day on. Immutable; lives
 * as long as its KhidkiCentres.
 *
 * Since: 0.1
 */
typedef struct _KhidkiCentre KhidkiCentre;

KhidkiCentre *khidki_centre_new_from_group (GKeyFile *file, const char *group, GError **error);
void khidki_centre_free (KhidkiCentre *self);

const char *khidki_centre_get_id (KhidkiCentre *self);
const char *khidki_centre_get_name (KhidkiCentre *self, const char *language);
const char *khidki_centre_get_address (KhidkiCentre *self, const char *language);
const char *khidki_centre_get_hours (KhidkiCentre *self, const char *language);
const char *khidki_centre_get_pin (KhidkiCentre *self);
const char *khidki_centre_get_phone (KhidkiCentre *self);
const char *khidki_centre_get_subdivision (KhidkiCentre *self);

double khidki_centre_measure (KhidkiCentre *self, double latitude, double longitude);
guint khidki_centre_count_words (KhidkiCentre *self, const char *const *said);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCentre, khidki_centre_free)

G_END_DECLS
