/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chat-world.h"

#include <string.h>

#include "conversation/khidki-short-words.h"
#include "forms/khidki-form.h"
#include "libkhidki/khidki-digits.h"

/* Who typed at a counter. */
#define OPERATOR "operator/meena@rohini"

#define DAY ((gint64) 24 * 60 * 60 * 1000)
/* People read, think and look for a paper. */
#define PACE (30 * 1000)
#define ANSWER_DAYS 15
#define INDIA ((gint64) (5 * 60 + 30) * 60 * 1000)
/* The morning of 23 November 2026. */
#define BEGIN G_GINT64_CONSTANT (1795413600000)

static const KhidkiLimits whatsapp = {
  .max_text = 4096, .max_body = 1024, .max_footer = 60, .max_buttons = 3, .max_button_title = 20,
  .max_rows = 10, .max_row_title = 24, .max_row_description = 72, .max_list_button = 20,
  .max_caption = 1024, .max_choice_id = 200, .window = DAY, .sends_documents = TRUE,
};

static const KhidkiLimits numbers = { .max_text = 670, .max_choice_id = 200 };
static const KhidkiLimits sms = { .max_text = 201, .max_choice_id = 200, .templates_only = TRUE };

void (*chat_world_check_template) (KhidkiMessage *message) = NULL;

static char *
get_path (const char *first, ...)
{
  va_list parts;
  g_autofree char *below = NULL;

  va_start (parts, first);
  below = g_build_filename_valist (first, &parts);
  va_end (parts);

  return g_test_build_filename (G_TEST_DIST, "..", "..", "..", below, NULL);
}

static void
add_department (KhidkiCatalogue *catalogue, const char *folder)
{
  g_autoptr (KhidkiDepartment) department = khidki_folder_department_new (folder);
  g_autoptr (GError) error = NULL;

  khidki_catalogue_add_department (catalogue, department, &error);
  g_assert_no_error (error);
}

KhidkiCatalogue *
chat_world_load_catalogue (void)
{
  g_autofree char *places_path = get_path ("data", "places", "delhi.ini", NULL);
  g_autofree char *folder = get_path ("plugins", "departments", "revenue", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (places_path, &error);
  g_autofree char *centres_path = get_path ("data", "centres", "example.ini", NULL);
  g_autoptr (KhidkiCentres) centres = khidki_centres_new_from_file (centres_path, NULL);
  KhidkiCatalogue *catalogue;

  g_assert_no_error (error);
  catalogue = khidki_catalogue_new (places);
  khidki_catalogue_set_centres (catalogue, centres);
  add_department (catalogue, folder);

  return catalogue;
}

/* What is on offer while no department runs. */
void
chat_world_stop_departments (ChatWorld *world)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (world->catalogue);

  world->running = world->catalogue;
  world->catalogue = khidki_catalogue_new (places);
  khidki_catalogue_set_centres (world->catalogue, khidki_catalogue_get_centres (world->running));
}

void
chat_world_start_departments (ChatWorld *world)
{
  g_assert_nonnull (world->running);

  khidki_catalogue_unref (world->catalogue);
  world->catalogue = g_steal_pointer (&world->running);
}

void
chat_world_add_market (ChatWorld *world)
{
  g_autofree char *folder = get_path ("tests", "e2e", "market", NULL);

  khidki_catalogue_unref (world->catalogue);
  world->catalogue = chat_world_load_catalogue ();
  add_department (world->catalogue, folder);
}

static void
set_day (ChatWorld *world)
{
  g_autoptr (GDateTime) day =
    g_date_time_new_from_unix_utc ((world->context.now + world->context.utc_offset) / 1000);

  g_date_set_dmy (&world->context.today, g_date_time_get_day_of_month (day),
                  g_date_time_get_month (day), g_date_time_get_year (day));
}

ChatWorld *
chat_world_new (KhidkiCatalogue *catalogue)
{
  ChatWorld *world = g_new0 (ChatWorld, 1);

  world->catalogue = khidki_catalogue_ref (catalogue);
  world->account = khidki_account_new ("whatsapp", "line", "wa-1", "+919800000001", "Asha");
  world->session = khidki_session_new ();
  world->limits = whatsapp;
  world->applications =
    g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_application_facts_free);
  world->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_message_unref);
  world->done = g_ptr_array_new ();
  world->fetching = g_ptr_array_new_with_free_func (g_free);
  world->context.now = BEGIN;
  world->context.utc_offset = INDIA;
  g_date_clear (&world->context.today, 1);
  set_day (world);
  world->context.limits = &world->limits;
  world->context.channel = "whatsapp";
  world->context.applications = world->applications;
  world->context.public_url = "https://khidki.example";
  world->pace = PACE;
  world->context.helpline = "1031";
  world->context.helpline_hours = "8–22";

  return world;
}

