/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-asked.h"

#include "conversation/khidki-short-words.h"
#include "pipeline/khidki-application-number.h"

/**
 * khidki_intake_load_asked:
 * @transaction: a reading or writing transaction
 * @event: what a person wrote
 * @asked: (out) (transfer full) (nullable): the application that it names by its
 *   number, whosever it is: number, state and due date, nothing personal
 * @error: return location for an error
 *
 * Returns: whether the store could be read
 *
 * Since: 0.1
 */
gboolean
khidki_intake_load_asked (KhidkiTransaction *transaction,
                          KhidkiEvent *event,
                          KhidkiApplicationFacts **asked,
                          GError **error)
{
  const char *text = khidki_event_get_text (event);
  g_autofree char *number = text != NULL && khidki_event_get_kind (event) == KHIDKI_EVENT_TEXT
                                ? khidki_short_find_number (text)
                                : NULL;
  g_autoptr (KhidkiRows) rows = NULL;

  *asked = NULL;
  if (number == NULL || khidki_number_get_kind (number) != KHIDKI_NUMBER_APPLICATION)
    return TRUE;
  rows = khidki_transaction_query (transaction, "application-asked", "ssxx", error, "s", number);
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

  *asked = g_new0 (KhidkiApplicationFacts, 1);
  (*asked)->number = g_strdup (khidki_rows_get_text (rows, 0, 0));
  (*asked)->state = g_strdup (khidki_rows_get_text (rows, 0, 1));
  (*asked)->due = khidki_rows_get_int64 (rows, 0, 2);
  (*asked)->submitted = khidki_rows_get_int64 (rows, 0, 3);
  return TRUE;
}
