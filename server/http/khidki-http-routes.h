/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiHttpRoutes:
 *
 * Who answers what: exact paths, and paths that end with a slash and take all below.
 */
typedef struct _KhidkiHttpRoutes KhidkiHttpRoutes;

typedef struct
{
  char *method;
  char *path;
  KhidkiRouteFunc admit; /* (nullable): asked at the head of a request that brings files */
  KhidkiRouteFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} KhidkiHttpRoute;

KhidkiHttpRoutes *khidki_http_routes_new (void);
void khidki_http_routes_free (KhidkiHttpRoutes *self);

gboolean khidki_http_routes_add (KhidkiHttpRoutes *self,
                                 const char *method,
                                 const char *path,
                                 KhidkiRouteFunc admit,
                                 KhidkiRouteFunc func,
                                 gpointer user_data,
                                 GDestroyNotify destroy,
                                 GError **error);
void khidki_http_routes_remove (KhidkiHttpRoutes *self, const char *method, const char *path);

/* NULL with @status 404 or 405. */
KhidkiHttpRoute *khidki_http_routes_find (KhidkiHttpRoutes *self,
                                          const char *method,
                                          const char *path,
                                          guint *status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiHttpRoutes, khidki_http_routes_free)

G_END_DECLS
