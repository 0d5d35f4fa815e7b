/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-feed.h"

#include "khidki-sandbox-http.h"
#include "khidki-sandbox-ring.h"

#define EVENTS_MAX 2000
#define BYTES_MAX (16 * 1024 * 1024)
#define WAITERS_MAX 512
#define SECONDS_MAX 60

struct _KhidkiSandboxFeed
{
  KhidkiSandboxRing *events;
  GPtrArray         *waiters;
  guint              wake;
};

typedef struct
{
  KhidkiSandboxFeed   *feed;
  SoupServerMessage   *message;
  KhidkiSandboxFeedTry attempt;
  gpointer             data;
  GDestroyNotify       destroy;
  guint                timer;
  gulong               gone;
} Waiter;

static void
waiter_free (Waiter *waiter)
{
  g_clear_handle_id (&waiter->timer, g_source_remove);
  g_clear_signal_handler (&waiter->gone, waiter->message);
  if (waiter->destroy != NULL)
    waiter->destroy (waiter->data);
  g_object_unref (waiter->message);
  g_free (waiter);
}

KhidkiSandboxFeed *
khidki_sandbox_feed_new (void)
{
  KhidkiSandboxFeed *feed = g_new0 (KhidkiSandboxFeed, 1);

  feed->events = khidki_sandbox_ring_new (EVENTS_MAX, BYTES_MAX);
  feed->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  return feed;
}

void
khidki_sandbox_feed_free (KhidkiSandboxFeed *feed)
{
  g_clear_handle_id (&feed->wake, g_source_remove);
  g_ptr_array_unref (feed->waiters);
  khidki_sandbox_ring_free (feed->events);
  g_free (feed);
}

guint64
khidki_sandbox_feed_last (KhidkiSandboxFeed *feed)
{
  return khidki_sandbox_ring_get_last (feed->events);
}

static gboolean
try_waiter (Waiter  *waiter,
            gboolean last)
{
  if (!waiter->attempt (waiter->message, last, waiter->data))
    return FALSE;
  soup_server_message_unpause (waiter->message);
  g_ptr_array_remove_fast (waiter->feed->waiters, waiter);
  return TRUE;
}

static gboolean
on_wake (gpointer data)
{
  KhidkiSandboxFeed *feed = data;

  feed->wake = 0;
  for (guint i = 0; i < feed->waiters->len;)
    if (!try_waiter (g_ptr_array_index (feed->waiters, i), FALSE))
      i++;
  return G_SOURCE_REMOVE;
}

/**
 * khidki_sandbox_feed_publish:
 * @feed: the feed
 * @kind: what has happened
 * @event: (transfer full): its particulars
 */
void
khidki_sandbox_feed_publish (KhidkiSandboxFeed *feed,
                             const char        *kind,
                             JsonObject        *event)
{
  json_object_set_string_member (event, "kind", kind);
  khidki_sandbox_ring_append (feed->events, event);
  if (feed->wake == 0 && feed->waiters->len > 0)
    feed->wake = g_idle_add (on_wake, feed);
}

static gboolean
on_time_over (gpointer data)
{
  Waiter *waiter = data;

  waiter->timer = 0;
  try_waiter (waiter, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_gone (SoupServerMessage *message,
         gpointer           data)
{
  Waiter *waiter = data;

  g_ptr_array_remove_fast (waiter->feed->waiters, waiter);
}

/**
 * khidki_sandbox_feed_wait:
 * @feed: the feed
 * @message: a request
 * @seconds: how long it may wait
 * @attempt: called at once and after each event until it answers
 * @data: (transfer full): for @attempt
 * @destroy: frees @data
 */
void
khidki_sandbox_feed_wait (KhidkiSandboxFeed   *feed,
                          SoupServerMessage   *message,
                          guint                seconds,
                          KhidkiSandboxFeedTry attempt,
                          gpointer             data,
                          GDestroyNotify       destroy)
{
  Waiter *waiter;

  if (attempt (message, seconds == 0 || feed->waiters->len >= WAITERS_MAX, data))
    {
      destroy (data);
      return;
    }
  waiter = g_new0 (Waiter, 1);
  waiter->feed = feed;
  waiter->message = g_object_ref (message);
  waiter->attempt = attempt;
  waiter->data = data;
  waiter->destroy = destroy;
  waiter->timer = g_timeout_add_seconds (MIN (seconds, SECONDS_MAX), on_time_over, waiter);
  waiter->gone = g_signal_connect (message, "finished", G_CALLBACK (on_gone), waiter);
  g_ptr_array_add (feed->waiters, waiter);
  soup_server_message_pause (message);
}

typedef struct
{
  KhidkiSandboxFeed *feed;
  guint64            after;
} Reader;

static gboolean
try_events (SoupServerMessage *message,
            gboolean           last,
            gpointer           data)
{
  Reader *reader = data;
  KhidkiSandboxRing *events = reader->feed->events;
  gboolean lost = khidki_sandbox_ring_has_lost (events, reader->after);
  JsonObject *body;

  if (!last && !lost && khidki_sandbox_ring_get_last (events) <= reader->after)
    return FALSE;
  body = json_object_new ();
  json_object_set_boolean_member (body, "lost", lost);
  json_object_set_int_member (body, "next", khidki_sandbox_ring_get_last (events));
  json_object_set_array_member (body, "events",
                                lost ? json_array_new ()
                                     : khidki_sandbox_ring_since (events, reader->after));
  khidki_sandbox_http_answer (message, 200, body);
  return TRUE;
}

/**
 * khidki_sandbox_feed_answer:
 * @feed: the feed
 * @message: a request
 * @after: the last event that its sender knows
 * @seconds: how long it may wait for the next
 */
void
khidki_sandbox_feed_answer (KhidkiSandboxFeed *feed,
                            SoupServerMessage *message,
                            guint64            after,
                            guint              seconds)
{
  Reader *reader = g_new0 (Reader, 1);

  reader->feed = feed;
  reader->after = after;
  khidki_sandbox_feed_wait (feed, message, seconds, try_events, reader, g_free);
}
