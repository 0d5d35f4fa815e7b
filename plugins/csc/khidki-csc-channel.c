/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-channel.h"

#include "khidki-csc-routes.h"

struct _KhidkiCscChannel
{
  GObject parent_instance;

  KhidkiCscDesk *desk; /* (nullable): between start and stop */
};

static void khidki_csc_channel_implement (KhidkiChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiCscChannel,
                               khidki_csc_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL,
                                                      khidki_csc_channel_implement))

/* All zero: nothing can be shown to a citizen here, who stands in front of the desk. */
static const KhidkiLimits limits = { 0 };

static void
khidki_csc_channel_finalize (GObject *object)
{
  KhidkiCscChannel *self = KHIDKI_CSC_CHANNEL (object);

  g_clear_pointer (&self->desk, khidki_csc_desk_unref);

  G_OBJECT_CLASS (khidki_csc_channel_parent_class)->finalize (object);
}

static void
khidki_csc_channel_class_init (KhidkiCscChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_csc_channel_finalize;
}

static void
khidki_csc_channel_init (KhidkiCscChannel *self)
{
}

static const KhidkiLimits *
khidki_csc_channel_get_limits (KhidkiChannel *channel)
{
  return &limits;
}

static void
khidki_csc_channel_start_async (KhidkiChannel *channel,
                                KhidkiHost *host,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  KhidkiCscChannel *self = KHIDKI_CSC_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (KhidkiCscDesk) desk = khidki_csc_desk_new (host);
  GError *error = NULL;

  if (!KHIDKI_IS_COUNTER (host))
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                               "This server has no counter");
      return;
    }
  if (!khidki_csc_routes_add (desk, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->desk = g_steal_pointer (&desk);
  g_task_return_boolean (task, TRUE);
}

static gboolean
khidki_csc_channel_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Nobody reads at a counter what is written when they have gone home. */
static void
khidki_csc_channel_send_async (KhidkiChannel *channel,
                               KhidkiAccount *account,
                               KhidkiMessage *message,
                               const char *key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_task_report_new_error (channel, callback, user_data, khidki_csc_channel_send_async,
                           KHIDKI_ERROR, KHIDKI_ERROR_RECIPIENT,
                           "Citizens are not written to at a counter");
}

static char *
khidki_csc_channel_send_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
khidki_csc_channel_stop_async (KhidkiChannel *channel,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  KhidkiCscChannel *self = KHIDKI_CSC_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (self->desk != NULL)
    g_cancellable_cancel (self->desk->cancellable);
  g_clear_pointer (&self->desk, khidki_csc_desk_unref);
  g_task_return_boolean (task, TRUE);
}

static void
khidki_csc_channel_implement (KhidkiChannelInterface *iface)
{
  iface->get_limits = khidki_csc_channel_get_limits;
  iface->start_async = khidki_csc_channel_start_async;
  iface->start_finish = khidki_csc_channel_finish;
  iface->send_async = khidki_csc_channel_send_async;
  iface->send_finish = khidki_csc_channel_send_finish;
  iface->stop_async = khidki_csc_channel_stop_async;
  iface->stop_finish = khidki_csc_channel_finish;
}
