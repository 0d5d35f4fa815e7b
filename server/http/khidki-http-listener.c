/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-listener.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

#include "libkhidki/khidki-error.h"

#define BACKLOG 1024

static GSocket *
open_inherited (const char *number, GError **error)
{
  guint64 fd;

  if (!g_ascii_string_to_unsigned (number, 10, 3, G_MAXINT, &fd, error))
    return NULL;
  return g_socket_new_from_fd ((int) fd, error);
}

static GSocketAddress *
parse_address (const char *address, GError **error)
{
  g_autofree char *host = NULL;
  const char *colon;
  guint64 port;

  if (g_str_has_prefix (address, "unix:"))
    return g_unix_socket_address_new (address + strlen ("unix:"));

  colon = strrchr (address, ':');
  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "expected HOST:PORT, unix:PATH or fd:N, found “%s”", address);
      return NULL;
    }
  host = g_strndup (address, colon - address);
  if (host[0] == '[' && g_str_has_suffix (host, "]"))
    {
      memmove (host, host + 1, strlen (host));
      host[strlen (host) - 1] = '\0';
    }
  if (g_strcmp0 (host, "localhost") == 0)
    return g_inet_socket_address_new_from_string ("127.0.0.1", (guint) port);

  {
    GSocketAddress *parsed = g_inet_socket_address_new_from_string (host, (guint) port);

    if (parsed == NULL)
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "expected an IP address before the port, found “%s”", host);
    return parsed;
  }
}

GSocket *
khidki_http_listener_open (const char *address, GError **error)
{
  g_autoptr (GSocketAddress) socket_address = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (g_str_has_prefix (address, "fd:"))
    return open_inherited (address + strlen ("fd:"), error);

  socket_address = parse_address (address, error);
  if (socket_address == NULL)
    return NULL;
  /* A socket that a killed process left behind would refuse the bind. */
  if (g_str_has_prefix (address, "unix:"))
    g_unlink (address + strlen ("unix:"));

  socket = g_socket_new (g_socket_address_get_family (socket_address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, socket_address, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_prefix_error (error, "cannot listen on %s: ", address);
      return NULL;
    }

  return g_steal_pointer (&socket);
}

gboolean
khidki_http_listener_check (const char *address, GError **error)
{
  g_autoptr (GSocketAddress) parsed = NULL;
  guint64 fd;

  if (g_str_has_prefix (address, "fd:"))
    {
      if (g_ascii_string_to_unsigned (address + strlen ("fd:"), 10, 3, G_MAXINT, &fd, NULL))
        return TRUE;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "expected HOST:PORT, unix:PATH or fd:N, found “%s”", address);
      return FALSE;
    }
  parsed = parse_address (address, error);
  return parsed != NULL;
}
