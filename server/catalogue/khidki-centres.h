/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-centre.h"
#include "catalogue/khidki-places.h"

G_BEGIN_DECLS

/**
 * KhidkiCentres:
 *
 * The service centres as dated data. Immutable; may be used on any thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiCentres KhidkiCentres;

KhidkiCentres *khidki_centres_new_empty (void);
KhidkiCentres *khidki_centres_new_from_file (const char *path, GError **error);
KhidkiCentres *khidki_centres_ref (KhidkiCentres *self);
void khidki_centres_unref (KhidkiCentres *self);

KhidkiCentre *khidki_centres_find (KhidkiCentres *self, const char *id, const GDate *today);
GPtrArray *khidki_centres_list (KhidkiCentres *self, const char *subdivision, const GDate *today);
GPtrArray *khidki_centres_search (KhidkiCentres *self,
                                  KhidkiPlaces *places,
                                  const char *pin,
                                  const char *locality,
                                  const GDate *today);
GPtrArray *khidki_centres_list_near (KhidkiCentres *self,
                                     double latitude,
                                     double longitude,
                                     const GDate *today);

gboolean khidki_centres_check_places (KhidkiCentres *self, KhidkiPlaces *places, GError **error);
GStrv khidki_centres_list_without (KhidkiCentres *self, KhidkiPlaces *places, const GDate *today);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCentres, khidki_centres_unref)

G_END_DECLS
