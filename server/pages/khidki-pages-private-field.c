/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "libkhidki/khidki-error.h"
#include "pages/khidki-page-texts.h"
#include "pages/khidki-page.h"
#include "pages/khidki-pages-private.h"
#include "pages/khidki-private-page.h"

#define MOST_BODY (4 * 1024)

/* What one request is about, from its first row to its answer. */
typedef struct
{
  KhidkiPages *pages;
  KhidkiCatalogue *catalogue; /* (nullable): the one it began with */
  KhidkiResponder *responder;
  KhidkiPageReader *reader;
  char *token;
  char *value; /* (nullable): what was sent, NULL when it is only looked at */
  gint64 now;
  gboolean given;
  KhidkiPrivateLink *link;
} Visit;

static void
visit_free (Visit *visit)
{
  g_object_unref (visit->pages);
  g_clear_pointer (&visit->catalogue, khidki_catalogue_unref);
  khidki_responder_unref (visit->responder);
  khidki_page_reader_free (visit->reader);
  g_free (visit->token);
  g_free (visit->value);
  g_clear_pointer (&visit->link, khidki_private_link_free);
  g_free (visit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static void
finish (Visit *visit, KhidkiResponse *response)
{
  khidki_responder_finish (visit->responder, response);
  khidki_response_unref (response);
}

static void
finish_with_state (Visit *visit, KhidkiPrivateState state)
{
  finish (visit, khidki_private_page_tell (visit->reader, state));
}

static void
finish_with_trouble (Visit *visit, const GError *error)
{
  g_warning ("a private field: %s", error->message);
  finish (visit, khidki_pages_make_trouble (visit->reader, 503));
}

static gboolean
use_link (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Visit *visit = data;

  return khidki_private_link_use (transaction, visit->link, visit->value, visit->now,
                                  &visit->given, error);
}

static void
link_used (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Visit) visit = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      finish_with_trouble (visit, error);
      return;
    }
  khidki_jobs_wake (visit->pages->jobs);
  finish_with_state (visit, visit->given ? KHIDKI_PRIVATE_DONE : KHIDKI_PRIVATE_EXPIRED);
}

static void
get_today (Visit *visit, GDate *today)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (visit->now / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, visit->pages->time_zone);

  g_date_set_dmy (today, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
}

/* FALSE when the service or its field is no longer there. */
static gboolean
fill_form (Visit *visit, KhidkiForm *form, GDate *today)
{
  KhidkiDraft *draft = visit->link->draft;
  KhidkiService *service = NULL;

  if (visit->catalogue != NULL)
    service = khidki_catalogue_find_version (visit->catalogue, khidki_draft_get_service (draft),
                                             khidki_draft_get_service_version (draft));
  if (service == NULL || khidki_service_find_field (service, visit->link->path) == NULL)
    return FALSE;
  get_today (visit, today);
  *form = (KhidkiForm){ visit->catalogue,
                        khidki_catalogue_find_department (visit->catalogue,
                                                          khidki_service_get_department (service)),
                        service,
                        khidki_draft_get_answers (draft),
                        today,
                        visit->reader->language };
  return TRUE;
}

/* NULL when the value can be taken. */
static char *
dup_complaint (Visit *visit, const KhidkiForm *form)
{
  g_autofree char *complaint = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (*visit->value == '\0')
    return g_strdup (khidki_page_texts_get (visit->reader->language, "private.empty"));
  answers = khidki_form_set (form, visit->link->path, visit->value, &complaint);
  if (answers != NULL)
    return NULL;
  return complaint != NULL ? g_steal_pointer (&complaint)
                           : g_strdup (khidki_page_texts_get (visit->reader->language, "private.problem"));
}

/* The draft is open: shows the input, or takes what was sent. */
static void
serve_open (Visit *visit)
{
  g_autofree char *complaint = NULL;
  KhidkiForm form;
  GDate today;

  g_date_clear (&today, 1);
  if (!fill_form (visit, &form, &today))
    {
      finish_with_state (visit, KHIDKI_PRIVATE_CLOSED);
      visit_free (visit);
      return;
    }
  if (visit->value != NULL)
    complaint = dup_complaint (visit, &form);
  if (visit->value == NULL || complaint != NULL)
    {
      finish (visit, khidki_private_page_ask (visit->reader, &form, visit->link->path, complaint, visit->value));
      visit_free (visit);
      return;
    }
  khidki_store_write_async (visit->pages->store, use_link, visit, NULL, NULL, link_used, visit);
}

static gboolean
read_link (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Visit *visit = data;

  g_clear_pointer (&visit->link, khidki_private_link_free);
  visit->link = khidki_private_link_load (transaction, visit->token, error);
  return visit->link != NULL;
}

static void
link_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Visit) visit = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiPrivateState state;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
        finish_with_state (visit, KHIDKI_PRIVATE_UNKNOWN);
      else
        finish_with_trouble (visit, error);
      return;
    }
  if (!visit->reader->chosen && khidki_language_find (visit->link->language) != NULL)
    visit->reader->language = khidki_language_find (visit->link->language)->code;
  state = khidki_private_link_get_state (visit->link, visit->now);
  if (state == KHIDKI_PRIVATE_OPEN)
    serve_open (g_steal_pointer (&visit));
  else
    finish_with_state (visit, state);
}

static void
begin (KhidkiPages *self, KhidkiRequest *request, KhidkiResponder *responder, const char *value)
{
  Visit *visit = g_new0 (Visit, 1);
  g_autofree char *token = khidki_pages_dup_rest (request, "/f/");

  visit->pages = g_object_ref (self);
  visit->catalogue = self->catalogue != NULL ? khidki_catalogue_ref (self->catalogue) : NULL;
  visit->responder = khidki_responder_ref (responder);
  visit->reader = khidki_page_reader_new (request);
  visit->token = token != NULL ? g_steal_pointer (&token) : g_strdup ("");
  visit->value = value != NULL ? g_strstrip (g_utf8_make_valid (value, -1)) : NULL;
  visit->now = khidki_host_now (self->host);
  khidki_store_read_async (self->store, read_link, visit, NULL, NULL, link_read, visit);
}

/* To look at it uses nothing up: chats fetch links to show what is behind them. */
void
khidki_pages_get_private (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  begin (user_data, request, responder, NULL);
}

static gboolean
is_origin (const char *origin, const char *url)
{
  gsize length = strlen (origin);

  return length > 0 && strncmp (url, origin, length) == 0 && (url[length] == '\0' || url[length] == '/');
}

/* Browsers tell where a form stood. Under our own `no-referrer` an older one says
 * `null` or nothing; then the token, which no other site knows, is the proof. */
static gboolean
is_from_us (KhidkiPages *self, KhidkiRequest *request)
{
  const char *site = khidki_request_get_header (request, "Sec-Fetch-Site");
  const char *origin = khidki_request_get_header (request, "Origin");

  if (site != NULL)
    return g_str_equal (site, "same-origin") || g_str_equal (site, "none");
  return origin == NULL || g_str_equal (origin, "null") || is_origin (origin, self->public_url);
}

void
khidki_pages_post_private (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiPageReader) reader = khidki_page_reader_new (request);
  guint status = 403;
  g_autofree char *value = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  if (is_from_us (user_data, request))
    value = khidki_pages_dup_field (request, "value", MOST_BODY, &status);
  if (value != NULL)
    {
      begin (user_data, request, responder, value);
      return;
    }
  response = status == 403 ? khidki_private_page_refuse (reader)
                           : khidki_pages_make_trouble (reader, status);
  khidki_responder_finish (responder, response);
}
