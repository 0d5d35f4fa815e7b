/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiPlaces:
 *
 * Districts, sub-divisions, localities and PINs as dated data. Immutable.
 */
typedef struct _KhidkiPlaces KhidkiPlaces;

KhidkiPlaces *khidki_places_new_empty (void);
KhidkiPlaces *khidki_places_new_from_file (const char *path, GError **error);
KhidkiPlaces *khidki_places_ref (KhidkiPlaces *self);
void khidki_places_unref (KhidkiPlaces *self);

/* (transfer full): ids of the sub-divisions in force on a day, sorted by name. */
GStrv khidki_places_list_subdivisions (KhidkiPlaces *self, const GDate *today, const char *language);
const char *khidki_places_get_subdivision_name (KhidkiPlaces *self,
                                                const char *id,
                                                const char *language);
const char *khidki_places_get_district (KhidkiPlaces *self, const char *subdivision);
const char *khidki_places_get_district_name (KhidkiPlaces *self,
                                             const char *district,
                                             const char *language);
gboolean khidki_places_get_pin_position (KhidkiPlaces *self,
                                         const char *pin,
                                         double *latitude,
                                         double *longitude);
/* (transfer full): ids proposed for a locality as typed and a PIN (either may be
 * NULL), the likeliest first; empty if nothing is known. */
GStrv khidki_places_propose (KhidkiPlaces *self,
                             const char *locality,
                             const char *pin,
                             const GDate *today);
/* (nullable): the id of the sub-division that a text names, in any language,
 * forgiving of typing errors. */
const char *khidki_places_match_subdivision (KhidkiPlaces *self,
                                             const char *text,
                                             const GDate *today);

gboolean khidki_places_is_locality (KhidkiPlaces *self, const char *const *folded, guint n);
gboolean khidki_places_is_city (KhidkiPlaces *self, const char *folded);
char *khidki_places_dup_zone_pin (KhidkiPlaces *self, const char *folded, guint zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPlaces, khidki_places_unref)

G_END_DECLS
