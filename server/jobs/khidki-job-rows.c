/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-job-rows.h"

gboolean
khidki_job_add (KhidkiTransaction *transaction,
                const char *key,
                const char *kind,
                const char *account,
                const char *subject,
                GVariant *payload,
                gint64 due,
                gint64 now,
                GError **error)
{
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GBytes) sealed = NULL;

  boxed = g_variant_ref_sink (
      g_variant_new_variant (payload != NULL ? payload : g_variant_new_tuple (NULL, 0)));
  sealed =
      khidki_seal_close_variant (khidki_transaction_get_seal (transaction), "job", key, boxed);
  return khidki_transaction_execute (transaction, "job-add", error, "ssssxxb", key, kind, account,
                                     subject, due, now, sealed) >= 0;
}

gboolean
khidki_job_end (KhidkiTransaction *transaction, gint64 id, GError **error)
{
  return khidki_transaction_execute (transaction, "job-done", error, "x", id) >= 0;
}