void
chat_world_free (ChatWorld *world)
{
  g_clear_pointer (&world->running, khidki_catalogue_unref);
  khidki_catalogue_unref (world->catalogue);
  khidki_account_unref (world->account);
  khidki_session_unref (world->session);
  g_clear_pointer (&world->context.draft, khidki_draft_unref);
  g_clear_pointer (&world->older, khidki_draft_unref);
  g_ptr_array_unref (world->applications);
  g_ptr_array_unref (world->messages);
  g_ptr_array_unref (world->done);
  g_ptr_array_unref (world->fetching);
  g_free (world->link_path);
  g_free (world->link_token);
  g_free (world->last_tap);
  g_free (world->last_number);
  g_free (world->last_answer);
  g_clear_pointer (&world->last_news, khidki_message_unref);
  g_free (world->reserved_number);
  g_free (world->reserved_token);
  g_free (world->reserved_draft);
  g_free (world->offered_code);
  g_free (world->taken_code);
  g_free (world);
}

void
chat_world_use_numbers (ChatWorld *world)
{
  world->limits = numbers;
  world->context.channel = "numbers";
}

void
chat_world_use_sms (ChatWorld *world)
{
  world->limits = sms;
  world->context.channel = "sms";
}

void
chat_world_turn_clock (ChatWorld *world, gint64 milliseconds)
{
  world->context.now += milliseconds;
  set_day (world);
}

char *
chat_world_dup_key (ChatWorld *world)
{
  return g_strdup_printf ("key-%u", ++world->events);
}

static void
reserve (ChatWorld *world)
{
  g_autofree char *digits = g_strdup_printf ("2611230%06u", ++world->numbers);

  g_free (world->reserved_number);
  g_free (world->reserved_token);
  g_free (world->reserved_draft);
  world->reserved_number = g_strdup_printf ("%s%c", digits, khidki_digits_check_digit (digits));
  world->reserved_token = g_strdup_printf ("token%u", world->numbers);
  world->reserved_draft = g_strdup_printf ("draft%u", world->numbers);
  world->context.reserved_number = world->reserved_number;
  world->context.reserved_token = world->reserved_token;
  world->context.reserved_draft = world->reserved_draft;
  world->context.reserved_code = "12345678901";
}

static void
check_length (const char *what, const char *text, guint maximum)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (khidki_limits_measure (text) > maximum)
    g_error ("%s has %u letters of %u: %s", what, khidki_limits_measure (text), maximum, text);
}

static gboolean
is_buttons (const KhidkiLimits *limits, KhidkiMessage *message)
{
  guint choices = khidki_message_get_n_choices (message);

  if (choices > limits->max_buttons)
    return FALSE;
  for (guint i = 0; i < choices; i++)
    if (khidki_limits_measure (khidki_message_get_choice_title (message, i)) >
        limits->max_button_title)
      return FALSE;

  return TRUE;
}

static void
check_choices (const KhidkiLimits *limits, KhidkiMessage *message)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean buttons = is_buttons (limits, message);
  guint choices = khidki_message_get_n_choices (message);

  g_assert_cmpuint (choices, >, 0);
  g_assert_cmpuint (choices, <=, buttons ? limits->max_buttons : limits->max_rows);
  check_length ("button", khidki_message_get_button (message), limits->max_list_button);
  for (guint i = 0; i < choices; i++)
    {
      const char *id = khidki_message_get_choice_id (message, i);
      const char *title = khidki_message_get_choice_title (message, i);
      const char *below = khidki_message_get_choice_description (message, i);

      g_assert_cmpuint (strlen (id), <=, limits->max_choice_id);
      check_length ("title", title, buttons ? limits->max_button_title : limits->max_row_title);
      g_assert_cmpstr (title, !=, "");
      if (below != NULL)
        check_length ("description", below, limits->max_row_description);
      g_assert_true (g_hash_table_add (ids, (gpointer) id));
      if (buttons)
        g_assert_true (g_hash_table_add (titles, (gpointer) title));
    }
}

