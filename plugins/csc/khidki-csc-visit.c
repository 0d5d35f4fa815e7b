/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-visit.h"

#include <string.h>

#include "khidki-csc-page.h"
#include "khidki-csc-pages.h"

#define TOKEN_OF "khidki counter form"
#define YEAR (365 * 24 * 60 * 60)

static gboolean
is_language (const char *text)
{
  return g_strcmp0 (text, "en") == 0 || g_strcmp0 (text, "hi") == 0;
}

static const char *
choose_language (KhidkiRequest *request)
{
  const char *kept = khidki_request_get_cookie (request, KHIDKI_CSC_LANGUAGE_COOKIE);
  const char *wanted = khidki_request_get_header (request, "Accept-Language");

  if (is_language (kept))
    return strcmp (kept, "en") == 0 ? "en" : "hi";
  return wanted != NULL && g_ascii_strncasecmp (wanted, "en", 2) == 0 ? "en" : "hi";
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

KhidkiCscVisit *
khidki_csc_visit_new (KhidkiCscDesk *desk, KhidkiRequest *request, KhidkiResponder *responder)
{
  KhidkiCscVisit *self = g_rc_box_new0 (KhidkiCscVisit);
  const char *session = khidki_request_get_cookie (request, KHIDKI_CSC_SESSION_COOKIE);

  self->desk = khidki_csc_desk_ref (desk);
  self->request = khidki_request_ref (request);
  self->responder = khidki_responder_ref (responder);
  self->language = choose_language (request);
  self->session = g_strdup (session != NULL ? session : "");
  self->troubles = new_table ();
  self->typed = new_table ();
  return self;
}

KhidkiCscVisit *
khidki_csc_visit_ref (KhidkiCscVisit *self)
{
  return g_rc_box_acquire (self);
}

static void
khidki_csc_visit_clear (KhidkiCscVisit *self)
{
  khidki_csc_desk_unref (self->desk);
  khidki_request_unref (self->request);
  khidki_responder_unref (self->responder);
  g_strfreev (self->parts);
  g_free (self->session);
  g_free (self->complaint);
  g_clear_pointer (&self->who, khidki_operator_unref);
  g_clear_pointer (&self->draft, khidki_draft_unref);
  g_clear_pointer (&self->view, khidki_form_view_unref);
  g_clear_pointer (&self->parts_before, g_ptr_array_unref);
  g_clear_pointer (&self->sheet, khidki_paper_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->form, khidki_csc_form_free);
  g_hash_table_unref (self->troubles);
  g_hash_table_unref (self->typed);
}

void
khidki_csc_visit_unref (KhidkiCscVisit *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) khidki_csc_visit_clear);
}

const char *
khidki_csc_visit_say (KhidkiCscVisit *self, const char *key)
{
  return khidki_csc_say (self->language, key);
}

void
khidki_csc_visit_complain (KhidkiCscVisit *self, const char *path, const char *key)
{
  g_hash_table_replace (self->troubles, g_strdup (path),
                        g_strdup (khidki_csc_visit_say (self, key)));
}

void
khidki_csc_visit_take_draft (KhidkiCscVisit *self, KhidkiDraft *draft)
{
  khidki_draft_unref (self->draft);
  self->draft = draft;
  khidki_form_view_unref (self->view);
  self->view = khidki_counter_view_draft (self->desk->counter, draft, self->language);
}

const char *
khidki_csc_visit_get_field (KhidkiCscVisit *self, const char *name)
{
  const char *value = khidki_request_get_field (self->request, name);

  return value != NULL ? value : "";
}

gboolean
khidki_csc_visit_wants_parts (KhidkiCscVisit *self)
{
  return khidki_request_get_header (self->request, "X-Khidki-Parts") != NULL;
}

char *
khidki_csc_visit_make_token (KhidkiCscVisit *self)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) self->session,
                                    strlen (self->session), TOKEN_OF, -1);
}

