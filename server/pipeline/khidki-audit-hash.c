/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-audit-hash.h"

#include <string.h>

#define HASH_BYTES 32

void
khidki_audit_hash_begin (KhidkiAuditHash *hash, const char *purpose, const char *salt)
{
  crypto_generichash_init (&hash->state, (const guint8 *) salt, salt != NULL ? strlen (salt) : 0,
                           HASH_BYTES);
  crypto_generichash_update (&hash->state, (const guint8 *) purpose, strlen (purpose) + 1);
}

void
khidki_audit_hash_add_bytes (KhidkiAuditHash *hash, gconstpointer data, gsize length)
{
  guint64 prefix = GUINT64_TO_BE ((guint64) length);

  crypto_generichash_update (&hash->state, (const guint8 *) &prefix, sizeof prefix);
  if (length > 0)
    crypto_generichash_update (&hash->state, data, length);
}

void
khidki_audit_hash_add_text (KhidkiAuditHash *hash, const char *text)
{
  khidki_audit_hash_add_bytes (hash, text, strlen (text));
}

void
khidki_audit_hash_add_int64 (KhidkiAuditHash *hash, gint64 value)
{
  guint64 big = GUINT64_TO_BE ((guint64) value);

  khidki_audit_hash_add_bytes (hash, &big, sizeof big);
}

char *
khidki_audit_hash_end (KhidkiAuditHash *hash)
{
  guint8 bytes[HASH_BYTES];
  char hex[HASH_BYTES * 2 + 1];

  crypto_generichash_final (&hash->state, bytes, sizeof bytes);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes));
}

void
khidki_audit_hash_add_answers (KhidkiAuditHash *hash, KhidkiAnswers *answers)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (answers);
  g_auto (GStrv) papers = khidki_answers_list_paper_paths (answers);

  khidki_audit_hash_add_int64 (hash, g_strv_length (paths));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      khidki_audit_hash_add_text (hash, paths[i]);
      khidki_audit_hash_add_text (hash, khidki_answers_get (answers, paths[i]));
    }
  for (guint i = 0; papers[i] != NULL; i++)
    for (guint j = 0; j < khidki_answers_get_n_papers (answers, papers[i]); j++)
      {
        const char *kind = NULL;
        KhidkiPaper *paper = khidki_answers_get_paper (answers, papers[i], j, &kind);

        khidki_audit_hash_add_text (hash, papers[i]);
        khidki_audit_hash_add_text (hash, kind != NULL ? kind : "");
        khidki_audit_hash_add_text (hash, khidki_paper_get_hash (paper));
      }
}
