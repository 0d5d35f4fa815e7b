/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-audit.h"

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-audit-hash.h"

#define SEAL_PLACE "move"
/* The salt, and the bytes that the digest covers exactly as they were. */
#define SEALED_TYPE "(say)"
#define MOVE_COLUMNS "xxsssssssssb"
#define HEAD_BATCH 5000

/* Applications from before answers had authors keep the digest that they had. */
static void
add_authors (KhidkiAuditHash *hash, GVariant *authors)
{
  GVariantIter iter;
  const char *path, *author;

  if (authors == NULL)
    return;
  g_variant_iter_init (&iter, authors);
  while (g_variant_iter_loop (&iter, "{&s&s}", &path, &author))
    {
      khidki_audit_hash_add_text (hash, path);
      khidki_audit_hash_add_text (hash, author);
    }
}

/* What the application's row says after a move: a row changed behind the
 * pipeline's back does not fit its chain any more. */
static char *
digest_row (KhidkiApplicationRow *row, const char *salt)
{
  const char *texts[] = { row->number,       row->account,     row->person,
                          row->service,      row->service_version, row->subdivision,
                          row->stage,        row->office_reference, row->birth_digest,
                          row->submitted_on, row->birth,       row->relation,
                          row->applicant,    row->reason,      row->text,
                          row->query };
  KhidkiAuditHash hash;

  khidki_audit_hash_begin (&hash, "khidki-audit-row-1", salt);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    khidki_audit_hash_add_text (&hash, texts[i]);
  khidki_audit_hash_add_text (&hash, khidki_state_to_string (row->state));
  khidki_audit_hash_add_int64 (&hash, row->version);
  khidki_audit_hash_add_int64 (&hash, row->submitted);
  khidki_audit_hash_add_int64 (&hash, row->due);
  khidki_audit_hash_add_int64 (&hash, row->changed);
  khidki_audit_hash_add_answers (&hash, row->answers);
  add_authors (&hash, row->authors);
  return khidki_audit_hash_end (&hash);
}

static char *
digest_detail (gconstpointer data, gsize length, const char *salt)
{
  KhidkiAuditHash hash;

  khidki_audit_hash_begin (&hash, "khidki-audit-detail-1", salt);
  khidki_audit_hash_add_bytes (&hash, data, length);
  return khidki_audit_hash_end (&hash);
}

/* One link as its row holds it. */
typedef struct
{
  gint64 sequence;
  gint64 at;
  const char *move;
  const char *from_state;
  const char *to_state;
  const char *stage;
  const char *actor;
  const char *reason;
  const char *detail_digest;
  const char *previous;
} Link;

static char *
hash_link (const char *number, const Link *link)
{
  KhidkiAuditHash hash;

  khidki_audit_hash_begin (&hash, "khidki-audit-move-1", NULL);
  khidki_audit_hash_add_text (&hash, link->previous);
  khidki_audit_hash_add_text (&hash, number);
  khidki_audit_hash_add_int64 (&hash, link->sequence);
  khidki_audit_hash_add_int64 (&hash, link->at);
  khidki_audit_hash_add_text (&hash, link->move);
  khidki_audit_hash_add_text (&hash, link->from_state);
  khidki_audit_hash_add_text (&hash, link->to_state);
  khidki_audit_hash_add_text (&hash, link->stage);
  khidki_audit_hash_add_text (&hash, link->actor);
  khidki_audit_hash_add_text (&hash, link->reason);
  khidki_audit_hash_add_text (&hash, link->detail_digest);
  return khidki_audit_hash_end (&hash);
}

static GBytes *
make_detail (const KhidkiAuditEntry *entry, KhidkiApplicationRow *after, const char *salt)
{
  g_autofree char *row = digest_row (after, salt);
  g_autoptr (GVariant) detail = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "row", "s", row);
  g_variant_dict_insert (&dict, "text", "s", entry->text);
  if (entry->answers != NULL)
    {
      g_autoptr (GVariant) answers = khidki_answers_to_variant (entry->answers);

      g_variant_dict_insert_value (&dict, "answers", answers);
    }
  detail = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_get_data_as_bytes (detail);
}

