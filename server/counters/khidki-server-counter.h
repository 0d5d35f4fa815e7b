/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "catalogue/khidki-charges.h"
#include "intake/khidki-media-job.h"
#include "jobs/khidki-jobs.h"
#include "libkhidki/khidki-counter.h"
#include "outbox/khidki-outbox.h"
#include "people/khidki-sign-in.h"

G_BEGIN_DECLS

/**
 * KhidkiServerCounter:
 *
 * The counter behind every plugin that asks for one: drafts in a centre's hands,
 * codes, consents, submissions, receipts and cash, over the store.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_SERVER_COUNTER (khidki_server_counter_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiServerCounter, khidki_server_counter, KHIDKI, SERVER_COUNTER, GObject)

/**
 * KhidkiCentreNameFunc:
 * @centre: the id of a centre
 * @language: a language
 *
 * Returns: (transfer full) (nullable): what the centre is called
 *
 * Since: 0.1
 */
typedef char *(*KhidkiCentreNameFunc) (const char *centre,
                                       const char *language,
                                       gpointer user_data);

/**
 * KhidkiServerCounterSetup:
 * @jobs: woken when a submission has left some
 * @outbox: woken when a code is to be sent
 * @check: (nullable): has a file opened by the locked worker
 * @verdict: (nullable): what @check found, `ok` or a fault's name
 * @centre_name: (nullable): what a centre is called
 *
 * What the counter reaches into; (transfer none), all of it lives longer.
 *
 * Since: 0.1
 */
typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiSignIn *sign_in;
  KhidkiJobs *jobs;
  KhidkiOutbox *outbox;
  GTimeZone *time_zone;
  KhidkiPaperCheckFunc check;
  KhidkiPaperVerdictFunc verdict;
  gpointer check_data;
  KhidkiCentreNameFunc centre_name;
  gpointer user_data;
} KhidkiServerCounterSetup;

KhidkiServerCounter *khidki_server_counter_new (const KhidkiServerCounterSetup *setup,
                                                KhidkiCharges *charges);

/* Snapshots, swapped whole: what is under way ends on the old one. */
void khidki_server_counter_set_catalogue (KhidkiServerCounter *self, KhidkiCatalogue *catalogue);
void khidki_server_counter_set_charges (KhidkiServerCounter *self, KhidkiCharges *charges);

G_END_DECLS
