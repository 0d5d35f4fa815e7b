/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fixture.h"

#define MINUTE_MS (60 * 1000)

/* Every page but those of the sign-in asks who is there, and comes back to where it was. */
static void
test_nobody (void)
{
  static const char *const pages[] = { "/counter/", "/counter/draft/ab", "/counter/draft/ab/review",
                                       "/counter/draft/ab/sheet", "/counter/day",
                                       "/counter/status", "/counter/receipt/a-1",
                                       "/counter/receipt/a-1/print?key=a&size=a5",
                                       "/counter/nowhere" };
  static const char *const forms[] = { "/counter/begin", "/counter/take", "/counter/draft/ab",
                                       "/counter/draft/ab/submit", "/counter/draft/ab/drop",
                                       "/counter/draft/ab/consent", "/counter/receipt/a-1/print",
                                       "/counter/day", "/counter/status" };
  g_autoptr (Desk) desk = desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      desk_get (desk, pages[i]);
      g_test_message ("%s", pages[i]);
      g_assert_cmpuint (desk->status, ==, 303);
      g_assert_true (g_str_has_prefix (desk->location, "/counter/sign-in?to=/counter/"));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      desk_post (desk, forms[i], "token", "x", NULL);
      g_test_message ("%s", forms[i]);
      g_assert_cmpuint (desk->status, ==, 403);
      g_assert_true (desk_shows (desk, "name=\"password\""));
    }
  desk_get (desk, "/counter");
  g_assert_cmpstr (desk->location, ==, "/counter/");
}

static void
test_wrong (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_get (desk, "/counter/sign-in");
  desk_post (desk, "/counter/sign-in", "id", "meena", "password", "wrong", NULL);
  g_assert_cmpuint (desk->status, ==, 403);
  g_assert_null (desk->session);
  g_assert_true (desk_shows (desk, "do not fit together"));
  g_assert_true (desk_shows (desk, "value=\"meena\""));
  g_assert_false (desk_shows (desk, "value=\"wrong\""));
  desk_post (desk, "/counter/sign-in", "id", "nobody", "password", "wrong", NULL);
  g_assert_true (desk_shows (desk, "do not fit together"));
  for (guint i = 0; i < 5; i++)
    desk_post (desk, "/counter/sign-in", "id", "meena", "password", "wrong", NULL);
  desk_post (desk, "/counter/sign-in", "id", "meena", "password", PASSWORD, NULL);
  g_assert_cmpuint (desk->status, ==, 429);
  g_assert_null (desk->session);
  g_assert_true (desk_shows (desk, "Wait ten minutes"));
}

static void
test_back_to_where_it_was (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_get (desk, "/counter/sign-in?to=/counter/day");
  desk_post (desk, "/counter/sign-in", "to", "/counter/day", "id", "meena", "password", PASSWORD,
             NULL);
  g_assert_cmpstr (desk->location, ==, "/counter/day");
  desk_get (desk, "/counter/sign-in");
  desk_post (desk, "/counter/sign-in", "to", "https://elsewhere.example/", "id", "meena",
             "password", PASSWORD, NULL);
  g_assert_cmpstr (desk->location, ==, "/counter/");
}

static void
test_invitation (void)
{
  g_autoptr (Desk) desk = desk_new ();

  khidki_test_host_add_operator (desk->host, "new", "operator", "jangpura", NULL);
  khidki_test_host_invite_operator (desk->host, "new", "KHULJA");
  desk_get (desk, "/counter/password");
  desk_post (desk, "/counter/password", "id", "new", "proof", "KHULJA", "password", "short",
             "again", "short", NULL);
  g_assert_cmpuint (desk->status, ==, 422);
  g_assert_true (desk_shows (desk, "at least 12"));
  desk_post (desk, "/counter/password", "id", "new", "proof", "KHULJA", "password", PASSWORD,
             "again", PASSWORD "!", NULL);
  g_assert_true (desk_shows (desk, "not the same"));
  desk_post (desk, "/counter/password", "id", "new", "proof", "OTHER", "password", PASSWORD,
             "again", PASSWORD, NULL);
  g_assert_cmpuint (desk->status, ==, 403);
  desk_post_and_go (desk, "/counter/password", "id", "new", "proof", " KHULJA ", "password",
                    PASSWORD, "again", PASSWORD, NULL);
  g_assert_true (desk_shows (desk, "Your password is set"));
  desk_sign_in (desk, "new");
}

static void
test_new_password (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_sign_in (desk, "meena");
  desk_get (desk, "/counter/password");
  g_assert_true (desk_shows (desk, "Password as it is now"));
  desk_post_and_go (desk, "/counter/password", "id", "meena", "proof", PASSWORD, "password",
                    "other words are better", "again", "other words are better", NULL);
  /* It ended the session. */
  desk_get (desk, "/counter/");
  g_assert_cmpuint (desk->status, ==, 303);
}

