/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-paced-channel.h"

G_DEFINE_INTERFACE (KhidkiPacedChannel, khidki_paced_channel, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (KhidkiTemplateChannel, khidki_template_channel, G_TYPE_OBJECT)

static guint template_ready;

static void
khidki_paced_channel_default_init (KhidkiPacedChannelInterface *iface)
{
}

static void
khidki_template_channel_default_init (KhidkiTemplateChannelInterface *iface)
{
  template_ready = g_signal_new ("template-ready", KHIDKI_TYPE_TEMPLATE_CHANNEL, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * khidki_paced_channel_take:
 * @self: a channel
 * @account: (transfer none): to whom a message is to leave
 * @broadcast: whether it is a broadcast, which leaves room for what is urgent
 * @all: (out): set to whether not this account alone waits but every one of its line,
 *   for messages as urgent as this or less
 *
 * Returns: 0 if it may leave now, and it is counted; else for how many milliseconds it
 *   is of no use to ask again
 *
 * Since: 0.1
 */
gint64
khidki_paced_channel_take (KhidkiPacedChannel *self,
                           KhidkiAccount *account,
                           gboolean broadcast,
                           gboolean *all)
{
  g_return_val_if_fail (KHIDKI_IS_PACED_CHANNEL (self), 0);

  *all = FALSE;
  return KHIDKI_PACED_CHANNEL_GET_IFACE (self)->take (self, account, broadcast, all);
}

/**
 * khidki_paced_channel_get_rate:
 * @self: a channel
 * @account: (transfer none): somebody
 *
 * By it the outbox knows how much may be in flight at once on the line by which @account
 * is reached.
 *
 * Returns: how many messages a second the far end takes there at most; 0 if the channel
 *   does not say
 *
 * Since: 0.1
 */
guint
khidki_paced_channel_get_rate (KhidkiPacedChannel *self, KhidkiAccount *account)
{
  KhidkiPacedChannelInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_PACED_CHANNEL (self), 0);

  iface = KHIDKI_PACED_CHANNEL_GET_IFACE (self);
  return iface->get_rate != NULL ? iface->get_rate (self, account) : 0;
}

/**
 * khidki_paced_channel_put_back:
 * @self: a channel
 * @account: (transfer none): to whom a message was to leave
 *
 * What [method@PacedChannel.take] counted was not given to the channel after all.
 *
 * Returns: whether it is to be taken anew before it leaves; FALSE if it stays counted
 *
 * Since: 0.1
 */
gboolean
khidki_paced_channel_put_back (KhidkiPacedChannel *self, KhidkiAccount *account)
{
  KhidkiPacedChannelInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_PACED_CHANNEL (self), FALSE);

  iface = KHIDKI_PACED_CHANNEL_GET_IFACE (self);
  if (iface->put_back == NULL)
    return FALSE;
  iface->put_back (self, account);
  return TRUE;
}

/**
 * khidki_template_channel_ready:
 * @self: a channel
 *
 * Emits `template-ready`: for whoever implements the interface.
 *
 * Since: 0.1
 */
void
khidki_template_channel_ready (KhidkiTemplateChannel *self)
{
  g_return_if_fail (KHIDKI_IS_TEMPLATE_CHANNEL (self));

  g_signal_emit (self, template_ready, 0);
}
