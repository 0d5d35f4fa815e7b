/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"

G_BEGIN_DECLS

typedef struct
{
  KhidkiService *service;
  KhidkiDepartment *department; /* (nullable) */
  GPtrArray *phrases;           /* (nullable) folded words of each of its names */
} KhidkiCatalogueEntry;

struct _KhidkiCatalogue
{
  KhidkiPlaces *places;
  KhidkiCentres *centres;
  GPtrArray *departments;
  GPtrArray *entries; /* KhidkiCatalogueEntry */
  GPtrArray *old;     /* KhidkiCatalogueEntry */
  GHashTable *by_id;
};

/* khidki-catalogue-search.c */
GPtrArray *khidki_catalogue_list_phrases (KhidkiCatalogueEntry *entry);

G_END_DECLS
