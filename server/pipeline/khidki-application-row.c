/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-application-row.h"

#include "libkhidki/khidki-error.h"

#define SEAL_PLACE "application"
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static GBytes *
close_sealed (KhidkiApplicationRow *self, KhidkiSeal *seal)
{
  g_autoptr (GVariant) answers = khidki_answers_to_variant (self->answers);
  g_autoptr (GVariant) plain = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "answers", answers);
  g_variant_dict_insert (&dict, "submitted-on", "s", self->submitted_on);
  g_variant_dict_insert (&dict, "birth", "s", self->birth);
  g_variant_dict_insert (&dict, "relation", "s", self->relation);
  g_variant_dict_insert (&dict, "applicant", "s", self->applicant);
  g_variant_dict_insert (&dict, "reason", "s", self->reason);
  g_variant_dict_insert (&dict, "text", "s", self->text);
  g_variant_dict_insert (&dict, "query", "s", self->query);
  if (self->authors != NULL)
    g_variant_dict_insert_value (&dict, "authors", self->authors);
  plain = g_variant_ref_sink (g_variant_dict_end (&dict));
  return khidki_seal_close_variant (seal, SEAL_PLACE, self->number, plain);
}

static char *
dup_member (GVariant *plain, const char *key)
{
  char *value = NULL;

  g_variant_lookup (plain, key, "s", &value);
  return value != NULL ? value : g_strdup ("");
}

static gboolean
open_sealed (KhidkiApplicationRow *self, KhidkiSeal *seal, GBytes *sealed, GError **error)
{
  g_autoptr (GVariant) plain = khidki_seal_open_variant (seal, SEAL_PLACE, self->number, sealed,
                                                         G_VARIANT_TYPE_VARDICT, error);
  g_autoptr (GVariant) answers = NULL;

  if (plain == NULL)
    return FALSE;
  answers = g_variant_lookup_value (plain, "answers", NULL);
  if (answers != NULL)
    self->answers = khidki_answers_new_from_variant (answers);
  if (self->answers == NULL)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "its answers are damaged");
      return FALSE;
    }
  self->authors = g_variant_lookup_value (plain, "authors", G_VARIANT_TYPE ("a{ss}"));
  self->submitted_on = dup_member (plain, "submitted-on");
  self->birth = dup_member (plain, "birth");
  self->relation = dup_member (plain, "relation");
  self->applicant = dup_member (plain, "applicant");
  self->reason = dup_member (plain, "reason");
  self->text = dup_member (plain, "text");
  self->query = dup_member (plain, "query");
  return TRUE;
}

/**
 * khidki_application_row_read:
 * @rows: rows whose first columns are KHIDKI_APPLICATION_COLUMNS
 * @row: which of them
 * @seal: (transfer none): opens the sealed part
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the application, %NULL when it is damaged
 */
KhidkiApplicationRow *
khidki_application_row_read (KhidkiRows *rows, guint row, KhidkiSeal *seal, GError **error)
{
  g_autoptr (KhidkiApplicationRow) self = g_new0 (KhidkiApplicationRow, 1);
  g_autoptr (GBytes) sealed = NULL;
  char **texts[] = { &self->number,      &self->account, &self->person, &self->service,
                     &self->service_version, &self->subdivision };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup (khidki_rows_get_text (rows, row, i));
  self->stage = g_strdup (khidki_rows_get_text (rows, row, 7));
  self->version = khidki_rows_get_int64 (rows, row, 8);
  self->submitted = khidki_rows_get_int64 (rows, row, 9);
  self->due = khidki_rows_get_int64 (rows, row, 10);
  self->changed = khidki_rows_get_int64 (rows, row, 11);
  self->office_reference = g_strdup (khidki_rows_get_text (rows, row, 12));
  self->birth_digest = g_strdup (khidki_rows_get_text (rows, row, 13));
  sealed = khidki_rows_get_bytes (rows, row, 14);

  if (!khidki_state_from_string (khidki_rows_get_text (rows, row, 6), &self->state))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Application %s: unknown state",
                   self->number);
      return NULL;
    }
  if (!open_sealed (self, seal, sealed, error))
    {
      g_prefix_error (error, "Application %s: ", self->number);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * khidki_application_row_load:
 * @transaction: a reading or writing transaction
 * @number: an application's number
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the application; %NULL with
 *   KHIDKI_ERROR_NOT_FOUND when there is none of that number
 */
KhidkiApplicationRow *
khidki_application_row_load (KhidkiTransaction *transaction, const char *number, GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "application-load", KHIDKI_APPLICATION_COLUMNS, error, "s", number);

  if (rows == NULL)
    return NULL;
  if (khidki_rows_get_n (rows) == 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no application %s", number);
      return NULL;
    }
  return khidki_application_row_read (rows, 0, khidki_transaction_get_seal (transaction), error);
}

/**
 * khidki_application_row_add:
 *
 * Returns: 1, 0 when the number is taken, -1 with @error
 */
int
khidki_application_row_add (KhidkiApplicationRow *self,
                            KhidkiTransaction *transaction,
                            GError **error)
{
  g_autoptr (GBytes) sealed = close_sealed (self, khidki_transaction_get_seal (transaction));

  return khidki_transaction_execute (transaction, "application-add", error, "ssssssssxxxxssb",
                                     self->number, self->account, self->person, self->service,
                                     self->service_version, self->subdivision,
                                     khidki_state_to_string (self->state), self->stage,
                                     self->version, self->submitted, self->due, self->changed,
                                     self->office_reference, self->birth_digest, sealed);
}

/**
 * khidki_application_row_save:
 *
 * Writes what a move can change, @version being the new one.
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when it has moved since it was loaded
 */
gboolean
khidki_application_row_save (KhidkiApplicationRow *self,
                             KhidkiTransaction *transaction,
                             GError **error)
{
  g_autoptr (GBytes) sealed = close_sealed (self, khidki_transaction_get_seal (transaction));
  int changed = khidki_transaction_execute (
      transaction, "application-save", error, "sssxxxsbsx", self->subdivision,
      khidki_state_to_string (self->state), self->stage, self->version, self->due, self->changed,
      self->office_reference, sealed, self->number, self->version - 1);

  if (changed == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "Application %s has moved meanwhile",
                 self->number);
  return changed > 0;
}

gint64
khidki_application_row_get_answer_by (KhidkiApplicationRow *self)
{
  return self->changed + KHIDKI_ANSWER_DAYS * DAY_MS;
}

void
khidki_application_row_free (KhidkiApplicationRow *self)
{
  g_free (self->number);
  g_free (self->account);
  g_free (self->person);
  g_free (self->service);
  g_free (self->service_version);
  g_free (self->subdivision);
  g_free (self->stage);
  g_free (self->office_reference);
  g_free (self->birth_digest);
  g_clear_pointer (&self->answers, khidki_answers_unref);
  g_clear_pointer (&self->authors, g_variant_unref);
  g_free (self->submitted_on);
  g_free (self->birth);
  g_free (self->relation);
  g_free (self->applicant);
  g_free (self->reason);
  g_free (self->text);
  g_free (self->query);
  g_free (self);
}
