/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki-testing.h>
#include <libsoup/soup.h>

#include "pages/khidki-pages.h"
#include "pipeline/khidki-certificate.h"
#include "store-fixture.h"

G_BEGIN_DECLS

/* Noon of 23 November 2026 in Delhi. */
#define FIXTURE_NOW (G_GINT64_CONSTANT (1795415400) * 1000)
#define FIXTURE_ACCOUNT "0123456789abcdef0123456789abcdef"
#define FIXTURE_TOKEN "kVJ0k2m1pQ7bYw3sXz9aTg"
#define FIXTURE_PATH "bank.account"

/* The pages behind a real server, with a certificate or a link where wanted. */
typedef struct
{
  StoreFixture rows;
  KhidkiTestHost *host;
  KhidkiHttpServer *server;
  KhidkiJobs *jobs;
  KhidkiSigningKey *key;
  KhidkiDepartment *department;
  KhidkiCatalogue *catalogue;
  KhidkiPages *pages;
  SoupSession *session;
  GPtrArray *given; /* of KhidkiEvent: what reached the conversation */
} PagesFixture;

typedef struct
{
  guint status;
  char *text;
  SoupMessage *message;
} Answer;

void pages_fixture_set_up (PagesFixture *fixture, gconstpointer data);
void pages_fixture_tear_down (PagesFixture *fixture, gconstpointer data);

/* @form NULL: GET. Headers as pairs, NULL at the end. */
Answer *pages_fixture_ask (PagesFixture *fixture, const char *path, const char *form, ...)
    G_GNUC_NULL_TERMINATED;
void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

const char *answer_get_header (Answer *answer, const char *name);
void answer_assert_has (Answer *answer, const char *text);
void answer_assert_lacks (Answer *answer, const char *text);

typedef struct
{
  const char *number;
  const char *name;
  const char *body;
  gint64 expires; /* days from today, 0 for without end */
  const char *revoked;
  gboolean specimen;
} SampleCertificate;

/* (transfer full): the signed certificate. */
KhidkiCertificate *pages_fixture_issue (PagesFixture *fixture, const SampleCertificate *sample);
void pages_fixture_add_link (PagesFixture *fixture, const char *token, const char *language);
void pages_fixture_drop_draft (PagesFixture *fixture);
/* Until jobs have done what they found. */
void pages_fixture_settle (PagesFixture *fixture);

G_END_DECLS