static char *
dup_place_row (const char *number, gint64 sequence)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, number, sequence);
}

static char *
load_previous (KhidkiTransaction *transaction, const KhidkiAuditEntry *entry, GError **error)
{
  g_autoptr (KhidkiRows) rows = NULL;

  if (entry->sequence == 1)
    return g_strdup ("");
  rows = khidki_transaction_query (transaction, "move-hash", "s", error, "sx", entry->number,
                                   entry->sequence - 1);
  if (rows == NULL)
    return NULL;
  if (khidki_rows_get_n (rows) == 1)
    return g_strdup (khidki_rows_get_text (rows, 0, 0));

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
               "Application %s: its audit chain has no link %" G_GINT64_FORMAT, entry->number,
               entry->sequence - 1);
  return NULL;
}

static gboolean
write_link (KhidkiTransaction *transaction,
            const KhidkiAuditEntry *entry,
            const Link *link,
            GVariant *sealed_plain,
            const char *place_row,
            GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *hash = hash_link (entry->number, link);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, SEAL_PLACE, place_row, sealed_plain);
  int added = khidki_transaction_execute (transaction, "move-add", error, "sxxsssssssssb",
                                          entry->number, link->sequence, link->at, link->move,
                                          link->from_state, link->to_state, link->stage,
                                          link->actor, link->reason, link->detail_digest,
                                          link->previous, hash, sealed);

  if (added == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "Application %s has moved meanwhile",
                 entry->number);
  return added > 0;
}

/**
 * khidki_audit_append:
 * @transaction: a writing transaction
 * @entry: the move; its sequence is the row's version
 * @after: (transfer none): the application as it is after it
 * @error: return location for an error
 *
 * Adds a link to an application's chain. What is personal enters only as a
 * digest with a salt that lies sealed beside it, so that erasing the sealed
 * part leaves a chain that still holds and tells nothing.
 *
 * Returns: whether it was written
 */
gboolean
khidki_audit_append (KhidkiTransaction *transaction,
                     const KhidkiAuditEntry *entry,
                     KhidkiApplicationRow *after,
                     GError **error)
{
  g_autofree char *place_row = dup_place_row (entry->number, entry->sequence);
  g_autofree char *previous = load_previous (transaction, entry, error);
  g_autofree char *salt = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GBytes) detail = NULL;
  g_autoptr (GVariant) sealed_plain = NULL;
  Link link;

  if (previous == NULL)
    return FALSE;
  /* A keyed digest of the place is as good as chance to all who lack the key,
   * and leaves the pipeline without a source of its own. */
  salt = khidki_seal_digest (khidki_transaction_get_seal (transaction), "audit-salt", place_row);
  detail = make_detail (entry, after, salt);
  digest = digest_detail (g_bytes_get_data (detail, NULL), g_bytes_get_size (detail), salt);
  sealed_plain = g_variant_ref_sink (
      g_variant_new ("(s@ay)", salt,
                     g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, detail, TRUE)));
  link = (Link){ entry->sequence, entry->at,    entry->move,   entry->from_state, entry->to_state,
                 entry->stage,    entry->actor, entry->reason, digest,            previous };
  return write_link (transaction, entry, &link, sealed_plain, place_row, error);
}

static gboolean
fail (GError **error, const char *number, gint64 sequence, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
               "Audit chain of %s, link %" G_GINT64_FORMAT ": %s", number, sequence, what);
  return FALSE;
}

