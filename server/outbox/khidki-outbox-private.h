/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox-lane.h"
#include "outbox/khidki-outbox-line.h"
#include "outbox/khidki-outbox.h"

G_BEGIN_DECLS

/* The rows of a channel's line: its replies, its news, or its broadcasts. Each has a window
 * of its own, so that a long queue of one kind holds up no other. What stands before a reply
 * in its lane is looked for with it, and counts where it belongs. `stale`: lanes that were put
 * to wait, or whose account has another id, since the load under way has begun: what it
 * brings of them is as it was. */
typedef struct
{
  KhidkiOutbox *outbox;
  char *channel;
  char *line;
  GHashTable *stale;
  KhidkiLane kind;
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
  GHashTable *lines_by_name;
  GPtrArray *lines;
  guint next_line;
  GHashTable *papers;  /* account → the row of the file that was sent to it last */
  guint sweep_papers_at;
  GCancellable *cancellable;
  GTask *stopping;
  KhidkiOutboxCounters counters;
  guint stop_timer;
  guint pace_timer;
  gint64 pace_at;
  guint look_timer;
  gint64 look_at;
  gboolean started;
  gboolean stopped;
  gboolean rerouting;
  gboolean reroute_again;
  gint64 held_looked_at;
  GHashTable *unresolved; /* alarms that tell of such sends */
  gint64 count_at; /* when they are counted next, monotonic */
};

/* The window. */
/* (transfer none): made if it is not there */
KhidkiOutboxStream *khidki_outbox_add_stream (KhidkiOutbox *self,
                                              const char *channel,
                                              const char *line,
                                              KhidkiLane kind);
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
void khidki_outbox_lane_done (KhidkiOutbox *self, KhidkiOutboxLane *lane);
/* For @wait milliseconds nothing leaves on the line by which @account is reached. @why: the
 * far end's words */
void khidki_outbox_pause_line (KhidkiOutbox *self,
                               KhidkiAccount *account,
                               gint64 wait,
                               const char *why);

void khidki_outbox_lane_wait (KhidkiOutboxLane *lane, gint64 milliseconds);

/* The pace. */
void khidki_outbox_make_ready (KhidkiOutbox *self, KhidkiOutboxLane *lane);
/* (transfer none): made if it is not there */
KhidkiOutboxLine *khidki_outbox_get_line (KhidkiOutbox *self, KhidkiAccount *account);
KhidkiOutboxLine *khidki_outbox_get_line_by_name (KhidkiOutbox *self, const char *name);
/* (transfer none) (nullable): whose turn it is */
KhidkiOutboxLane *khidki_outbox_next_ready (KhidkiOutbox *self);
/* The head of @lane is on its way, or not any more. */
void khidki_outbox_note_begun (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_note_ended (KhidkiOutbox *self, KhidkiOutboxLane *lane);
/* Whether the far end takes what @lane has now; else the lane waits. */
gboolean khidki_outbox_may_leave (KhidkiOutbox *self, KhidkiOutboxLane *lane, KhidkiChannel *channel);
/* What the far end was asked for and @entry does not need: it did not leave. */
void khidki_outbox_put_back (KhidkiOutbox *self, KhidkiOutboxEntry *entry);
/* Goes on when a line has rested. */
void khidki_outbox_await_lines (KhidkiOutbox *self);

/* What the far end has said, kept in mind. */
/* A line that refuses everything is tried by one message at a time. */
gboolean khidki_outbox_may_probe (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_end_probe (KhidkiOutbox *self, KhidkiOutboxLane *lane);
/* Nothing as urgent as the head of @lane or less leaves on its line for a while; it is the
 * next then. */
void khidki_outbox_rest_line (KhidkiOutbox *self, KhidkiOutboxLane *lane, gint64 wait);
void khidki_outbox_note_ended_unsent (KhidkiOutbox *self, KhidkiOutboxEntry *entry);
/* (transfer full): @what: “refused”, “silent”, “failing”, “unanswered” or “uncertain”; @line: as
 * [func@OutboxLine.dup_name] gives it */
char *khidki_outbox_dup_alarm_name (const char *what, const char *line);
/* Somebody on @line got no answer @age milliseconds ago. */
void khidki_outbox_show_unanswered (KhidkiOutbox *self, const char *line, gint64 age);
/* A restart does not end what is told of those who got none. */
void khidki_outbox_recall_unanswered (KhidkiOutbox *self);
/* Tells of sends of which the far end says nothing; looks once a minute at most. */
void khidki_outbox_count_unresolved (KhidkiOutbox *self);
/* Raises and ends what is told of a line as a whole. */
void khidki_outbox_judge_lines (KhidkiOutbox *self);
void khidki_outbox_prepare (KhidkiOutbox *self, KhidkiOutboxLane *lane);
void khidki_outbox_note_sent (KhidkiOutbox *self, KhidkiOutboxLane *lane, KhidkiOutboxEntry *entry);
void khidki_outbox_note_not_sent (KhidkiOutbox *self,
                                  KhidkiOutboxLane *lane,
                                  KhidkiOutboxEntry *entry);
void khidki_outbox_watch_templates (KhidkiOutbox *self, KhidkiChannel *channel);
/* What lies aside for its template waits again. @channel: (nullable): of that one only */
void khidki_outbox_release_held (KhidkiOutbox *self, const char *channel);
void khidki_outbox_release_held_now_and_then (KhidkiOutbox *self);

/* What goes another way: looks for it, soon. */
void khidki_outbox_reroute_due (KhidkiOutbox *self);
/* Notes which channels run, for those who choose one in a transaction. */
void khidki_outbox_note_running (KhidkiOutbox *self);

G_END_DECLS
