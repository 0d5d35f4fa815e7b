/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki.h>
#include <string.h>
#include <sys/socket.h>

#define MAX_CLIENTS 64
#define MAX_LINE 2000
#define SEND_BUFFER 4096
#define SILENCE_SECONDS 600
#define AGAIN_MS 1000

G_DECLARE_FINAL_TYPE (KhidkiLineChannel, khidki_line_channel, KHIDKI, LINE_CHANNEL, GObject)

struct _KhidkiLineChannel
{
  GObject parent_instance;
  KhidkiHost *host;
  GSocketService *service;
  GPtrArray *clients;
};

/* A connection. Its first line is a mobile number, unproven; each further one is said by it. */
typedef struct
{
  KhidkiLineChannel *channel;
  GSocketConnection *connection;
  gboolean ended;
  char *id;
  char buffer[512];
  GString *unread;
  GPtrArray *events;
  guint timer;
  GTask *send;
} Client;

static void client_receive (gpointer user_data);
static void client_take_lines (Client *self);

static const KhidkiLimits *
get_limits (KhidkiChannel *channel)
{
  /* No buttons and no rows: the conversation numbers the choices in the text. */
  static const KhidkiLimits limits = { .max_text = 2000, .max_body = 2000, .max_choice_id = 200 };

  return &limits;
}

static void
client_clear (Client *self)
{
  g_object_unref (self->channel);
  g_object_unref (self->connection);
  g_free (self->id);
  g_string_free (self->unread, TRUE);
  g_ptr_array_unref (self->events);
}

static void
client_unref (gpointer self)
{
  g_rc_box_release_full (self, (GDestroyNotify) client_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_unref)

static void
client_end (Client *self)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  if (self->timer != 0)
    khidki_host_remove_timer (self->channel->host, self->timer);
  g_socket_shutdown (g_socket_connection_get_socket (self->connection), TRUE, TRUE, NULL);
  g_ptr_array_remove (self->channel->clients, self);
}

static Client *
find_newest_client (KhidkiLineChannel *self, const char *id)
{
  for (guint i = self->clients != NULL ? self->clients->len : 0; i > 0; i--)
    if (g_strcmp0 (((Client *) self->clients->pdata[i - 1])->id, id) == 0)
      return self->clients->pdata[i - 1];
  return NULL;
}

static void
on_received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) self = user_data;

  if (khidki_host_receive_finish (KHIDKI_HOST (source), result, NULL))
    {
      g_ptr_array_set_size (self->events, 0);
      client_take_lines (self);
    }
  else if (!self->ended)
    /* Nothing more is read until this is kept; its key is the same again. */
    self->timer = khidki_host_add_timer (KHIDKI_HOST (source), AGAIN_MS, client_receive,
                                         g_rc_box_acquire (self), client_unref);
}

static void
client_receive (gpointer user_data)
{
  Client *self = user_data;

  self->timer = 0;
  khidki_host_receive_async (self->channel->host, self->events, NULL, on_received,
                             g_rc_box_acquire (self));
}

static void
client_hear (Client *self, const char *line)
{
  KhidkiHost *host = self->channel->host;
  const char *name = khidki_host_get_name (host);
  g_autoptr (KhidkiAccount) account = khidki_account_new (name, "", self->id, NULL, NULL);
  guint64 random[2];
  g_autofree char *key = NULL;

  khidki_host_fill_random (host, (guint8 *) random, sizeof random);
  key = g_strdup_printf ("%" G_GINT64_MODIFIER "x%" G_GINT64_MODIFIER "x", random[0], random[1]);
  g_ptr_array_add (self->events, khidki_event_new_text (key, account, khidki_host_now (host), line));
  client_receive (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) self = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size > 0)
    g_string_append_len (self->unread, self->buffer, size);
  if (size > 0 && self->unread->len <= MAX_LINE)
    client_take_lines (self);
  else
    client_end (self);
}