static void
check_template (const KhidkiLimits *limits, KhidkiMessage *message)
{
  const char *const *parameters = khidki_message_get_parameters (message);

  g_assert_true (limits->templates_only);
  for (guint i = 0; parameters != NULL && parameters[i] != NULL; i++)
    {
      g_assert_cmpstr (parameters[i], !=, "");
      g_assert_null (strchr (parameters[i], '\n'));
    }
  if (chat_world_check_template != NULL)
    chat_world_check_template (message);
}

static void
check_message (const KhidkiLimits *limits, KhidkiMessage *message)
{
  const char *text = khidki_message_get_text (message);

  g_assert_cmpstr (text, !=, "");
  if (limits->templates_only)
    g_assert_cmpint (khidki_message_get_kind (message), ==, KHIDKI_MESSAGE_TEMPLATE);
  switch (khidki_message_get_kind (message))
    {
    case KHIDKI_MESSAGE_TEXT:
      check_length ("text", text, limits->max_text);
      break;
    case KHIDKI_MESSAGE_CHOICES:
      check_length ("body", text, limits->max_body);
      check_choices (limits, message);
      break;
    case KHIDKI_MESSAGE_DOCUMENT:
      g_assert_true (limits->sends_documents);
      check_length ("caption", text, limits->max_caption);
      g_assert_nonnull (khidki_message_get_paper (message));
      break;
    case KHIDKI_MESSAGE_TEMPLATE:
      check_template (limits, message);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
check_session (ChatWorld *world)
{
  g_autoptr (GVariant) variant = khidki_session_to_variant (world->session);
  g_autoptr (KhidkiSession) back = khidki_session_new_from_variant (variant);
  g_autoptr (GVariant) again = khidki_session_to_variant (back);

  g_assert_true (g_variant_equal (variant, again));
}

/* A person gets one message; or a file of theirs is fetched, or a code looked at, and
 * told of later. */
static void
check_answered (ChatWorld *world, KhidkiEvent *event)
{
  gboolean fetches = chat_world_did (world, KHIDKI_ACTION_FETCH_MEDIA)
                     || chat_world_did (world, KHIDKI_ACTION_TAKE_DRAFT);

  for (guint i = 0; i < world->messages->len; i++)
    check_message (&world->limits, g_ptr_array_index (world->messages, i));
  g_assert_cmpuint (world->messages->len, <=, 2);
  if (world->messages->len == 2)
    g_assert_cmpint (khidki_message_get_kind (world->messages->pdata[0]), ==, KHIDKI_MESSAGE_TEXT);
  if (world->limits.templates_only)
    g_assert_cmpuint (world->messages->len, <=, 1);
  else if (khidki_event_is_from_person (event))
    g_assert_cmpuint (world->messages->len + (fetches ? 1 : 0), >=, 1);
  if (fetches)
    g_assert_cmpuint (world->messages->len, ==, 0);
}

/* Whoever typed it: here it was this channel's citizen. */
static void
check_authors (ChatWorld *world, KhidkiDraft *draft)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (khidki_draft_get_answers (draft));

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_strcmp0 (khidki_draft_get_author (draft, paths[i]), OPERATOR) != 0)
      g_assert_cmpstr (khidki_draft_get_author (draft, paths[i]), ==, world->context.channel);
}

static void
add_application (ChatWorld *world, KhidkiAction *action)
{
  KhidkiApplicationFacts *facts = g_new0 (KhidkiApplicationFacts, 1);
  KhidkiService *service =
    khidki_catalogue_find_service (world->catalogue, khidki_draft_get_service (action->draft));
  g_autoptr (KhidkiAnswers) answers =
    khidki_form_dup_declared (service, khidki_draft_get_answers (action->draft));
  const char *birth = khidki_answers_get (answers, "dob");
  const char *name = khidki_answers_get (answers, "name");

  check_authors (world, action->draft);
  facts->number = g_strdup (action->number);
  facts->service = g_strdup (khidki_draft_get_service (action->draft));
  facts->service_version = g_strdup (khidki_draft_get_service_version (action->draft));
  facts->state = g_strdup ("submitted");
  facts->stage = g_strdup ("");
  facts->applicant = g_strdup (name != NULL ? name : "");
  facts->reason = g_strdup ("");
  facts->text = g_strdup ("");
  facts->query = g_strdup ("");
  facts->certificate_number = g_strdup ("");
  facts->birth = g_strdup (birth != NULL ? birth : "");
  facts->relation = g_strdup (khidki_draft_get_relation (action->draft));
  facts->answers = khidki_answers_ref (answers);
  facts->submitted = facts->changed = world->context.now;
  facts->due = world->context.now + 14 * DAY;
  g_ptr_array_insert (world->applications, 0, facts);
  g_free (world->last_number);
  world->last_number = g_strdup (action->number);
}

