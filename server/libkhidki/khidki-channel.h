/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-account.h"
#include "khidki-contact.h"
#include "khidki-host.h"
#include "khidki-limits.h"
#include "khidki-message.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_CHANNEL (khidki_channel_get_type ())

G_DECLARE_INTERFACE (KhidkiChannel, khidki_channel, KHIDKI, CHANNEL, GObject)

/**
 * KhidkiChannelInterface:
 * @get_limits: what the channel can show; valid as long as the channel
 * @start_async: takes the host, declares routes, gets ready; never in `init`
 * @send_async: sends one message to one account; @key is the same at every attempt of this message
 * @stop_async: ends what is under way and lets go of the host
 * @list_contacts: the numbers under which the public finds it while it runs; may be missing
 *
 * A way to citizens and back. @send_finish gives the far end's id for the
 * message, or an error whose [error@Error] code decides what the outbox does.
 *
 * Whoever answers with a [class@Gio.Task] of the channel's own leaves the
 * `_finish` functions out: a boolean is expected of start and stop, a string
 * of send.
 *
 * Since: 0.1
 */
struct _KhidkiChannelInterface
{
  GTypeInterface parent_iface;

  const KhidkiLimits *(*get_limits) (KhidkiChannel *self);
  void (*start_async) (KhidkiChannel *self,
                       KhidkiHost *host,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*start_finish) (KhidkiChannel *self, GAsyncResult *result, GError **error);
  void (*send_async) (KhidkiChannel *self,
                      KhidkiAccount *account,
                      KhidkiMessage *message,
                      const char *key,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  char *(*send_finish) (KhidkiChannel *self, GAsyncResult *result, GError **error);
  void (*stop_async) (KhidkiChannel *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*stop_finish) (KhidkiChannel *self, GAsyncResult *result, GError **error);
  GPtrArray *(*list_contacts) (KhidkiChannel *self);

  gpointer padding[7];
};

const KhidkiLimits *khidki_channel_get_limits (KhidkiChannel *self);
void khidki_channel_start_async (KhidkiChannel *self,
                                 KhidkiHost *host,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean khidki_channel_start_finish (KhidkiChannel *self, GAsyncResult *result, GError **error);
void khidki_channel_send_async (KhidkiChannel *self,
                                KhidkiAccount *account,
                                KhidkiMessage *message,
                                const char *key,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *khidki_channel_send_finish (KhidkiChannel *self, GAsyncResult *result, GError **error);
void khidki_channel_stop_async (KhidkiChannel *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean khidki_channel_stop_finish (KhidkiChannel *self, GAsyncResult *result, GError **error);
GPtrArray *khidki_channel_list_contacts (KhidkiChannel *self);

#define KHIDKI_TYPE_MEDIA_CHANNEL (khidki_media_channel_get_type ())

G_DECLARE_INTERFACE (KhidkiMediaChannel, khidki_media_channel, KHIDKI, MEDIA_CHANNEL, GObject)

/**
 * KhidkiMediaChannelInterface:
 * @fetch_media_async: brings a file that a person sent into Khidki's keeping
 *
 * A channel on which people send files. The `.plugin` file promises it as `media`.
 * Whoever answers with a [class@Gio.Task] that returns a paper leaves
 * @fetch_media_finish out.
 *
 * Since: 0.1
 */
struct _KhidkiMediaChannelInterface
{
  GTypeInterface parent_iface;

  void (*fetch_media_async) (KhidkiMediaChannel *self,
                             KhidkiAccount *account,
                             const char *media,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  KhidkiPaper *(*fetch_media_finish) (KhidkiMediaChannel *self,
                                      GAsyncResult *result,
                                      GError **error);

  gpointer padding[4];
};

void khidki_media_channel_fetch_media_async (KhidkiMediaChannel *self,
                                             KhidkiAccount *account,
                                             const char *media,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
KhidkiPaper *khidki_media_channel_fetch_media_finish (KhidkiMediaChannel *self,
                                                      GAsyncResult *result,
                                                      GError **error);

#define KHIDKI_TYPE_READ_CHANNEL (khidki_read_channel_get_type ())

G_DECLARE_INTERFACE (KhidkiReadChannel, khidki_read_channel, KHIDKI, READ_CHANNEL, GObject)

/**
 * KhidkiReadChannelInterface:
 * @mark_read: tells the far end that a message was read and an answer is being written
 *
 * A channel that shows a citizen that they were heard. The call is a courtesy:
 * it is made at most once, and what becomes of it is not waited for. The
 * `.plugin` file promises it as `read`.
 *
 * Since: 0.1
 */
struct _KhidkiReadChannelInterface
{
  GTypeInterface parent_iface;

  void (*mark_read) (KhidkiReadChannel *self, KhidkiAccount *account, const char *event_key);

  gpointer padding[4];
};

void khidki_read_channel_mark_read (KhidkiReadChannel *self,
                                    KhidkiAccount *account,
                                    const char *event_key);

G_END_DECLS
