/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki-testing.h>
#include <khidki.h>

G_BEGIN_DECLS

#define CHANNEL_GRAPH "https://graph.example/v25.0"
#define CHANNEL_SECRET "an app secret"

/* The channel alone on a test host, started. */
typedef struct
{
  KhidkiTestHost *host;
  KhidkiChannel *channel;
} ChannelFixture;

void channel_fixture_set_up (ChannelFixture *self, gconstpointer data);
void channel_fixture_tear_down (ChannelFixture *self, gconstpointer data);
GError *channel_fixture_start (ChannelFixture *self);
void channel_fixture_stop (ChannelFixture *self);
KhidkiRequest *channel_fixture_new_post (GBytes *body, const char *secret);
void channel_fixture_push_json (ChannelFixture *self, guint status, const char *json);
char *channel_fixture_send (ChannelFixture *self, KhidkiMessage *message, GError **error);
KhidkiRequest *channel_fixture_get_request (ChannelFixture *self, guint index);
char *channel_fixture_dup_body (KhidkiRequest *request);

G_END_DECLS