static KhidkiApplicationFacts *
find_application (ChatWorld *world, const char *number)
{
  for (guint i = 0; i < world->applications->len; i++)
    {
      KhidkiApplicationFacts *facts = g_ptr_array_index (world->applications, i);

      if (strcmp (facts->number, number) == 0)
        return facts;
    }

  return NULL;
}

static void
set_state (ChatWorld *world, const char *number, const char *state)
{
  KhidkiApplicationFacts *facts = find_application (world, number);

  g_assert_nonnull (facts);
  g_free (facts->state);
  facts->state = g_strdup (state);
  facts->changed = world->context.now;
  facts->answer_by = strcmp (state, "query") == 0 ? facts->changed + ANSWER_DAYS * DAY : 0;
}

/* As the store does: a second draft does not end the first. */
static void
set_draft (ChatWorld *world, KhidkiDraft *draft)
{
  g_autoptr (KhidkiDraft) before = g_steal_pointer (&world->context.draft);

  if (draft == NULL)
    {
      world->context.draft = g_steal_pointer (&world->older);
      world->context.draft_changed = world->older_changed;
      return;
    }
  if (before != NULL && strcmp (khidki_draft_get_id (before), khidki_draft_get_id (draft)) != 0)
    {
      g_clear_pointer (&world->older, khidki_draft_unref);
      world->older = g_steal_pointer (&before);
      world->older_changed = world->context.draft_changed;
    }
  world->context.draft = khidki_draft_ref (draft);
  world->context.draft_changed = world->context.now;
}

/* At a counter the open draft was sent or deleted. */
void
chat_world_end_draft (ChatWorld *world)
{
  set_draft (world, NULL);
}

/* As the store does: what was sent with the answer lies with the application. */
static void
add_answer (ChatWorld *world, KhidkiAction *action)
{
  KhidkiApplicationFacts *facts = find_application (world, action->number);
  g_autoptr (KhidkiAnswers) before = g_steal_pointer (&facts->answers);
  guint files = khidki_answers_get_n_papers (action->answers, "query");

  facts->answers = khidki_answers_copy (before);
  for (guint i = 0; i < files; i++)
    khidki_answers_add_paper (facts->answers, "query", "",
                              khidki_answers_get_paper (action->answers, "query", i, NULL));
  g_free (world->last_answer);
  world->last_answer =
    g_strdup_printf ("%s%s%u", action->text, *action->text != '\0' ? " " : "", files);
}

static void
apply (ChatWorld *world, KhidkiAction *action)
{
  g_ptr_array_add (world->done, GINT_TO_POINTER (action->kind));
  switch (action->kind)
    {
    case KHIDKI_ACTION_SEND:
      g_ptr_array_add (world->messages, khidki_message_ref (action->message));
      if (action->news)
        {
          g_clear_pointer (&world->last_news, khidki_message_unref);
          world->last_news = khidki_message_ref (action->message);
        }
      break;
    case KHIDKI_ACTION_SAVE_DRAFT:
      set_draft (world, action->draft);
      break;
    case KHIDKI_ACTION_DROP_DRAFT:
      set_draft (world, NULL);
      break;
    case KHIDKI_ACTION_SUBMIT:
      add_application (world, action);
      break;
    case KHIDKI_ACTION_ANSWER_QUERY:
      g_assert_nonnull (action->text);
      g_assert_nonnull (action->answers);
      add_answer (world, action);
      set_state (world, action->number, "scrutiny");
      break;
    case KHIDKI_ACTION_WITHDRAW:
      set_state (world, action->number, "withdrawn");
      break;
    case KHIDKI_ACTION_FETCH_MEDIA:
      g_ptr_array_add (world->fetching, g_strdup (action->media));
      g_ptr_array_add (world->fetching, g_strdup (action->path));
      break;
    case KHIDKI_ACTION_OFFER_DRAFT:
      g_assert_nonnull (action->draft);
      g_free (world->offered_code);
      world->offered_code = g_strdup (action->token);
      break;
    case KHIDKI_ACTION_TAKE_DRAFT:
      g_free (world->taken_code);
      world->taken_code = g_strdup (action->token);
      break;
    case KHIDKI_ACTION_PRIVATE_LINK:
    default:
      g_free (world->link_path);
      g_free (world->link_token);
      world->link_path = g_strdup (action->path);
      world->link_token = g_strdup (action->token);
    }
}

