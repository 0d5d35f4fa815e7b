/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-control.h"

#include <glib/gstdio.h>
#include <string.h>

#include "admin/khidki-control-connection.h"
#include "admin/khidki-control-socket.h"

#define MOST_CONNECTIONS 16

static const char too_many[] = "{\"exit\":1,\"text\":\"too many are connected; try again\"}\n";

typedef struct
{
  KhidkiControlFunc func;
  gpointer user_data;
} Handler;

struct _KhidkiControl
{
  GObject parent_instance;

  KhidkiHost *host;
  char *path;
  GSocketService *service;
  GHashTable *handlers;
  GPtrArray *connections;
};

G_DEFINE_FINAL_TYPE (KhidkiControl, khidki_control, G_TYPE_OBJECT)

static void
run_call (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiControl *self = user_data;
  const KhidkiCommand *command = khidki_control_call_get_command (call);
  Handler *handler = g_hash_table_lookup (self->handlers, command->name);

  if (handler == NULL)
    khidki_control_call_answer_with (call, KHIDKI_CONTROL_REFUSED,
                                     "this server does not have that command", NULL);
  else
    handler->func (call, handler->user_data);
}

static void
connection_closed (KhidkiControlConnection *connection, gpointer user_data)
{
  KhidkiControl *self = user_data;

  g_ptr_array_remove_fast (self->connections, connection);
}

static gboolean
incoming (GSocketService *service,
          GSocketConnection *stream,
          GObject *source,
          gpointer user_data)
{
  KhidkiControl *self = user_data;
  GSocket *socket = g_socket_connection_get_socket (stream);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiControlConnection) connection = NULL;

  if (!khidki_control_socket_check_peer (socket, &error))
    {
      g_warning ("control: a connection is refused: %s", error->message);
      return TRUE;
    }
  if (self->connections->len >= MOST_CONNECTIONS)
    {
      g_socket_set_blocking (socket, FALSE);
      g_socket_send (socket, too_many, strlen (too_many), NULL, NULL);
      return TRUE;
    }
  connection = khidki_control_connection_new (self->host, stream, run_call, connection_closed, self);
  g_ptr_array_add (self->connections, g_object_ref (connection));
  khidki_control_connection_start (connection);
  return TRUE;
}

/**
 * khidki_control_add_command:
 * @self: a #KhidkiControl
 * @name: a name of [func@command_list]
 * @func: does it
 * @user_data: for @func; must live as long as @self is open
 *
 * Since: 0.1
 */
void
khidki_control_add_command (KhidkiControl *self,
                            const char *name,
                            KhidkiControlFunc func,
                            gpointer user_data)
{
  Handler *handler = g_new0 (Handler, 1);

  handler->func = func;
  handler->user_data = user_data;
  g_hash_table_replace (self->handlers, g_strdup (name), handler);
}

guint /* lint: allow caller – what is open has a bound */
khidki_control_get_n_connections (KhidkiControl *self)
{
  return self->connections->len;
}

/* Takes the socket away and drops all who are connected; safe to call again. */
void
khidki_control_close (KhidkiControl *self)
{
  if (self->service == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  g_unlink (self->path);
  while (self->connections->len > 0)
    {
      g_autoptr (KhidkiControlConnection) connection =
          g_object_ref (g_ptr_array_index (self->connections, 0));

      khidki_control_connection_close (connection);
    }
}

static void
khidki_control_finalize (GObject *object)
{
  KhidkiControl *self = KHIDKI_CONTROL (object);

  khidki_control_close (self);
  g_ptr_array_unref (self->connections);
  g_hash_table_unref (self->handlers);
  g_free (self->path);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (khidki_control_parent_class)->finalize (object);
}

static void
khidki_control_class_init (KhidkiControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_control_finalize;
}

static void
khidki_control_init (KhidkiControl *self)
{
  self->handlers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * khidki_control_new:
 * @host: gives the timers
 * @path: where the socket is to lie, in a folder that is closed to others
 *
 * Listens at once. A socket that a killed process left is replaced.
 *
 * Returns: (transfer full) (nullable): it; %NULL with an error when somebody else
 *   serves the socket or it cannot be made
 *
 * Since: 0.1
 */
KhidkiControl *
khidki_control_new (KhidkiHost *host, const char *path, GError **error)
{
  g_autoptr (GSocket) socket = khidki_control_socket_open (path, error);
  g_autoptr (KhidkiControl) self = NULL;

  if (socket == NULL)
    return NULL;
  self = g_object_new (KHIDKI_TYPE_CONTROL, NULL);
  self->host = g_object_ref (host);
  self->path = g_strdup (path);
  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming), self);
  if (!g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), socket, NULL, error))
    return NULL;
  g_socket_service_start (self->service);
  return g_steal_pointer (&self);
}
