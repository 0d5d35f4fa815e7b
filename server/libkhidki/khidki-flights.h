/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-host.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_FLIGHTS (khidki_flights_get_type ())

/**
 * KhidkiFlights:
 *
 * The requests of a channel that are under way to its far end. A channel that stops
 * takes no further one, gives those under way a little time and then ends them: what
 * the far end has taken by then need not be uncertain.
 *
 * Since: 0.1
 */
G_DECLARE_FINAL_TYPE (KhidkiFlights, khidki_flights, KHIDKI, FLIGHTS, GObject)

KhidkiFlights *khidki_flights_new (KhidkiHost *host);

void khidki_flights_fetch_async (KhidkiFlights *self,
                                 KhidkiRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KhidkiResponse *khidki_flights_fetch_finish (KhidkiFlights *self,
                                             GAsyncResult *result,
                                             GError **error);

gboolean khidki_flights_are_stopping (KhidkiFlights *self);
void khidki_flights_stop_async (KhidkiFlights *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean khidki_flights_stop_finish (KhidkiFlights *self, GAsyncResult *result, GError **error);

G_END_DECLS
