/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "intake/khidki-intake-lane.h"
#include "intake/khidki-intake-stepper.h"
#include "intake/khidki-intake-turn-private.h"
#include "intake/khidki-intake.h"
#include "intake/khidki-read-marks.h"

G_BEGIN_DECLS

struct _KhidkiIntake
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannels *channels;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiMarks *marks;
  GTimeZone *time_zone;
  char *public_url;
  char *helpline;
  char *helpline_hours;
  KhidkiCatalogue *catalogue;
  KhidkiIntakeStepper *stepper;
  KhidkiReadMarks *read_marks;

  GHashTable *lanes;
  GQueue ready;
  KhidkiIntakeCounters counters;
  guint under_way;
  gboolean loading;
  gboolean alone;
  gboolean closed;
};

/* @lane waits for its turn, if it has events and none is under way. */
void khidki_intake_make_ready (KhidkiIntake *self, KhidkiIntakeLane *lane);
/* Begins what may begin: the turns of lanes that are ready, loaded together. */
void khidki_intake_pump (KhidkiIntake *self);

/* The turn of @lane is loaded: steps and writes it. */
void khidki_intake_step_lane (KhidkiIntake *self, KhidkiIntakeLane *lane);
/* Its turn failed for a reason of its own: again, its events one by one, or put aside. */
void khidki_intake_fail_turn (KhidkiIntake *self, KhidkiIntakeLane *lane, const GError *error);
/* The store takes nothing: everything that waits there is answered so, and the
 * far end sends again. */
void khidki_intake_refuse_lane (KhidkiIntake *self, KhidkiIntakeLane *lane, const GError *error);

G_END_DECLS
