/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-channel.h"

G_DEFINE_INTERFACE (KhidkiChannel, khidki_channel, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (KhidkiMediaChannel, khidki_media_channel, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (KhidkiReadChannel, khidki_read_channel, G_TYPE_OBJECT)

/* What a channel that answers with a GTask leaves out. */

static gboolean
finish_boolean (KhidkiChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
finish_string (KhidkiChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static KhidkiPaper *
finish_paper (KhidkiMediaChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
khidki_channel_default_init (KhidkiChannelInterface *iface)
{
  iface->start_finish = finish_boolean;
  iface->send_finish = finish_string;
  iface->stop_finish = finish_boolean;
}

static void
khidki_media_channel_default_init (KhidkiMediaChannelInterface *iface)
{
  iface->fetch_media_finish = finish_paper;
}

static void
khidki_read_channel_default_init (KhidkiReadChannelInterface *iface)
{
}

/**
 * khidki_channel_get_limits:
 * @self: a channel
 *
 * Returns: (transfer none): what it can show
 *
 * Since: 0.1
 */
const KhidkiLimits *
khidki_channel_get_limits (KhidkiChannel *self)
{
  g_return_val_if_fail (KHIDKI_IS_CHANNEL (self), NULL);

  return KHIDKI_CHANNEL_GET_IFACE (self)->get_limits (self);
}

/**
 * khidki_channel_start_async:
 * @self: a channel
 * @host: (transfer none): the plugin's world, until it is stopped
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_channel_start_async (KhidkiChannel *self,
                            KhidkiHost *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_CHANNEL (self));

  KHIDKI_CHANNEL_GET_IFACE (self)->start_async (self, host, cancellable, callback, user_data);
}

/**
 * khidki_channel_start_finish:
 * @self: a channel
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it is ready
 *
 * Since: 0.1
 */
gboolean
khidki_channel_start_finish (KhidkiChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_CHANNEL (self), FALSE);

  return KHIDKI_CHANNEL_GET_IFACE (self)->start_finish (self, result, error);
}

/**
 * khidki_channel_send_async:
 * @self: a channel
 * @account: (transfer none): to whom
 * @message: (transfer none): what
 * @key: the same at every attempt of this message
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_channel_send_async (KhidkiChannel *self,
                           KhidkiAccount *account,
                           KhidkiMessage *message,
                           const char *key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_CHANNEL (self));

  KHIDKI_CHANNEL_GET_IFACE (self)->send_async (self,
                                               account,
                                               message,
                                               key,
                                               cancellable,
                                               callback,
                                               user_data);
}

/**
 * khidki_channel_send_finish:
 * @self: a channel
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the far end's id of the message
 *
 * Since: 0.1
 */
char *
khidki_channel_send_finish (KhidkiChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_CHANNEL (self), NULL);

  return KHIDKI_CHANNEL_GET_IFACE (self)->send_finish (self, result, error);
}

/**
 * khidki_channel_stop_async:
 * @self: a channel
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_channel_stop_async (KhidkiChannel *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_CHANNEL (self));

  KHIDKI_CHANNEL_GET_IFACE (self)->stop_async (self, cancellable, callback, user_data);
}

/**
 * khidki_channel_stop_finish:
 * @self: a channel
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it ended in order
 *
 * Since: 0.1
 */
gboolean
khidki_channel_stop_finish (KhidkiChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_CHANNEL (self), FALSE);

  return KHIDKI_CHANNEL_GET_IFACE (self)->stop_finish (self, result, error);
}

/**
 * khidki_channel_list_contacts:
 * @self: a channel
 *
 * Citizens see them on the page of our numbers.
 *
 * Returns: (transfer full) (element-type KhidkiContact): the numbers under which the public
 *   finds it, maybe none
 *
 * Since: 0.1
 */
GPtrArray *
khidki_channel_list_contacts (KhidkiChannel *self)
{
  GPtrArray *contacts = NULL;

  g_return_val_if_fail (KHIDKI_IS_CHANNEL (self), NULL);

  if (KHIDKI_CHANNEL_GET_IFACE (self)->list_contacts != NULL)
    contacts = KHIDKI_CHANNEL_GET_IFACE (self)->list_contacts (self);
  return contacts != NULL
             ? contacts
             : g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_contact_unref);
}

/**
 * khidki_media_channel_fetch_media_async:
 * @self: a channel
 * @account: (transfer none): who sent it
 * @media: the far end's id of the file
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_media_channel_fetch_media_async (KhidkiMediaChannel *self,
                                        KhidkiAccount *account,
                                        const char *media,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_MEDIA_CHANNEL (self));

  KHIDKI_MEDIA_CHANNEL_GET_IFACE (self)->fetch_media_async (self,
                                                            account,
                                                            media,
                                                            cancellable,
                                                            callback,
                                                            user_data);
}

/**
 * khidki_media_channel_fetch_media_finish:
 * @self: a channel
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the paper
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_media_channel_fetch_media_finish (KhidkiMediaChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_MEDIA_CHANNEL (self), NULL);

  return KHIDKI_MEDIA_CHANNEL_GET_IFACE (self)->fetch_media_finish (self, result, error);
}

/**
 * khidki_read_channel_mark_read:
 * @self: a channel
 * @account: (transfer none): who wrote
 * @event_key: the event's key
 *
 * Since: 0.1
 */
void
khidki_read_channel_mark_read (KhidkiReadChannel *self,
                               KhidkiAccount *account,
                               const char *event_key)
{
  g_return_if_fail (KHIDKI_IS_READ_CHANNEL (self));

  KHIDKI_READ_CHANNEL_GET_IFACE (self)->mark_read (self, account, event_key);
}
