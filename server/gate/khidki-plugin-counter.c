/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-host-private.h"

/* What a plugin asks of the counter goes to whoever plays it, if the plugin may. */

static KhidkiCounter *
find (KhidkiCounter *self, GError **error)
{
  return khidki_plugin_host_find_counter (KHIDKI_PLUGIN_HOST (self), error);
}

static KhidkiCounter *
look (KhidkiCounter *self)
{
  g_autoptr (GError) error = NULL;
  KhidkiCounter *counter = find (self, &error);

  if (counter == NULL)
    khidki_host_log (KHIDKI_HOST (self), G_LOG_LEVEL_WARNING, "%s", error->message);
  return counter;
}

static GPtrArray *
counter_find_services (KhidkiCounter *self, const char *words)
{
  KhidkiCounter *counter = look (self);

  return counter != NULL ? khidki_counter_find_services (counter, words)
                         : g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_service_unref);
}

static KhidkiService *
counter_find_service (KhidkiCounter *self, const char *id, const char *version)
{
  KhidkiCounter *counter = look (self);

  return counter != NULL ? khidki_counter_find_service (counter, id, version) : NULL;
}

static KhidkiFormView *
counter_view_draft (KhidkiCounter *self, KhidkiDraft *draft, const char *language)
{
  KhidkiCounter *counter = look (self);

  return counter != NULL ? khidki_counter_view_draft (counter, draft, language) : NULL;
}

static KhidkiDraft *
counter_begin_draft (KhidkiCounter *self,
                     KhidkiOperator *who,
                     const char *service,
                     const char *relation,
                     GError **error)
{
  KhidkiCounter *counter = find (self, error);

  return counter != NULL ? khidki_counter_begin_draft (counter, who, service, relation, error)
                         : NULL;
}

static KhidkiDraft *
counter_answer (KhidkiCounter *self,
                KhidkiOperator *who,
                KhidkiDraft *draft,
                const char *path,
                const char *value,
                const char *language,
                char **complaint)
{
  KhidkiCounter *counter = look (self);

  if (counter == NULL && complaint != NULL)
    *complaint = NULL;
  return counter != NULL
             ? khidki_counter_answer (counter, who, draft, path, value, language, complaint)
             : NULL;
}

static KhidkiDraft *
counter_add_member (KhidkiCounter *self,
                    KhidkiOperator *who,
                    KhidkiDraft *draft,
                    const char *group,
                    const char *language,
                    char **complaint)
{
  KhidkiCounter *counter = look (self);

  if (counter == NULL && complaint != NULL)
    *complaint = NULL;
  return counter != NULL
             ? khidki_counter_add_member (counter, who, draft, group, language, complaint)
             : NULL;
}

static KhidkiDraft *
counter_remove_member (KhidkiCounter *self,
                       KhidkiOperator *who,
                       KhidkiDraft *draft,
                       const char *path,
                       const char *language,
                       char **complaint)
{
  KhidkiCounter *counter = look (self);

  if (counter == NULL && complaint != NULL)
    *complaint = NULL;
  return counter != NULL
             ? khidki_counter_remove_member (counter, who, draft, path, language, complaint)
             : NULL;
}

static KhidkiDraft *
counter_add_paper (KhidkiCounter *self,
                   KhidkiOperator *who,
                   KhidkiDraft *draft,
                   const char *path,
                   const char *kind,
                   KhidkiPaper *paper,
                   const char *language,
                   char **complaint)
{
  KhidkiCounter *counter = look (self);

  if (counter == NULL && complaint != NULL)
    *complaint = NULL;
  return counter != NULL ? khidki_counter_add_paper (counter, who, draft, path, kind, paper,
                                                     language, complaint)
                         : NULL;
}

static KhidkiDraft *
counter_remove_paper (KhidkiCounter *self,
                      KhidkiOperator *who,
                      KhidkiDraft *draft,
                      const char *path,
                      guint index)
{
  KhidkiCounter *counter = look (self);

  return counter != NULL ? khidki_counter_remove_paper (counter, who, draft, path, index) : NULL;
}

static gboolean
counter_get_charges (KhidkiCounter *self,
                     const char *service,
                     gint64 *government_fee,
                     gint64 *service_charge)
{
  KhidkiCounter *counter = look (self);

  return counter != NULL
             ? khidki_counter_get_charges (counter, service, government_fee, service_charge)
             : FALSE;
}

/* A call under way: the answer is handed over as it came, and finished by who waits. */
static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, g_object_ref (result), g_object_unref);
}

/* (nullable): whom to ask; NULL when the call has failed already. */
static KhidkiCounter *
begin (KhidkiCounter *self, GAsyncReadyCallback callback, gpointer user_data, GTask **task)
{
  GError *error = NULL;
  KhidkiCounter *counter = find (self, &error);

  *task = g_task_new (self, NULL, callback, user_data);
  if (counter != NULL)
    g_task_set_task_data (*task, g_object_ref (counter), g_object_unref);
  else
    {
      g_task_return_error (*task, error);
      g_clear_object (task);
    }
  return counter;
}

static KhidkiCounter *
end (GAsyncResult *result, GAsyncResult **answer, GError **error)
{
  *answer = g_task_propagate_pointer (G_TASK (result), error);
  return *answer != NULL ? g_task_get_task_data (G_TASK (result)) : NULL;
}

/* The two halves of one call: its own arguments in brackets, once as they are declared and once
 * as they are handed on. */
