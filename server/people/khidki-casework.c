/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-casework.h"

#include "catalogue/khidki-civil-day.h"
#include "libkhidki/khidki-error.h"
#include "people/khidki-casework-json.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-pipeline.h"
#include "pipeline/khidki-queue.h"

/* More than an officer does in a day; the rest comes when these are gone. */
#define MOST_LISTED 500

/* One call on its way through a store's thread. */
typedef struct
{
  KhidkiCatalogue *catalogue;
  KhidkiOfficers *officers;
  KhidkiOfficer *officer;
  gint64 now;
  GTimeZone *time_zone;
  char *state;
  char *subdivision;
  guint most;
  char *number;
  char *action;
  char *argument;
  char *text;
  JsonNode *result;
} Call;

static void
call_free (Call *call)
{
  khidki_catalogue_unref (call->catalogue);
  khidki_officers_unref (call->officers);
  g_time_zone_unref (call->time_zone);
  g_free (call->state);
  g_free (call->subdivision);
  g_free (call->number);
  g_free (call->action);
  g_free (call->argument);
  g_free (call->text);
  g_clear_pointer (&call->result, json_node_unref);
  g_free (call);
}

static GTask *
begin (const KhidkiCasework *casework,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       Call **call)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  *call = g_new0 (Call, 1);
  (*call)->catalogue = khidki_catalogue_ref (casework->catalogue);
  (*call)->officers = khidki_officers_ref (casework->officers);
  (*call)->now = casework->now;
  (*call)->time_zone = g_time_zone_ref (casework->time_zone);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, *call, (GDestroyNotify) call_free);
  return task;
}

static gboolean
find_officer (const KhidkiCasework *casework, Call *call, GError **error)
{
  GDate today;

  if (casework->officer == NULL)
    return TRUE;
  khidki_civil_day (casework->time_zone, casework->now, &today);
  call->officer = khidki_officers_find (casework->officers, casework->officer, &today);
  if (call->officer == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "No officer “%s” is in office today",
                 casework->officer);
  return call->officer != NULL;
}

static gboolean
find_number (Call *call, const char *number, GError **error)
{
  KhidkiNumberKind kind;

  call->number = khidki_number_parse (number, &kind);
  if (call->number != NULL && kind == KHIDKI_NUMBER_APPLICATION)
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                       "An application number has 14 digits; this is none");
  return FALSE;
}

static void
end (GTask *task, GError *error)
{
  Call *call = g_task_get_task_data (task);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&call->result),
                           (GDestroyNotify) json_node_unref);
  g_object_unref (task);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  khidki_store_read_finish (KHIDKI_STORE (source), result, &error);
  end (data, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  khidki_store_write_finish (KHIDKI_STORE (source), result, &error);
  end (data, error);
}

static void
take_result (Call *call, JsonBuilder *builder)
{
  g_clear_pointer (&call->result, json_node_unref);
  call->result = json_builder_get_root (builder);
}

static KhidkiService *
find_service (Call *call, KhidkiApplicationRow *row)
{
  return khidki_catalogue_find_version (call->catalogue, row->service, row->service_version);
}

static KhidkiApplicationRow *
load_within (KhidkiTransaction *transaction, Call *call, GError **error)
{
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, call->number, error);

  if (row == NULL)
    return NULL;
  if (call->officer == NULL || khidki_officer_serves (call->officer, row->subdivision))
    return g_steal_pointer (&row);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
               "Application %s is outside the jurisdiction of %s", call->number,
               khidki_officer_get_id (call->officer));
  return NULL;
}

/* Whether it is the officer's turn. */
static gboolean
is_for_officer (const char *service, const char *version, const char *stage, gpointer data)
{
  Call *call = data;
  KhidkiService *definition = khidki_catalogue_find_version (call->catalogue, service, version);
  KhidkiPart *part = definition != NULL ? khidki_stage_find (definition, stage) : NULL;

  return part != NULL
         && g_str_equal (khidki_stage_get_role (part), khidki_officer_get_role (call->officer));
}

static gboolean
collect (KhidkiTransaction *transaction,
         Call *call,
         KhidkiState state,
         GPtrArray *all,
         GError **error)
{
  const char *one[] = { call->subdivision, NULL };
  const char *const *places =
      call->subdivision != NULL ? one
      : call->officer != NULL   ? khidki_officer_list_subdivisions (call->officer)
                                : NULL;
  /* One more shows that there are more. */
  const KhidkiQueueQuery query = { state, places, call->officer != NULL ? is_for_officer : NULL, call,
                                   call->most + 1 };
  g_autoptr (GPtrArray) queue = khidki_queue_load (transaction, &query, error);

  if (queue == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (all, g_steal_pointer (&queue));
  return TRUE;
}

static gboolean
list (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_application_row_free);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KhidkiState only = KHIDKI_N_STATES;

  if (call->state != NULL && !khidki_state_from_string (call->state, &only))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "There is no state “%s”", call->state);
      return FALSE;
    }
  for (KhidkiState state = 0; state < KHIDKI_N_STATES; state++)
    if ((call->state != NULL ? state == only : state <= KHIDKI_STATE_APPROVED)
        && !collect (transaction, call, state, all, error))
      return FALSE;

  g_ptr_array_sort (all, khidki_queue_compare_due);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "applications");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (all->len, call->most); i++)
    {
      json_builder_begin_object (builder);
      khidki_casework_json_add_head (builder, g_ptr_array_index (all, i), call->now, call->time_zone);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "more");
  json_builder_add_boolean_value (builder, all->len > call->most);
  json_builder_end_object (builder);
  take_result (call, builder);
  return TRUE;
}

