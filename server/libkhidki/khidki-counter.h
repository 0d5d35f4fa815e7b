/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "khidki-cash-day.h"
#include "khidki-draft.h"
#include "khidki-form-view.h"
#include "khidki-operator.h"
#include "khidki-receipt.h"
#include "khidki-standing.h"
#include "khidki-submission.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_COUNTER (khidki_counter_get_type ())

G_DECLARE_INTERFACE (KhidkiCounter, khidki_counter, KHIDKI, COUNTER, GObject)

/**
 * KhidkiCounterInterface:
 * @find_services: the services that words may mean, the likeliest first; all of them for ""
 * @find_service: one version of a service; its present one for %NULL
 * @view_draft: the whole form as it stands
 * @begin_draft: a new draft, not saved yet
 * @answer: sets one field from what was typed; %NULL with a complaint when it cannot be taken
 * @add_member: shows one more member of a repeating group, still empty
 * @remove_member: takes a member of a repeating group away
 * @add_paper: adds a file to a paper; %NULL with a complaint when it cannot be taken
 * @remove_paper: takes a file of a paper away
 * @get_charges: what a service costs today, in paise
 * @sign_in_async: see [method@Counter.sign_in_async]
 * @find_operator_async: see [method@Counter.find_operator_async]
 * @sign_out_async: see [method@Counter.sign_out_async]
 * @set_password_async: see [method@Counter.set_password_async]
 * @save_draft_async: see [method@Counter.save_draft_async]
 * @load_draft_async: see [method@Counter.load_draft_async]
 * @list_drafts_async: see [method@Counter.list_drafts_async]
 * @drop_draft_async: see [method@Counter.drop_draft_async]
 * @offer_draft_async: see [method@Counter.offer_draft_async]
 * @take_draft_async: see [method@Counter.take_draft_async]
 * @check_paper_async: see [method@Counter.check_paper_async]
 * @ask_consent_async: see [method@Counter.ask_consent_async]
 * @submit_async: see [method@Counter.submit_async]
 * @find_receipt_async: see [method@Counter.find_receipt_async]
 * @note_print_async: see [method@Counter.note_print_async]
 * @load_day_async: see [method@Counter.load_day_async]
 * @close_day_async: see [method@Counter.close_day_async]
 * @find_standing_async: see [method@Counter.find_standing_async]
 *
 * What a door needs at which people fill forms for citizens and take money: a
 * further ability of the host, for a plugin whose `.plugin` file says
 * `X-Khidki-Needs=counter`. Ask `KHIDKI_IS_COUNTER (host)`.
 *
 * Since: 0.1
 */
struct _KhidkiCounterInterface
{
  GTypeInterface parent_iface;