#define SPREAD(...) __VA_ARGS__
#define DEFINE_CALL(name, Type, failure, parameters, arguments)                                    \
  static void                                                                                      \
  counter_##name##_async (KhidkiCounter *self, SPREAD parameters, GCancellable *cancellable,       \
                          GAsyncReadyCallback callback, gpointer user_data)                        \
  {                                                                                                \
    GTask *task;                                                                                   \
    KhidkiCounter *counter = begin (self, callback, user_data, &task);                             \
                                                                                                   \
    if (counter != NULL)                                                                           \
      khidki_counter_##name##_async (counter, SPREAD arguments, cancellable, answered, task);      \
  }                                                                                                \
                                                                                                   \
  static Type                                                                                      \
  counter_##name##_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)              \
  {                                                                                                \
    g_autoptr (GAsyncResult) answer = NULL;                                                        \
    KhidkiCounter *counter = end (result, &answer, error);                                         \
                                                                                                   \
    return counter != NULL ? khidki_counter_##name##_finish (counter, answer, error) : failure;    \
  }

DEFINE_CALL (sign_in, char *, NULL,
             (const char *id, const char *password, const char *remote), (id, password, remote))
DEFINE_CALL (find_operator, KhidkiOperator *, NULL, (const char *session), (session))
DEFINE_CALL (sign_out, gboolean, FALSE, (const char *session), (session))
DEFINE_CALL (set_password, gboolean, FALSE,
             (const char *id, const char *proof, const char *password), (id, proof, password))
DEFINE_CALL (save_draft, KhidkiDraft *, NULL,
             (KhidkiOperator *who, KhidkiDraft *draft), (who, draft))
DEFINE_CALL (load_draft, KhidkiDraft *, NULL, (KhidkiOperator *who, const char *id), (who, id))
DEFINE_CALL (list_drafts, GPtrArray *, NULL, (KhidkiOperator *who), (who))
DEFINE_CALL (drop_draft, gboolean, FALSE, (KhidkiOperator *who, const char *id), (who, id))
DEFINE_CALL (offer_draft, char *, NULL, (KhidkiOperator *who, const char *id), (who, id))
DEFINE_CALL (take_draft, KhidkiDraft *, NULL, (KhidkiOperator *who, const char *code), (who, code))
DEFINE_CALL (check_paper, gboolean, FALSE, (KhidkiPaper *paper), (paper))
DEFINE_CALL (ask_consent, gboolean, FALSE,
             (KhidkiOperator *who, const char *draft, const char *phone, const char *language),
             (who, draft, phone, language))
DEFINE_CALL (submit, KhidkiReceipt *, NULL,
             (KhidkiOperator *who, KhidkiSubmission *submission), (who, submission))
DEFINE_CALL (find_receipt, KhidkiReceipt *, NULL,
             (KhidkiOperator *who, const char *number), (who, number))
DEFINE_CALL (note_print, KhidkiReceipt *, NULL,
             (KhidkiOperator *who, const char *number, const char *key), (who, number, key))
DEFINE_CALL (load_day, KhidkiCashDay *, NULL, (KhidkiOperator *who, const GDate *day), (who, day))
DEFINE_CALL (close_day, KhidkiCashDay *, NULL,
             (KhidkiOperator *who, const GDate *day, gint64 counted, const char *remark),
             (who, day, counted, remark))
DEFINE_CALL (find_standing, KhidkiStanding *, NULL,
             (KhidkiOperator *who, const char *number, const GDate *birth), (who, number, birth))

void
khidki_plugin_counter_implement (KhidkiCounterInterface *iface)
{
  iface->find_services = counter_find_services;
  iface->find_service = counter_find_service;
  iface->view_draft = counter_view_draft;
  iface->begin_draft = counter_begin_draft;
  iface->answer = counter_answer;
  iface->add_member = counter_add_member;
  iface->remove_member = counter_remove_member;
  iface->add_paper = counter_add_paper;
  iface->remove_paper = counter_remove_paper;
  iface->get_charges = counter_get_charges;
  iface->sign_in_async = counter_sign_in_async;
  iface->sign_in_finish = counter_sign_in_finish;
  iface->find_operator_async = counter_find_operator_async;
  iface->find_operator_finish = counter_find_operator_finish;
  iface->sign_out_async = counter_sign_out_async;
  iface->sign_out_finish = counter_sign_out_finish;
  iface->set_password_async = counter_set_password_async;
  iface->set_password_finish = counter_set_password_finish;
  iface->save_draft_async = counter_save_draft_async;
  iface->save_draft_finish = counter_save_draft_finish;
  iface->load_draft_async = counter_load_draft_async;
  iface->load_draft_finish = counter_load_draft_finish;
  iface->list_drafts_async = counter_list_drafts_async;
  iface->list_drafts_finish = counter_list_drafts_finish;
  iface->drop_draft_async = counter_drop_draft_async;
  iface->drop_draft_finish = counter_drop_draft_finish;
  iface->offer_draft_async = counter_offer_draft_async;
  iface->offer_draft_finish = counter_offer_draft_finish;
  iface->take_draft_async = counter_take_draft_async;
  iface->take_draft_finish = counter_take_draft_finish;
  iface->check_paper_async = counter_check_paper_async;
  iface->check_paper_finish = counter_check_paper_finish;
  iface->ask_consent_async = counter_ask_consent_async;
  iface->ask_consent_finish = counter_ask_consent_finish;
  iface->submit_async = counter_submit_async;
  iface->submit_finish = counter_submit_finish;
  iface->find_receipt_async = counter_find_receipt_async;
  iface->find_receipt_finish = counter_find_receipt_finish;
  iface->note_print_async = counter_note_print_async;
  iface->note_print_finish = counter_note_print_finish;
  iface->load_day_async = counter_load_day_async;
  iface->load_day_finish = counter_load_day_finish;
  iface->close_day_async = counter_close_day_async;
  iface->close_day_finish = counter_close_day_finish;
  iface->find_standing_async = counter_find_standing_async;
  iface->find_standing_finish = counter_find_standing_finish;
}
