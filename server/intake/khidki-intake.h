/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "intake/khidki-marks.h"
#include "jobs/khidki-jobs.h"
#include "outbox/khidki-outbox.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiIntake:
 *
 * Takes events in, each once: masks, loads, steps, and writes everything that
 * follows from an event in one transaction, many accounts to a commit. Events of
 * one account are acted on in the order in which they came.
 */
#define KHIDKI_TYPE_INTAKE (khidki_intake_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiIntake, khidki_intake, KHIDKI, INTAKE, GObject)

typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannels *channels;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiMarks *marks;
  GTimeZone *time_zone;
  const char *public_url;
  const char *helpline;
  const char *helpline_hours;
} KhidkiIntakeSetup;

/* @setup: (transfer none); what it names must live as long as the intake */
KhidkiIntake *khidki_intake_new (const KhidkiIntakeSetup *setup);

/* (transfer none): swapped whole; turns under way end on the old one */
void khidki_intake_set_catalogue (KhidkiIntake *self, KhidkiCatalogue *catalogue);

/* KHIDKI_ERROR_BUSY when full: then nothing was taken. */
void khidki_intake_receive_async (KhidkiIntake *self,
                                  GPtrArray *events,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean khidki_intake_receive_finish (KhidkiIntake *self, GAsyncResult *result, GError **error);

/* An event whose row says that it was put aside: it is acted on once more, alone,
 * and its row changes with its effects. Finish with khidki_intake_receive_finish(). */
void khidki_intake_receive_again_async (KhidkiIntake *self,
                                        KhidkiEvent *event,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/* Takes nothing more (BUSY); what is under way ends. */
void khidki_intake_close (KhidkiIntake *self);
gboolean khidki_intake_is_idle (KhidkiIntake *self);

typedef struct
{
  guint64 received;
  guint64 acted;
  guint64 duplicates;
  guint64 parked;
  guint64 refused;
  guint64 conflicts;
  guint waiting;
  gsize waiting_bytes;
} KhidkiIntakeCounters;

void khidki_intake_get_counters (KhidkiIntake *self, KhidkiIntakeCounters *counters);

G_END_DECLS