gboolean
khidki_csc_visit_has_token (KhidkiCscVisit *self)
{
  g_autofree char *wanted = khidki_csc_visit_make_token (self);

  return khidki_secret_equal (khidki_csc_visit_get_field (self, "token"), wanted);
}

gboolean
khidki_csc_visit_is_from_here (KhidkiCscVisit *self)
{
  const char *site = khidki_request_get_header (self->request, "Sec-Fetch-Site");

  return site == NULL || strcmp (site, "same-origin") == 0 || strcmp (site, "none") == 0;
}

void
khidki_csc_visit_answer (KhidkiCscVisit *self, KhidkiResponse *response)
{
  if (self->opens_session)
    khidki_response_add_cookie (response, KHIDKI_CSC_SESSION_COOKIE, self->session, "/", -1);
  khidki_responder_finish (self->responder, response);
}

void
khidki_csc_visit_redirect (KhidkiCscVisit *self, const char *format, ...)
{
  g_autofree char *path = NULL;
  g_autoptr (KhidkiResponse) response = NULL;
  va_list values;

  va_start (values, format);
  path = g_strdup_vprintf (format, values);
  va_end (values);
  response = khidki_response_new_redirect (path);
  khidki_csc_visit_answer (self, response);
}

void
khidki_csc_visit_tell (KhidkiCscVisit *self, guint status, const char *group)
{
  g_autofree char *title = g_strconcat (group, ".title", NULL);
  g_autofree char *help = g_strconcat (group, ".help", NULL);
  g_autofree char *back = g_strconcat (group, ".back", NULL);
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  const char *link = khidki_csc_find_text (self->language, back);

  self->status = status;
  khidki_html_open (html, "div", "class", "status warn", "role", "alert", NULL);
  khidki_html_element (html, "p", khidki_csc_visit_say (self, help), NULL);
  khidki_html_open (html, "p", NULL);
  khidki_html_element (html, "a",
                       link != NULL ? link : khidki_csc_visit_say (self, "page.back-home"), "href",
                       "/counter/", NULL);
  khidki_html_close (html, "p");
  khidki_html_close (html, "div");
  khidki_csc_page_answer (self, khidki_csc_visit_say (self, title), html);
}

/* Nothing was done, and what was typed stands on this page alone: it can be sent once more. */
static void
tell_trouble (KhidkiCscVisit *self)
{
  g_autoptr (KhidkiHtml) html = NULL;

  if (self->again == NULL || khidki_csc_visit_wants_parts (self) || !khidki_csc_visit_has_token (self))
    {
      khidki_csc_visit_tell (self, 503, "trouble");
      return;
    }
  self->status = 503;
  html = khidki_html_new ();
  khidki_html_open (html, "div", "class", "status warn", "role", "alert", NULL);
  khidki_html_element (html, "p", khidki_csc_visit_say (self, "trouble.help"), NULL);
  khidki_html_element (html, "p", khidki_csc_visit_say (self, "trouble.typed"), NULL);
  khidki_html_close (html, "div");
  khidki_csc_page_open_form (self, html, khidki_request_get_path (self->request), NULL);
  khidki_csc_page_hide_typed (self, html, TRUE);
  khidki_csc_page_say (self, html, "button", NULL, "trouble.again");
  khidki_html_close (html, "form");
  khidki_csc_page_answer (self, khidki_csc_visit_say (self, "trouble.title"), html);
}

static const struct
{
  KhidkiError code;
  guint status;
  const char *group;
} failures[] = {
  { KHIDKI_ERROR_NOT_FOUND, 404, "not-found" },
  { KHIDKI_ERROR_BUSY, 429, "too-often" },
  { KHIDKI_ERROR_REFUSED, 403, "refused" },
  { KHIDKI_ERROR_CONFLICT, 409, "changed" },
  { KHIDKI_ERROR_INVALID, 422, "refused" },
  { KHIDKI_ERROR_UNCERTAIN, 503, "uncertain" },
};