static void
test_ended (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *token = NULL;

  desk_sign_in (desk, "meena");
  khidki_test_host_advance (desk->host, 16 * MINUTE_MS);
  desk_get (desk, "/counter/");
  g_assert_cmpuint (desk->status, ==, 303);
  desk_sign_in (desk, "meena");
  token = desk_find_hidden (desk, "token");
  desk_post (desk, "/counter/sign-out", NULL);
  g_assert_null (desk->session);
  desk_follow (desk);
  g_assert_true (desk_shows (desk, "You are signed out"));
  desk_post (desk, "/counter/begin", "token", token, "service", "REV-INC", "key", "k", NULL);
  g_assert_cmpuint (desk->status, ==, 403);
}

/* What was typed when the session had ended comes back after the sign-in, unsaved. */
static void
test_typed_is_kept (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *version = NULL;

  desk_sign_in (desk, "meena");
  id = desk_begin (desk);
  path = g_strconcat ("/counter/draft/", id, NULL);
  version = desk_find_hidden (desk, "version");
  khidki_test_host_advance (desk->host, 16 * MINUTE_MS);
  desk_post (desk, path, "version", version, "f:name", "Sita <Devi>", "do", "save", NULL);
  g_assert_cmpuint (desk->status, ==, 403);
  g_assert_true (desk_shows (desk, "what you typed is kept"));
  desk_post (desk, "/counter/sign-in", "id", "meena", "password", PASSWORD, "carry", path, "version",
             version, "f:name", "Sita <Devi>", NULL);
  g_assert_cmpuint (desk->status, ==, 200);
  g_assert_nonnull (desk->session);
  g_assert_true (desk_shows (desk, "value=\"Sita &lt;Devi&gt;\""));
  g_assert_true (desk_shows (desk, "not saved yet"));
  g_assert_null (desk_find_answer (desk, id, "name"));
}

/* Signed in anew in another window: what this one sends has a token of the old session. */
static void
test_typed_before_another_session (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *version = NULL;
  g_autofree char *token = NULL;

  desk_sign_in (desk, "meena");
  id = desk_begin (desk);
  path = g_strconcat ("/counter/draft/", id, NULL);
  version = desk_find_hidden (desk, "version");
  token = desk_find_hidden (desk, "token");
  desk_sign_in (desk, "meena");
  desk_post (desk, path, "token", token, "version", version, "f:name", "Sita <Devi>", "do", "save",
             NULL);
  g_assert_cmpuint (desk->status, ==, 403);
  g_assert_true (desk_shows (desk, "value=\"Sita &lt;Devi&gt;\""));
  g_assert_true (desk_shows (desk, "not saved yet"));
  g_assert_null (desk_find_answer (desk, id, "name"));
}

/* The same for what is no draft: a count of the cash, a code, a number to look up. */
static void
test_others_are_kept (void)
{
  static const struct
  {
    const char *path;
    const char *name;
  } forms[] = { { "/counter/day", "coins" }, { "/counter/take", "code" }, { "/counter/status", "number" } };
  g_autoptr (Desk) desk = desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      desk_sign_in (desk, "meena");
      khidki_test_host_advance (desk->host, 16 * MINUTE_MS);
      desk_post (desk, forms[i].path, forms[i].name, "12345678901", NULL);
      g_assert_cmpuint (desk->status, ==, 403);
      g_assert_true (desk_shows (desk, "what you typed is kept"));
      g_assert_true (desk_shows (desk, forms[i].name));
      desk_post (desk, "/counter/sign-in", "id", "meena", "password", PASSWORD, "carry",
                 forms[i].path, forms[i].name, "12345678901", NULL);
      g_assert_cmpuint (desk->status, ==, 200);
      g_assert_true (desk_shows (desk, "value=\"12345678901\""));
      g_assert_true (desk_shows (desk, "nothing has been done with it yet"));
    }
}

static void
test_other_sites (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/counter/begin");
  g_autoptr (KhidkiResponse) response = NULL;
  g_autofree char *cookie = NULL;
  g_autofree char *token = NULL;

  desk_sign_in (desk, "meena");
  token = desk_find_hidden (desk, "token");
  /* No token, a wrong one, and the right one from another site's page. */
  desk_post (desk, "/counter/begin", "token", "", "service", "REV-INC", "key", "k", NULL);
  g_assert_cmpuint (desk->status, ==, 403);
  desk_post (desk, "/counter/begin", "token", "0123", "service", "REV-INC", "key", "k", NULL);
  g_assert_cmpuint (desk->status, ==, 403);
  cookie = g_strconcat ("__Host-khidki-counter=", desk->session, NULL);
  khidki_request_set_header (request, "Cookie", cookie);
  khidki_request_set_header (request, "Sec-Fetch-Site", "cross-site");
  khidki_request_add_field (request, "token", token);
  khidki_request_add_field (request, "service", "REV-INC");
  khidki_request_add_field (request, "key", "k");
  response = khidki_test_host_call (desk->host, request);
  g_assert_cmpuint (khidki_response_get_status (response), ==, 403);
  desk_get (desk, "/counter/");
  g_assert_true (desk_shows (desk, "No form is open"));
  /* The token of one session is none of another. */
  desk_sign_in (desk, "arif");
  desk_post (desk, "/counter/begin", "token", token, "service", "REV-INC", "key", "k", NULL);
  g_assert_cmpuint (desk->status, ==, 403);
}

