/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox.h"
#include "rooms-fixture.h"

G_BEGIN_DECLS

/* An outbox over rows, with two accounts and a far end that the test plays. */
typedef struct
{
  RoomsFixture rooms;
  KhidkiOutbox *outbox;
} OutboxFixture;

void outbox_fixture_set_up (OutboxFixture *fixture, gconstpointer data);
void outbox_fixture_tear_down (OutboxFixture *fixture, gconstpointer data);
void outbox_fixture_start (OutboxFixture *fixture);
void outbox_fixture_reply (OutboxFixture *fixture, const char *account, const char *text);
/* As the intake does after its commit. */
void outbox_fixture_offer (OutboxFixture *fixture, const char *account_key, KhidkiLane lane, const char *text);
/* What a status comes to: a row that waits again, or somebody who gets no answer. */
typedef struct
{
  gboolean queued;
  gboolean unanswered;
} OutboxFixtureStatus;

OutboxFixtureStatus outbox_fixture_apply_status (RoomsFixture *rooms, KhidkiEvent *event);
void outbox_fixture_assert_sent (OutboxFixture *fixture, guint index, const char *text);
void outbox_fixture_assert_n_sent (OutboxFixture *fixture, guint n);

G_END_DECLS
