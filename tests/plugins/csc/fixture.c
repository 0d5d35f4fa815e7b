/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture.h"

#include <string.h>

#define COOKIE "__Host-khidki-counter"

Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  desk->turns = -1;
  desk->host = khidki_test_host_new ("csc");
  desk->channel = g_object_new (KHIDKI_TYPE_CSC_CHANNEL, NULL);
  desk->papers = g_ptr_array_new ();
  khidki_test_host_load_places (desk->host, g_getenv ("KHIDKI_PLACES"), &error);
  g_assert_no_error (error);
  khidki_test_host_load_services (desk->host, g_getenv ("KHIDKI_REVENUE"), &error);
  g_assert_no_error (error);
  khidki_test_host_add_operator (desk->host, "meena", "operator", "jangpura", PASSWORD);
  khidki_test_host_add_operator (desk->host, "arif", "operator", "jangpura", PASSWORD);
  khidki_test_host_add_operator (desk->host, "far", "operator", "narela", PASSWORD);
  khidki_test_host_set_config (desk->host, "sms-number", "7738299899");
  khidki_channel_start_async (desk->channel, KHIDKI_HOST (desk->host), NULL,
                              khidki_test_take_result, &result);
  khidki_test_await (&result);
  khidki_channel_start_finish (desk->channel, result, &error);
  g_assert_no_error (error);
  return desk;
}

void
desk_free (Desk *desk)
{
  g_clear_pointer (&desk->response, khidki_response_unref);
  khidki_test_host_remove_routes (desk->host);
  g_object_unref (desk->channel);
  g_object_unref (desk->host);
  g_ptr_array_unref (desk->papers);
  g_free (desk->session);
  g_free (desk->page);
  g_free (desk->location);
  g_free (desk);
}

static void
take_cookie (Desk *desk, const char *cookie)
{
  const char *value = cookie + strlen (COOKIE "=");

  if (!g_str_has_prefix (cookie, COOKIE "="))
    return;
  g_assert_nonnull (strstr (cookie, "; Path=/"));
  g_assert_nonnull (strstr (cookie, "Secure; HttpOnly; SameSite=Strict"));
  g_free (desk->session);
  desk->session = *value == ';' ? NULL : g_strndup (value, strcspn (value, ";"));
}

/* A path that takes files takes no other form. */
static void
check_forms (const char *page)
{
  for (const char *at = strstr (page, "action=\"/counter/draft/"); at != NULL;
       at = strstr (at + 1, "action=\"/counter/draft/"))
    {
      g_autofree char *tag = g_strndup (at, strcspn (at, ">"));

      g_assert_nonnull (strstr (tag, "enctype=\"multipart/form-data\""));
    }
}

static void
take_answer (Desk *desk, KhidkiResponse *response)
{
  const char *const *cookies = khidki_response_get_cookies (response);
  GBytes *body = khidki_response_get_body (response);
  gsize size = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &size) : "";

  g_clear_pointer (&desk->response, khidki_response_unref);
  desk->response = response;
  desk->status = khidki_response_get_status (response);
  g_free (desk->page);
  desk->page = g_strndup (data, size);
  check_forms (desk->page);
  g_free (desk->location);
  desk->location = g_strdup (khidki_response_get_header (response, "Location"));
  for (guint i = 0; cookies[i] != NULL; i++)
    take_cookie (desk, cookies[i]);
}

static KhidkiResponse *
make_call (Desk *desk, KhidkiRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_test_host_call_async (desk->host, request, khidki_test_take_result, &result);
  for (int i = 0; i < desk->turns && result == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  if (desk->turns >= 0 && desk->failure != NULL)
    khidki_test_host_fail_counter (desk->host, desk->code, desk->failure);
  else if (desk->turns >= 0 && result == NULL)
    khidki_test_host_lose_answer (desk->host);
  desk->turns = -1;
  desk->failure = NULL;
  khidki_test_await (&result);
  return khidki_test_host_call_finish (desk->host, result, NULL);
}

static void
call (Desk *desk, KhidkiRequest *request)
{
  g_autofree char *cookie = g_strconcat (COOKIE "=", desk->session, NULL);

  khidki_request_set_header (request, "Accept-Language", "en-IN");
  khidki_request_set_header (request, "Content-Length", "1000");
  if (desk->session != NULL)
    khidki_request_set_header (request, "Cookie", cookie);
  if (desk->by_script)
    khidki_request_set_header (request, "X-Khidki-Parts", "1");
  take_answer (desk, make_call (desk, request));
}

const char *
desk_get (Desk *desk, const char *uri)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", uri);

  call (desk, request);
  return desk->page;
}

char *
desk_find_hidden (Desk *desk, const char *name)
{
  g_autofree char *begin = g_strdup_printf ("type=\"hidden\" name=\"%s\" value=\"", name);
  const char *found = strstr (desk->page, begin);

  return found != NULL ? g_strndup (found + strlen (begin), strcspn (found + strlen (begin), "\""))
                       : NULL;
}