/* Gives the digest of the application's row that the link vouches for. */
static gboolean
check_detail (KhidkiTransaction *transaction,
              const char *number,
              const Link *link,
              GBytes *sealed,
              char **salt,
              char **row_digest,
              GError **error)
{
  g_autofree char *place_row = dup_place_row (number, link->sequence);
  g_autofree char *digest = NULL;
  g_autoptr (GVariant) detail_bytes = NULL;
  g_autoptr (GVariant) detail = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) plain =
      khidki_seal_open_variant (khidki_transaction_get_seal (transaction), SEAL_PLACE, place_row,
                                sealed, G_VARIANT_TYPE (SEALED_TYPE), error);

  if (plain == NULL)
    {
      g_prefix_error (error, "Audit chain of %s, link %" G_GINT64_FORMAT ": ", number,
                      link->sequence);
      return FALSE;
    }
  g_variant_get (plain, "(s@ay)", salt, &detail_bytes);
  bytes = g_variant_get_data_as_bytes (detail_bytes);
  digest = digest_detail (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), *salt);
  if (!g_str_equal (digest, link->detail_digest))
    return fail (error, number, link->sequence, "what was sealed with it is not what was digested");

  detail = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  if (!g_variant_lookup (detail, "row", "s", row_digest))
    return fail (error, number, link->sequence, "it vouches for no application");
  return TRUE;
}

static gboolean
check_row (KhidkiTransaction *transaction,
           const char *number,
           gint64 length,
           const Link *last,
           const char *salt,
           const char *row_digest,
           GError **error)
{
  g_autoptr (KhidkiApplicationRow) row = khidki_application_row_load (transaction, number, error);
  g_autofree char *digest = NULL;

  if (row == NULL)
    return FALSE;
  if (row->version != length)
    return fail (error, number, length, "the application has made another number of moves");
  if (!g_str_equal (khidki_state_to_string (row->state), last->to_state)
      || !g_str_equal (row->stage, last->stage))
    return fail (error, number, length, "the application stands elsewhere");
  if (salt == NULL)
    return TRUE;

  digest = digest_row (row, salt);
  if (!g_str_equal (digest, row_digest))
    return fail (error, number, length, "the application is not as this move left it");
  return TRUE;
}

static void
read_link (KhidkiRows *rows, guint row, Link *link)
{
  *link = (Link){ khidki_rows_get_int64 (rows, row, 0), khidki_rows_get_int64 (rows, row, 1),
                  khidki_rows_get_text (rows, row, 2),  khidki_rows_get_text (rows, row, 3),
                  khidki_rows_get_text (rows, row, 4),  khidki_rows_get_text (rows, row, 5),
                  khidki_rows_get_text (rows, row, 6),  khidki_rows_get_text (rows, row, 7),
                  khidki_rows_get_text (rows, row, 8),  khidki_rows_get_text (rows, row, 9) };
}

static gboolean
check_link (const char *number,
            const Link *link,
            const Link *before,
            const char *hash_before,
            const char *hash,
            GError **error)
{
  g_autofree char *computed = hash_link (number, link);

  if (link->sequence != (before != NULL ? before->sequence + 1 : 1))
    return fail (error, number, link->sequence, "a link is missing before it");
  if (!g_str_equal (link->previous, hash_before))
    return fail (error, number, link->sequence, "it does not hang on the link before it");
  if (!g_str_equal (link->from_state, before != NULL ? before->to_state : ""))
    return fail (error, number, link->sequence, "it does not start where the link before it ended");
  if (!g_str_equal (computed, hash))
    return fail (error, number, link->sequence, "its hash does not fit");
  return TRUE;
}

/**
 * khidki_audit_verify:
 * @transaction: a reading or writing transaction
 * @number: an application
 * @counts: (inout) (nullable): what was seen is added to it
 * @error: return location for an error
 *
 * Computes the whole chain again, and holds the application against its end.
 *
 * Returns: FALSE with KHIDKI_ERROR_FAILED that names the first link that does not hold
 */
