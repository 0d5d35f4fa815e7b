/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counters/khidki-counter-channel.h"

#include "libkhidki/khidki-error.h"

struct _KhidkiCounterChannel
{
  GObject parent_instance;
};

static void khidki_counter_channel_implement (KhidkiChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiCounterChannel,
                               khidki_counter_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL,
                                                      khidki_counter_channel_implement))

/* All zero: nothing can be shown to who has gone home. */
static const KhidkiLimits limits = { 0 };

static void
khidki_counter_channel_class_init (KhidkiCounterChannelClass *klass)
{
}

static void
khidki_counter_channel_init (KhidkiCounterChannel *self)
{
}

KhidkiChannel *
khidki_counter_channel_new (void)
{
  return g_object_new (KHIDKI_TYPE_COUNTER_CHANNEL, NULL);
}

static const KhidkiLimits *
get_limits (KhidkiChannel *channel)
{
  return &limits;
}

static void
send_async (KhidkiChannel *channel,
            KhidkiAccount *account,
            KhidkiMessage *message,
            const char *key,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_task_report_new_error (channel, callback, user_data, send_async, KHIDKI_ERROR,
                           KHIDKI_ERROR_RECIPIENT, "Only what a counter typed is known of them");
}

static char *
send_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* No plugin's: nobody starts or stops it. */
static void
khidki_counter_channel_implement (KhidkiChannelInterface *iface)
{
  iface->get_limits = get_limits;
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}