  GPtrArray *(*find_services) (KhidkiCounter *self, const char *words);
  KhidkiService *(*find_service) (KhidkiCounter *self, const char *id, const char *version);
  KhidkiFormView *(*view_draft) (KhidkiCounter *self, KhidkiDraft *draft, const char *language);
  KhidkiDraft *(*begin_draft) (KhidkiCounter *self,
                               KhidkiOperator *who,
                               const char *service,
                               const char *relation,
                               GError **error);
  KhidkiDraft *(*answer) (KhidkiCounter *self,
                          KhidkiOperator *who,
                          KhidkiDraft *draft,
                          const char *path,
                          const char *value,
                          const char *language,
                          char **complaint);
  KhidkiDraft *(*add_member) (KhidkiCounter *self,
                              KhidkiOperator *who,
                              KhidkiDraft *draft,
                              const char *group,
                              const char *language,
                              char **complaint);
  KhidkiDraft *(*remove_member) (KhidkiCounter *self,
                                 KhidkiOperator *who,
                                 KhidkiDraft *draft,
                                 const char *path,
                                 const char *language,
                                 char **complaint);
  KhidkiDraft *(*add_paper) (KhidkiCounter *self,
                             KhidkiOperator *who,
                             KhidkiDraft *draft,
                             const char *path,
                             const char *kind,
                             KhidkiPaper *paper,
                             const char *language,
                             char **complaint);
  KhidkiDraft *(*remove_paper) (KhidkiCounter *self,
                                KhidkiOperator *who,
                                KhidkiDraft *draft,
                                const char *path,
                                guint index);
  gboolean (*get_charges) (KhidkiCounter *self,
                           const char *service,
                           gint64 *government_fee,
                           gint64 *service_charge);
  void (*sign_in_async) (KhidkiCounter *self,
                         const char *id,
                         const char *password,
                         const char *remote,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  char *(*sign_in_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*find_operator_async) (KhidkiCounter *self,
                               const char *session,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
  KhidkiOperator *(*find_operator_finish) (KhidkiCounter *self,
                                           GAsyncResult *result,
                                           GError **error);
  void (*sign_out_async) (KhidkiCounter *self,
                          const char *session,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
  gboolean (*sign_out_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*set_password_async) (KhidkiCounter *self,
                              const char *id,
                              const char *proof,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  gboolean (*set_password_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*save_draft_async) (KhidkiCounter *self,
                            KhidkiOperator *who,
                            KhidkiDraft *draft,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  KhidkiDraft *(*save_draft_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*load_draft_async) (KhidkiCounter *self,
                            KhidkiOperator *who,
                            const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  KhidkiDraft *(*load_draft_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*list_drafts_async) (KhidkiCounter *self,
                             KhidkiOperator *who,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  GPtrArray *(*list_drafts_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*drop_draft_async) (KhidkiCounter *self,
                            KhidkiOperator *who,
                            const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  gboolean (*drop_draft_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*offer_draft_async) (KhidkiCounter *self,
                             KhidkiOperator *who,
                             const char *id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  char *(*offer_draft_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*take_draft_async) (KhidkiCounter *self,
                            KhidkiOperator *who,
                            const char *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  KhidkiDraft *(*take_draft_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*check_paper_async) (KhidkiCounter *self,
                             KhidkiPaper *paper,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  gboolean (*check_paper_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*ask_consent_async) (KhidkiCounter *self,
                             KhidkiOperator *who,
                             const char *draft,
                             const char *phone,
                             const char *language,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  gboolean (*ask_consent_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*submit_async) (KhidkiCounter *self,
                        KhidkiOperator *who,
                        KhidkiSubmission *submission,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  KhidkiReceipt *(*submit_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*find_receipt_async) (KhidkiCounter *self,
                              KhidkiOperator *who,
                              const char *number,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  KhidkiReceipt *(*find_receipt_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*note_print_async) (KhidkiCounter *self,
                            KhidkiOperator *who,
                            const char *number,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  KhidkiReceipt *(*note_print_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*load_day_async) (KhidkiCounter *self,
                          KhidkiOperator *who,
                          const GDate *day,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
  KhidkiCashDay *(*load_day_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*close_day_async) (KhidkiCounter *self,
                           KhidkiOperator *who,
                           const GDate *day,
                           gint64 counted,
                           const char *remark,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  KhidkiCashDay *(*close_day_finish) (KhidkiCounter *self, GAsyncResult *result, GError **error);
  void (*find_standing_async) (KhidkiCounter *self,
                               KhidkiOperator *who,
                               const char *number,
                               const GDate *birth,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
  KhidkiStanding *(*find_standing_finish) (KhidkiCounter *self,
                                           GAsyncResult *result,
                                           GError **error);

  gpointer padding[12];
};

GPtrArray *khidki_counter_find_services (KhidkiCounter *self, const char *words);
KhidkiService *
khidki_counter_find_service (KhidkiCounter *self, const char *id, const char *version);
KhidkiFormView *
khidki_counter_view_draft (KhidkiCounter *self, KhidkiDraft *draft, const char *language);
KhidkiDraft *khidki_counter_begin_draft (KhidkiCounter *self,
                                         KhidkiOperator *who,
                                         const char *service,
                                         const char *relation,
                                         GError **error);
KhidkiDraft *khidki_counter_answer (KhidkiCounter *self,
                                    KhidkiOperator *who,
                                    KhidkiDraft *draft,
                                    const char *path,
                                    const char *value,
                                    const char *language,
                                    char **complaint);
KhidkiDraft *khidki_counter_add_member (KhidkiCounter *self,
                                        KhidkiOperator *who,
                                        KhidkiDraft *draft,
                                        const char *group,
                                        const char *language,
                                        char **complaint);
KhidkiDraft *khidki_counter_remove_member (KhidkiCounter *self,
                                           KhidkiOperator *who,
                                           KhidkiDraft *draft,
                                           const char *path,
                                           const char *language,
                                           char **complaint);
KhidkiDraft *khidki_counter_add_paper (KhidkiCounter *self,
                                       KhidkiOperator *who,
                                       KhidkiDraft *draft,
                                       const char *path,
                                       const char *kind,
                                       KhidkiPaper *paper,
                                       const char *language,
                                       char **complaint);
KhidkiDraft *khidki_counter_remove_paper (KhidkiCounter *self,
                                          KhidkiOperator *who,
                                          KhidkiDraft *draft,
                                          const char *path,
                                          guint index);
gboolean khidki_counter_get_charges (KhidkiCounter *self,
                                     const char *service,
                                     gint64 *government_fee,
                                     gint64 *service_charge);
void khidki_counter_sign_in_async (KhidkiCounter *self,
                                   const char *id,
                                   const char *password,
                                   const char *remote,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *khidki_counter_sign_in_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_find_operator_async (KhidkiCounter *self,
                                         const char *session,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
KhidkiOperator *
khidki_counter_find_operator_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_sign_out_async (KhidkiCounter *self,
                                    const char *session,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean khidki_counter_sign_out_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_set_password_async (KhidkiCounter *self,
                                        const char *id,
                                        const char *proof,
                                        const char *password,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
khidki_counter_set_password_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_save_draft_async (KhidkiCounter *self,
                                      KhidkiOperator *who,
                                      KhidkiDraft *draft,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KhidkiDraft *
khidki_counter_save_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_load_draft_async (KhidkiCounter *self,
                                      KhidkiOperator *who,
                                      const char *id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KhidkiDraft *
khidki_counter_load_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_list_drafts_async (KhidkiCounter *self,
                                       KhidkiOperator *who,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *
khidki_counter_list_drafts_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_drop_draft_async (KhidkiCounter *self,
                                      KhidkiOperator *who,
                                      const char *id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
khidki_counter_drop_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_offer_draft_async (KhidkiCounter *self,
                                       KhidkiOperator *who,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *khidki_counter_offer_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_take_draft_async (KhidkiCounter *self,
                                      KhidkiOperator *who,
                                      const char *code,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KhidkiDraft *
khidki_counter_take_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_check_paper_async (KhidkiCounter *self,
                                       KhidkiPaper *paper,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
khidki_counter_check_paper_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_ask_consent_async (KhidkiCounter *self,
                                       KhidkiOperator *who,
                                       const char *draft,
                                       const char *phone,
                                       const char *language,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
khidki_counter_ask_consent_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_submit_async (KhidkiCounter *self,
                                  KhidkiOperator *who,
                                  KhidkiSubmission *submission,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KhidkiReceipt *
khidki_counter_submit_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_find_receipt_async (KhidkiCounter *self,
                                        KhidkiOperator *who,
                                        const char *number,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
KhidkiReceipt *
khidki_counter_find_receipt_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_note_print_async (KhidkiCounter *self,
                                      KhidkiOperator *who,
                                      const char *number,
                                      const char *key,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KhidkiReceipt *
khidki_counter_note_print_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_load_day_async (KhidkiCounter *self,
                                    KhidkiOperator *who,
                                    const GDate *day,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KhidkiCashDay *
khidki_counter_load_day_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_close_day_async (KhidkiCounter *self,
                                     KhidkiOperator *who,
                                     const GDate *day,
                                     gint64 counted,
                                     const char *remark,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KhidkiCashDay *
khidki_counter_close_day_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);
void khidki_counter_find_standing_async (KhidkiCounter *self,
                                         KhidkiOperator *who,
                                         const char *number,
                                         const GDate *birth,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
KhidkiStanding *
khidki_counter_find_standing_finish (KhidkiCounter *self, GAsyncResult *result, GError **error);

G_END_DECLS
