/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-control-socket.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"

static gboolean
refuse (GError **error, const char *path, const char *why)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "control socket %s: %s", path, why);
  return FALSE;
}

/* Whether somebody accepts there: then it is not ours to take away. */
static gboolean
is_served (GSocketAddress *address)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GError) error = NULL;

  if (socket == NULL)
    return TRUE;
  g_socket_set_blocking (socket, FALSE);
  return g_socket_connect (socket, address, NULL, &error)
         || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* Takes away what a killed process left. */
static gboolean
make_room (const char *path, GSocketAddress *address, GError **error)
{
  GStatBuf status;

  if (g_lstat (path, &status) != 0)
    return TRUE;
  if (!S_ISSOCK (status.st_mode))
    return refuse (error, path, "there is something else of that name");
  if (is_served (address))
    return refuse (error, path, "another process serves it");
  if (g_unlink (path) != 0)
    return refuse (error, path, "the socket that lies there cannot be taken away");
  return TRUE;
}

/**
 * khidki_control_socket_open:
 * @path: where
 *
 * A listening socket of mode 0600; one that a killed process left is replaced.
 *
 * Returns: (transfer full) (nullable): the socket
 *
 * Since: 0.1
 */
GSocket *
khidki_control_socket_open (const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;

  if (strlen (path) >= sizeof (((struct sockaddr_un *) NULL)->sun_path))
    {
      refuse (error, path, "the path is too long for a socket");
      return NULL;
    }
  if (!make_room (path, address, error))
    return NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, 64);
  /* Before bind: Linux gives the file the mode that the socket has, so that it is
   * never open to others, not even for a moment. */
  if (fchmod (g_socket_get_fd (socket), 0600) != 0 || !g_socket_bind (socket, address, FALSE, error)
      || g_chmod (path, 0600) != 0 || !g_socket_listen (socket, error))
    {
      if (error != NULL && *error == NULL)
        refuse (error, path, "cannot be closed to others");
      g_prefix_error (error, "control socket %s: ", path);
      return NULL;
    }
  return g_steal_pointer (&socket);
}

/**
 * khidki_control_socket_check_peer:
 * @socket: an accepted connection
 *
 * Returns: whether root or our own user is at its other end
 *
 * Since: 0.1
 */
gboolean
khidki_control_socket_check_peer (GSocket *socket, GError **error)
{
  g_autoptr (GCredentials) credentials = g_socket_get_credentials (socket, error);
  uid_t user;

  if (credentials == NULL)
    return FALSE;
  user = g_credentials_get_unix_user (credentials, error);
  if (user == (uid_t) -1)
    return FALSE;
  if (user != 0 && user != geteuid ())
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "user %u may not give commands",
                   (guint) user);
      return FALSE;
    }
  return TRUE;
}
