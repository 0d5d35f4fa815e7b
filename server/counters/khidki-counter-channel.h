/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-channel.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_COUNTER_CHANNEL (khidki_counter_channel_get_type ())

/* The server's own channel of those who are known by what a counter typed alone,
 * whichever plugin the counter is. Nobody reads there: what is sent by it is refused
 * for its recipient, so that the outbox takes another channel. */
G_DECLARE_FINAL_TYPE (KhidkiCounterChannel, khidki_counter_channel, KHIDKI, COUNTER_CHANNEL, GObject)

/* (transfer full) */
KhidkiChannel *khidki_counter_channel_new (void);

G_END_DECLS
