/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counters/khidki-server-counter.h"

#include <sodium.h>

#include "catalogue/khidki-civil-day.h"
#include "counters/khidki-server-counter-private.h"
#include "drafts/khidki-guess.h"
#include "forms/khidki-form-draft.h"
#include "libkhidki/khidki-error.h"
#include "people/khidki-sign-in-rows.h"
#include "pipeline/khidki-counter-submit.h"

#define DRAFT_ID_BYTES 16

static void implement_counter (KhidkiCounterInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiServerCounter,
                               khidki_server_counter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_COUNTER, implement_counter))

static void
khidki_server_counter_finalize (GObject *object)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (object);

  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_clear_pointer (&self->charges, khidki_charges_unref);
  G_OBJECT_CLASS (khidki_server_counter_parent_class)->finalize (object);
}

static void
khidki_server_counter_class_init (KhidkiServerCounterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_server_counter_finalize;
}

static void
khidki_server_counter_init (KhidkiServerCounter *self)
{
}

/**
 * khidki_server_counter_new:
 * @setup: what it reaches into
 * @charges: (transfer none): what a centre may take
 *
 * Returns: (transfer full): a counter without a catalogue: until it has one, there
 *   are no services
 *
 * Since: 0.1
 */
KhidkiServerCounter *
khidki_server_counter_new (const KhidkiServerCounterSetup *setup, KhidkiCharges *charges)
{
  KhidkiServerCounter *self = g_object_new (KHIDKI_TYPE_SERVER_COUNTER, NULL);

  self->setup = *setup;
  self->charges = khidki_charges_ref (charges);
  return self;
}

void
khidki_server_counter_set_catalogue (KhidkiServerCounter *self, KhidkiCatalogue *catalogue)
{
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  self->catalogue = khidki_catalogue_ref (catalogue);
}

void
khidki_server_counter_set_charges (KhidkiServerCounter *self, KhidkiCharges *charges)
{
  KhidkiCharges *old = self->charges;

  self->charges = khidki_charges_ref (charges);
  khidki_charges_unref (old);
}

static void
call_free (KhidkiCounterCall *call)
{
  g_clear_pointer (&call->catalogue, khidki_catalogue_unref);
  g_clear_pointer (&call->charges, khidki_charges_unref);
  g_clear_pointer (&call->who, khidki_operator_unref);
  g_clear_pointer (&call->draft, khidki_draft_unref);
  g_clear_pointer (&call->submission, khidki_submission_unref);
  g_clear_pointer (&call->paper, khidki_paper_unref);
  g_clear_pointer (&call->account, khidki_account_unref);
  g_clear_pointer (&call->receipt, khidki_receipt_unref);
  g_clear_pointer (&call->cash, khidki_cash_day_unref);
  g_clear_pointer (&call->standing, khidki_standing_unref);
  g_clear_pointer (&call->drafts, g_ptr_array_unref);
  g_free (call->id);
  g_free (call->text);
  g_free (call->language);
  g_free (call->code);
  g_free (call);
}

GTask *
khidki_server_counter_begin (KhidkiServerCounter *self,
                             gpointer tag,
                             KhidkiOperator *who,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data,
                             KhidkiCounterCall **call)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  *call = g_new0 (KhidkiCounterCall, 1);
  (*call)->catalogue = self->catalogue != NULL ? khidki_catalogue_ref (self->catalogue) : NULL;
  (*call)->charges = khidki_charges_ref (self->charges);
  (*call)->who = who != NULL ? khidki_operator_ref (who) : NULL;
  (*call)->now = khidki_host_now (self->setup.host);
  khidki_civil_day (self->setup.time_zone, (*call)->now, &(*call)->today);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, *call, (GDestroyNotify) call_free);
  return task;
}

