/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sodium.h>

#include "libkhidki/khidki-answers.h"

G_BEGIN_DECLS

/**
 * KhidkiAuditHash:
 *
 * BLAKE2b-256 over a canonical encoding: every field with its length in front,
 * so that no two different rows are ever the same bytes. On the stack only.
 */
typedef struct
{
  crypto_generichash_state state;
} KhidkiAuditHash;

/* @purpose keeps the digests of different things apart. @salt (nullable): at
 * least 16 characters. */
void khidki_audit_hash_begin (KhidkiAuditHash *hash, const char *purpose, const char *salt);
void khidki_audit_hash_add_bytes (KhidkiAuditHash *hash, gconstpointer data, gsize length);
void khidki_audit_hash_add_text (KhidkiAuditHash *hash, const char *text);
void khidki_audit_hash_add_int64 (KhidkiAuditHash *hash, gint64 value);
char *khidki_audit_hash_end (KhidkiAuditHash *hash);
void khidki_audit_hash_add_answers (KhidkiAuditHash *hash, KhidkiAnswers *answers);

G_END_DECLS
