/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiHttpConnections:
 *
 * The connections of a server, each with an instant at which it is cut off. libsoup has
 * neither a deadline nor a cap, so the sockets are accepted and shut down by us.
 */
typedef struct _KhidkiHttpConnections KhidkiHttpConnections;

/* @host gives timers and milliseconds that never go back. */
KhidkiHttpConnections *khidki_http_connections_new (KhidkiHost *host);
void khidki_http_connections_free (KhidkiHttpConnections *self);

/* (transfer full): the far end, as libsoup is to know it: by it a message finds its
 * connection again. */
GSocketAddress *khidki_http_connections_add (KhidkiHttpConnections *self,
                                             GSocketConnection *stream,
                                             guint milliseconds);
guint khidki_http_connections_get_n (KhidkiHttpConnections *self);
guint64 khidki_http_connections_get_n_dropped (KhidkiHttpConnections *self);

void khidki_http_connections_set_deadline (KhidkiHttpConnections *self,
                                           SoupServerMessage *message,
                                           guint milliseconds);
/* Whether a request is under way on it. */
void khidki_http_connections_set_busy (SoupServerMessage *message, gboolean busy);

/* Cuts them all off; what libsoup still holds outlives us. */
void khidki_http_connections_close (KhidkiHttpConnections *self);

G_END_DECLS
