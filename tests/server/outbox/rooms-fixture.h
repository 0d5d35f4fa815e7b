/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki-testing.h>

#include "fake-channel.h"
#include "outbox/khidki-channels.h"
#include "outbox/khidki-outbox-rows.h"
#include "store-fixture.h"

G_BEGIN_DECLS

#define CHANNEL "whatsapp"
#define HOUR ((gint64) 60 * 60 * 1000)
#define DAY (24 * HOUR)

/* What every room needs: rows, a host with a clock that only the test moves,
 * and a channel whose far end the test plays. */
typedef struct
{
  StoreFixture rows;
  KhidkiTestHost *test_host;
  KhidkiHost *host;
  KhidkiChannels *channels;
  FakeChannel *channel;
  KhidkiOutboxPlace place;
} RoomsFixture;

void rooms_set_up (RoomsFixture *fixture);
void rooms_tear_down (RoomsFixture *fixture);

gint64 rooms_now (RoomsFixture *fixture);

/* Runs the main loop until the store has nothing under way and nothing came of it. */
void rooms_settle (RoomsFixture *fixture);

/* Lets time pass in small steps, everything settled between them. */
void rooms_advance (RoomsFixture *fixture, gint64 milliseconds, gint64 step);

void rooms_add_account (RoomsFixture *fixture, const char *account_key, gint64 last_inbound);

/* The row's number; its key is the text. Its place is the fixture's until the next. */
gint64 rooms_add_message (RoomsFixture *fixture,
                          const char *account_key,
                          KhidkiLane lane,
                          const char *text,
                          const char *template_name);

/* The same of a file with @text below it. */
gint64 rooms_add_document (RoomsFixture *fixture,
                           const char *account_key,
                           KhidkiLane lane,
                           const char *text);

/* (transfer full): who has @account_key; on the line "line", of `KEY@LINE` on that line */
KhidkiAccount *rooms_new_account (const char *account_key);

/* The same inside a writing function, for many in one commit. */
gboolean rooms_put_account (KhidkiTransaction *transaction,
                            const char *account_key,
                            gint64 last_inbound,
                            GError **error);
gint64 rooms_put_text (KhidkiTransaction *transaction,
                       const char *account_key,
                       KhidkiLane lane,
                       const char *text,
                       gint64 now,
                       GError **error);
void rooms_write (RoomsFixture *fixture, KhidkiStoreFunc func, gpointer data);

/* (transfer full): the state of the row with @key, or `none` */
char *rooms_dup_state (RoomsFixture *fixture, const char *key);
char *rooms_dup_error (RoomsFixture *fixture, const char *key);
void rooms_assert_far_id (RoomsFixture *fixture, const char *key, const char *far_id);
gint64 rooms_get_attempts (RoomsFixture *fixture, const char *key);

#define rooms_assert_state(fixture, key, expected) \
  G_STMT_START { \
    g_autofree char *found_state = rooms_dup_state ((fixture), (key)); \
    g_assert_cmpstr (found_state, ==, (expected)); \
  } G_STMT_END

/* The next warning must be so; any other ends the test. Logging is structured,
 * so GTest's own way does not see it. */
void rooms_expect_warning (const char *pattern);
/* Those that were expected and have not come. */
void rooms_forget_warnings (void);
void rooms_await_warning (void);
void rooms_assert_warned (void);

/* Another process holds the database until it is let go. */
GSubprocess *rooms_lock (RoomsFixture *fixture);
/* The same, and does @sql before it lets go. */
GSubprocess *rooms_lock_then (RoomsFixture *fixture, const char *sql);
void rooms_unlock (GSubprocess *locker);

/* Runs SQL from another process, for what no statement of ours does; gives the
 * first value (transfer full). */
char *rooms_sql (RoomsFixture *fixture, const char *sql);
/* The same of another column of the first row. */
char *rooms_sql_column (RoomsFixture *fixture, const char *sql, guint column);

G_END_DECLS
