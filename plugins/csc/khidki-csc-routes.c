/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-routes.h"

#include <string.h>

#include "khidki-csc-assets.h"
#include "khidki-csc-pages.h"

/* A form without files, as it is taken in although nobody is signed in any more: what
 * was typed is to be there again after the sign-in. */
#define MOST_FIELDS (256 * 1024)
/* What the head of a form with files is answered. */
#define FILES_TOO 100
#define FIELDS_ONLY 102

typedef enum
{
  OPEN = 1, /* nobody has to be signed in */
} PageFlags;

/* A star stands for one piece of the path. What was typed into a form whose session has
 * ended is shown by @again; nothing is done with it. */
static const struct
{
  const char *method;
  const char *pattern;
  KhidkiCscStep step;
  PageFlags flags;
  KhidkiCscStep again;
} pages[] = {
  { "GET", "", khidki_csc_home_show, 0 },
  { "GET", "asset/*", khidki_csc_assets_show, OPEN },
  { "GET", "sign-in", khidki_csc_sign_in_show, OPEN },
  { "POST", "sign-in", khidki_csc_sign_in_do, OPEN },
  { "POST", "sign-out", khidki_csc_sign_out_do, OPEN },
  { "GET", "password", khidki_csc_password_show, OPEN },
  { "POST", "password", khidki_csc_password_do, OPEN },
  { "POST", "begin", khidki_csc_begin_do, 0 },
  { "POST", "take", khidki_csc_take_do, 0, khidki_csc_home_show },
  { "GET", "draft/*", khidki_csc_draft_show, 0 },
  { "POST", "draft/*", khidki_csc_save_do, 0, khidki_csc_save_again },
  { "GET", "draft/*/paper/*/*", khidki_csc_paper_show, 0 },
  { "GET", "draft/*/drop", khidki_csc_drop_show, 0 },
  { "POST", "draft/*/drop", khidki_csc_drop_do, 0 },
  { "GET", "draft/*/review", khidki_csc_review_show, 0 },
  { "GET", "draft/*/sheet", khidki_csc_sheet_show, 0 },
  { "GET", "draft/*/consent", khidki_csc_review_show, 0 },
  { "POST", "draft/*/consent", khidki_csc_consent_do, 0, khidki_csc_review_again },
  { "GET", "draft/*/submit", khidki_csc_review_show, 0 },
  { "POST", "draft/*/submit", khidki_csc_submit_do, 0, khidki_csc_review_again },
  { "GET", "receipt/", khidki_csc_receipt_find, 0 },
  { "GET", "receipt/*", khidki_csc_receipt_show, 0 },
  { "GET", "receipt/*/print", khidki_csc_print_show, 0 },
  { "POST", "receipt/*/print", khidki_csc_print_do, 0 },
  { "GET", "receipt/*/code.svg", khidki_csc_code_show, 0 },
  { "GET", "day", khidki_csc_day_show, 0 },
  { "POST", "day", khidki_csc_day_close, 0, khidki_csc_day_show },
  { "GET", "status", khidki_csc_status_show, 0 },
  { "POST", "status", khidki_csc_status_do, 0, khidki_csc_status_show },
};

/* (transfer full) (nullable): what the stars stand for, if the path fits. */
static GStrv
match (const char *pattern, const char *path)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_auto (GStrv) found = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) stars = g_ptr_array_new_with_free_func (g_free);
  guint n = g_strv_length (wanted);

  if (g_strv_length (found) != n)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      gboolean star = strcmp (wanted[i], "*") == 0;

      if (star ? *found[i] == '\0' : strcmp (wanted[i], found[i]) != 0)
        return NULL;
      if (star)
        g_ptr_array_add (stars, g_strdup (found[i]));
    }
  g_ptr_array_add (stars, NULL);
  return (GStrv) g_ptr_array_steal (stars, NULL);
}

/* What is changed comes from a form of this very session. */
static void
check_form (KhidkiCscVisit *visit)
{
  if (khidki_csc_visit_has_token (visit))
    visit->page (visit);
  else if (khidki_csc_visit_wants_parts (visit))
    khidki_csc_sign_in_ask (visit);
  else if (visit->again != NULL)
    {
      visit->status = 403;
      visit->notice = "page.again";
      visit->again (visit);
    }
  else
    khidki_csc_visit_tell (visit, 403, "stale");
}