static void
test_language (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_get (desk, "/counter/sign-in?to=/counter/day&language=hi");
  g_assert_cmpuint (desk->status, ==, 303);
  g_assert_cmpstr (desk->location, ==, "/counter/sign-in?to=/counter/day");
  g_assert_true (g_str_has_prefix (khidki_response_get_cookies (desk->response)[0],
                                   "__Host-khidki-language=hi; Path=/; Max-Age="));
  desk_get (desk, "/counter/sign-in?language=xx");
  g_assert_null (khidki_response_get_cookies (desk->response)[0]);
}

#define LARGE "20000000"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static KhidkiResponse *
send_photo (Desk *desk, const char *path, const char *length, gboolean with_cookie)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", path);
  g_autoptr (KhidkiPaper) photo = khidki_paper_new (HASH, "image/jpeg", 900);
  g_autofree char *cookie = g_strconcat ("__Host-khidki-counter=", desk->session, NULL);

  khidki_request_set_header (request, "Content-Length", length);
  khidki_request_set_header (request, "Accept-Language", "en");
  khidki_request_add_field (request, "version", "1");
  khidki_request_add_field (request, "f:name", "Sita");
  khidki_request_add_paper (request, "file:identity", "a.jpg", photo);
  if (with_cookie)
    khidki_request_set_header (request, "Cookie", cookie);
  return khidki_test_host_call (desk->host, request);
}

static gboolean
shows (KhidkiResponse *response, const char *text)
{
  return strstr (g_bytes_get_data (khidki_response_get_body (response), NULL), text) != NULL;
}

/* Files are taken in only from who is signed in. */
static void
test_uploads (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (KhidkiResponse) refused = send_photo (desk, "/counter/draft/ab", LARGE, FALSE);
  g_autoptr (KhidkiResponse) small = send_photo (desk, "/counter/draft/ab", "1000", FALSE);
  g_autoptr (KhidkiResponse) taken = NULL;
  g_autoptr (KhidkiResponse) late = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  g_assert_cmpuint (khidki_response_get_status (refused), ==, 403);
  /* Nothing of it was read but its head. */
  g_assert_false (shows (refused, "Sita"));
  /* So small that it was read: what was typed is taken along. */
  g_assert_cmpuint (khidki_response_get_status (small), ==, 403);
  g_assert_true (shows (small, "name=\"f:name\" value=\"Sita\""));
  desk_sign_in (desk, "meena");
  id = desk_begin (desk);
  path = g_strconcat ("/counter/draft/", id, NULL);
  taken = send_photo (desk, path, LARGE, TRUE);
  /* Let in, and then it had no token. */
  g_assert_cmpuint (khidki_response_get_status (taken), ==, 403);
  g_assert_true (shows (taken, "not saved yet"));
  g_assert_true (shows (taken, "value=\"Sita\""));
  /* The session has ended: what was typed is taken along, the file is not. */
  khidki_test_host_advance (desk->host, 16 * MINUTE_MS);
  late = send_photo (desk, path, LARGE, TRUE);
  g_assert_cmpuint (khidki_response_get_status (late), ==, 403);
  g_assert_true (shows (late, "what you typed is kept"));
  g_assert_true (shows (late, "name=\"f:name\" value=\"Sita\""));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_null (khidki_channel_send_finish (KHIDKI_CHANNEL (source), result, error));
}

/* Citizens are not written to at a counter: another channel takes it. */
static void
test_channel (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (KhidkiAccount) account = khidki_account_new ("csc", "jangpura", "ab", NULL, NULL);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text ("hello");
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  khidki_channel_send_async (desk->channel, account, message, "k", NULL, on_sent, &error);
  khidki_test_settle ();
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RECIPIENT);
  g_assert_cmpuint (khidki_channel_get_limits (desk->channel)->max_text, ==, 0);
  khidki_channel_stop_async (desk->channel, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_true (khidki_channel_stop_finish (desk->channel, result, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csc-sign-in/nobody", test_nobody);
  g_test_add_func ("/csc-sign-in/wrong", test_wrong);
  g_test_add_func ("/csc-sign-in/back-to-where-it-was", test_back_to_where_it_was);
  g_test_add_func ("/csc-sign-in/invitation", test_invitation);
  g_test_add_func ("/csc-sign-in/new-password", test_new_password);
  g_test_add_func ("/csc-sign-in/ended", test_ended);
  g_test_add_func ("/csc-sign-in/typed-is-kept", test_typed_is_kept);
  g_test_add_func ("/csc-sign-in/typed-is-kept-before-another-session", test_typed_before_another_session);
  g_test_add_func ("/csc-sign-in/others-are-kept", test_others_are_kept);
  g_test_add_func ("/csc-sign-in/other-sites", test_other_sites);
  g_test_add_func ("/csc-sign-in/language", test_language);
  g_test_add_func ("/csc-sign-in/uploads", test_uploads);
  g_test_add_func ("/csc-sign-in/channel", test_channel);
  return g_test_run ();
}
