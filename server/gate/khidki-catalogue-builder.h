/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/* (transfer full): a catalogue of @departments, and of every older definition
 * that the store keeps because a draft or an application may name it. Waits. */
KhidkiCatalogue *khidki_catalogue_builder_build (KhidkiStore *store,
                                                 KhidkiPlaces *places,
                                                 GPtrArray *departments,
                                                 GError **error);

G_END_DECLS