/* As the store does: whosever it is, and nothing personal. */
static KhidkiApplicationFacts *
find_asked (ChatWorld *world, KhidkiEvent *event)
{
  const char *text = khidki_event_get_text (event);
  g_autofree char *number = text != NULL ? khidki_short_find_number (text) : NULL;
  KhidkiApplicationFacts *found = number != NULL ? find_application (world, number) : NULL;
  KhidkiApplicationFacts *asked = found != NULL ? g_new0 (KhidkiApplicationFacts, 1) : NULL;

  if (found == NULL)
    return NULL;
  asked->number = g_strdup (found->number);
  asked->state = g_strdup (found->state);
  asked->due = found->due;
  return asked;
}

void
chat_world_step (ChatWorld *world, KhidkiEvent *event)
{
  g_autoptr (KhidkiApplicationFacts) asked = find_asked (world, event);
  KhidkiStep *step;

  world->context.asked = asked;
  reserve (world);
  g_ptr_array_set_size (world->messages, 0);
  g_ptr_array_set_size (world->done, 0);
  world->from_person += khidki_event_is_from_person (event) ? 1 : 0;

  step = khidki_conversation_step (world->catalogue, world->session, event, &world->context);
  g_assert_nonnull (step);
  g_assert_nonnull (step->session);
  khidki_session_unref (world->session);
  world->session = khidki_session_ref (step->session);
  for (guint i = 0; i < step->actions->len; i++)
    apply (world, g_ptr_array_index (step->actions, i));
  khidki_step_free (step);
  world->context.replied = NULL;
  chat_world_turn_clock (world, world->pace);

  world->context.asked = NULL;
  check_answered (world, event);
  check_session (world);
  khidki_event_unref (event);
}

static KhidkiPaper *
make_paper (ChatWorld *world, const char *mime_type)
{
  g_autofree char *key = chat_world_dup_key (world);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);

  return khidki_paper_new (hash, mime_type, 12345);
}

/* At a counter. */
void
chat_world_scan (ChatWorld *world, const char *path, guint files)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (khidki_draft_get_answers (world->context.draft));
  g_autoptr (KhidkiDraft) draft = NULL;

  for (guint i = 0; i < files; i++)
    {
      g_autoptr (KhidkiPaper) paper = make_paper (world, "image/jpeg");

      khidki_answers_add_paper (answers, path, "", paper);
    }
  draft = khidki_draft_copy_with_answers (world->context.draft, answers, OPERATOR);
  set_draft (world, draft);
}

/* The oldest file that is fetched comes back, or never does. */
void
chat_world_kept (ChatWorld *world, const char *found)
{
  g_autofree char *key = chat_world_dup_key (world);
  g_auto (GStrv) words = g_strsplit (found, " ", 2);
  gboolean pdf = g_strcmp0 (words[1], "pdf") == 0;
  g_autoptr (KhidkiPaper) paper = make_paper (world, pdf ? "application/pdf" : "image/jpeg");
  gboolean lost = strcmp (words[0], "lost") == 0;
  GVariantDict values;

  g_assert_cmpuint (world->fetching->len, >=, 2);
  if (strcmp (words[0], "never") == 0)
    {
      g_ptr_array_remove_range (world->fetching, 0, 2);
      return;
    }
  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "media", "s", world->fetching->pdata[0]);
  g_variant_dict_insert (&values, "path", "s", world->fetching->pdata[1]);
  if (!lost)
    {
      g_autoptr (GVariant) handle = khidki_paper_to_variant (paper);

      g_variant_dict_insert (&values, "verdict", "s", words[0]);
      g_variant_dict_insert (&values, "paper", "v", handle);
    }
  else if (words[1] != NULL)
    {
      g_variant_dict_insert (&values, "verdict", "s", words[1]);
    }
  g_ptr_array_remove_range (world->fetching, 0, 2);
  chat_world_step (world, khidki_event_new_server (key, world->account, world->context.now,
                                                   lost ? "paper-lost" : "paper-kept",
                                                   g_variant_dict_end (&values)));
}

void
chat_world_reply (ChatWorld *world)
{
  g_assert_nonnull (world->last_news);
  world->context.replied = world->last_news;
}

