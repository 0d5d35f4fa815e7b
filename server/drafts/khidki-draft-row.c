/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-draft-row.h"

#include "libkhidki/khidki-error.h"

#define SEAL_PLACE "draft"

static KhidkiDraft *
open_draft (KhidkiTransaction *transaction,
            const char *id,
            gint64 version,
            GBytes *sealed,
            GError **error)
{
  g_autoptr (GVariant) boxed =
      khidki_seal_open_variant (khidki_transaction_get_seal (transaction), SEAL_PLACE, id, sealed,
                                G_VARIANT_TYPE_VARIANT, error);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (KhidkiDraft) draft = NULL;

  if (boxed == NULL)
    return NULL;
  value = g_variant_get_variant (boxed);
  draft = khidki_draft_new_from_variant (value);
  if (draft != NULL)
    return khidki_draft_copy_with_version (draft, version);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Draft %s is damaged", id);
  return NULL;
}

static gboolean
not_found (GError **error)
{
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no such draft");
  return FALSE;
}

static gboolean
conflict (GError **error)
{
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT,
                       "The draft was changed meanwhile; load it again");
  return FALSE;
}

/**
 * khidki_draft_row_load:
 * @transaction: a reading or writing transaction
 * @id: the draft's id
 * @account: (out) (optional) (transfer full): whose it is
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the draft; %NULL with KHIDKI_ERROR_NOT_FOUND
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_row_load (KhidkiTransaction *transaction,
                       const char *id,
                       char **account,
                       GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "draft-load-one", "sxxb", error, "s", id);
  g_autoptr (GBytes) sealed = NULL;
  KhidkiDraft *draft;

  if (rows == NULL)
    return NULL;
  if (khidki_rows_get_n (rows) == 0)
    {
      not_found (error);
      return NULL;
    }
  sealed = khidki_rows_get_bytes (rows, 0, 3);
  draft = open_draft (transaction, id, khidki_rows_get_int64 (rows, 0, 1), sealed, error);
  if (draft != NULL && account != NULL)
    *account = g_strdup (khidki_rows_get_text (rows, 0, 0));
  return draft;
}

/**
 * khidki_draft_row_load_open:
 * @transaction: a reading or writing transaction
 * @account: an account's key
 * @draft: (out) (transfer full) (nullable): its open draft
 * @changed: (out) (optional): when that was changed last, 0 without one
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_draft_row_load_open (KhidkiTransaction *transaction,
                            const char *account,
                            KhidkiDraft **draft,
                            gint64 *changed,
                            GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "draft-load", "sxxb", error, "s", account);
  g_autoptr (GBytes) sealed = NULL;

  *draft = NULL;
  if (changed != NULL)
    *changed = 0;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  if (changed != NULL)
    *changed = khidki_rows_get_int64 (rows, 0, 2);
  sealed = khidki_rows_get_bytes (rows, 0, 3);
  *draft = open_draft (transaction, khidki_rows_get_text (rows, 0, 0),
                       khidki_rows_get_int64 (rows, 0, 1), sealed, error);
  return *draft != NULL;
}

static GBytes *
close_draft (KhidkiTransaction *transaction, KhidkiDraft *draft)
{
  g_autoptr (GVariant) value = khidki_draft_to_variant (draft);
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (value));

  return khidki_seal_close_variant (khidki_transaction_get_seal (transaction), SEAL_PLACE,
                                    khidki_draft_get_id (draft), boxed);
}

/**
 * khidki_draft_row_save:
 * @transaction: a writing transaction
 * @draft: (transfer none): with the version that it was loaded with, 0 for a new one
 * @account: whose a new one is; who has an old one is not changed
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the draft with its new version; %NULL with
 *   KHIDKI_ERROR_CONFLICT when another was faster, or it is gone
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_row_save (KhidkiTransaction *transaction,
                       KhidkiDraft *draft,
                       const char *account,
                       gint64 now,
                       GError **error)
{
  gint64 version = khidki_draft_get_version (draft);
  g_autoptr (KhidkiDraft) saved = khidki_draft_copy_with_version (draft, version + 1);
  g_autoptr (GBytes) sealed = close_draft (transaction, saved);
  const char *id = khidki_draft_get_id (draft);
  const char *service = khidki_draft_get_service (draft);
  const char *service_version = khidki_draft_get_service_version (draft);
  int changed = version == 0
                    ? khidki_transaction_execute (transaction, "draft-add", error, "ssssxb", id,
                                                  account, service, service_version, now, sealed)
                    : khidki_transaction_execute (transaction, "draft-save", error, "ssxbsx", service,
                                                  service_version, now, sealed, id, version);

  if (changed == 0)
    conflict (error);
  return changed > 0 ? g_steal_pointer (&saved) : NULL;
}

/**
 * khidki_draft_row_drop:
 * @transaction: a writing transaction
 * @draft: (transfer none): with the version that it was loaded with
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when another has changed it, or was faster
 *
 * Since: 0.1
 */