void
desk_lose_answer_after (Desk *desk, guint turns)
{
  desk->turns = (int) turns;
}

void
desk_fail_after (Desk *desk, guint turns, KhidkiError code, const char *failure)
{
  desk->turns = (int) turns;
  desk->code = code;
  desk->failure = failure;
}

void
desk_attach (Desk *desk, const char *name, KhidkiPaper *paper)
{
  g_ptr_array_add (desk->papers, (gpointer) name);
  g_ptr_array_add (desk->papers, paper);
}

static void
post (Desk *desk, const char *path, va_list fields)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", path);
  g_autofree char *token = desk->page != NULL ? desk_find_hidden (desk, "token") : NULL;
  gboolean named = FALSE;
  const char *name;

  while ((name = va_arg (fields, const char *)) != NULL)
    {
      named = named || strcmp (name, "token") == 0;
      khidki_request_add_field (request, name, va_arg (fields, const char *));
    }
  if (!named && token != NULL)
    khidki_request_add_field (request, "token", token);
  for (guint i = 0; i < desk->papers->len; i += 2)
    khidki_request_add_paper (request, g_ptr_array_index (desk->papers, i), "photo.jpg",
                              g_ptr_array_index (desk->papers, i + 1));
  g_ptr_array_set_size (desk->papers, 0);
  call (desk, request);
}

void
desk_post (Desk *desk, const char *path, ...)
{
  va_list fields;

  va_start (fields, path);
  post (desk, path, fields);
  va_end (fields);
}

void
desk_follow (Desk *desk)
{
  g_autofree char *location = g_strdup (desk->location);

  g_assert_cmpuint (desk->status, ==, 303);
  desk_get (desk, location);
}

void
desk_post_and_go (Desk *desk, const char *path, ...)
{
  va_list fields;

  va_start (fields, path);
  post (desk, path, fields);
  va_end (fields);
  desk_follow (desk);
}

KhidkiPaper *
desk_keep_photo (Desk *desk, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  return khidki_test_host_keep (desk->host, "image/jpeg", bytes);
}

gboolean
desk_shows (Desk *desk, const char *text)
{
  return strstr (desk->page, text) != NULL;
}

void
desk_sign_in (Desk *desk, const char *id)
{
  desk_get (desk, "/counter/sign-in");
  desk_post_and_go (desk, "/counter/sign-in", "id", id, "password", PASSWORD, NULL);
  g_assert_cmpuint (desk->status, ==, 200);
}

char *
desk_begin (Desk *desk)
{
  g_autofree char *key = NULL;
  char *id;

  desk_get (desk, "/counter/?q=inc");
  key = desk_find_hidden (desk, "key");
  desk_post (desk, "/counter/begin", "service", "REV-INC", "relation", "self", "key", key, NULL);
  g_assert_cmpuint (desk->status, ==, 303);
  g_assert_true (g_str_has_prefix (desk->location, "/counter/draft/"));
  id = g_path_get_basename (desk->location);
  desk_follow (desk);
  g_assert_cmpuint (desk->status, ==, 200);
  return id;
}

KhidkiDraft *
desk_find_draft (Desk *desk, const char *id)
{
  return khidki_test_host_find_draft (desk->host, id);
}

const char *
desk_find_answer (Desk *desk, const char *id, const char *path)
{
  KhidkiDraft *draft = desk_find_draft (desk, id);

  return draft != NULL ? khidki_answers_get (khidki_draft_get_answers (draft), path) : NULL;
}

void
desk_fill (Desk *desk, const char *id)
{
  g_autofree char *path = g_strconcat ("/counter/draft/", id, NULL);
  g_autofree char *version = NULL;
  g_autoptr (KhidkiPaper) identity = desk_keep_photo (desk, "identity");
  g_autoptr (KhidkiPaper) residence = desk_keep_photo (desk, "residence");
  g_autoptr (KhidkiPaper) photo = desk_keep_photo (desk, "photo");

  desk_get (desk, path);
  version = desk_find_hidden (desk, "version");
  desk_attach (desk, "file:identity", identity);
  desk_attach (desk, "file:residence", residence);
  desk_attach (desk, "file:photo", photo);
  desk_post_and_go (desk, path, "version", version, "do", "save", "f:name", "Sita Devi",
                    "f:gender", "female", "f:dob", "15/8/1990", "f:mobile", "9876543210",
                    "f:parent.relation", "father", "f:parent.name", "Ram Prasad", "f:id.type",
                    "voter-id", "f:id.last4", "4321", "f:address.house", "H-12",
                    "f:address.locality", "Rohini Sector 7", "f:address.pin", "110085",
                    "f:address.subdivision", "rohini", "f:own.source", "daily-wage",
                    "f:own.income", "84000", "f:purpose", "school-admission", "kind:identity",
                    "voter-id", "kind:residence", "electricity-bill", NULL);
  g_assert_cmpuint (desk->status, ==, 200);
}