static void
client_take_lines (Client *self)
{
  const char *end;

  while (!self->ended && self->events->len == 0
         && (end = memchr (self->unread->str, '\n', self->unread->len)) != NULL)
    {
      g_autofree char *line = g_utf8_make_valid (self->unread->str, end - self->unread->str);

      g_string_erase (self->unread, 0, end - self->unread->str + 1);
      g_strstrip (line);
      if (self->id == NULL && strlen (line) == 10 && strspn (line, G_CSET_DIGITS) == 10)
        self->id = g_strdup (line);
      else if (self->id != NULL && *line != '\0')
        client_hear (self, line);
    }
  if (!self->ended && self->events->len == 0)
    g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                               self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, NULL,
                               on_read, g_rc_box_acquire (self));
}

static gboolean
on_incoming (KhidkiLineChannel *self, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  Client *client;

  if (self->clients->len >= MAX_CLIENTS)
    return TRUE;
  /* Little waits in the kernel, so that what is called sent has all but left. */
  g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER, NULL);
  g_socket_set_timeout (socket, SILENCE_SECONDS);
  client = g_rc_box_new0 (Client);
  client->channel = g_object_ref (self);
  client->connection = g_object_ref (connection);
  client->unread = g_string_new (NULL);
  client->events = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
  g_ptr_array_add (self->clients, client);
  client_take_lines (client);
  return TRUE;
}

static void
stop (KhidkiLineChannel *self)
{
  if (self->service == NULL)
    return;
  while (self->clients->len > 0)
    client_end (g_ptr_array_index (self->clients, 0));
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_object (&self->host);
}

static void
start_async (KhidkiChannel *channel, KhidkiHost *host, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data)
{
  KhidkiLineChannel *self = KHIDKI_LINE_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *listen = khidki_host_dup_config (host, "listen");
  g_autoptr (GSocketAddress) address = NULL;
  guint64 port;
  GError *error = NULL;

  self->host = g_object_ref (host);
  self->clients = g_ptr_array_new_with_free_func (client_unref);
  self->service = g_socket_service_new ();
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, G_CONNECT_SWAPPED);
  if (g_ascii_string_to_unsigned (listen, 10, 1, G_MAXUINT16, &port, &error))
    address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  if (address != NULL
      && g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                        G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, NULL, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_prefix_error (&error, "listen=%s: ", listen);
  stop (self);
  g_task_return_error (task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->send);
  g_autoptr (GError) error = NULL;
  gsize written = 0;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &written, &error))
    g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
  else
    g_task_return_new_error (task, KHIDKI_ERROR, written > 0 ? KHIDKI_ERROR_UNCERTAIN : KHIDKI_ERROR_RETRY,
                             "%" G_GSIZE_FORMAT " bytes were written: %s", written, error->message);
  if (error != NULL)
    client_end (self);
}

static void
send_async (KhidkiChannel *channel, KhidkiAccount *account, KhidkiMessage *message, const char *key,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Client *client = find_newest_client (KHIDKI_LINE_CHANNEL (channel), khidki_account_get_id (account));
  g_autoptr (GTask) task = g_task_new (channel, NULL, callback, user_data);
  char *text = g_strconcat (khidki_message_get_text (message), "\n--\n", NULL);

  g_task_set_task_data (task, g_strdup (key), g_free);
  g_object_set_data_full (G_OBJECT (task), "text", text, g_free);
  if (client == NULL || client->send != NULL)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "There is nobody who reads just now");
      return;
    }
  client->send = g_steal_pointer (&task);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (client->connection)),
                                   text, strlen (text), G_PRIORITY_DEFAULT, NULL, on_written,
                                   g_rc_box_acquire (client));
}

static void
stop_async (KhidkiChannel *channel, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, NULL, callback, user_data);

  stop (KHIDKI_LINE_CHANNEL (channel));
  g_task_return_boolean (task, TRUE);
}

static void
khidki_line_channel_implement (KhidkiChannelInterface *iface)
{
  iface->get_limits = get_limits;
  iface->start_async = start_async;
  iface->send_async = send_async;
  iface->stop_async = stop_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiLineChannel, khidki_line_channel, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL, khidki_line_channel_implement))

static void
khidki_line_channel_class_init (KhidkiLineChannelClass *klass)
{
}

static void
khidki_line_channel_init (KhidkiLineChannel *self)
{
}

KHIDKI_DEFINE_CHANNEL_PLUGIN (khidki_line_channel_get_type)
