/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-channel.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_PACED_CHANNEL (khidki_paced_channel_get_type ())

G_DECLARE_INTERFACE (KhidkiPacedChannel, khidki_paced_channel, KHIDKI, PACED_CHANNEL, GObject)

/**
 * KhidkiPacedChannelInterface:
 * @take: asks to send one message now; counts it if it may
 * @get_rate: how many messages a second the far end takes at most; may be missing
 * @put_back: what was counted is not sent after all; may be missing: then it stays counted
 *
 * A channel whose far end takes only so much at a time. The outbox asks before each
 * send, first for what is more urgent, and lets wait what may not leave yet: so the
 * channel knows the far end's rules, and the outbox who is served first. Between the two
 * lies some time, not always as long: a channel that counts to the second goes by when a
 * message really left ([method@Response.get_left_at]). The `.plugin` file promises it as
 * `paced`.
 *
 * Since: 0.1
 */
struct _KhidkiPacedChannelInterface
{
  GTypeInterface parent_iface;

  gint64 (*take) (KhidkiPacedChannel *self,
                  KhidkiAccount *account,
                  gboolean broadcast,
                  gboolean *all);
  guint (*get_rate) (KhidkiPacedChannel *self, KhidkiAccount *account);
  void (*put_back) (KhidkiPacedChannel *self, KhidkiAccount *account);

  gpointer padding[2];
};

gint64 khidki_paced_channel_take (KhidkiPacedChannel *self,
                                  KhidkiAccount *account,
                                  gboolean broadcast,
                                  gboolean *all);
guint khidki_paced_channel_get_rate (KhidkiPacedChannel *self, KhidkiAccount *account);
gboolean khidki_paced_channel_put_back (KhidkiPacedChannel *self, KhidkiAccount *account);

#define KHIDKI_TYPE_TEMPLATE_CHANNEL (khidki_template_channel_get_type ())

G_DECLARE_INTERFACE (KhidkiTemplateChannel,
                     khidki_template_channel,
                     KHIDKI,
                     TEMPLATE_CHANNEL,
                     GObject)

/**
 * KhidkiTemplateChannelInterface:
 *
 * A channel whose far end approves registered texts, and takes its approval back for a
 * time. A send of a text that is not to be had now ends in %KHIDKI_ERROR_TEMPLATE and
 * lies until the signal `template-ready`, which says that it is worth trying again. The
 * `.plugin` file promises it as `templates`.
 *
 * Since: 0.1
 */
struct _KhidkiTemplateChannelInterface
{
  GTypeInterface parent_iface;

  gpointer padding[4];
};

void khidki_template_channel_ready (KhidkiTemplateChannel *self);

G_END_DECLS
