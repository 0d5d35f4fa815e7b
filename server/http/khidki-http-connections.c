/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-connections.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define SWEEP_MS 1000

typedef struct
{
  KhidkiHttpConnections *connections; /* (nullable): gone before it */
  GSocket *socket;
  gint64 deadline;
  SoupServerMessage *answered; /* (nullable): while nothing is under way after it */
  GSource *watch;
} Connection;

struct _KhidkiHttpConnections
{
  KhidkiHost *host;
  GHashTable *table;
  guint64 n_dropped;
  guint sweep_timer;
  gboolean closed;
};

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("khidki-http-connection");
}

/* With the message goes the last hold that we have on libsoup's connection: @connection
 * may be gone after this. */
static void
stop_watching (Connection *connection)
{
  g_autoptr (SoupServerMessage) answered = g_steal_pointer (&connection->answered);

  if (connection->watch != NULL)
    g_source_destroy (connection->watch);
  g_clear_pointer (&connection->watch, g_source_unref);
}

static void
connection_free (Connection *connection)
{
  stop_watching (connection);
  g_clear_object (&connection->socket);
  g_free (connection);
}

static Connection *
find_connection (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_qdata (G_OBJECT (remote), get_quark ()) : NULL;
}

/* libsoup 3.2 sees the end of a connection that it has kept after an answer, and never
 * lets go of it. Whoever sees it first can take the connection out of its hands. */
static gboolean
far_end_moved (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Connection *connection = user_data;
  gboolean open = !g_socket_is_closed (socket);
  g_autoptr (SoupServerMessage) answered = NULL;
  g_autoptr (GIOStream) stream = NULL;
  gssize n = 0;
  char byte;

  if (open)
    n = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;

  answered = g_steal_pointer (&connection->answered);
  g_clear_pointer (&connection->watch, g_source_unref);
  if (open && n <= 0)
    stream = soup_server_message_steal_connection (answered);
  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
start_watching (Connection *connection, SoupServerMessage *message)
{
  stop_watching (connection);
  connection->answered = g_object_ref (message);
  connection->watch = g_socket_create_source (connection->socket, G_IO_IN, NULL);
  g_source_set_callback (connection->watch, G_SOURCE_FUNC (far_end_moved), connection, NULL);
  g_source_set_priority (connection->watch, G_PRIORITY_HIGH);
  g_source_attach (connection->watch, g_main_context_get_thread_default ());
}

static void sweep (gpointer user_data);

static void
schedule_sweep (KhidkiHttpConnections *self)
{
  if (self->sweep_timer == 0 && !self->closed && g_hash_table_size (self->table) > 0)
    self->sweep_timer = khidki_host_add_timer (self->host, SWEEP_MS, sweep, self, NULL);
}

static void
sweep (gpointer user_data)
{
  KhidkiHttpConnections *self = user_data;
  gint64 now = khidki_host_get_monotonic (self->host);
  GHashTableIter iter;
  gpointer key;

  self->sweep_timer = 0;
  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Connection *connection = key;

      if (connection->deadline > now)
        continue;
      connection->deadline = G_MAXINT64;
      self->n_dropped++;
      g_socket_shutdown (connection->socket, TRUE, TRUE, NULL);
    }
  schedule_sweep (self);
}

/* The remote address lives as long as libsoup's connection does. */
static void
connection_gone (gpointer data)
{
  Connection *connection = data;

  if (connection->connections != NULL)
    g_hash_table_remove (connection->connections->table, connection);
  else
    connection_free (connection);
}

static void
set_no_delay (GSocket *socket)
{
  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

KhidkiHttpConnections *
khidki_http_connections_new (KhidkiHost *host)
{
  KhidkiHttpConnections *self = g_new0 (KhidkiHttpConnections, 1);

  self->host = g_object_ref (host);
  self->table = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) connection_free, NULL);
  return self;
}

void
khidki_http_connections_free (KhidkiHttpConnections *self)
{
  khidki_http_connections_close (self);
  g_hash_table_unref (self->table);
  g_object_unref (self->host);
  g_free (self);
}

GSocketAddress *
khidki_http_connections_add (KhidkiHttpConnections *self,
                             GSocketConnection *stream,
                             guint milliseconds)
{
  GSocketAddress *remote = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  Connection *connection = g_new0 (Connection, 1);

  connection->connections = self;
  connection->socket = g_object_ref (g_socket_connection_get_socket (stream));
  connection->deadline = khidki_host_get_monotonic (self->host) + milliseconds;
  set_no_delay (connection->socket);
  g_hash_table_add (self->table, connection);
  g_object_set_qdata_full (G_OBJECT (remote), get_quark (), connection, connection_gone);
  schedule_sweep (self);
  return remote;
}

guint
khidki_http_connections_get_n (KhidkiHttpConnections *self)
{
  return g_hash_table_size (self->table);
}

guint64
khidki_http_connections_get_n_dropped (KhidkiHttpConnections *self)
{
  return self->n_dropped;
}

void
khidki_http_connections_set_deadline (KhidkiHttpConnections *self,
                                      SoupServerMessage *message,
                                      guint milliseconds)
{
  Connection *connection = find_connection (message);

  if (connection != NULL)
    connection->deadline = khidki_host_get_monotonic (self->host) + milliseconds;
}

void
khidki_http_connections_set_busy (SoupServerMessage *message, gboolean busy)
{
  Connection *connection = find_connection (message);

  if (connection == NULL)
    return;
  if (busy)
    {
      stop_watching (connection);
      return;
    }
  /* It is kept for its connection, not for what was said. */
  soup_message_body_truncate (soup_server_message_get_request_body (message));
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  start_watching (connection, message);
}

void
khidki_http_connections_close (KhidkiHttpConnections *self)
{
  GHashTableIter iter;
  gpointer key;

  self->closed = TRUE;
  if (self->sweep_timer != 0)
    khidki_host_remove_timer (self->host, self->sweep_timer);
  self->sweep_timer = 0;
  /* Whatever libsoup still holds outlives us: its end must not look here. */
  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Connection *connection = key;

      connection->connections = NULL;
      g_socket_shutdown (connection->socket, TRUE, TRUE, NULL);
      g_hash_table_iter_steal (&iter);
      stop_watching (connection);
    }
}
