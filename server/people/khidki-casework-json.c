/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-casework-json.h"

#include "catalogue/khidki-civil-day.h"
#include "pipeline/khidki-mask.h"
#include "pipeline/khidki-queue.h"

#define HIDDEN "•••"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_instant (JsonBuilder *builder, const char *name, gint64 milliseconds)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_unix_utc (milliseconds / 1000);
  g_autofree char *text = instant != NULL ? g_date_time_format_iso8601 (instant) : g_strdup ("");

  add_string (builder, name, text);
}

/* (transfer full) */
static char *
format_term (int days_left)
{
  if (days_left < -1)
    return g_strdup_printf ("overdue by %d days", -days_left);
  if (days_left > 1)
    return g_strdup_printf ("due in %d days", days_left);
  return g_strdup (days_left == 0 ? "due today" : days_left > 0 ? "due tomorrow" : "overdue by 1 day");
}

/* A term is one of days, as the citizen was told: it lasts until the day has passed, at
 * whatever hour the application came. */
static void
add_term (JsonBuilder *builder, KhidkiApplicationRow *row, gint64 now, GTimeZone *time_zone)
{
  /* The clock of the office stands while the citizen is asked and may answer. */
  gint64 waited = MAX (now - khidki_application_row_get_answer_by (row), 0);
  gint64 at = row->state == KHIDKI_STATE_QUERY ? row->changed + waited : now;
  g_autofree char *due_text = NULL;
  g_autofree char *term = NULL;
  GDate today, due;

  khidki_civil_day (time_zone, at, &today);
  khidki_civil_day (time_zone, row->due, &due);
  due_text = khidki_civil_day_to_text (&due);
  add_string (builder, "due", due_text);
  if (!khidki_state_is_open (row->state))
    return;
  term = format_term (g_date_days_between (&today, &due));
  add_string (builder, "term", term);
  json_builder_set_member_name (builder, "days-left");
  json_builder_add_int_value (builder, g_date_days_between (&today, &due));
}

void
khidki_casework_json_add_head (JsonBuilder *builder,
                               KhidkiApplicationRow *row,
                               gint64 now,
                               GTimeZone *time_zone)
{
  g_autofree char *applicant = khidki_mask_name (row->applicant);

  add_string (builder, "number", row->number);
  add_string (builder, "service", row->service);
  add_string (builder, "state", khidki_state_to_string (row->state));
  add_string (builder, "stage", row->stage);
  add_string (builder, "subdivision", row->subdivision);
  add_string (builder, "applicant", applicant);
  add_instant (builder, "submitted", row->submitted);
  add_instant (builder, "changed", row->changed);
  add_term (builder, row, now, time_zone);
}

static void
add_answer (JsonBuilder *builder, KhidkiService *service, const char *path, const char *value)
{
  KhidkiField *field = service != NULL ? khidki_service_find_field (service, path) : NULL;
  gboolean plain =
      field != NULL && khidki_field_get_class (field) == KHIDKI_FIELD_CLASS_PLAIN
      && khidki_field_get_field_type (field) != KHIDKI_FIELD_TEXT;
  g_autofree char *masked = NULL;

  if (!plain && field != NULL && khidki_field_get_field_type (field) == KHIDKI_FIELD_NAME)
    masked = khidki_mask_name (value);
  add_string (builder, path, plain ? value : masked != NULL ? masked : HIDDEN);
}

/* What says nothing of a person is shown; of the rest only that it is there. */
void
khidki_casework_json_add_answers (JsonBuilder *builder,
                                  KhidkiApplicationRow *row,
                                  KhidkiService *service)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (row->answers);
  g_auto (GStrv) papers = khidki_answers_list_paper_paths (row->answers);

  json_builder_set_member_name (builder, "answers");
  json_builder_begin_object (builder);
  for (guint i = 0; paths[i] != NULL; i++)
    add_answer (builder, service, paths[i], khidki_answers_get (row->answers, paths[i]));
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "papers");
  json_builder_begin_object (builder);
  for (guint i = 0; papers[i] != NULL; i++)
    {
      json_builder_set_member_name (builder, papers[i]);
      json_builder_begin_array (builder);
      for (guint j = 0; j < khidki_answers_get_n_papers (row->answers, papers[i]); j++)
        {
          const char *kind = NULL;

          khidki_answers_get_paper (row->answers, papers[i], j, &kind);
          json_builder_add_string_value (builder, kind != NULL ? kind : "");
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

/* Who typed what; never what. */
void
khidki_casework_json_add_authors (JsonBuilder *builder, KhidkiApplicationRow *row)
{
  GVariantIter iter;
  const char *path, *author;

  json_builder_set_member_name (builder, "authors");
  json_builder_begin_object (builder);
  if (row->authors != NULL)
    {
      g_variant_iter_init (&iter, row->authors);
      while (g_variant_iter_loop (&iter, "{&s&s}", &path, &author))
        add_string (builder, path, author);
    }
  json_builder_end_object (builder);
}

void
khidki_casework_json_add_allowed (JsonBuilder *builder,
                                  KhidkiApplicationRow *row,
                                  KhidkiService *service)
{
  KhidkiPart *stage = service != NULL ? khidki_stage_find (service, row->stage) : NULL;
  g_auto (GStrv) allowed = khidki_move_table_list_allowed (row->state, stage);

  if (row->state == KHIDKI_STATE_QUERY)
    add_instant (builder, "answer-by", khidki_application_row_get_answer_by (row));
  add_string (builder, "role", stage != NULL ? khidki_stage_get_role (stage) : "");
  json_builder_set_member_name (builder, "allowed");
  json_builder_begin_array (builder);
  for (guint i = 0; allowed[i] != NULL; i++)
    {
      const KhidkiMoveRule *rule = khidki_move_table_find (row->state, allowed[i]);

      if (rule->actor == KHIDKI_ACTOR_OFFICER)
        json_builder_add_string_value (
            builder, g_str_equal (rule->move, "scrutinise") ? "take" : rule->move);
    }
  json_builder_end_array (builder);
}

void
khidki_casework_json_add_history (JsonBuilder *builder, GPtrArray *history)
{
  json_builder_set_member_name (builder, "history");
  json_builder_begin_array (builder);
  for (guint i = 0; i < history->len; i++)
    {
      KhidkiHistoryEntry *entry = g_ptr_array_index (history, i);

      json_builder_begin_object (builder);
      add_instant (builder, "at", entry->at);
      add_string (builder, "move", entry->move);
      add_string (builder, "from", entry->from_state);
      add_string (builder, "to", entry->to_state);
      add_string (builder, "stage", entry->stage);
      add_string (builder, "actor", entry->actor);
      add_string (builder, "reason", entry->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
