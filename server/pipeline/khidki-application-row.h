/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-answers.h"
#include "pipeline/khidki-move-table.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiApplicationRow:
 * @version: how many moves it has made, the submission included
 * @due: UTC milliseconds; while in query, without the pause that is under way
 * @submitted_on: the civil date of the submission, `YYYY-MM-DD`
 * @birth: the applicant's date of birth, `YYYY-MM-DD`, "" if not asked
 * @answers: with all papers that came later
 * @authors: (nullable): a{ss}, who typed what, by the path of the answer
 * @relation: `self` or `other`, seen from the account
 * @reason: the code of the reason for a rejection
 * @text: what the officer wrote with the last decision
 * @query: what the office asks, while it waits for the answer
 *
 * An application as it lies in the store, opened.
 */
typedef struct
{
  char *number;
  char *account;
  char *person;
  char *service;
  char *service_version;
  char *subdivision;
  KhidkiState state;
  char *stage;
  gint64 version;
  gint64 submitted;
  gint64 due;
  gint64 changed;
  char *office_reference;
  char *birth_digest;
  char *submitted_on;
  char *birth;
  KhidkiAnswers *answers;
  GVariant *authors;
  char *relation;
  char *applicant;
  char *reason;
  char *text;
  char *query;
} KhidkiApplicationRow;

/* The columns that KhidkiApplicationRow is read from, in order. */
#define KHIDKI_APPLICATION_COLUMNS "ssssssssxxxxssb"
#define KHIDKI_APPLICATION_N_COLUMNS 15

KhidkiApplicationRow *khidki_application_row_load (KhidkiTransaction *transaction,
                                                   const char *number,
                                                   GError **error);
KhidkiApplicationRow *khidki_application_row_read (KhidkiRows *rows,
                                                   guint row,
                                                   KhidkiSeal *seal,
                                                   GError **error);
int khidki_application_row_add (KhidkiApplicationRow *self,
                                KhidkiTransaction *transaction,
                                GError **error);
gboolean khidki_application_row_save (KhidkiApplicationRow *self,
                                      KhidkiTransaction *transaction,
                                      GError **error);

/* Until when the citizen may answer the office's question; means nothing unless
 * one is asked. */
gint64 khidki_application_row_get_answer_by (KhidkiApplicationRow *self);

void khidki_application_row_free (KhidkiApplicationRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiApplicationRow, khidki_application_row_free)

G_END_DECLS
