/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox-lane.h"
#include "outbox/khidki-outbox.h"

G_BEGIN_DECLS

#define N_LANES 3

/* The rows of a channel: its broadcasts, or all else. Each has a window of its
 * own, so that a long queue on one holds up no other. `stale`: lanes that were put
 * to wait since the load under way has begun: what it brings of them is as it was. */
typedef struct
{
  KhidkiOutbox *outbox;
  char *channel;
  GHashTable *stale;
  gboolean broadcast;
  guint held;
  gboolean loading;
  gboolean more;
  gboolean failed;
} KhidkiOutboxStream;

struct _KhidkiOutbox
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannels *channels;
  GHashTable *lanes;
  GHashTable *known;
  GHashTable *streams;
  GQueue ready[N_LANES];
  GHashTable *paused;
  GCancellable *cancellable;
  GTask *stopping;
  KhidkiOutboxCounters counters;
  guint broadcasting;
  guint stop_timer;
  guint pause_timer;
  guint look_timer;
  gint64 look_at;
  gboolean started;
  gboolean stopped;
  gboolean rerouting;
  gboolean reroute_again;
};

/* The window. */
/* (transfer none): made if it is not there */
KhidkiOutboxStream *khidki_outbox_add_stream (KhidkiOutbox *self, const char *channel, gboolean broadcast);
void khidki_outbox_stream_free (KhidkiOutboxStream *stream);
gboolean khidki_outbox_is_running (KhidkiOutbox *self, const char *channel);
void khidki_outbox_drop_head (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_drop_waiting (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_rest_in_rows (KhidkiOutbox *self, KhidkiOutboxLane *lane, gint64 until);
void khidki_outbox_want_all (KhidkiOutbox *self);
void khidki_outbox_load_what_is_short (KhidkiOutbox *self);
void khidki_outbox_look (gpointer user_data);

/* The sending. */
void khidki_outbox_pump (KhidkiOutbox *self);
void khidki_outbox_make_ready (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_lane_done (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_pause_channel (KhidkiOutbox *self, const char *channel);

/* What goes another way: looks for it, soon. */
void khidki_outbox_reroute_due (KhidkiOutbox *self);
/* Notes which channels run, for those who choose one in a transaction. */
void khidki_outbox_note_running (KhidkiOutbox *self);

G_END_DECLS
