/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-housekeeping.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* So long a far end may send a message again: until then its key, and with it the
 * journal's sealed text, tells a repetition from news. What waits for an
 * administrator stays. */
#define KEEP_EVENTS_MS (30 * DAY_MS)
/* Whether somebody was told is asked within a quarter of a year. What has not left,
 * and what waits for an administrator, stays. */
#define KEEP_SENT_MS (90 * DAY_MS)
/* Who opens a link of yesterday is told that its time is over, not that there was
 * none. */
#define KEEP_LINKS_MS DAY_MS

/* Few at once: citizens' turns share the writer, and often the commit. */
#define MOST_ROWS 200
#define BETWEEN_MS 20
#define FIRST_MS (60 * 1000)
#define SLEEP_MS (60 * 60 * 1000)

typedef enum
{
  PART_EVENTS,
  PART_SENT,
  PART_LINKS,
  N_PARTS,
} Part;

struct _KhidkiHousekeeping
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  GArray *further; /* (element-type KhidkiHousekeepingFunc) */
  guint part; /* a Part, then those of @further */
  gint64 after;
  guint timer;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (KhidkiHousekeeping, khidki_housekeeping, G_TYPE_OBJECT)

/* A few rows of one part. */
typedef struct
{
  guint part;
  KhidkiHousekeepingFunc further; /* (nullable) */
  gint64 now;
  gint64 after;
  gboolean more;
} Round;

static gboolean
forget_by (KhidkiTransaction *transaction, Round *round, const char *statement, gint64 keep, GError **error)
{
  int gone = khidki_transaction_execute (transaction, statement, error, "xx", round->now - keep,
                                         (gint64) MOST_ROWS);

  round->more = gone >= MOST_ROWS;
  return gone >= 0;
}

/* Rows have no order but their number: it follows their age closely enough to walk
 * from the oldest until they are young. */
static gboolean
forget_sent (KhidkiTransaction *transaction, Round *round, GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "outbox-next-rows", "xx", error,
                                                          "xx", round->after, (gint64) MOST_ROWS);
  gint64 before = round->now - KEEP_SENT_MS;
  gint64 until;

  if (rows == NULL)
    return FALSE;
  until = khidki_rows_get_int64 (rows, 0, 0);
  round->more = until > 0 && khidki_rows_get_int64 (rows, 0, 1) < before;
  if (!round->more)
    return TRUE;
  if (khidki_transaction_execute (transaction, "outbox-forget", error, "xxx", round->after, until,
                                  before) < 0)
    return FALSE;
  round->after = until;
  return TRUE;
}

static gboolean
forget_further (KhidkiTransaction *transaction, Round *round, GError **error)
{
  int gone = round->further (transaction, round->now, MOST_ROWS, error);

  round->more = gone >= MOST_ROWS;
  return gone >= 0;
}

static gboolean
write_round (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Round *round = data;

  if (round->further != NULL)
    return forget_further (transaction, round, error);
  switch (round->part)
    {
    case PART_EVENTS:
      return forget_by (transaction, round, "event-forget", KEEP_EVENTS_MS, error);
    case PART_SENT:
      return forget_sent (transaction, round, error);
    case PART_LINKS:
    case N_PARTS:
    default:
      return forget_by (transaction, round, "private-link-forget", KEEP_LINKS_MS, error);
    }
}

typedef struct
{
  KhidkiHousekeeping *self;
  Round round;
} Call;

static void go_on (gpointer user_data);

static void
wait (KhidkiHousekeeping *self, guint milliseconds)
{
  if (!self->stopped)
    self->timer = khidki_host_add_timer (self->host, milliseconds, go_on, self, NULL);
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (KhidkiHousekeeping) self = call->self;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      if (!self->stopped)
        g_warning ("housekeeping: what is old stays for now: %s", error->message);
      self->part = 0;
      self->after = 0;
      wait (self, SLEEP_MS);
      return;
    }
  self->after = call->round.after;
  if (!call->round.more)
    {
      self->after = 0;
      self->part++;
    }
  if (self->part < N_PARTS + self->further->len)
    {
      wait (self, BETWEEN_MS);
      return;
    }
  self->part = 0;
  wait (self, SLEEP_MS);
}

static void
go_on (gpointer user_data)
{
  KhidkiHousekeeping *self = user_data;
  Call *call = g_new0 (Call, 1);

  self->timer = 0;
  call->self = g_object_ref (self);
  call->round.part = self->part;
  if (self->part >= N_PARTS)
    call->round.further =
        g_array_index (self->further, KhidkiHousekeepingFunc, self->part - N_PARTS);
  call->round.after = self->after;
  call->round.now = khidki_host_now (self->host);
  khidki_store_write_async (self->store, write_round, &call->round, NULL, NULL, written, call);
}

void
khidki_housekeeping_add (KhidkiHousekeeping *self, KhidkiHousekeepingFunc func)
{
  g_array_append_val (self->further, func);
}

void
khidki_housekeeping_start (KhidkiHousekeeping *self)
{
  wait (self, FIRST_MS);
}

void
khidki_housekeeping_stop (KhidkiHousekeeping *self)
{
  self->stopped = TRUE;
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  self->timer = 0;
}

static void
khidki_housekeeping_finalize (GObject *object)
{
  KhidkiHousekeeping *self = KHIDKI_HOUSEKEEPING (object);

  khidki_housekeeping_stop (self);
  g_array_unref (self->further);
  g_object_unref (self->store);
  g_object_unref (self->host);
  G_OBJECT_CLASS (khidki_housekeeping_parent_class)->finalize (object);
}

static void
khidki_housekeeping_class_init (KhidkiHousekeepingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_housekeeping_finalize;
}

static void
khidki_housekeeping_init (KhidkiHousekeeping *self)
{
  self->further = g_array_new (FALSE, FALSE, sizeof (KhidkiHousekeepingFunc));
}

KhidkiHousekeeping *
khidki_housekeeping_new (KhidkiHost *host, KhidkiStore *store)
{
  KhidkiHousekeeping *self = g_object_new (KHIDKI_TYPE_HOUSEKEEPING, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  return self;
}
