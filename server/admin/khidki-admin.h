/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "gate/khidki-catalogue-keeper.h"
#include "gate/khidki-gate.h"
#include "http/khidki-http-server.h"
#include "intake/khidki-intake.h"
#include "jobs/khidki-jobs.h"
#include "outbox/khidki-channels.h"
#include "outbox/khidki-outbox.h"
#include "people/khidki-officers.h"
#include "people/khidki-sign-in.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiAdmin:
 *
 * What administrators see and do: the control socket, and `/livez`, `/readyz`
 * and `/metrics` on a listener of their own. It shows neither names nor phones
 * nor answers of citizens.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_ADMIN (khidki_admin_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiAdmin, khidki_admin, KHIDKI, ADMIN, GObject)

/**
 * KhidkiAdminWorld:
 * @keeper: (nullable): whose catalogue is watched
 * @http_server: the one that citizens reach
 * @sign_in: (nullable): where operators of counters sign in
 * @time_zone: (nullable): of civil dates; UTC if %NULL
 * @state: the state folder, whose disk is watched
 * @started_at: by @host, UTC milliseconds
 *
 * What the administration looks at. All objects are referenced.
 *
 * Since: 0.1
 */
typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiGate *gate;
  KhidkiCatalogueKeeper *keeper;
  KhidkiChannels *channels;
  KhidkiIntake *intake;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiHttpServer *http_server;
  KhidkiOfficers *officers;
  KhidkiSignIn *sign_in;
  GTimeZone *time_zone;
  const char *state;
  gint64 started_at;
} KhidkiAdminWorld;

KhidkiAdmin *khidki_admin_new (const KhidkiAdminWorld *world,
                               KhidkiHttpServer *admin_http,
                               const char *socket_path,
                               GError **error);
void khidki_admin_set_catalogue (KhidkiAdmin *self, KhidkiCatalogue *catalogue);
void khidki_admin_set_officers (KhidkiAdmin *self, KhidkiOfficers *officers);
void khidki_admin_set_ready (KhidkiAdmin *self, gboolean ready);
void khidki_admin_close (KhidkiAdmin *self);

G_END_DECLS
