/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "counters/khidki-server-counter.h"
#include "drafts/khidki-consent.h"
#include "drafts/khidki-draft-offer.h"

G_BEGIN_DECLS

struct _KhidkiServerCounter
{
  GObject parent_instance;

  KhidkiServerCounterSetup setup;
  KhidkiCatalogue *catalogue;
  KhidkiCharges *charges;
};

typedef struct _KhidkiCounterCall KhidkiCounterCall;

/* On the main loop, after the rows were read or written: ends the task. */
typedef void (*KhidkiCounterDoneFunc) (GTask *task, KhidkiCounterCall *call);

/**
 * KhidkiCounterCall:
 *
 * One call on its way through the store: what was asked, the world at that moment,
 * and what came of it.
 */
struct _KhidkiCounterCall
{
  KhidkiCatalogue *catalogue;
  KhidkiCharges *charges;
  gint64 now;
  GDate today;
  KhidkiCounterDoneFunc done;

  KhidkiOperator *who;
  KhidkiDraft *draft;
  KhidkiSubmission *submission;
  KhidkiPaper *paper;
  KhidkiAccount *account;
  char *id;
  char *text;
  char *language;
  char *code;
  GDate day;
  gint64 counted;

  gint64 shut_until;
  KhidkiOfferOutcome offer;
  KhidkiConsentOutcome consent;
  KhidkiReceipt *receipt;
  KhidkiCashDay *cash;
  KhidkiStanding *standing;
  GPtrArray *drafts;
};

GTask *khidki_server_counter_begin (KhidkiServerCounter *self,
                                    gpointer tag,
                                    KhidkiOperator *who,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data,
                                    KhidkiCounterCall **call);
/* @task: (transfer full) */
void khidki_server_counter_read (GTask *task, KhidkiStoreFunc func, KhidkiCounterDoneFunc done);
void khidki_server_counter_write (GTask *task, KhidkiStoreFunc func, KhidkiCounterDoneFunc done);

void khidki_server_counter_return_draft (GTask *task, KhidkiCounterCall *call);
void khidki_server_counter_return_receipt (GTask *task, KhidkiCounterCall *call);
void khidki_server_counter_return_true (GTask *task, KhidkiCounterCall *call);

/* Each gives the interface its part. */
void khidki_server_counter_add_people (KhidkiCounterInterface *iface);
void khidki_server_counter_add_drafts (KhidkiCounterInterface *iface);
void khidki_server_counter_add_cases (KhidkiCounterInterface *iface);
void khidki_server_counter_add_records (KhidkiCounterInterface *iface);

G_END_DECLS