void
khidki_csc_visit_fail (KhidkiCscVisit *self, const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    if (g_error_matches (error, KHIDKI_ERROR, (int) failures[i].code))
      {
        khidki_csc_visit_tell (self, failures[i].status, failures[i].group);
        return;
      }
  khidki_host_log (self->desk->host, G_LOG_LEVEL_WARNING, "a page could not be answered: %s",
                   error->message);
  tell_trouble (self);
}

static void
on_operator (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) self = user_data;
  g_autoptr (GError) error = NULL;

  self->who = khidki_counter_find_operator_finish (KHIDKI_COUNTER (source), result, &error);
  if (self->who != NULL)
    self->step (self);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED))
    khidki_csc_sign_in_ask (self);
  else
    khidki_csc_visit_fail (self, error);
}

void
khidki_csc_visit_sign (KhidkiCscVisit *self, KhidkiCscStep step)
{
  self->step = step;
  if (*self->session == '\0')
    khidki_csc_sign_in_ask (self);
  else
    khidki_counter_find_operator_async (self->desk->counter, self->session, self->desk->cancellable,
                                        on_operator, khidki_csc_visit_ref (self));
}

static void
on_receipt (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt
      = khidki_counter_find_receipt_finish (KHIDKI_COUNTER (source), result, &error);

  if (receipt != NULL)
    khidki_csc_visit_redirect (self, "/counter/receipt/%s", khidki_receipt_get_number (receipt));
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    self->missing (self);
  else
    khidki_csc_visit_fail (self, error);
}

void
khidki_csc_visit_find_receipt (KhidkiCscVisit *self, KhidkiCscStep missing)
{
  self->missing = missing;
  khidki_counter_find_receipt_async (self->desk->counter, self->who, self->parts[0],
                                     self->desk->cancellable, on_receipt,
                                     khidki_csc_visit_ref (self));
}

static void
tell_no_draft (KhidkiCscVisit *self)
{
  khidki_csc_visit_tell (self, 404, "no-draft");
}

static void
on_draft (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->draft, khidki_draft_unref);
  self->draft = khidki_counter_load_draft_finish (KHIDKI_COUNTER (source), result, &error);
  if (self->draft != NULL)
    {
      g_clear_pointer (&self->view, khidki_form_view_unref);
      self->view = khidki_counter_view_draft (self->desk->counter, self->draft, self->language);
      if (self->view != NULL)
        self->step (self);
      else
        khidki_csc_visit_tell (self, 404, "no-service");
    }
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_find_receipt (self, self->missing);
  else
    khidki_csc_visit_fail (self, error);
}

void
khidki_csc_visit_load (KhidkiCscVisit *self, KhidkiCscStep step)
{
  khidki_csc_visit_load_or (self, step, tell_no_draft);
}

void
khidki_csc_visit_load_or (KhidkiCscVisit *self, KhidkiCscStep step, KhidkiCscStep missing)
{
  self->step = step;
  self->missing = missing;
  khidki_counter_load_draft_async (self->desk->counter, self->who, self->parts[0],
                                   self->desk->cancellable, on_draft, khidki_csc_visit_ref (self));
}

/* Kept for a year: an operator chooses a language once. */
void
khidki_csc_visit_switch_language (KhidkiCscVisit *self, const char *language)
{
  const char *uri = khidki_request_get_uri (self->request);
  g_auto (GStrv) parts = g_strsplit (uri, "?", 2);
  g_auto (GStrv) words = g_strsplit (parts[1] != NULL ? parts[1] : "", "&", -1);
  GString *path = g_string_new (parts[0]);
  char mark = '?';
  g_autofree char *target = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !g_str_has_prefix (words[i], "language="))
      {
        g_string_append_c (path, mark);
        g_string_append (path, words[i]);
        mark = '&';
      }
  target = g_string_free (path, FALSE);
  response = khidki_response_new_redirect (khidki_csc_is_own_path (target) ? target : "/counter/");
  if (is_language (language))
    khidki_response_add_cookie (response, KHIDKI_CSC_LANGUAGE_COOKIE, language, "/", YEAR);
  khidki_csc_visit_answer (self, response);
}
