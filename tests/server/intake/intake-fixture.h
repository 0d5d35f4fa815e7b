/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "held-department.h"
#include "intake/khidki-intake.h"
#include "rooms-fixture.h"

G_BEGIN_DECLS

#define PHONE "+919800000001"
#define DIGITS "919800000001"
#define LINE "line"

/* An intake between its rooms, with the income certificate to apply for. */
typedef struct
{
  RoomsFixture rooms;
  HeldDepartment *department;
  KhidkiCatalogue *catalogue;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiMarks *marks;
  GTimeZone *time_zone;
  KhidkiIntake *intake;
  GPtrArray *keys;
} IntakeFixture;

void intake_fixture_make_intake (IntakeFixture *fixture);
void intake_fixture_set_up (IntakeFixture *fixture, gconstpointer data);
void intake_fixture_tear_down (IntakeFixture *fixture, gconstpointer data);
KhidkiEvent *intake_fixture_text_from (IntakeFixture *fixture,
                                       const char *id,
                                       const char *phone,
                                       const char *key,
                                       const char *text);
void intake_fixture_begin (IntakeFixture *fixture, GPtrArray *events, GAsyncResult **result);
/* @events: (transfer full) */
void intake_fixture_feed_all (IntakeFixture *fixture, GPtrArray *events);
GPtrArray *intake_fixture_new_events (void);
void intake_fixture_feed (IntakeFixture *fixture, KhidkiEvent *event);
void intake_fixture_say (IntakeFixture *fixture, const char *key, const char *text);
/* Keys are kept as digests; tests name them as they were fed. */
void intake_fixture_assert_sql (IntakeFixture *fixture, const char *sql, const char *expected);
guint intake_fixture_n_sent (IntakeFixture *fixture);
guint64 intake_fixture_count_reads (IntakeFixture *fixture);
/* As if the process had died while it stepped @key, alone. */
void intake_fixture_die_on (IntakeFixture *fixture, const char *key);

G_END_DECLS