static void
end (GTask *task, GError *error)
{
  KhidkiCounterCall *call = g_task_get_task_data (task);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    call->done (task, call);
  g_object_unref (task);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  khidki_store_read_finish (KHIDKI_STORE (source), result, &error);
  end (user_data, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  khidki_store_write_finish (KHIDKI_STORE (source), result, &error);
  end (user_data, error);
}

void
khidki_server_counter_read (GTask *task, KhidkiStoreFunc func, KhidkiCounterDoneFunc done)
{
  KhidkiServerCounter *self = g_task_get_source_object (task);
  KhidkiCounterCall *call = g_task_get_task_data (task);

  call->done = done;
  khidki_store_read_async (self->setup.store, func, call, NULL, NULL, on_read, task);
}

/* Not given up when nobody waits any more: it is done or refused as a whole. */
void
khidki_server_counter_write (GTask *task, KhidkiStoreFunc func, KhidkiCounterDoneFunc done)
{
  KhidkiServerCounter *self = g_task_get_source_object (task);
  KhidkiCounterCall *call = g_task_get_task_data (task);

  call->done = done;
  khidki_store_write_async (self->setup.store, func, call, NULL, NULL, on_written, task);
}

void
khidki_server_counter_return_draft (GTask *task, KhidkiCounterCall *call)
{
  g_task_return_pointer (task, g_steal_pointer (&call->draft), (GDestroyNotify) khidki_draft_unref);
}

void
khidki_server_counter_return_receipt (GTask *task, KhidkiCounterCall *call)
{
  g_task_return_pointer (task, g_steal_pointer (&call->receipt),
                         (GDestroyNotify) khidki_receipt_unref);
}

void
khidki_server_counter_return_true (GTask *task, KhidkiCounterCall *call)
{
  g_task_return_boolean (task, TRUE);
}

static GPtrArray *
find_services (KhidkiCounter *counter, const char *words)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_service_unref);
  g_autoptr (GPtrArray) services = NULL;

  if (self->catalogue == NULL)
    return found;
  services = *words != '\0' ? khidki_catalogue_search (self->catalogue, words)
                            : khidki_catalogue_list_services (self->catalogue, NULL);
  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (found, khidki_service_ref (g_ptr_array_index (services, i)));
  return found;
}

static KhidkiService *
find_service (KhidkiCounter *counter, const char *id, const char *version)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  KhidkiService *service = NULL;

  if (self->catalogue != NULL)
    service = version != NULL ? khidki_catalogue_find_version (self->catalogue, id, version)
                              : khidki_catalogue_find_service (self->catalogue, id);
  return service != NULL ? khidki_service_ref (service) : NULL;
}

/* The form of a draft today; @today keeps the day that @form names. */
static gboolean
open_form (KhidkiServerCounter *self,
           KhidkiForm *form,
           KhidkiDraft *draft,
           GDate *today,
           const char *language)
{
  khidki_civil_day (self->setup.time_zone, khidki_host_now (self->setup.host), today);
  return self->catalogue != NULL
         && khidki_form_open_draft (form, self->catalogue, draft, today, language);
}

static KhidkiFormView *
view_draft (KhidkiCounter *counter, KhidkiDraft *draft, const char *language)
{
  KhidkiForm form = { 0 };
  GDate today;

  if (!open_form (KHIDKI_SERVER_COUNTER (counter), &form, draft, &today, language))
    return NULL;
  return khidki_form_view (&form, draft);
}

static KhidkiDraft *
begin_draft (KhidkiCounter *counter,
             KhidkiOperator *who,
             const char *id,
             const char *relation,
             GError **error)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  KhidkiService *service =
      self->catalogue != NULL ? khidki_catalogue_find_service (self->catalogue, id) : NULL;
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  guint8 bytes[DRAFT_ID_BYTES];
  char hex[2 * DRAFT_ID_BYTES + 1];

  if (service == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no service %s", id);
      return NULL;
    }
  if (!g_str_equal (relation, "self") && !g_str_equal (relation, "other"))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "A form is for oneself (self) or for another (other), not “%s”", relation);
      return NULL;
    }
  khidki_host_fill_random (self->setup.host, bytes, sizeof bytes);
  sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes);
  return khidki_draft_new (hex, khidki_service_get_id (service),
                           khidki_service_get_version (service), relation, answers);
}