gboolean
khidki_audit_verify (KhidkiTransaction *transaction,
                     const char *number,
                     KhidkiAuditCounts *counts,
                     GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "move-list", MOVE_COLUMNS, error, "s", number);
  g_autofree char *salt = NULL;
  g_autofree char *row_digest = NULL;
  const char *hash_before = "";
  Link before, link;
  guint n;

  if (rows == NULL)
    return FALSE;
  n = khidki_rows_get_n (rows);
  if (n == 0)
    return fail (error, number, 1, "there is none");

  for (guint i = 0; i < n; i++, before = link)
    {
      g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, i, 11);
      const char *hash = khidki_rows_get_text (rows, i, 10);

      read_link (rows, i, &link);
      if (!check_link (number, &link, i > 0 ? &before : NULL, hash_before, hash, error))
        return FALSE;
      hash_before = hash;
      g_clear_pointer (&salt, g_free);
      g_clear_pointer (&row_digest, g_free);
      if (g_bytes_get_size (sealed) > 0
          && !check_detail (transaction, number, &link, sealed, &salt, &row_digest, error))
        return FALSE;
      if (counts != NULL && g_bytes_get_size (sealed) == 0)
        counts->erased++;
    }
  if (!check_row (transaction, number, n, &link, salt, row_digest, error))
    return FALSE;
  if (counts != NULL)
    {
      counts->applications++;
      counts->moves += n;
    }
  return TRUE;
}

/**
 * khidki_audit_verify_some:
 * @transaction: a reading or writing transaction
 * @after: (inout): the last number that was verified, `""` to begin; %NULL at the end
 * @most: how many applications to look at
 * @counts: (inout) (nullable): what was seen is added to it
 * @error: return location for an error
 *
 * Verifies the next chains in the order of their numbers. All of them are
 * verified by calling it until @after is %NULL, so that no reading transaction
 * stands open for long.
 *
 * Returns: FALSE with an error that names the first link that does not hold
 */
gboolean
khidki_audit_verify_some (KhidkiTransaction *transaction,
                          char **after,
                          guint most,
                          KhidkiAuditCounts *counts,
                          GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "audit-numbers", "s", error, "sx", *after, (gint64) most);
  guint n;

  if (rows == NULL)
    return FALSE;
  n = khidki_rows_get_n (rows);
  for (guint i = 0; i < n; i++)
    if (!khidki_audit_verify (transaction, khidki_rows_get_text (rows, i, 0), counts, error))
      return FALSE;

  g_free (*after);
  *after = n < most ? NULL : g_strdup (khidki_rows_get_text (rows, n - 1, 0));
  return TRUE;
}

/**
 * khidki_audit_head:
 * @transaction: a reading or writing transaction
 * @previous: the head of the day before, `""` for the first day
 * @from: UTC milliseconds, where the day begins
 * @until: UTC milliseconds, where it ends
 * @n_chains: (out) (nullable): how many applications moved in it
 * @error: return location for an error
 *
 * The day's head: over the head before it and the last link of every chain that
 * grew in the day, sorted by number. Each link covers all links before it and
 * each head all heads before it, so one head vouches for everything until then.
 *
 * Returns: (transfer full) (nullable): 64 hex characters
 */
char *
khidki_audit_head (KhidkiTransaction *transaction,
                   const char *previous,
                   gint64 from,
                   gint64 until,
                   guint64 *n_chains,
                   GError **error)
{
  g_autofree char *after = g_strdup ("");
  guint64 count = 0;
  guint n = HEAD_BATCH;
  KhidkiAuditHash hash;

  khidki_audit_hash_begin (&hash, "khidki-audit-head-1", NULL);
  khidki_audit_hash_add_text (&hash, previous);
  khidki_audit_hash_add_int64 (&hash, from);
  khidki_audit_hash_add_int64 (&hash, until);
  while (n == HEAD_BATCH)
    {
      g_autoptr (KhidkiRows) rows =
          khidki_transaction_query (transaction, "audit-heads", "ss", error, "xxsx", from, until,
                                    after, (gint64) HEAD_BATCH);

      if (rows == NULL)
        return NULL;
      n = khidki_rows_get_n (rows);
      for (guint i = 0; i < n; i++, count++)
        {
          khidki_audit_hash_add_text (&hash, khidki_rows_get_text (rows, i, 0));
          khidki_audit_hash_add_text (&hash, khidki_rows_get_text (rows, i, 1));
        }
      if (n > 0)
        {
          g_free (after);
          after = g_strdup (khidki_rows_get_text (rows, n - 1, 0));
        }
    }
  khidki_audit_hash_add_int64 (&hash, (gint64) count);
  if (n_chains != NULL)
    *n_chains = count;
  return khidki_audit_hash_end (&hash);
}
