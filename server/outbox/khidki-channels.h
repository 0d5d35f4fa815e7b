/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-channel.h"

G_BEGIN_DECLS

/**
 * KhidkiChannels:
 *
 * The channels that are running, by name. Main loop only.
 */
#define KHIDKI_TYPE_CHANNELS (khidki_channels_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiChannels, khidki_channels, KHIDKI, CHANNELS, GObject)

KhidkiChannels *khidki_channels_new (void);

void khidki_channels_add (KhidkiChannels *self, const char *name, KhidkiChannel *channel);
void khidki_channels_remove (KhidkiChannels *self, const char *name);
KhidkiChannel *khidki_channels_find (KhidkiChannels *self, const char *name);
GStrv khidki_channels_list (KhidkiChannels *self);

G_END_DECLS