static KhidkiDraft *
answer (KhidkiCounter *counter,
        KhidkiOperator *who,
        KhidkiDraft *draft,
        const char *path,
        const char *value,
        const char *language,
        char **complaint)
{
  KhidkiForm form = { 0 };
  GDate today;

  if (!open_form (KHIDKI_SERVER_COUNTER (counter), &form, draft, &today, language))
    return NULL;
  return khidki_form_draft_answer (&form, draft, khidki_operator_get_author (who), path, value,
                                   complaint);
}

static KhidkiDraft *
add_member (KhidkiCounter *counter,
            KhidkiOperator *who,
            KhidkiDraft *draft,
            const char *group,
            const char *language,
            char **complaint)
{
  KhidkiForm form = { 0 };
  GDate today;

  if (!open_form (KHIDKI_SERVER_COUNTER (counter), &form, draft, &today, language))
    return NULL;
  return khidki_form_draft_add_member (&form, draft, khidki_operator_get_author (who), group,
                                       complaint);
}

static KhidkiDraft *
remove_member (KhidkiCounter *counter,
               KhidkiOperator *who,
               KhidkiDraft *draft,
               const char *path,
               const char *language,
               char **complaint)
{
  KhidkiForm form = { 0 };
  GDate today;

  if (!open_form (KHIDKI_SERVER_COUNTER (counter), &form, draft, &today, language))
    return NULL;
  return khidki_form_draft_remove_member (&form, draft, khidki_operator_get_author (who), path,
                                          complaint);
}

static KhidkiDraft *
add_paper (KhidkiCounter *counter,
           KhidkiOperator *who,
           KhidkiDraft *draft,
           const char *path,
           const char *kind,
           KhidkiPaper *paper,
           const char *language,
           char **complaint)
{
  KhidkiForm form = { 0 };
  GDate today;

  if (!open_form (KHIDKI_SERVER_COUNTER (counter), &form, draft, &today, language))
    return NULL;
  return khidki_form_draft_add_paper (&form, draft, khidki_operator_get_author (who), path, kind,
                                      paper, complaint);
}

static KhidkiDraft *
remove_paper (KhidkiCounter *counter,
              KhidkiOperator *who,
              KhidkiDraft *draft,
              const char *path,
              guint index)
{
  return khidki_form_draft_remove_paper (draft, khidki_operator_get_author (who), path, index);
}

static gboolean
get_charges (KhidkiCounter *counter,
             const char *id,
             gint64 *government_fee,
             gint64 *service_charge)
{
  KhidkiServerCounter *self = KHIDKI_SERVER_COUNTER (counter);
  KhidkiService *service =
      self->catalogue != NULL ? khidki_catalogue_find_service (self->catalogue, id) : NULL;
  GDate today;

  *government_fee = *service_charge = 0;
  if (service == NULL)
    return FALSE;
  khidki_civil_day (self->setup.time_zone, khidki_host_now (self->setup.host), &today);
  khidki_counter_find_amounts (self->charges, service, &today, government_fee, service_charge);
  return TRUE;
}

static void
implement_counter (KhidkiCounterInterface *iface)
{
  iface->find_services = find_services;
  iface->find_service = find_service;
  iface->view_draft = view_draft;
  iface->begin_draft = begin_draft;
  iface->answer = answer;
  iface->add_member = add_member;
  iface->remove_member = remove_member;
  iface->add_paper = add_paper;
  iface->remove_paper = remove_paper;
  iface->get_charges = get_charges;
  khidki_server_counter_add_people (iface);
  khidki_server_counter_add_drafts (iface);
  khidki_server_counter_add_cases (iface);
  khidki_server_counter_add_records (iface);
}
