/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "intake/khidki-intake-turn.h"

G_BEGIN_DECLS

/**
 * KhidkiIntakeStepper:
 *
 * A few threads that step turns and touch no row. A department's hook that takes
 * its time keeps one of them, and neither the store nor other citizens' turns.
 */
typedef struct _KhidkiIntakeStepper KhidkiIntakeStepper;

KhidkiIntakeStepper *khidki_intake_stepper_new (void);
/* Waits until what was begun is done. */
void khidki_intake_stepper_free (KhidkiIntakeStepper *self);

/* @turn: loaded, and left alone until @callback is called on this thread's context. */
void khidki_intake_stepper_step_async (KhidkiIntakeStepper *self,
                                       KhidkiIntakeTurn *turn,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiIntakeStepper, khidki_intake_stepper_free)

G_END_DECLS
