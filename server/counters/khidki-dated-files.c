/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counters/khidki-dated-files.h"

void
khidki_dated_files_clear (KhidkiDatedFiles *self)
{
  g_clear_pointer (&self->places, khidki_places_unref);
  g_clear_pointer (&self->officers, khidki_officers_unref);
  g_clear_pointer (&self->operators, khidki_operators_unref);
  g_clear_pointer (&self->charges, khidki_charges_unref);
}

/**
 * khidki_dated_files_read:
 * @self: what is replaced when all files are good; untouched otherwise
 * @places: districts, sub-divisions, PINs
 * @officers: who acts on applications
 * @operators: who may sign in at a counter
 * @charges: what a centre may take
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_INVALID that names file, group, key, expected, found
 *
 * Since: 0.1
 */
gboolean
khidki_dated_files_read (KhidkiDatedFiles *self,
                         const char *places,
                         const char *officers,
                         const char *operators,
                         const char *charges,
                         GError **error)
{
  g_auto (KhidkiDatedFiles) read = { 0 };
  KhidkiDatedFiles old = *self;

  read.places = khidki_places_new_from_file (places, error);
  if (read.places == NULL)
    return FALSE;
  read.officers = khidki_officers_new_from_file (officers, error);
  if (read.officers == NULL)
    return FALSE;
  read.operators = khidki_operators_new_from_file (operators, error);
  if (read.operators == NULL)
    return FALSE;
  read.charges = khidki_charges_new_from_file (charges, error);
  if (read.charges == NULL)
    return FALSE;
  *self = read;
  read = old;
  return TRUE;
}
