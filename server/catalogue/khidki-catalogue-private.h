/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "catalogue/khidki-vocabulary.h"

G_BEGIN_DECLS

typedef struct
{
  KhidkiService *service;
  KhidkiDepartment *department; /* (nullable) */
} KhidkiCatalogueEntry;

struct _KhidkiCatalogue
{
  KhidkiPlaces *places;
  KhidkiCentres *centres;
  GPtrArray *departments;
  GPtrArray *entries; /* KhidkiCatalogueEntry */
  GPtrArray *old;     /* KhidkiCatalogueEntry */
  GHashTable *by_id;
  KhidkiVocabulary *vocabulary; /* what the entries are called, by their place among them */
};

/* khidki-catalogue-search.c */
/* Names the entry at @place. */
void khidki_catalogue_add_names (KhidkiCatalogue *self, guint place);

G_END_DECLS
