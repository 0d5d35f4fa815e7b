/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiGuessRule:
 * @purpose: what is guessed
 * @free: how many wrong ones are let pass within @window
 * @again: how many more after the first time that it was shut
 * @window: milliseconds after which wrong ones are forgotten
 * @shut: milliseconds for which nothing is taken the first time; twice as long each
 *   further time
 * @most: milliseconds, the longest that it is shut
 *
 * How much guessing is let pass. Never a hard lock: it always opens again.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *purpose;
  guint free;
  guint again;
  gint64 window;
  gint64 shut;
  gint64 most;
} KhidkiGuessRule;

/* Five wrong ones in ten minutes, then ten minutes of rest, twice as long each time. */
extern const KhidkiGuessRule khidki_guess_codes;
extern const KhidkiGuessRule khidki_guess_standings;

gboolean khidki_guess_is_open (KhidkiTransaction *transaction,
                               const KhidkiGuessRule *rule,
                               const char *asker,
                               gint64 now,
                               gint64 *shut_until,
                               GError **error);
gboolean khidki_guess_note_wrong (KhidkiTransaction *transaction,
                                  const KhidkiGuessRule *rule,
                                  const char *asker,
                                  gint64 now,
                                  GError **error);
gboolean khidki_guess_forgive (KhidkiTransaction *transaction,
                               const KhidkiGuessRule *rule,
                               const char *asker,
                               GError **error);

/* Rows that mean nothing any more. */
int khidki_guess_forget_old (KhidkiTransaction *transaction,
                             gint64 now,
                             gint64 most,
                             GError **error);

G_END_DECLS
