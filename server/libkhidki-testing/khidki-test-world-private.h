/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "forms/khidki-form-draft.h"
#include "khidki-test-counter.h"
#include "khidki-test-guard-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *role;
  char *centre;
  char *password;   /* "" until one is set */
  char *invitation; /* (nullable) */
} KhidkiTestOperator;

typedef struct
{
  char *operator_id;
  gint64 began;
  gint64 used;
} KhidkiTestSession;

typedef struct
{
  KhidkiDraft *draft;
  char *centre; /* (nullable): in whose hands it is */
  gboolean begun_here;
  guint64 changed;
} KhidkiTestDraft;

typedef struct
{
  char *draft;
  gboolean to_counter;
  gint64 expires;
} KhidkiTestOffer;

typedef struct
{
  char *code;
  gint64 version;
  gint64 expires;
  guint tries;
  guint sent;
} KhidkiTestConsent;

typedef struct
{
  gint64 at;
  gint64 counted;
  char *remark;
} KhidkiTestClosing;

typedef struct
{
  KhidkiStanding *standing;
  GDate birth;
} KhidkiTestCase;

/* All that a counter stands in. Every table owns its keys and values. */
typedef struct
{
  KhidkiTestHost *host; /* not owned: it owns us */
  GPtrArray *departments;
  KhidkiPlaces *places;
  KhidkiCatalogue *catalogue;
  gint64 service_charge;
  GHashTable *operators; /* id → KhidkiTestOperator */
  GHashTable *sessions;  /* session → KhidkiTestSession */
  GHashTable *drafts;    /* id → KhidkiTestDraft */
  GHashTable *offers;    /* code → KhidkiTestOffer */
  GHashTable *consents;  /* draft → KhidkiTestConsent */
  GHashTable *by_draft;  /* draft → KhidkiReceipt */
  GHashTable *prints;    /* receipt, key → how many before, as text */
  GHashTable *closings;  /* operator, day → KhidkiTestClosing */
  GHashTable *cases;     /* application → KhidkiTestCase */
  GHashTable *faults;    /* hash of a paper → its fault */
  GPtrArray *receipts;
  KhidkiTestGuard *guard;
  GError *failure; /* (nullable): of the next call */
  gboolean lose_answer;
  guint64 changes;
} KhidkiTestWorld;

G_GNUC_INTERNAL
KhidkiTestWorld *khidki_test_world_new (KhidkiTestHost *host);
G_GNUC_INTERNAL
void khidki_test_world_free (KhidkiTestWorld *self);

G_GNUC_INTERNAL
gint64 khidki_test_world_get_now (KhidkiTestWorld *self);
G_GNUC_INTERNAL
GDate khidki_test_world_get_today (KhidkiTestWorld *self);
G_GNUC_INTERNAL
GDate khidki_test_world_get_day (gint64 at);
G_GNUC_INTERNAL
char *khidki_test_world_make_code (KhidkiTestWorld *self, guint digits);
G_GNUC_INTERNAL
char *khidki_test_world_make_id (KhidkiTestWorld *self);
G_GNUC_INTERNAL
KhidkiOperator *khidki_test_world_make_operator (KhidkiTestWorld *self,
                                                 const char *id,
                                                 const char *session);
G_GNUC_INTERNAL
KhidkiTestOffer *khidki_test_world_add_offer (KhidkiTestWorld *self,
                                              const char *draft,
                                              gboolean to_counter,
                                              char **code);
G_GNUC_INTERNAL
KhidkiTestDraft *khidki_test_world_put_draft (KhidkiTestWorld *self, KhidkiDraft *draft);
/* FALSE when the call fails as the test wants it to. */
G_GNUC_INTERNAL
gboolean khidki_test_world_begin_call (KhidkiTestWorld *self, GTask *task);
/* Whether the answer of the call is lost, as the test wants it to be. */
G_GNUC_INTERNAL
gboolean khidki_test_world_lose_answer (KhidkiTestWorld *self, GTask *task);

G_GNUC_INTERNAL
void khidki_test_counter_implement (KhidkiCounterInterface *iface);
G_GNUC_INTERNAL
void khidki_test_counter_implement_drafts (KhidkiCounterInterface *iface);
G_GNUC_INTERNAL
void khidki_test_counter_implement_cases (KhidkiCounterInterface *iface);

/* khidki-test-counter.c: what all three answer with. */
G_GNUC_INTERNAL
KhidkiTestWorld *khidki_test_counter_begin (KhidkiCounter *counter,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data,
                                            GTask **task);
G_GNUC_INTERNAL
void khidki_test_counter_end (GTask *task, gpointer value, GDestroyNotify destroy, GError *error);
G_GNUC_INTERNAL
gpointer khidki_test_counter_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error);
G_GNUC_INTERNAL
gboolean khidki_test_counter_finish_boolean (KhidkiCounter *counter,
                                             GAsyncResult *result,
                                             GError **error);
G_GNUC_INTERNAL
KhidkiTestWorld *khidki_test_host_get_world (KhidkiTestHost *self);

G_END_DECLS
