/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-channels.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiOutboxReroute:
 *
 * One pass over news that could not be told where its citizen writes: what has
 * failed there, and what has not arrived for hours, goes to their phone by the
 * channel that reaches every phone, as the same registered text. So does what
 * could not even be sent for as long. A row that went so is marked, in the same
 * transaction: nobody is told twice. What nobody could send for a week has failed.
 */
typedef struct _KhidkiOutboxReroute KhidkiOutboxReroute;

/* (transfer full): while no channel is running that reaches any phone, it only finds
 * what has failed */
KhidkiOutboxReroute *khidki_outbox_reroute_new (KhidkiChannels *channels, gint64 now);
void khidki_outbox_reroute_free (KhidkiOutboxReroute *self);

/* A [callback@StoreFunc] of a writing transaction; @data is the pass. */
gboolean khidki_outbox_reroute_write (KhidkiTransaction *transaction, gpointer data, GError **error);

/* What the pass came to. */
guint khidki_outbox_reroute_get_n (KhidkiOutboxReroute *self);
gboolean khidki_outbox_reroute_has_more (KhidkiOutboxReroute *self);
guint khidki_outbox_reroute_get_n_given_up (KhidkiOutboxReroute *self);
const char *khidki_outbox_reroute_get_channel (KhidkiOutboxReroute *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOutboxReroute, khidki_outbox_reroute_free)

G_END_DECLS
