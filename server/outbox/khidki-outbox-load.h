/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox-entry.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiOutboxFound:
 * @more: others are due as well
 * @next_at: when the next is due that is not; 0 if none waits
 * @refused_until: until when the far end's refusal of everything holds; 0 without
 * @refusal: (nullable) (transfer full): why it refuses
 * @refused: (nullable) (transfer full): somebody on the line that is refused
 * @lines: (nullable) (transfer full) (element-type utf8): the channel's lines on which
 *   something waits, of a load of the line ""
 *
 * What a load found beside the entries.
 */
typedef struct
{
  gboolean more;
  gint64 next_at;
  gint64 refused_until;
  char *refusal;
  KhidkiAccount *refused;
  GPtrArray *lines;
} KhidkiOutboxFound;

/* The first @most rows that are due on @line of @channel, as entries: its replies and what
 * stands before them in their lanes, its broadcasts, or of %KHIDKI_LANE_NEWS all else. What waits for a time stays where it is. Rows that cannot be read are
 * parked by the way: at the head of the line they would hold up all behind them. */
void khidki_outbox_load_async (KhidkiStore *store,
                               const char *channel,
                               const char *line,
                               KhidkiLane kind,
                               guint most,
                               gint64 now,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* (transfer full) (element-type KhidkiOutboxEntry): without a free function, the
 * entries are the caller's. */
GPtrArray *khidki_outbox_load_finish (GAsyncResult *result, KhidkiOutboxFound *found, GError **error);

G_END_DECLS