static void
show (KhidkiCscVisit *visit, gsize page)
{
  gboolean posts = strcmp (pages[page].method, "POST") == 0;

  if (posts && !khidki_csc_visit_is_from_here (visit))
    khidki_csc_visit_tell (visit, 403, "elsewhere");
  else if (pages[page].flags & OPEN)
    pages[page].step (visit);
  else if (posts)
    {
      visit->page = pages[page].step;
      visit->again = pages[page].again;
      khidki_csc_visit_sign (visit, check_form);
    }
  else
    khidki_csc_visit_sign (visit, pages[page].step);
}

/**
 * khidki_csc_routes_find_again:
 * @visit: one of the sign-in
 * @path: where the form that it took along was sent
 *
 * Returns: (nullable): shows what was typed there, for @visit
 */
KhidkiCscStep
khidki_csc_routes_find_again (KhidkiCscVisit *visit, const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages) && g_str_has_prefix (path, "/counter/"); i++)
    {
      GStrv parts = pages[i].again != NULL
                        ? match (pages[i].pattern, path + strlen ("/counter/"))
                        : NULL;

      if (parts == NULL)
        continue;
      g_strfreev (visit->parts);
      visit->parts = parts;
      return pages[i].again;
    }
  return NULL;
}

static void
tell_no_page (KhidkiCscVisit *visit)
{
  khidki_csc_visit_tell (visit, 404, "not-found");
}

static void
on_request (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiCscDesk *desk = user_data;
  g_autoptr (KhidkiCscVisit) visit = khidki_csc_visit_new (desk, request, responder);
  const char *method = khidki_request_get_method (request);
  const char *path = khidki_request_get_path (request);
  const char *language = khidki_request_get_query (request, "language");

  if (strcmp (path, "/counter") == 0)
    {
      khidki_csc_visit_redirect (visit, "/counter/");
      return;
    }
  if (strcmp (method, "GET") == 0 && language != NULL)
    {
      khidki_csc_visit_switch_language (visit, language);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GStrv parts = strcmp (method, pages[i].method) == 0
                        ? match (pages[i].pattern, path + strlen ("/counter/"))
                        : NULL;

      if (parts == NULL)
        continue;
      visit->parts = parts;
      show (visit, i);
      return;
    }
  khidki_csc_visit_sign (visit, tell_no_page);
}

static void
let_in (KhidkiCscVisit *visit, guint status)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (status);

  khidki_responder_finish (visit->responder, response);
}

static gboolean
is_small (KhidkiRequest *request)
{
  const char *length = khidki_request_get_header (request, "Content-Length");
  guint64 bytes;

  return length != NULL && g_ascii_string_to_unsigned (length, 10, 0, MOST_FIELDS, &bytes, NULL);
}

static void
on_operator (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiOperator) who
      = khidki_counter_find_operator_finish (KHIDKI_COUNTER (source), result, &error);

  if (who != NULL)
    let_in (visit, FILES_TOO);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED) || is_small (visit->request))
    let_in (visit, FIELDS_ONLY);
  else
    khidki_csc_visit_fail (visit, error);
}

/* Files are taken in only from who is signed in; of those who were, what they typed. The same
 * of a form as small as one without files, where there is no session or nobody can tell. */
static void
on_head (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiCscDesk *desk = user_data;
  g_autoptr (KhidkiCscVisit) visit = khidki_csc_visit_new (desk, request, responder);

  if (*visit->session != '\0')
    khidki_counter_find_operator_async (desk->counter, visit->session, desk->cancellable,
                                        on_operator, khidki_csc_visit_ref (visit));
  else if (is_small (request))
    let_in (visit, FIELDS_ONLY);
  else
    khidki_csc_sign_in_ask (visit);
}

gboolean
khidki_csc_routes_add (KhidkiCscDesk *desk, GError **error)
{
  static const struct
  {
    const char *method;
    const char *path;
  } routes[] = { { "GET", "/counter" }, { "GET", "/counter/" }, { "POST", "/counter/" } };

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    if (!khidki_host_add_route (desk->host, routes[i].method, routes[i].path, on_request,
                                khidki_csc_desk_ref (desk),
                                (GDestroyNotify) khidki_csc_desk_unref, error))
      return FALSE;
  return khidki_host_add_upload_route (desk->host, "/counter/draft/", on_head, on_request,
                                       khidki_csc_desk_ref (desk),
                                       (GDestroyNotify) khidki_csc_desk_unref, error);
}
