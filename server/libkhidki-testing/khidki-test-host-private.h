/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-test-clock-private.h"
#include "khidki-test-far-end-private.h"
#include "khidki-test-host.h"
#include "khidki-test-values-private.h"
#include "khidki-test-world-private.h"

G_BEGIN_DECLS

typedef struct
{
  KhidkiRouteFunc admit; /* (nullable): of a route for files */
  KhidkiRouteFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} KhidkiTestRoute;

struct _KhidkiTestHost
{
  GObject parent_instance;

  char *name;
  GHashTable *config;  /* (owned) char* → (owned) char* */
  GHashTable *secrets; /* (owned) char* → (owned) GStrv */
  GHashTable *routes;  /* (owned) "METHOD path" → (owned) KhidkiTestRoute */
  GHashTable *papers;  /* (owned) hash → (owned) GBytes */
  GPtrArray *events;
  GPtrArray *held; /* of GTask: receives that were not finished */
  GError *receive_error;
  gboolean hold_receive;
  KhidkiTestClock *clock;
  KhidkiTestFarEnd *far_end;
  KhidkiTestValues *values;
  GRand *random;
  GString *log;
  GHashTable *alarms; /* (owned) name → (owned) text */
  KhidkiTestWorld *world; /* (nullable): of its counter, made when it is needed */
};

G_GNUC_INTERNAL
void khidki_test_route_free (KhidkiTestRoute *route);
G_GNUC_INTERNAL
KhidkiTestRoute *khidki_test_host_find_route (KhidkiTestHost *self,
                                              const char *method,
                                              const char *path);
G_GNUC_INTERNAL
void khidki_test_host_finish_receive (KhidkiTestHost *self, GTask *task);
G_GNUC_INTERNAL
void khidki_test_host_implement (KhidkiHostInterface *iface);

G_END_DECLS
