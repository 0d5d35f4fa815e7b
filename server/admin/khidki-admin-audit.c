/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-admin-private.h"
#include "catalogue/khidki-civil-day.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-audit.h"

/* Chains to one reading, so that other readers get their turn. */
#define CHAINS_AT_ONCE 200

/* One verification over many readings. */
typedef struct
{
  KhidkiControlCall *call;
  char *number;
  char *after;
  KhidkiAuditCounts counts;
} Verify;

static void
verify_free (Verify *verify)
{
  khidki_control_call_unref (verify->call);
  g_free (verify->number);
  g_free (verify->after);
  g_free (verify);
}

static gboolean
read_chains (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Verify *verify = data;

  if (verify->number != NULL)
    {
      g_clear_pointer (&verify->after, g_free);
      return khidki_audit_verify (transaction, verify->number, &verify->counts, error);
    }
  return khidki_audit_verify_some (transaction, &verify->after, CHAINS_AT_ONCE, &verify->counts,
                                   error);
}

static void verify_more (KhidkiStore *store, Verify *verify);

static void
answer_verified (Verify *verify)
{
  JsonObject *answer = json_object_new ();

  json_object_set_string_member (answer, "verdict", "every link holds");
  json_object_set_int_member (answer, "applications", (gint64) verify->counts.applications);
  json_object_set_int_member (answer, "moves", (gint64) verify->counts.moves);
  json_object_set_int_member (answer, "erased", (gint64) verify->counts.erased);
  khidki_control_call_answer (verify->call, khidki_admin_wrap (answer));
}

static void
chains_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Verify *verify = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      khidki_control_call_fail (verify->call, error);
      verify_free (verify);
    }
  else if (verify->after == NULL)
    {
      answer_verified (verify);
      verify_free (verify);
    }
  else
    {
      khidki_control_call_progress (verify->call);
      verify_more (KHIDKI_STORE (source), verify);
    }
}

static void
verify_more (KhidkiStore *store, Verify *verify)
{
  khidki_store_read_async (store, read_chains, verify, NULL,
                           khidki_control_call_get_cancellable (verify->call), chains_read, verify);
}

static void
run_verify (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;
  const char *word = khidki_control_call_get_word (call, 0);
  KhidkiNumberKind kind = KHIDKI_NUMBER_NONE;
  g_autofree char *number = word != NULL ? khidki_number_parse (word, &kind) : NULL;
  Verify *verify;

  if (word != NULL && kind != KHIDKI_NUMBER_APPLICATION)
    {
      khidki_control_call_answer_with (call, KHIDKI_CONTROL_REFUSED,
                                       "that is no application's number", NULL);
      return;
    }
  verify = g_new0 (Verify, 1);
  verify->call = khidki_control_call_ref (call);
  verify->number = g_steal_pointer (&number);
  verify->after = g_strdup ("");
  verify_more (self->world.store, verify);
}

/* One head, which stands on the heads of all days before it. */
typedef struct
{
  KhidkiAdmin *admin;
  KhidkiControlCall *call;
  GDateTime *day; /* the one that is next, from the first on */
  GDateTime *last;
  char *head;
  guint64 n_chains;
} Heads;

static void
heads_free (Heads *heads)
{
  g_object_unref (heads->admin);
  khidki_control_call_unref (heads->call);
  g_clear_pointer (&heads->day, g_date_time_unref);
  g_date_time_unref (heads->last);
  g_free (heads->head);
  g_free (heads);
}

/* The first day is that of the first move, or the one asked for if none is before it. */
static gboolean
find_first_day (Heads *heads, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-first-move", "x", error, "");
  gint64 first;

  if (rows == NULL)
    return FALSE;
  first = khidki_rows_get_int64 (rows, 0, 0);
  heads->day = first != 0 ? khidki_civil_day_begin (heads->admin->world.time_zone, first)
                          : g_date_time_ref (heads->last);
  if (g_date_time_compare (heads->day, heads->last) > 0)
    {
      g_date_time_unref (heads->day);
      heads->day = g_date_time_ref (heads->last);
    }
  return TRUE;
}

/* One day to one reading, so that other readers get their turn. */
static gboolean
read_day (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Heads *heads = data;
  g_autoptr (GDateTime) next = NULL;
  char *head;

  if (heads->day == NULL && !find_first_day (heads, transaction, error))
    return FALSE;
  next = g_date_time_add_days (heads->day, 1);
  head = khidki_audit_head (transaction, heads->head, g_date_time_to_unix (heads->day) * 1000,
                            g_date_time_to_unix (next) * 1000, &heads->n_chains, error);
  if (head == NULL)
    return FALSE;
  g_free (heads->head);
  heads->head = head;
  g_date_time_unref (heads->day);
  heads->day = g_steal_pointer (&next);
  return TRUE;
}

static void
answer_head (Heads *heads)
{
  JsonObject *answer = json_object_new ();
  g_autofree char *date = g_date_time_format (heads->last, "%Y-%m-%d");
  gint64 end = g_date_time_to_unix (heads->day) * 1000;

  json_object_set_string_member (answer, "date", date);
  json_object_set_string_member (answer, "head", heads->head);
  json_object_set_int_member (answer, "applications", (gint64) heads->n_chains);
  json_object_set_boolean_member (answer, "day_has_ended",
                                  end <= khidki_host_now (heads->admin->world.host));
  khidki_control_call_answer (heads->call, khidki_admin_wrap (answer));
}

static void read_more (KhidkiStore *store, Heads *heads);

static void
day_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Heads *heads = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_store_read_finish (KHIDKI_STORE (source), result, &error)
      && g_date_time_compare (heads->day, heads->last) <= 0)
    {
      khidki_control_call_progress (heads->call);
      read_more (KHIDKI_STORE (source), heads);
      return;
    }
  if (error != NULL)
    khidki_control_call_fail (heads->call, error);
  else
    answer_head (heads);
  heads_free (heads);
}

static void
read_more (KhidkiStore *store, Heads *heads)
{
  khidki_store_read_async (store, read_day, heads, NULL,
                           khidki_control_call_get_cancellable (heads->call), day_read, heads);
}

/* (transfer full) (nullable): the start of the day @word names, or of today */
static GDateTime *
find_day (KhidkiAdmin *self, const char *word)
{
  g_autofree char *midnight = NULL;

  if (word == NULL)
    return khidki_civil_day_begin (self->world.time_zone, khidki_host_now (self->world.host));
  midnight = g_strconcat (word, "T00:00:00", NULL);
  return g_date_time_new_from_iso8601 (midnight, self->world.time_zone);
}

static void
run_head (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;
  g_autoptr (GDateTime) day = find_day (self, khidki_control_call_get_word (call, 0));
  Heads *heads;

  if (day == NULL)
    {
      khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE,
                                       "a date is written as 2026-11-23", NULL);
      return;
    }
  if (g_date_time_to_unix (day) * 1000 > khidki_host_now (self->world.host))
    {
      khidki_control_call_answer_with (call, KHIDKI_CONTROL_REFUSED, "that day is still to come",
                                       NULL);
      return;
    }
  heads = g_new0 (Heads, 1);
  heads->admin = g_object_ref (self);
  heads->call = khidki_control_call_ref (call);
  heads->last = g_steal_pointer (&day);
  heads->head = g_strdup ("");
  read_more (self->world.store, heads);
}

void
khidki_admin_add_audit (KhidkiAdmin *self)
{
  khidki_control_add_command (self->control, "audit verify", run_verify, self);
  khidki_control_add_command (self->control, "audit head", run_head, self);
}
