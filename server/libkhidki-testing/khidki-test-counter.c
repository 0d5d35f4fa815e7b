/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-test-world-private.h"

#define IDLE_MS (15 * 60 * 1000)
#define SESSION_MS (12 * 60 * 60 * 1000)
#define LEAST_PASSWORD 12

/* A call as the host's counter answers it: later, as the real one does. */
KhidkiTestWorld *
khidki_test_counter_begin (KhidkiCounter *counter,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data,
                           GTask **task)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (KHIDKI_TEST_HOST (counter));

  *task = g_task_new (counter, cancellable, callback, user_data);
  if (khidki_test_world_begin_call (world, *task))
    return world;
  g_clear_object (task);
  return NULL;
}

/* @value: (transfer full) (nullable): with @error when it is NULL. */
void
khidki_test_counter_end (GTask *task, gpointer value, GDestroyNotify destroy, GError *error)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (g_task_get_source_object (task));

  if (value == NULL)
    g_task_return_error (task, error);
  else if (!khidki_test_world_lose_answer (world, task))
    g_task_return_pointer (task, value, destroy);
  else if (destroy != NULL)
    destroy (value);
  g_object_unref (task);
}

gpointer
khidki_test_counter_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
khidki_test_counter_finish_boolean (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static KhidkiTestWorld *
get_world (KhidkiCounter *counter)
{
  return khidki_test_host_get_world (KHIDKI_TEST_HOST (counter));
}

static GPtrArray *
find_services (KhidkiCounter *counter, const char *words)
{
  KhidkiTestWorld *world = get_world (counter);
  g_autoptr (GPtrArray) found = *words != '\0' ? khidki_catalogue_search (world->catalogue, words)
                                               : g_ptr_array_new ();
  GPtrArray *services = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_service_unref);

  for (guint i = 0; *words == '\0' && i < world->departments->len; i++)
    {
      const char *id = khidki_department_get_id (g_ptr_array_index (world->departments, i));
      g_autoptr (GPtrArray) own = khidki_catalogue_list_services (world->catalogue, id);

      g_ptr_array_extend (found, own, NULL, NULL);
    }
  g_ptr_array_extend (services, found, (GCopyFunc) khidki_service_ref, NULL);
  return services;
}

static KhidkiService *
find_service (KhidkiCounter *counter, const char *id, const char *version)
{
  KhidkiCatalogue *catalogue = get_world (counter)->catalogue;
  KhidkiService *service = version != NULL ? khidki_catalogue_find_version (catalogue, id, version)
                                           : khidki_catalogue_find_service (catalogue, id);

  return service != NULL ? khidki_service_ref (service) : NULL;
}

/* A draft's form on the day of the test's clock. */
typedef struct
{
  KhidkiForm form;
  GDate today;
} Desk;

static gboolean
open_desk (KhidkiCounter *counter, KhidkiDraft *draft, const char *language, Desk *desk)
{
  KhidkiTestWorld *world = get_world (counter);

  desk->today = khidki_test_world_get_today (world);
  return khidki_form_open_draft (&desk->form, world->catalogue, draft, &desk->today, language);
}

static KhidkiFormView *
view_draft (KhidkiCounter *counter, KhidkiDraft *draft, const char *language)
{
  Desk desk;

  return open_desk (counter, draft, language, &desk) ? khidki_form_view (&desk.form, draft) : NULL;
}

