/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/* A catalogue of @offers (element-type KhidkiGateOffer), and of every older
 * definition that the store keeps because a draft or an application may name it.
 * Departments are asked on the calling thread only, and not in a transaction. */
void khidki_catalogue_builder_build_async (KhidkiStore *store,
                                           KhidkiPlaces *places,
                                           KhidkiCentres *centres,
                                           GPtrArray *offers,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/* (transfer full) */
KhidkiCatalogue *khidki_catalogue_builder_build_finish (KhidkiStore *store,
                                                        GAsyncResult *result,
                                                        GError **error);

G_END_DECLS
