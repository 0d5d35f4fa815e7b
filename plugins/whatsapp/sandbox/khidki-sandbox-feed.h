/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What happens, for the page and for tests that wait for it. */
typedef struct _KhidkiSandboxFeed KhidkiSandboxFeed;

/**
 * KhidkiSandboxFeedTry:
 * @message: the waiting request
 * @last: whether the time is over, so that an empty answer must be given
 * @data: the waiter's data
 *
 * Returns: whether @message was answered
 */
typedef gboolean (*KhidkiSandboxFeedTry) (SoupServerMessage *message,
                                          gboolean           last,
                                          gpointer           data);

KhidkiSandboxFeed *khidki_sandbox_feed_new     (void);
void               khidki_sandbox_feed_free    (KhidkiSandboxFeed    *feed);
void               khidki_sandbox_feed_publish (KhidkiSandboxFeed    *feed,
                                                const char           *kind,
                                                JsonObject           *event);
guint64            khidki_sandbox_feed_last    (KhidkiSandboxFeed    *feed);
void               khidki_sandbox_feed_wait    (KhidkiSandboxFeed    *feed,
                                                SoupServerMessage    *message,
                                                guint                 seconds,
                                                KhidkiSandboxFeedTry  attempt,
                                                gpointer              data,
                                                GDestroyNotify        destroy);
void               khidki_sandbox_feed_answer  (KhidkiSandboxFeed    *feed,
                                                SoupServerMessage    *message,
                                                guint64               after,
                                                guint                 seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxFeed, khidki_sandbox_feed_free)

G_END_DECLS
