/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "gate/khidki-gate.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiCatalogueKeeper:
 *
 * Keeps the catalogue as the departments of the gate are: builds a new one
 * whenever they have changed, and again until the store has taken it. The one of
 * before serves meanwhile. `changed` is emitted when there is a new one.
 */
#define KHIDKI_TYPE_CATALOGUE_KEEPER (khidki_catalogue_keeper_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiCatalogueKeeper,
                      khidki_catalogue_keeper,
                      KHIDKI,
                      CATALOGUE_KEEPER,
                      GObject)

KhidkiCatalogueKeeper *khidki_catalogue_keeper_new (KhidkiHost *host,
                                                    KhidkiStore *store,
                                                    KhidkiPlaces *places,
                                                    KhidkiCentres *centres,
                                                    KhidkiGate *gate);

/* As the departments are now; of itself it does so whenever they have changed. */
void khidki_catalogue_keeper_rebuild (KhidkiCatalogueKeeper *self);

/* (transfer none): dated data that was read again; the next catalogue has them */
void khidki_catalogue_keeper_set_places (KhidkiCatalogueKeeper *self,
                                         KhidkiPlaces *places,
                                         KhidkiCentres *centres);

/* (transfer none) (nullable): NULL before the first */
KhidkiCatalogue *khidki_catalogue_keeper_get_catalogue (KhidkiCatalogueKeeper *self);
/* (transfer none) (nullable): why it is not as the departments are; NULL if it is */
const char *khidki_catalogue_keeper_get_problem (KhidkiCatalogueKeeper *self);

/* Builds no more. */
void khidki_catalogue_keeper_close (KhidkiCatalogueKeeper *self);

G_END_DECLS