static const char *
get_state (const char *move)
{
  static const char *const states[][2] = {
    { "scrutinise", "scrutiny" }, { "ask", "query" },     { "forward", "approval" },
    { "approve", "approved" },    { "issue", "issued" },  { "deliver", "delivered" },
    { "reject", "rejected" },     { "submit", "submitted" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i][0], move) == 0)
      return states[i][1];
  return "scrutiny";
}

void
chat_world_decide (ChatWorld *world, const char *move)
{
  set_state (world, world->last_number, get_state (move));
}

static void
add_rejection (KhidkiApplicationFacts *facts, GVariantDict *values, const char *extra)
{
  g_auto (GStrv) words = g_strsplit (extra, " ", 2);

  g_free (facts->reason);
  facts->reason = g_strdup (words[0] != NULL ? words[0] : "");
  g_free (facts->text);
  facts->text = g_strdup (words[0] != NULL && words[1] != NULL ? words[1] : "");
  g_variant_dict_insert (values, "reason", "s", facts->reason);
  g_variant_dict_insert (values, "text", "s", facts->text);
}

/* The office moves the application submitted last; @extra is its question, the
 * code of its reason and what the officer wrote, or the stage. */
void
chat_world_news (ChatWorld *world, const char *move, const char *extra)
{
  g_autofree char *key = chat_world_dup_key (world);
  g_autoptr (KhidkiPaper) paper = make_paper (world, "application/pdf");
  KhidkiApplicationFacts *facts = find_application (world, world->last_number);
  GVariantDict values;

  set_state (world, world->last_number, get_state (move));
  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "number", "s", facts->number);
  g_variant_dict_insert (&values, "move", "s", move);
  g_variant_dict_insert (&values, "state", "s", facts->state);
  g_variant_dict_insert (&values, "service", "s", facts->service);
  if (strcmp (move, "ask") == 0)
    {
      g_free (facts->query);
      facts->query = g_strdup (extra);
      g_variant_dict_insert (&values, "text", "s", extra);
      g_variant_dict_insert (&values, "answer-by", "x", facts->answer_by);
    }
  if (strcmp (move, "reject") == 0)
    add_rejection (facts, &values, extra);
  if (strcmp (move, "forward") == 0)
    g_variant_dict_insert (&values, "stage", "s", extra);
  if (strcmp (move, "issue") == 0)
    {
      g_autoptr (GVariant) handle = khidki_paper_to_variant (paper);

      g_clear_pointer (&facts->certificate, khidki_paper_unref);
      facts->certificate = khidki_paper_ref (paper);
      g_variant_dict_insert (&values, "paper", "v", handle);
    }
  chat_world_step (world,
                   khidki_event_new_server (key, world->account, world->context.now,
                                            "application-moved", g_variant_dict_end (&values)));
}

/* The draft that an operator began: @words are its service and the other form, or `again`
 * for the one that is open. */
static void
bring_draft (ChatWorld *world, GVariantDict *values, char **words)
{
  KhidkiService *service = khidki_catalogue_find_service (world->catalogue, words[0]);
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) begun = NULL;
  g_autoptr (KhidkiDraft) draft = NULL;
  gboolean again = g_strcmp0 (words[1], "again") == 0;
  g_autofree char *id = again ? g_strdup (khidki_draft_get_id (world->context.draft))
                              : g_strdup_printf ("walked%u", ++world->walked);

  khidki_answers_set (answers, "name", "Sita Devi");
  begun = khidki_draft_new (id, words[0], khidki_service_get_version (service), "self", none);
  draft = khidki_draft_copy_with_answers (begun, answers, OPERATOR);
  set_draft (world, draft);
  g_variant_dict_insert (values, "draft", "s", id);
  g_variant_dict_insert (values, "other", "s", words[1] != NULL && !again ? words[1] : "");
}

void
chat_world_hand (ChatWorld *world, const char *came)
{
  g_autofree char *key = chat_world_dup_key (world);
  g_auto (GStrv) words = g_strsplit (came, " ", 2);
  gboolean taken = strcmp (words[0], "wrong") != 0 && strcmp (words[0], "shut") != 0;
  GVariantDict values;

  g_assert_nonnull (world->taken_code);
  g_variant_dict_init (&values, NULL);
  if (taken)
    bring_draft (world, &values, words);
  else
    g_variant_dict_insert (&values, "why", "s", words[0]);
  chat_world_step (world, khidki_event_new_server (key, world->account, world->context.now,
                                                   taken ? "draft-taken" : "draft-refused",
                                                   g_variant_dict_end (&values)));
}
