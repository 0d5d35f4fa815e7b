/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-charges.h"
#include "catalogue/khidki-places.h"
#include "people/khidki-officers.h"
#include "people/khidki-operators.h"

G_BEGIN_DECLS

/**
 * KhidkiDatedFiles:
 *
 * The files of dated data, read as a whole: one with a mistake changes nothing.
 *
 * Since: 0.1
 */
typedef struct
{
  KhidkiPlaces *places;
  KhidkiOfficers *officers;
  KhidkiOperators *operators;
  KhidkiCharges *charges;
} KhidkiDatedFiles;

gboolean khidki_dated_files_read (KhidkiDatedFiles *self,
                                  const char *places,
                                  const char *officers,
                                  const char *operators,
                                  const char *charges,
                                  GError **error);
void khidki_dated_files_clear (KhidkiDatedFiles *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhidkiDatedFiles, khidki_dated_files_clear)

G_END_DECLS
