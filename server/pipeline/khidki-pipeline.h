/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "conversation/khidki-conversation.h"
#include "pipeline/khidki-application-row.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiMove:
 * @number: the application
 * @move: a name of the table of allowed moves: `scrutinise`, `ask`, `answer`,
 *   `forward`, `transfer`, `approve`, `deliver`, `reject`, `resume`, `withdraw`, `register`;
 *   `issue` is made by a KhidkiIssuer alone, `hand-over` when the account is another
 * @actor: `citizen`, `server`, or `officer:ID`
 * @account: (nullable): the citizen's account; the application must be theirs
 * @role: the officer's role, "" for others
 * @reason: the code of a reason for a rejection, else ""
 * @text: what the officer or the citizen wrote, the office's reference of a
 *   `register`, else ""
 * @answers: (nullable): papers that came with it
 * @now: UTC milliseconds
 * @subdivision: (nullable): the id of the one that a `transfer` goes to
 *
 * One move of an application, as it is asked for.
 */
typedef struct
{
  const char *number;
  const char *move;
  const char *actor;
  const char *account;
  const char *role;
  const char *reason;
  const char *text;
  KhidkiAnswers *answers;
  gint64 now;
  const char *subdivision;
} KhidkiMove;

/* All of these run inside a writing function. Each writes the application, the
 * event of the audit chain and, where the citizen is to be told, the job that
 * brings the event `application-moved` into their conversation. A move that is
 * refused has written nothing. */

/* KHIDKI_ERROR_CONFLICT when the number is taken. */
gboolean khidki_pipeline_submit (KhidkiTransaction *transaction,
                                 KhidkiCatalogue *catalogue,
                                 const char *number,
                                 const char *account,
                                 KhidkiDraft *draft,
                                 gint64 now,
                                 const GDate *today,
                                 GError **error);

/* KHIDKI_ERROR_REFUSED when the table does not allow it, naming what it allows. */
gboolean khidki_pipeline_move (KhidkiTransaction *transaction,
                               KhidkiCatalogue *catalogue,
                               const KhidkiMove *move,
                               GError **error);

/* The outbox has seen the certificate arrive. Does nothing when it is known or
 * there is no such application. */
gboolean khidki_pipeline_delivered (KhidkiTransaction *transaction,
                                    const char *number,
                                    gint64 now,
                                    GError **error);

/* An account has another key from now on. */
gboolean khidki_pipeline_hand_over_all (KhidkiTransaction *transaction,
                                        const char *from,
                                        const char *to,
                                        gint64 now,
                                        GError **error);

/* (transfer full) (element-type KhidkiApplicationFacts), in reading functions too. */
GPtrArray *khidki_pipeline_load_facts (KhidkiTransaction *transaction,
                                       const char *account,
                                       GError **error);

/* (transfer full): as a department's hooks see it, with the service as it was then. */
KhidkiApplication *khidki_pipeline_load_application (KhidkiTransaction *transaction,
                                                     KhidkiCatalogue *catalogue,
                                                     const char *number,
                                                     GError **error);

G_END_DECLS
