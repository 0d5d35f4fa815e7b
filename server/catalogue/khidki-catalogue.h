/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-centres.h"
#include "catalogue/khidki-places.h"
#include "libkhidki/khidki-department.h"

G_BEGIN_DECLS

/**
 * KhidkiCatalogue:
 *
 * A snapshot of everything on offer: departments, services, places. Immutable
 * and swapped whole; a step or a call in flight ends on the one it began with.
 * Reference counted (atomic), usable on any thread.
 */
typedef struct _KhidkiCatalogue KhidkiCatalogue;

KhidkiCatalogue *khidki_catalogue_new (KhidkiPlaces *places);
KhidkiCatalogue *khidki_catalogue_ref (KhidkiCatalogue *self);
void khidki_catalogue_unref (KhidkiCatalogue *self);

/* Before it is shared only. A service whose id is already there is refused. */
gboolean khidki_catalogue_add_department (KhidkiCatalogue *self,
                                          KhidkiDepartment *department,
                                          GError **error);
gboolean khidki_catalogue_add_offer (KhidkiCatalogue *self,
                                     KhidkiDepartment *department,
                                     GPtrArray *services,
                                     GError **error);
void khidki_catalogue_set_centres (KhidkiCatalogue *self, KhidkiCentres *centres);
/* An older version of a service, for drafts and applications that name it. */
void khidki_catalogue_add_old_service (KhidkiCatalogue *self,
                                       KhidkiService *service,
                                       KhidkiDepartment *department);

KhidkiPlaces *khidki_catalogue_get_places (KhidkiCatalogue *self);
KhidkiCentres *khidki_catalogue_get_centres (KhidkiCatalogue *self);
guint khidki_catalogue_get_n_departments (KhidkiCatalogue *self);
KhidkiDepartment *khidki_catalogue_get_department (KhidkiCatalogue *self, guint index);
KhidkiDepartment *khidki_catalogue_find_department (KhidkiCatalogue *self, const char *id);
GPtrArray *khidki_catalogue_list_services (KhidkiCatalogue *self, const char *department);
KhidkiService *khidki_catalogue_find_service (KhidkiCatalogue *self, const char *id);
KhidkiService *khidki_catalogue_find_version (KhidkiCatalogue *self,
                                              const char *id,
                                              const char *version);

/* (transfer container): services that the words may mean, the likeliest first;
 * forgiving of typing errors, any of the languages, native or Latin script. */
GPtrArray *khidki_catalogue_search (KhidkiCatalogue *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCatalogue, khidki_catalogue_unref)

G_END_DECLS
