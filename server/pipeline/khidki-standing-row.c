/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-standing-row.h"

#include "catalogue/khidki-civil-day.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-pipeline.h"

static const KhidkiApplicationFacts *
find_facts (GPtrArray *all, const char *number)
{
  for (guint i = 0; i < all->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (all, i);

      if (g_str_equal (facts->number, number))
        return facts;
    }
  return NULL;
}

static KhidkiStanding *
make_standing (KhidkiApplicationRow *row, const KhidkiApplicationFacts *facts)
{
  KhidkiStanding *standing = khidki_standing_new (
      row->number, row->service, khidki_state_to_string (row->state), row->stage);

  khidki_standing_set_applicant (standing, row->applicant);
  khidki_standing_set_dates (standing, row->submitted, row->due);
  khidki_standing_set_query (standing, row->query);
  khidki_standing_set_reason (standing, row->reason, row->text);
  if (facts != NULL && facts->certificate != NULL)
    khidki_standing_set_certificate (standing, facts->certificate_number, facts->certificate);
  return standing;
}

gboolean
khidki_standing_row_find (KhidkiTransaction *transaction,
                          const char *number,
                          const GDate *birth,
                          KhidkiStanding **standing,
                          GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, number, &local);
  g_autofree char *text = khidki_civil_day_to_text (birth);
  g_autoptr (GPtrArray) facts = NULL;

  *standing = NULL;
  if (g_error_matches (local, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    return TRUE;
  if (row == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!g_str_equal (row->birth, text))
    return TRUE;
  facts = khidki_pipeline_load_facts (transaction, row->account, error);
  if (facts == NULL)
    return FALSE;
  *standing = make_standing (row, find_facts (facts, number));
  return TRUE;
}
