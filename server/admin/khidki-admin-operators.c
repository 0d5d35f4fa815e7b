/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-admin-private.h"
#include "catalogue/khidki-civil-day.h"
#include "people/khidki-sign-in-rows.h"

/* How many sessions and so on each operator has; read on the reader's thread. */
typedef struct
{
  gint64 now;
  KhidkiRows *counts;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_pointer (&listing->counts, khidki_rows_free);
  g_free (listing);
}

static gboolean
read_counts (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Listing *listing = data;

  listing->counts = khidki_transaction_query (transaction, "operator-counts", "sxxx", error, "xxx",
                                              listing->now - KHIDKI_SIGN_IN_IDLE_MS,
                                              listing->now - KHIDKI_SIGN_IN_MOST_MS, listing->now);
  return listing->counts != NULL;
}

static void
add_counts (JsonObject *row, KhidkiRows *counts, const char *id)
{
  guint i = 0;

  while (i < khidki_rows_get_n (counts) && !g_str_equal (khidki_rows_get_text (counts, i, 0), id))
    i++;
  json_object_set_boolean_member (
      row, "password", i < khidki_rows_get_n (counts) && khidki_rows_get_int64 (counts, i, 1) > 0);
  json_object_set_boolean_member (
      row, "invited", i < khidki_rows_get_n (counts) && khidki_rows_get_int64 (counts, i, 3) > 0);
  json_object_set_int_member (
      row, "sessions", i < khidki_rows_get_n (counts) ? khidki_rows_get_int64 (counts, i, 2) : 0);
}

static JsonObject *
make_row (KhidkiOperatorPost *post, KhidkiRows *counts)
{
  const GDate *until = khidki_operator_post_get_until (post);
  g_autofree char *day =
      g_date_valid (until) ? khidki_civil_day_to_text (until) : g_strdup ("");
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "id", khidki_operator_post_get_id (post));
  json_object_set_string_member (row, "name", khidki_operator_post_get_name (post, "en"));
  json_object_set_string_member (row, "centre", khidki_operator_post_get_centre (post));
  json_object_set_string_member (row, "role", khidki_operator_post_get_role (post));
  json_object_set_string_member (row, "until", day);
  add_counts (row, counts, khidki_operator_post_get_id (post));
  return row;
}

static void
listed (KhidkiAdmin *self, gpointer data, const GError *error, gpointer user_data)
{
  g_autoptr (KhidkiControlCall) call = user_data;
  g_autoptr (GPtrArray) posts = NULL;
  Listing *listing = data;
  JsonArray *rows;
  JsonObject *answer;
  GDate today;

  if (error != NULL)
    {
      khidki_control_call_fail (call, error);
      return;
    }
  rows = json_array_new ();
  answer = json_object_new ();
  khidki_civil_day (self->world.time_zone, listing->now, &today);
  posts = khidki_operators_list (khidki_sign_in_get_operators (self->world.sign_in), &today);
  for (guint i = 0; i < posts->len; i++)
    json_array_add_object_element (rows, make_row (g_ptr_array_index (posts, i), listing->counts));
  json_object_set_array_member (answer, "operators", rows);
  khidki_control_call_answer (call, khidki_admin_wrap (answer));
}

static void
run_list (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;
  Listing *listing = g_new0 (Listing, 1);

  listing->now = khidki_host_now (self->world.host);
  khidki_admin_read (self, read_counts, listing, listing_free, listed,
                     khidki_control_call_ref (call));
}

static void
invited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiControlCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *invitation =
      khidki_sign_in_invite_finish (KHIDKI_SIGN_IN (source), result, &error);
  JsonObject *answer;

  if (invitation == NULL)
    {
      khidki_control_call_fail (call, error);
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "operator", khidki_control_call_get_word (call, 0));
  json_object_set_string_member (answer, "invitation", invitation);
  json_object_set_int_member (answer, "hours", KHIDKI_SIGN_IN_INVITATION_MS / (60 * 60 * 1000));
  khidki_control_call_answer (call, khidki_admin_wrap (answer));
}

static void
run_invite (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;

  khidki_sign_in_invite_async (self->world.sign_in, khidki_control_call_get_word (call, 0), NULL,
                               invited, khidki_control_call_ref (call));
}

static void
signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiControlCall) call = user_data;
  g_autoptr (GError) error = NULL;
  gssize ended = khidki_sign_in_end_all_finish (KHIDKI_SIGN_IN (source), result, &error);
  JsonObject *answer;

  if (ended < 0)
    {
      khidki_control_call_fail (call, error);
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "operator", khidki_control_call_get_word (call, 0));
  json_object_set_int_member (answer, "sessions_ended", ended);
  khidki_control_call_answer (call, khidki_admin_wrap (answer));
}

static void
run_sign_out (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;

  khidki_sign_in_end_all_async (self->world.sign_in, khidki_control_call_get_word (call, 0), NULL,
                                signed_out, khidki_control_call_ref (call));
}

void
khidki_admin_add_operators (KhidkiAdmin *self)
{
  if (self->world.sign_in == NULL)
    return;
  khidki_control_add_command (self->control, "operator list", run_list, self);
  khidki_control_add_command (self->control, "operator invite", run_invite, self);
  khidki_control_add_command (self->control, "operator sign-out", run_sign_out, self);
}