gboolean
khidki_draft_row_drop (KhidkiTransaction *transaction, KhidkiDraft *draft, GError **error)
{
  static const char *const rest[] = { "draft-hold-drop", "draft-offer-drop", "consent-drop" };
  const char *id = khidki_draft_get_id (draft);
  int changed;

  if (khidki_draft_get_version (draft) == 0)
    return TRUE;
  changed = khidki_transaction_execute (transaction, "draft-drop", error, "sx", id,
                                        khidki_draft_get_version (draft));
  if (changed == 0)
    conflict (error);
  if (changed <= 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    if (khidki_transaction_execute (transaction, rest[i], error, "s", id) < 0)
      return FALSE;
  return TRUE;
}

/**
 * khidki_draft_row_give:
 * @transaction: a writing transaction
 * @id: the draft's id
 * @account: whose it is from now on
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_NOT_FOUND when it is gone
 *
 * Since: 0.1
 */
gboolean
khidki_draft_row_give (KhidkiTransaction *transaction,
                       const char *id,
                       const char *account,
                       gint64 now,
                       GError **error)
{
  int changed =
      khidki_transaction_execute (transaction, "draft-give", error, "sxs", account, now, id);

  if (changed == 0)
    return not_found (error);
  return changed > 0
         && khidki_transaction_execute (transaction, "draft-hold-drop", error, "s", id) >= 0;
}

gboolean
khidki_draft_hold_set (KhidkiTransaction *transaction,
                       const char *id,
                       const char *centre,
                       gint64 now,
                       GError **error)
{
  return khidki_transaction_execute (transaction, "draft-hold-set", error, "ssx", id, centre, now)
         >= 0;
}

gboolean
khidki_draft_hold_drop (KhidkiTransaction *transaction, const char *id, GError **error)
{
  return khidki_transaction_execute (transaction, "draft-hold-drop", error, "s", id) >= 0;
}

gboolean
khidki_draft_hold_check (KhidkiTransaction *transaction,
                         const char *id,
                         const char *centre,
                         GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "draft-hold-load", "s", error, "s", id);

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0 || !g_str_equal (khidki_rows_get_text (rows, 0, 0), centre))
    return not_found (error);
  return TRUE;
}

/**
 * khidki_draft_hold_list:
 * @transaction: a reading or writing transaction
 * @centre: a centre's id
 * @most: how many at most
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiDraft): the drafts in its
 *   hands, the last changed first
 *
 * Since: 0.1
 */
GPtrArray *
khidki_draft_hold_list (KhidkiTransaction *transaction,
                        const char *centre,
                        guint most,
                        GError **error)
{
  g_autoptr (GPtrArray) drafts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_draft_unref);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "draft-list-centre", "sxb", error, "sx", centre, (gint64) most);

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, i, 2);
      KhidkiDraft *draft = open_draft (transaction, khidki_rows_get_text (rows, i, 0),
                                       khidki_rows_get_int64 (rows, i, 1), sealed, error);

      if (draft == NULL)
        return NULL;
      g_ptr_array_add (drafts, draft);
    }
  return rows != NULL ? g_steal_pointer (&drafts) : NULL;
}
