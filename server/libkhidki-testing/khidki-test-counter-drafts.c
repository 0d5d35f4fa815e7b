/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-test-world-private.h"

#define CONSENT_MS (15 * 60 * 1000)
#define MOST_CONSENTS 3
#define MOST_DRAFTS 100

static gboolean
fail (GError **error, KhidkiError code, const char *text)
{
  g_set_error_literal (error, KHIDKI_ERROR, code, text);
  return FALSE;
}

/* (nullable): a draft in the hands of the operator's centre. */
static KhidkiTestDraft *
find_held (KhidkiTestWorld *world, KhidkiOperator *who, const char *id, GError **error)
{
  KhidkiTestDraft *entry = g_hash_table_lookup (world->drafts, id);

  if (entry != NULL && g_strcmp0 (entry->centre, khidki_operator_get_centre (who)) == 0)
    return entry;
  fail (error, KHIDKI_ERROR_NOT_FOUND, "there is no such draft here");
  return NULL;
}

static KhidkiDraft *
save_draft (KhidkiTestWorld *world, KhidkiOperator *who, KhidkiDraft *draft, GError **error)
{
  const char *id = khidki_draft_get_id (draft);
  gboolean is_new = g_hash_table_lookup (world->drafts, id) == NULL
                    && khidki_draft_get_version (draft) == 0
                    && g_hash_table_lookup (world->by_draft, id) == NULL;
  KhidkiTestDraft *entry = NULL;

  if (!is_new)
    {
      entry = find_held (world, who, id, error);
      if (entry == NULL)
        return NULL;
      if (khidki_draft_get_version (entry->draft) != khidki_draft_get_version (draft))
        {
          fail (error, KHIDKI_ERROR_CONFLICT, "another was faster");
          return NULL;
        }
    }
  entry = khidki_test_world_put_draft (world, draft);
  if (is_new)
    {
      entry->centre = g_strdup (khidki_operator_get_centre (who));
      entry->begun_here = TRUE;
    }
  return khidki_draft_ref (entry->draft);
}

static void
save_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  KhidkiDraft *draft,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiDraft *saved;

  if (world == NULL)
    return;
  saved = save_draft (world, who, draft, &error);
  khidki_test_counter_end (task, saved, (GDestroyNotify) khidki_draft_unref, error);
}

static void
load_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiTestDraft *entry;

  if (world == NULL)
    return;
  entry = find_held (world, who, id, &error);
  khidki_test_counter_end (task, entry != NULL ? khidki_draft_ref (entry->draft) : NULL,
                           (GDestroyNotify) khidki_draft_unref, error);
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const KhidkiTestDraft *left = *(KhidkiTestDraft *const *) a;
  const KhidkiTestDraft *right = *(KhidkiTestDraft *const *) b;

  return left->changed < right->changed ? 1 : left->changed > right->changed ? -1 : 0;
}

static void
list_drafts_async (KhidkiCounter *counter,
                   KhidkiOperator *who,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  g_autoptr (GPtrArray) held = g_ptr_array_new ();
  GPtrArray *drafts;
  GHashTableIter iter;
  gpointer value;

  if (world == NULL)
    return;
  g_hash_table_iter_init (&iter, world->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_strcmp0 (((KhidkiTestDraft *) value)->centre, khidki_operator_get_centre (who)) == 0)
      g_ptr_array_add (held, value);
  g_ptr_array_sort (held, compare_changes);
  drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_draft_unref);
  for (guint i = 0; i < held->len && i < MOST_DRAFTS; i++)
    g_ptr_array_add (drafts,
                     khidki_draft_ref (((KhidkiTestDraft *) g_ptr_array_index (held, i))->draft));
  khidki_test_counter_end (task, drafts, (GDestroyNotify) g_ptr_array_unref, NULL);
}

static gboolean
drop_draft (KhidkiTestWorld *world, KhidkiOperator *who, const char *id, GError **error)
{
  KhidkiTestDraft *entry = find_held (world, who, id, error);

  if (entry == NULL)
    return FALSE;
  if (entry->begun_here)
    return g_hash_table_remove (world->drafts, id);
  g_clear_pointer (&entry->centre, g_free);
  return TRUE;
}

static void
drop_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *id,
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
  done = drop_draft (world, who, id, &error);
  khidki_test_counter_end (task, GINT_TO_POINTER (done), NULL, error);
}

static void
offer_draft_async (KhidkiCounter *counter,
                   KhidkiOperator *who,
                   const char *id,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  char *code = NULL;

  if (world == NULL)
    return;
  if (find_held (world, who, id, &error) != NULL)
    khidki_test_world_add_offer (world, id, FALSE, &code);
  khidki_test_counter_end (task, code, g_free, error);
}

