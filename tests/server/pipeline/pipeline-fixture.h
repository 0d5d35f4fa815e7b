/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-pipeline.h"
#include "store-fixture.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define START (G_GINT64_CONSTANT (1795400000000))
#define ACCOUNT "account-of-sunita"
#define NAME "Sunita Devi"
#define PHONE "919812345678"

/* A store with one account, and the sample service on offer. */
typedef struct
{
  StoreFixture rows;
  KhidkiCatalogue *catalogue;
  GDate today;
  gint64 now;
} PipelineFixture;

/* @data: non-NULL for a department with an office of its own. */
void pipeline_fixture_set_up (PipelineFixture *fixture, gconstpointer data);
void pipeline_fixture_tear_down (PipelineFixture *fixture, gconstpointer data);

char *pipeline_fixture_number (guint seed);
KhidkiAnswers *pipeline_fixture_answers (const char *subdivision);
gboolean pipeline_fixture_submit (PipelineFixture *fixture, const char *number, GError **error);
gboolean pipeline_fixture_submit_to (PipelineFixture *fixture,
                                     const char *number,
                                     const char *subdivision,
                                     GError **error);
gboolean pipeline_fixture_move (PipelineFixture *fixture, const KhidkiMove *move, GError **error);
/* As an officer of @role; the words that each move needs are put in. */
gboolean pipeline_fixture_act (PipelineFixture *fixture,
                               const char *number,
                               const char *move,
                               const char *role,
                               GError **error);
/* Through all stages until the officer has approved. */
void pipeline_fixture_approve (PipelineFixture *fixture, const char *number);
KhidkiApplicationRow *pipeline_fixture_load (PipelineFixture *fixture, const char *number);
/* The first cell of one statement, or several statements with `;`, from outside. */
char *pipeline_fixture_sql (PipelineFixture *fixture, const char *sql);

G_END_DECLS
