/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-door.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024
#define SOCKET "khidki-sandbox-socket"

struct _KhidkiSandboxDoor
{
  SoupServer     *server;
  GSocket        *socket;
  GSocketService *service;
  int             silent_end;
};

/* The address is handed from call to call for as long as the connection is there. */
static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *stream,
             GObject           *source,
             gpointer           data)
{
  KhidkiSandboxDoor *door = data;
  GSocket *socket = g_socket_connection_get_socket (stream);
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (stream, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (stream, NULL);

  /* Nobody is there any more. */
  if (local == NULL || remote == NULL)
    return TRUE;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_object_set_data_full (G_OBJECT (remote), SOCKET, g_object_ref (socket), g_object_unref);
  soup_server_accept_iostream (door->server, G_IO_STREAM (stream), local, remote, NULL);
  return TRUE;
}

/* libsoup closes a connection after one request unless its server listens on something. It
 * gets the one end of a pair on which nobody ever calls. */
static gboolean
keep_connections (KhidkiSandboxDoor *door,
                  GError           **error)
{
  int ends[2];
  g_autoptr (GSocket) socket = NULL;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      return FALSE;
    }
  door->silent_end = ends[1];
  socket = g_socket_new_from_fd (ends[0], error);
  if (socket == NULL)
    close (ends[0]);
  return socket != NULL && soup_server_listen_socket (door->server, socket, 0, error);
}

static GSocket *
open_socket (const char *listen,
             GError    **error)
{
  g_autoptr (GSocketConnectable) place = g_network_address_parse (listen, 0, error);
  g_autoptr (GInetAddress) inet = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  const char *host;

  if (place == NULL)
    return NULL;
  host = g_network_address_get_hostname (G_NETWORK_ADDRESS (place));
  inet = g_inet_address_new_from_string (g_str_equal (host, "localhost") ? "127.0.0.1" : host);
  if (inet == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is not an IP address", host);
      return NULL;
    }
  address = g_inet_socket_address_new (inet,
                                       g_network_address_get_port (G_NETWORK_ADDRESS (place)));
  socket = g_socket_new (g_inet_address_get_family (inet), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  /* As it is, it is too small for many clients at once. */
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/**
 * khidki_sandbox_door_new:
 * @server: answers the calls
 * @listen: an IP address and a port, 0 for one that is free
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable): a door that is open
 */
KhidkiSandboxDoor *
khidki_sandbox_door_new (SoupServer *server,
                         const char *listen,
                         GError    **error)
{
  g_autoptr (KhidkiSandboxDoor) door = g_new0 (KhidkiSandboxDoor, 1);

  door->server = g_object_ref (server);
  door->silent_end = -1;
  door->service = g_socket_service_new ();
  g_signal_connect (door->service, "incoming", G_CALLBACK (on_incoming), door);
  door->socket = open_socket (listen, error);
  if (door->socket == NULL || !keep_connections (door, error)
      || !g_socket_listener_add_socket (G_SOCKET_LISTENER (door->service), door->socket, NULL, error))
    return NULL;
  return g_steal_pointer (&door);
}

void
khidki_sandbox_door_free (KhidkiSandboxDoor *door)
{
  g_socket_service_stop (door->service);
  g_socket_listener_close (G_SOCKET_LISTENER (door->service));
  g_signal_handlers_disconnect_by_data (door->service, door);
  soup_server_disconnect (door->server);
  if (door->silent_end >= 0)
    close (door->silent_end);
  g_object_unref (door->service);
  g_clear_object (&door->socket);
  g_object_unref (door->server);
  g_free (door);
}

/**
 * khidki_sandbox_door_dup_address:
 * @door: a door
 *
 * Returns: (transfer full): the base address behind it, without a slash at the end
 */
char *
khidki_sandbox_door_dup_address (KhidkiSandboxDoor *door)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (door->socket, NULL);
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  gboolean is_long = strchr (host, ':') != NULL;

  return g_strdup_printf (is_long ? "http://[%s]:%d" : "http://%s:%d", host,
                          g_inet_socket_address_get_port (inet));
}

/**
 * khidki_sandbox_door_find_socket:
 * @message: a call that came in
 *
 * Returns: (transfer none) (nullable): the socket that it came by
 */
GSocket *
khidki_sandbox_door_find_socket (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_data (G_OBJECT (remote), SOCKET) : NULL;
}