/* As people say and type it: in groups, in any script. */
static char *
tidy_code (const char *code)
{
  g_autofree char *ascii = khidki_digits_to_ascii (code);
  GString *tidied = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (tidied, *p);
  return g_string_free (tidied, FALSE);
}

/* Nothing tells a wrong code from a used or late one. */
static KhidkiDraft *
take_draft (KhidkiTestWorld *world, KhidkiOperator *who, const char *code, GError **error)
{
  g_autofree char *tidied = tidy_code (code);
  g_autofree char *guesser = g_strconcat ("code ", khidki_operator_get_id (who), NULL);
  KhidkiTestOffer *offer = g_hash_table_lookup (world->offers, tidied);
  gint64 now = khidki_test_world_get_now (world);
  KhidkiTestDraft *entry;

  if (!khidki_test_guard_check (world->guard, guesser, now, error))
    return NULL;
  entry = offer != NULL && offer->to_counter && offer->expires > now
              ? g_hash_table_lookup (world->drafts, offer->draft)
              : NULL;
  if (entry == NULL)
    {
      khidki_test_guard_note_wrong (world->guard, guesser, now);
      fail (error, KHIDKI_ERROR_NOT_FOUND, "the code is not good");
      return NULL;
    }
  g_hash_table_remove (world->offers, tidied);
  g_free (entry->centre);
  entry->centre = g_strdup (khidki_operator_get_centre (who));
  return khidki_draft_ref (entry->draft);
}

static void
take_draft_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *code,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiDraft *draft;

  if (world == NULL)
    return;
  draft = take_draft (world, who, code, &error);
  khidki_test_counter_end (task, draft, (GDestroyNotify) khidki_draft_unref, error);
}

static void
check_paper_async (KhidkiCounter *counter,
                   KhidkiPaper *paper,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  const char *fault;

  if (world == NULL)
    return;
  fault = g_hash_table_lookup (world->faults, khidki_paper_get_hash (paper));
  if (fault != NULL)
    fail (&error, KHIDKI_ERROR_INVALID, fault);
  khidki_test_counter_end (task, GINT_TO_POINTER (fault == NULL), NULL, error);
}

static gboolean
ask_consent (KhidkiTestWorld *world, KhidkiOperator *who, const char *id, GError **error)
{
  KhidkiTestDraft *entry = find_held (world, who, id, error);
  KhidkiTestConsent *consent = g_hash_table_lookup (world->consents, id);
  gint64 now = khidki_test_world_get_now (world);

  if (entry == NULL)
    return FALSE;
  if (consent == NULL)
    {
      consent = g_new0 (KhidkiTestConsent, 1);
      g_hash_table_insert (world->consents, g_strdup (id), consent);
    }
  if (consent->expires <= now)
    consent->sent = 0;
  if (consent->sent >= MOST_CONSENTS)
    return fail (error, KHIDKI_ERROR_BUSY, "too many codes were sent");
  g_free (consent->code);
  consent->code = khidki_test_world_make_code (world, 6);
  consent->version = khidki_draft_get_version (entry->draft);
  consent->expires = now + CONSENT_MS;
  consent->tries = 0;
  consent->sent++;
  return TRUE;
}

static void
ask_consent_async (KhidkiCounter *counter,
                   KhidkiOperator *who,
                   const char *draft,
                   const char *phone,
                   const char *language,
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
  done = ask_consent (world, who, draft, &error);
  khidki_test_counter_end (task, GINT_TO_POINTER (done), NULL, error);
}

static KhidkiDraft *
finish_draft (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

static GPtrArray *
finish_drafts (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

static char *
finish_text (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

void
khidki_test_counter_implement_drafts (KhidkiCounterInterface *iface)
{
  iface->save_draft_async = save_draft_async;
  iface->save_draft_finish = finish_draft;
  iface->load_draft_async = load_draft_async;
  iface->load_draft_finish = finish_draft;
  iface->list_drafts_async = list_drafts_async;
  iface->list_drafts_finish = finish_drafts;
  iface->drop_draft_async = drop_draft_async;
  iface->drop_draft_finish = khidki_test_counter_finish_boolean;
  iface->offer_draft_async = offer_draft_async;
  iface->offer_draft_finish = finish_text;
  iface->take_draft_async = take_draft_async;
  iface->take_draft_finish = finish_draft;
  iface->check_paper_async = check_paper_async;
  iface->check_paper_finish = khidki_test_counter_finish_boolean;
  iface->ask_consent_async = ask_consent_async;
  iface->ask_consent_finish = khidki_test_counter_finish_boolean;
}
