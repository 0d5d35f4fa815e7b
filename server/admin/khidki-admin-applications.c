/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "admin/khidki-admin-private.h"
#include "admin/khidki-control-text.h"
#include "people/khidki-casework.h"

#define LISTED 50

/* FALSE when the call was answered: nobody can act yet. */
static gboolean
fill_casework (KhidkiCasework *casework, KhidkiAdmin *self, KhidkiControlCall *call)
{
  if (self->catalogue == NULL)
    {
      khidki_control_call_answer_with (call, KHIDKI_CONTROL_REFUSED,
                                       "the server is starting; try again", NULL);
      return FALSE;
    }
  casework->store = self->world.store;
  casework->catalogue = self->catalogue;
  casework->officers = self->world.officers;
  casework->officer = khidki_control_call_get_option (call, "as");
  casework->now = khidki_host_now (self->world.host);
  casework->time_zone = self->world.time_zone;
  return TRUE;
}

static void
drop_days (JsonArray *array, guint index, JsonNode *element, gpointer user_data)
{
  json_object_remove_member (json_node_get_object (element), "days-left");
}

/* (transfer full): how many days are left is told to people in words already */
static char *
render (JsonNode *data)
{
  g_autofree char *copy = json_to_string (data, FALSE);
  g_autoptr (JsonNode) node = json_from_string (copy, NULL);
  JsonObject *object = json_node_get_object (node);

  json_object_remove_member (object, "days-left");
  if (json_object_has_member (object, "applications"))
    json_array_foreach_element (json_object_get_array_member (object, "applications"), drop_days, NULL);
  return khidki_control_text_render (node);
}

/* @data: (transfer full) (nullable) */
static void
answer (KhidkiControlCall *call, JsonNode *data, const GError *error)
{
  g_autofree char *text = data != NULL ? render (data) : NULL;

  if (data != NULL)
    khidki_control_call_answer_with (call, KHIDKI_CONTROL_DONE, text, data);
  else
    khidki_control_call_fail (call, error);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiControlCall) call = user_data;
  g_autoptr (GError) error = NULL;
  JsonNode *data = khidki_casework_list_finish (result, &error);

  answer (call, data, error);
}

static void
run_list (KhidkiControlCall *call, gpointer user_data)
{
  const char *limit = khidki_control_call_get_option (call, "limit");
  guint64 most = LISTED;
  KhidkiCasework casework;

  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, 500, &most, NULL))
    {
      khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE,
                                       "--limit takes a number from 1 to 500", NULL);
      return;
    }
  if (fill_casework (&casework, user_data, call))
    khidki_casework_list_async (&casework, khidki_control_call_get_option (call, "state"),
                                khidki_control_call_get_option (call, "subdivision"), (guint) most,
                                khidki_control_call_get_cancellable (call), listed,
                                khidki_control_call_ref (call));
}

static void
shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiControlCall) call = user_data;
  g_autoptr (GError) error = NULL;
  JsonNode *data = khidki_casework_show_finish (result, &error);

  answer (call, data, error);
}

static void
run_show (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiCasework casework;

  if (fill_casework (&casework, user_data, call))
    khidki_casework_show_async (&casework, khidki_control_call_get_word (call, 0),
                                khidki_control_call_get_cancellable (call), shown,
                                khidki_control_call_ref (call));
}

typedef struct
{
  KhidkiAdmin *admin;
  KhidkiControlCall *call;
} Act;

static void
acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Act *act = user_data;
  g_autoptr (KhidkiAdmin) self = act->admin;
  g_autoptr (KhidkiControlCall) call = act->call;
  g_autoptr (GError) error = NULL;
  JsonNode *data = khidki_casework_act_finish (result, &error);

  /* The citizen hears of it by a job that the move has left. */
  if (data != NULL)
    khidki_jobs_wake (self->world.jobs);
  answer (call, data, error);
}

static gboolean
takes_argument (const char *action)
{
  return g_str_equal (action, "reject") || g_str_equal (action, "transfer");
}

/* Not given up when nobody waits any more: a decision that was begun is carried
 * out or refused as a whole. */
static void
run_act (KhidkiControlCall *call, gpointer user_data)
{
  const char *action = khidki_control_call_get_command (call)->name + strlen ("app ");
  const char *argument = takes_argument (action) ? khidki_control_call_get_word (call, 1) : "";
  g_autofree char *text = khidki_control_call_dup_rest (call, takes_argument (action) ? 2 : 1);
  KhidkiCasework casework;
  Act *act;

  if (!fill_casework (&casework, user_data, call))
    return;
  act = g_new0 (Act, 1);
  act->admin = g_object_ref (user_data);
  act->call = khidki_control_call_ref (call);
  khidki_casework_act_async (&casework, khidki_control_call_get_word (call, 0), action, argument,
                             text, NULL, acted, act);
}

void
khidki_admin_add_applications (KhidkiAdmin *self)
{
  static const char *const actions[] = { "app take",    "app forward", "app ask",
                                         "app approve", "app reject",  "app resume",
                                         "app transfer" };

  khidki_control_add_command (self->control, "app list", run_list, self);
  khidki_control_add_command (self->control, "app show", run_show, self);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    khidki_control_add_command (self->control, actions[i], run_act, self);
}