/**
 * khidki_casework_list_async:
 * @casework: who asks
 * @state: (nullable): only those in this state; %NULL for all that wait
 * @subdivision: (nullable): only those of this sub-division
 * @most: how many at most, 0 for as many as there may be
 *
 * Since: 0.1
 */
void
khidki_casework_list_async (const KhidkiCasework *casework,
                            const char *state,
                            const char *subdivision,
                            guint most,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Call *call;
  GTask *task = begin (casework, khidki_casework_list_async, cancellable, callback, user_data, &call);
  GError *error = NULL;

  call->state = g_strdup (state);
  call->subdivision = g_strdup (subdivision);
  call->most = most > 0 ? MIN (most, MOST_LISTED) : MOST_LISTED;
  if (find_officer (casework, call, &error) && call->officer != NULL && subdivision != NULL
      && !khidki_officer_serves (call->officer, subdivision))
    g_set_error (&error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                 "%s is outside the jurisdiction of %s", subdivision, casework->officer);
  if (error != NULL)
    end (task, error);
  else
    khidki_store_read_async (casework->store, list, call, NULL, cancellable, on_read, task);
}

/**
 * khidki_casework_list_finish:
 *
 * Returns: (transfer full) (nullable): `{"applications": […], "more": false}`
 *
 * Since: 0.1
 */
JsonNode *
khidki_casework_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
show (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (KhidkiApplicationRow) row = load_within (transaction, call, error);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (row == NULL)
    return FALSE;
  history = khidki_history_load (transaction, call->number, error);
  if (history == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  khidki_casework_json_add_head (builder, row, call->now, call->time_zone);
  json_builder_set_member_name (builder, "reason");
  json_builder_add_string_value (builder, row->reason);
  json_builder_set_member_name (builder, "office-reference");
  json_builder_add_string_value (builder, row->office_reference);
  khidki_casework_json_add_allowed (builder, row, find_service (call, row));
  khidki_casework_json_add_answers (builder, row, find_service (call, row));
  khidki_casework_json_add_authors (builder, row);
  khidki_casework_json_add_history (builder, history);
  json_builder_end_object (builder);
  take_result (call, builder);
  return TRUE;
}

/**
 * khidki_casework_show_async:
 * @casework: who asks
 * @number: an application's number as people type it
 *
 * Since: 0.1
 */
void
khidki_casework_show_async (const KhidkiCasework *casework,
                            const char *number,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Call *call;
  GTask *task = begin (casework, khidki_casework_show_async, cancellable, callback, user_data, &call);
  GError *error = NULL;

  if (!find_officer (casework, call, &error) || !find_number (call, number, &error))
    end (task, error);
  else
    khidki_store_read_async (casework->store, show, call, NULL, cancellable, on_read, task);
}

JsonNode *
khidki_casework_show_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
act (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (KhidkiApplicationRow) before = load_within (transaction, call, error);
  g_autoptr (KhidkiApplicationRow) after = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *actor = g_strconcat ("officer:", khidki_officer_get_id (call->officer), NULL);
  KhidkiMove move = {
    .number = call->number,
    .move = g_str_equal (call->action, "take") ? "scrutinise" : call->action,
    .actor = actor,
    .role = khidki_officer_get_role (call->officer),
    .reason = g_str_equal (call->action, "reject") ? call->argument : "",
    .text = call->text,
    .now = call->now,
    .subdivision = g_str_equal (call->action, "transfer") ? call->argument : NULL,
  };

  if (before == NULL || !khidki_pipeline_move (transaction, call->catalogue, &move, error))
    return FALSE;
  after = khidki_application_row_load (transaction, call->number, error);
  if (after == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  khidki_casework_json_add_head (builder, after, call->now, call->time_zone);
  khidki_casework_json_add_allowed (builder, after, find_service (call, after));
  json_builder_end_object (builder);
  take_result (call, builder);
  return TRUE;
}

static gboolean
check_action (const KhidkiCasework *casework, const char *action, GError **error)
{
  static const char *const actions[] = { "take",    "forward", "ask",     "approve",
                                         "reject",  "resume",  "transfer", NULL };

  if (!g_strv_contains (actions, action))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "An officer can take, forward, ask, approve, reject, resume or transfer, not “%s”",
                   action);
      return FALSE;
    }
  if (casework->officer == NULL)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "Only an officer may decide");
  return casework->officer != NULL;
}

/**
 * khidki_casework_act_async:
 * @casework: who acts
 * @number: an application's number as people type it
 * @action: what to do
 * @argument: a reason's code or a sub-division's id, else ""
 * @text: what the officer writes, "" for nothing
 *
 * Fails with KHIDKI_ERROR_REFUSED when role, jurisdiction or the table of moves
 * do not allow it; what was refused has changed nothing.
 *
 * Since: 0.1
 */
void
khidki_casework_act_async (const KhidkiCasework *casework,
                           const char *number,
                           const char *action,
                           const char *argument,
                           const char *text,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Call *call;
  GTask *task = begin (casework, khidki_casework_act_async, cancellable, callback, user_data, &call);
  GError *error = NULL;

  call->action = g_strdup (action);
  call->argument = g_strdup (argument);
  call->text = g_strdup (text);
  if (!check_action (casework, action, &error) || !find_officer (casework, call, &error)
      || !find_number (call, number, &error))
    end (task, error);
  else
    khidki_store_write_async (casework->store, act, call, NULL, cancellable, on_written, task);
}

JsonNode *
khidki_casework_act_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