static KhidkiDraft *
begin_draft (KhidkiCounter *counter,
             KhidkiOperator *who,
             const char *id,
             const char *relation,
             GError **error)
{
  KhidkiTestWorld *world = get_world (counter);
  KhidkiService *service = khidki_catalogue_find_service (world->catalogue, id);
  g_autofree char *name = khidki_test_world_make_id (world);
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();

  if (service != NULL)
    return khidki_draft_new (name, id, khidki_service_get_version (service), relation, none);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no service %s", id);
  return NULL;
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
  Desk desk;

  if (!open_desk (counter, draft, language, &desk))
    return NULL;
  return khidki_form_draft_answer (&desk.form, draft, khidki_operator_get_author (who), path, value,
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
  Desk desk;

  if (!open_desk (counter, draft, language, &desk))
    return NULL;
  return khidki_form_draft_add_member (&desk.form, draft, khidki_operator_get_author (who), group,
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
  Desk desk;

  if (!open_desk (counter, draft, language, &desk))
    return NULL;
  return khidki_form_draft_remove_member (&desk.form, draft, khidki_operator_get_author (who), path,
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
  Desk desk;

  if (!open_desk (counter, draft, language, &desk))
    return NULL;
  return khidki_form_draft_add_paper (&desk.form, draft, khidki_operator_get_author (who), path,
                                      kind, paper, complaint);
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
get_charges (KhidkiCounter *counter, const char *id, gint64 *government_fee, gint64 *service_charge)
{
  KhidkiTestWorld *world = get_world (counter);
  KhidkiService *service = khidki_catalogue_find_service (world->catalogue, id);
  GDate today = khidki_test_world_get_today (world);

  if (service == NULL)
    return FALSE;
  *government_fee = MAX (khidki_service_get_fee (service, &today), 0);
  *service_charge = world->service_charge;
  return TRUE;
}

static char *
open_session (KhidkiTestWorld *world, const char *id)
{
  KhidkiTestSession *session = g_new0 (KhidkiTestSession, 1);
  char *token = khidki_test_world_make_id (world);

  session->operator_id = g_strdup (id);
  session->began = session->used = khidki_test_world_get_now (world);
  g_hash_table_insert (world->sessions, g_strdup (token), session);
  return token;
}

static char *
sign_in (KhidkiTestWorld *world,
         const char *id,
         const char *password,
         const char *remote,
         GError **error)
{
  KhidkiTestOperator *entry = g_hash_table_lookup (world->operators, id);
  g_autofree char *own = g_strconcat ("sign-in ", id, NULL);
  g_autofree char *address = g_strconcat ("address ", remote != NULL ? remote : "", NULL);
  gint64 now = khidki_test_world_get_now (world);

  if (!khidki_test_guard_check (world->guard, own, now, error)
      || !khidki_test_guard_check (world->guard, address, now, error))
    return NULL;
  if (entry != NULL && *entry->password != '\0' && strcmp (entry->password, password) == 0)
    {
      khidki_test_guard_forget (world->guard, own);
      return open_session (world, id);
    }
  khidki_test_guard_note_wrong (world->guard, own, now);
  if (remote != NULL)
    khidki_test_guard_note_wrong (world->guard, address, now);
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "name and password do not fit");
  return NULL;
}

static void
sign_in_async (KhidkiCounter *counter,
               const char *id,
               const char *password,
               const char *remote,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  char *session;

  if (world == NULL)
    return;
  session = sign_in (world, id, password, remote, &error);
  khidki_test_counter_end (task, session, g_free, error);
}

static KhidkiOperator *
find_operator (KhidkiTestWorld *world, const char *token, GError **error)
{
  KhidkiTestSession *session = g_hash_table_lookup (world->sessions, token);
  gint64 now = khidki_test_world_get_now (world);

  if (session == NULL || now - session->used > IDLE_MS || now - session->began > SESSION_MS)
    {
      g_hash_table_remove (world->sessions, token);
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "nobody is signed in");
      return NULL;
    }
  session->used = now;
  return khidki_test_world_make_operator (world, session->operator_id, token);
}

static void
find_operator_async (KhidkiCounter *counter,
                     const char *session,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiOperator *who;

  if (world == NULL)
    return;
  who = find_operator (world, session, &error);
  khidki_test_counter_end (task, who, (GDestroyNotify) khidki_operator_unref, error);
}

static void
sign_out_async (KhidkiCounter *counter,
                const char *session,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);

  if (world == NULL)
    return;
  g_hash_table_remove (world->sessions, session);
  khidki_test_counter_end (task, GINT_TO_POINTER (TRUE), NULL, NULL);
}

static gboolean
is_session_of (gpointer token, gpointer value, gpointer id)
{
  return g_str_equal (((KhidkiTestSession *) value)->operator_id, id);
}

static gboolean
is_proof (KhidkiTestOperator *entry, const char *proof)
{
  return entry != NULL
         && (g_strcmp0 (entry->invitation, proof) == 0
             || (*entry->password != '\0' && strcmp (entry->password, proof) == 0));
}

static gboolean
set_password (KhidkiTestWorld *world,
              const char *id,
              const char *proof,
              const char *password,
              GError **error)
{
  KhidkiTestOperator *entry = g_hash_table_lookup (world->operators, id);
  g_autofree char *own = g_strconcat ("sign-in ", id, NULL);
  gint64 now = khidki_test_world_get_now (world);

  if (!khidki_test_guard_check (world->guard, own, now, error))
    return FALSE;
  if (!is_proof (entry, proof))
    {
      khidki_test_guard_note_wrong (world->guard, own, now);
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "that is no proof");
      return FALSE;
    }
  if (g_utf8_strlen (password, -1) < LEAST_PASSWORD || strstr (password, "password") != NULL)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "too short or too common");
      return FALSE;
    }
  g_free (entry->password);
  entry->password = g_strdup (password);
  g_clear_pointer (&entry->invitation, g_free);
  g_hash_table_foreach_remove (world->sessions, is_session_of, (gpointer) id);
  return TRUE;
}

static void
set_password_async (KhidkiCounter *counter,
                    const char *id,
                    const char *proof,
                    const char *password,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  gboolean done;

  if (world == NULL)
    return;
  done = set_password (world, id, proof, password, &error);
  khidki_test_counter_end (task, GINT_TO_POINTER (done), NULL, error);
}

static char *
finish_text (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

static KhidkiOperator *
finish_operator (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

void
khidki_test_counter_implement (KhidkiCounterInterface *iface)
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
  iface->sign_in_async = sign_in_async;
  iface->sign_in_finish = finish_text;
  iface->find_operator_async = find_operator_async;
  iface->find_operator_finish = finish_operator;
  iface->sign_out_async = sign_out_async;
  iface->sign_out_finish = khidki_test_counter_finish_boolean;
  iface->set_password_async = set_password_async;
  iface->set_password_finish = khidki_test_counter_finish_boolean;
  khidki_test_counter_implement_drafts (iface);
  khidki_test_counter_implement_cases (iface);
}
