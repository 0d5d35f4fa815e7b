/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-centres.h"
#include "catalogue/khidki-charges.h"
#include "catalogue/khidki-places.h"
#include "gate/khidki-config.h"
#include "people/khidki-officers.h"
#include "people/khidki-operators.h"

G_BEGIN_DECLS

/**
 * KhidkiDaemonData:
 *
 * The files of dated data that [server] names, read as a whole.
 */
typedef struct
{
  KhidkiPlaces *places;
  KhidkiOfficers *officers;
  KhidkiOperators *operators;
  KhidkiCharges *charges;
  KhidkiCentres *centres;
} KhidkiDaemonData;

/* Adds a line to @mistakes (element-type utf8) for each file with one, and leaves
 * @self as it was; without any, @self is what the files say. */
void khidki_daemon_data_read (KhidkiDaemonData *self, KhidkiConfig *config, GPtrArray *mistakes);
/* What @other holds becomes @self's, and the other way round. */
void khidki_daemon_data_swap (KhidkiDaemonData *self, KhidkiDaemonData *other);
void khidki_daemon_data_clear (KhidkiDaemonData *self);

/* Adds a line for each sub-division without a service centre on that day, and for
 * each operator at a centre that is not open then. */
void khidki_daemon_data_check (KhidkiDaemonData *self,
                               KhidkiConfig *config,
                               const GDate *today,
                               GPtrArray *mistakes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhidkiDaemonData, khidki_daemon_data_clear)

G_END_DECLS
