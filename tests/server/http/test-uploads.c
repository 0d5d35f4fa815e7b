/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <khidki-testing.h>
#include <string.h>

#include "http/khidki-http-server.h"
#include "libkhidki/khidki-error.h"
#include "store-fixture.h"

#define HEAD "Content-Disposition: form-data; "
#define MAX_FILE (300 * 1024)

typedef struct
{
  KhidkiTestHost *host;
  KhidkiHttpServer *server;
  KhidkiSeal *seal;
  KhidkiPaperStore *papers;
  char *folder;
  char *papers_folder;
  KhidkiResponder *waiting; /* (nullable): of a request that is not let in yet */
  gboolean hold;
  guint asked;
  guint served;
  GString *story;
  KhidkiPaper *paper; /* (nullable): what is sent out */
  const char *disposition;
} Fixture;

static void
say (KhidkiResponder *responder, guint status, const char *text)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new_text (status, "text/plain", text);

  khidki_responder_finish (responder, response);
}

static void
admit (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;
  gboolean in = g_strcmp0 (khidki_request_get_cookie (request, "session"), "good") == 0;

  fixture->asked++;
  g_assert_null (khidki_request_get_body (request));
  if (fixture->hold)
    fixture->waiting = khidki_responder_ref (responder);
  else if (in)
    say (responder, 100, "");
  else if (g_strcmp0 (khidki_request_get_cookie (request, "session"), "ended") == 0)
    say (responder, 102, "");
  else
    say (responder, 403, "Sign in first.");
}

/* Tells the parts: `name=value;`, `name:file:type:size;` and `name:file;` of one left out. */
static void
serve (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GString) story = g_string_new (NULL);

  fixture->served++;
  for (guint i = 0; i < khidki_request_get_n_parts (request); i++)
    {
      const char *value, *filename;
      KhidkiPaper *paper;
      const char *name = khidki_request_get_part (request, i, &value, &filename, &paper);

      if (value != NULL)
        g_string_append_printf (story, "%s=%s;", name, value);
      else if (paper == NULL)
        g_string_append_printf (story, "%s:%s;", name, filename);
      else
        g_string_append_printf (story, "%s:%s:%s:%d;", name, filename,
                                khidki_paper_get_mime_type (paper),
                                (int) khidki_paper_get_size (paper));
      if (paper != NULL)
        {
          g_clear_pointer (&fixture->paper, khidki_paper_unref);
          fixture->paper = khidki_paper_ref (paper);
        }
    }
  say (responder, 200, story->str);
}

static void
send_paper (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (KhidkiResponse) response = khidki_response_new (200);

  khidki_response_set_paper (response, fixture->paper);
  if (fixture->disposition != NULL)
    khidki_response_set_header (response, "Content-Disposition", fixture->disposition);
  khidki_responder_finish (responder, response);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const KhidkiHttpUploadLimits limits = { MAX_FILE, 2, 8000 };
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-uploads-XXXXXX", NULL);
  fixture->papers_folder = g_build_filename (fixture->folder, "papers", NULL);
  key = g_build_filename (fixture->folder, "seal.key", NULL);
  fixture->seal = khidki_seal_new_from_file (key, TRUE, &error);
  fixture->papers = khidki_paper_store_new (fixture->papers_folder, fixture->seal, &error);
  fixture->host = khidki_test_host_new ("http");
  fixture->server = khidki_http_server_new (KHIDKI_HOST (fixture->host));
  g_assert_false (khidki_http_server_add_upload_route (fixture->server, "/papers/", admit, serve,
                                                       fixture, NULL, NULL));
  khidki_http_server_set_papers (fixture->server, fixture->papers);
  khidki_http_server_set_limits (fixture->server, 4096, 8, 5000);
  khidki_http_server_set_upload_limits (fixture->server, &limits);
  khidki_http_server_add_upload_route (fixture->server, "/papers/", admit, serve, fixture, NULL,
                                       &error);
  khidki_http_server_add_route (fixture->server, "POST", "/form", serve, fixture, NULL, &error);
  khidki_http_server_add_route (fixture->server, "GET", "/paper", send_paper, fixture, NULL, &error);
  khidki_http_server_listen (fixture->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->story = g_string_new (NULL);
}

static void
spin (guint milliseconds)
{
  for (guint i = 0; i < milliseconds; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_http_server_close (fixture->server);
  spin (20);
  g_clear_pointer (&fixture->waiting, khidki_responder_unref);
  g_clear_pointer (&fixture->paper, khidki_paper_unref);
  g_assert_finalize_object (fixture->server);
  g_object_unref (fixture->host);
  g_assert_finalize_object (fixture->papers);
  g_clear_object (&fixture->seal);
  remove_folder (fixture->folder);
  g_free (fixture->papers_folder);
  g_free (fixture->folder);
  g_string_free (fixture->story, TRUE);
}

static GSocket *
dial (Fixture *fixture)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (
      "127.0.0.1", khidki_http_server_get_port (fixture->server));
  g_autoptr (GError) error = NULL;
  GSocket *socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_true (g_socket_connect (socket, address, NULL, &error));
  g_socket_set_blocking (socket, FALSE);
  return socket;
}

/* How much went out before the far side hung up. */
static gsize
put (GSocket *socket, const char *text, gsize length)
{
  gsize done = 0;

  for (guint idle = 0; done < length && idle < 3000;)
    {
      gssize n = g_socket_send (socket, text + done, length - done, NULL, NULL);

      if (n > 0)
        {
          done += (gsize) n;
          idle = 0;
        }
      else
        idle++;
      spin (n > 0 ? 0 : 1);
      g_main_context_iteration (NULL, FALSE);
    }
  return done;
}

static gboolean
is_whole (GString *answer)
{
  const char *body = strstr (answer->str, "\r\n\r\n");
  const char *length = strstr (answer->str, "Content-Length: ");

  return body != NULL && length != NULL
         && answer->len - (gsize) (body + 4 - answer->str)
                >= g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
}

static GString *
get_answer (GSocket *socket)
{
  GString *answer = g_string_new (NULL);
  char buffer[16384];

  for (guint idle = 0; idle < 3000 && !is_whole (answer);)
    {
      gssize n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);

      if (n == 0)
        break;
      idle = n > 0 ? 0 : idle + 1;
      if (n > 0)
        g_string_append_len (answer, buffer, n);
      spin (1);
    }
  return answer;
}

static char *
make_post (const char *path, const char *more, gsize length)
{
  return g_strdup_printf ("POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n",
                          path, length, more);
}

#define MULTIPART "Content-Type: multipart/form-data; boundary=XX\r\n"
#define SIGNED_IN "Cookie: session=good\r\n" MULTIPART

static GString *
ask (Fixture *fixture, const char *path, const char *headers, const char *body, gsize length)
{
  g_autoptr (GSocket) socket = dial (fixture);
  g_autofree char *head = make_post (path, headers, length);

  put (socket, head, strlen (head));
  put (socket, body, length);
  return get_answer (socket);
}

static void
assert_answer (GString *answer, const char *status, const char *text)
{
  g_autoptr (GString) owned = answer;
  g_autofree char *expected = g_strdup_printf ("HTTP/1.1 %s", status);

  if (!g_str_has_prefix (owned->str, expected) || (text != NULL && strstr (owned->str, text) == NULL))
    g_error ("expected %s “%s”, found “%s”", status, text != NULL ? text : "", owned->str);
}

static void
add_file (GString *body, const char *name, const char *filename, gsize size, char fill)
{
  g_string_append_printf (body, "--XX\r\n" HEAD "name=\"%s\"; filename=\"%s\"\r\n"
                          "Content-Type: application/x-msdownload\r\n\r\n\xff\xd8\xff\xe0", name, filename);
  for (gsize i = 4; i < size; i++)
    g_string_append_c (body, i % 1000 == 0 ? '\n' : fill);
  g_string_append (body, "\r\n");
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_files (child) : 1;
    }
  return n;
}

/* Nothing is left, not even half of it. */
static void
assert_kept (Fixture *fixture, guint n)
{
  for (guint i = 0; i < 200 && count_files (fixture->papers_folder) != n; i++)
    spin (5);
  g_assert_cmpuint (count_files (fixture->papers_folder), ==, n);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new ("--XX\r\n" HEAD "name=\"kind\"\r\n\r\nvoter-id\r\n");

  add_file (body, "front", "a.jpg", MAX_FILE, 'a');
  g_string_append (body, "--XX\r\n" HEAD "name=\"none\"; filename=\"\"\r\n\r\n\r\n");
  add_file (body, "back", "b.jpg", 70000, 'b');
  g_string_append (body, "--XX\r\n" HEAD "name=\"last\"\r\n\r\n\r\n--XX--\r\n");
  assert_answer (ask (fixture, "/papers/identity", SIGNED_IN, body->str, body->len), "200",
                 "kind=voter-id;front:a.jpg:image/jpeg:307200;back:b.jpg:image/jpeg:70000;last=;");
  assert_kept (fixture, 2);
  g_assert_cmpuint (fixture->asked, ==, 1);
}

/* What was kept is what was sent, byte by byte; and goes out again as it came. */
static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) answer = NULL;
  g_autoptr (GSocket) socket = NULL;
  const char *sent, *got, *asked = "GET /paper HTTP/1.1\r\nHost: a\r\nRange: bytes=0-3\r\n\r\n";

  add_file (body, "front", "a.jpg", 200000, '\r');
  g_string_append (body, "--XX--");
  sent = strstr (body->str, "\r\n\r\n") + 4;
  assert_answer (ask (fixture, "/papers/", SIGNED_IN, body->str, body->len), "200", "200000");

  socket = dial (fixture);
  put (socket, asked, strlen (asked));
  answer = get_answer (socket);
  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (answer->str, "Content-Type: image/jpeg\r\n"));
  g_assert_nonnull (strstr (answer->str, "X-Content-Type-Options: nosniff\r\n"));
  g_assert_nonnull (strstr (answer->str, "Content-Disposition: attachment\r\n"));
  got = strstr (answer->str, "\r\n\r\n") + 4;
  g_assert_cmpmem (got, answer->len - (gsize) (got - answer->str), sent, 200000);

  /* The same connection serves again. */
  fixture->disposition = "inline; filename=\"a.jpg\"";
  g_string_free (g_steal_pointer (&answer), TRUE);
  put (socket, asked, strlen (asked));
  answer = get_answer (socket);
  g_assert_nonnull (strstr (answer->str, "Content-Disposition: inline; filename=\"a.jpg\"\r\n"));
  got = strstr (answer->str, "\r\n\r\n") + 4;
  g_assert_cmpuint (answer->len - (gsize) (got - answer->str), ==, 200000);
}

static void
test_no_paper (Fixture *fixture, gconstpointer data)
{
  const char *asked = "GET /paper HTTP/1.1\r\nHost: a\r\n\r\n";
  g_autoptr (GSocket) socket = dial (fixture);

  fixture->paper = khidki_paper_new (
      "0000000000000000000000000000000000000000000000000000000000000000", "image/jpeg", 5);
  put (socket, asked, strlen (asked));
  assert_answer (get_answer (socket), "404", NULL);
}

/* Its end is not what it was: what was begun is cut off, not made up. */
static void
test_damaged_paper (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *content = g_malloc0 (200000);
  g_autoptr (GBytes) bytes = g_bytes_new (content, 200000);
  g_autofree char *path = NULL;
  g_autofree char *sealed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = dial (fixture);
  g_autoptr (GString) answer = NULL;
  const char *asked = "GET /paper HTTP/1.1\r\nHost: a\r\n\r\n";
  gsize length;

  fixture->paper = khidki_paper_store_keep_bytes (fixture->papers, bytes, &error);
  path = khidki_paper_store_dup_path (fixture->papers, fixture->paper);
  g_file_get_contents (path, &sealed, &length, &error);
  sealed[length - 100] ^= 1;
  g_file_set_contents (path, sealed, (gssize) length, &error);
  g_assert_no_error (error);

  put (socket, asked, strlen (asked));
  answer = get_answer (socket);
  g_assert_false (is_whole (answer));
}

static void
test_turned_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);

  add_file (body, "front", "a.jpg", 100000, 'a');
  g_string_append (body, "--XX--");
  assert_answer (ask (fixture, "/papers/", MULTIPART, body->str, body->len), "403", "Sign in first.");
  g_assert_cmpuint (fixture->served, ==, 0);
  assert_kept (fixture, 0);
}

/* Nothing of the body is read before it is decided. */
static void
test_wait_at_the_door (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GSocket) socket = dial (fixture);
  g_autofree char *head = NULL;

  add_file (body, "front", "a.jpg", 1000, 'a');
  g_string_append (body, "--XX--");
  head = make_post ("/papers/", MULTIPART "Expect: 100-continue\r\n", body->len);
  fixture->hold = TRUE;
  put (socket, head, strlen (head));
  spin (50);
  g_assert_nonnull (fixture->waiting);
  assert_kept (fixture, 0);
  say (fixture->waiting, 100, "");
  spin (20);
  put (socket, body->str, body->len);
  assert_answer (get_answer (socket), "100", NULL);
  assert_kept (fixture, 1);
  g_assert_cmpuint (fixture->served, ==, 1);
}

/* Gone while it was looked at: the answer finds nobody. */
static void
test_gone_at_the_door (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = dial (fixture);
  g_autofree char *head = make_post ("/papers/", MULTIPART, 5000);

  fixture->hold = TRUE;
  put (socket, head, strlen (head));
  spin (20);
  g_assert_nonnull (fixture->waiting);
  g_socket_close (socket, NULL);
  spin (20);
  say (fixture->waiting, 100, "");
  spin (50);
  g_assert_cmpuint (fixture->served, ==, 0);
  assert_kept (fixture, 0);
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *head = NULL;
  g_autoptr (GSocket) socket = dial (fixture);

  add_file (body, "front", "a.jpg", 100000, 'a');
  add_file (body, "back", "b.jpg", 100000, 'b');
  g_string_append (body, "--XX--");
  head = make_post ("/papers/", SIGNED_IN, body->len);
  put (socket, head, strlen (head));
  put (socket, body->str, 150000);
  spin (50);
  g_socket_close (socket, NULL);
  assert_kept (fixture, 0);
  g_assert_cmpuint (fixture->served, ==, 0);
}

/* All of it came, then the far end went: it is acted on, nothing lies about unused. */
static void
test_gone_at_the_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *head = NULL;
  g_autoptr (GSocket) socket = dial (fixture);

  add_file (body, "front", "a.jpg", 50000, 'a');
  g_string_append (body, "--XX--");
  head = make_post ("/papers/", SIGNED_IN, body->len);
  put (socket, head, strlen (head));
  g_assert_cmpint (g_socket_send (socket, body->str, body->len, NULL, NULL), ==, body->len);
  g_socket_close (socket, NULL);
  for (guint i = 0; i < 500 && fixture->served == 0; i++)
    spin (2);
  g_assert_cmpuint (fixture->served, ==, 1);
  assert_kept (fixture, 1);
}

static void
test_not_whole (Fixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = { "", "hello", "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb" };
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_answer (ask (fixture, "/papers/", SIGNED_IN, bodies[i], strlen (bodies[i])), "400", NULL);
  add_file (body, "front", "a.jpg", 100000, 'a');
  assert_answer (ask (fixture, "/papers/", SIGNED_IN, body->str, body->len), "400", NULL);
  assert_kept (fixture, 0);
  g_assert_cmpuint (fixture->served, ==, 0);
}

static void
test_too_much (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) field = g_string_new ("--XX\r\n" HEAD "name=\"a\"\r\n\r\n");
  g_autofree char *declared = make_post ("/papers/", SIGNED_IN, 100 * 1000 * 1000);
  g_autoptr (GSocket) socket = dial (fixture);

  for (guint i = 0; i < 70000; i++)
    g_string_append_c (field, 'a');
  g_string_append (field, "\r\n--XX--");

  assert_answer (ask (fixture, "/papers/", SIGNED_IN, field->str, field->len), "413", NULL);
  g_assert_cmpuint (fixture->asked, ==, 1);
  put (socket, declared, strlen (declared));
  put (socket, "x", 1);
  spin (50);
  g_assert_cmpuint (fixture->asked, ==, 1);
  assert_kept (fixture, 0);
}

#define NAME "--XX\r\n" HEAD "name=\"name\"\r\n\r\nSita\r\n"

/* What was typed beside a file that cannot be taken is there. */
static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) large = g_string_new (NULL);
  g_autoptr (GString) many = g_string_new (NULL);

  add_file (large, "front", "a.jpg", MAX_FILE + 1, 'a');
  add_file (large, "back", "b.jpg", MAX_FILE, 'b');
  g_string_append (large, NAME "--XX--");
  for (guint i = 0; i < 3; i++)
    add_file (many, "front", "a.jpg", 10, 'a' + (char) i);
  g_string_append (many, NAME "--XX--");

  assert_answer (ask (fixture, "/papers/", SIGNED_IN, large->str, large->len), "200",
                 "front:a.jpg;back:b.jpg:");
  assert_kept (fixture, 1);
  assert_answer (ask (fixture, "/papers/", SIGNED_IN, large->str, large->len), "200",
                 ";name=Sita;");
  assert_answer (ask (fixture, "/papers/", SIGNED_IN, many->str, many->len), "200",
                 ";front:a.jpg;name=Sita;");
  assert_kept (fixture, 3);
}

/* Of somebody whose session has ended no file is kept, and what they typed is told. */
static void
test_fields_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);

  add_file (body, "front", "a.jpg", MAX_FILE + 1, 'a');
  g_string_append (body, NAME);
  add_file (body, "back", "b.jpg", 10, 'b');
  g_string_append (body, "--XX--");
  assert_answer (ask (fixture, "/papers/", "Cookie: session=ended\r\n" MULTIPART, body->str, body->len), "200",
                 "front:a.jpg;name=Sita;back:b.jpg;");
  assert_kept (fixture, 0);
}

/* Files that are left out are read to their end, yet not without end. */
static void
test_without_end (Fixture *fixture, gconstpointer data)
{
  const KhidkiHttpUploadLimits limits = { 10, 1, 8000 };
  g_autoptr (KhidkiHttpUpload) upload
      = khidki_http_upload_new ("XX", fixture->papers, &limits, NULL, NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  add_file (body, "front", "a.jpg", khidki_http_upload_get_most (&limits), 'a');
  bytes = g_bytes_new (body->str, body->len);
  g_assert_false (khidki_http_upload_feed (upload, bytes, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  khidki_http_upload_give_up (upload);
}

static void
note_drained (gpointer upload, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* No more waits in memory than the disk is behind, whatever comes. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  const KhidkiHttpUploadLimits limits = { 2 * 1024 * 1024, 1, 0 };
  guint drained = 0;
  g_autoptr (KhidkiHttpUpload) upload =
      khidki_http_upload_new ("XX", fixture->papers, &limits, note_drained, &drained);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize fed = 0;

  add_file (body, "front", "a.jpg", 1024 * 1024, 'a');
  while (!khidki_http_upload_is_full (upload))
    {
      g_autoptr (GBytes) piece = g_bytes_new (body->str + fed, 8192);

      g_assert_true (khidki_http_upload_feed (upload, piece, &error));
      fed += 8192;
      g_assert_cmpuint (fed, <, 512 * 1024);
    }
  spin (50);
  g_assert_cmpuint (drained, >, 0);
  g_assert_false (khidki_http_upload_is_full (upload));
  khidki_http_upload_give_up (upload);
  assert_kept (fixture, 0);
}

static void
test_other_types (Fixture *fixture, gconstpointer data)
{
  assert_answer (ask (fixture, "/papers/", "Cookie: session=good\r\nContent-Type: image/jpeg\r\n", "abc", 3),
                 "415", NULL);
  g_assert_cmpuint (fixture->asked, ==, 0);
}

/* A dribble is cut off in the end, and leaves nothing. */
static void
test_drip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = dial (fixture);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *head = NULL;
  char byte;

  add_file (body, "front", "a.jpg", 100000, 'a');
  head = make_post ("/papers/", SIGNED_IN, body->len);
  put (socket, head, strlen (head));
  put (socket, body->str, 50000);
  spin (30);
  khidki_test_host_advance (fixture->host, 10000);
  spin (30);
  g_assert_cmpint (g_socket_receive (socket, &byte, 1, NULL, NULL), <=, 0);
  assert_kept (fixture, 0);
  g_assert_cmpuint (fixture->served, ==, 0);
}

/* The disk refuses: nobody is told that it went well. */
static void
test_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *drafts = g_build_filename (fixture->papers_folder, "drafts", NULL);

  add_file (body, "front", "a.jpg", 100000, 'a');
  g_string_append (body, "--XX--");
  remove_folder (drafts);
  assert_answer (ask (fixture, "/papers/", SIGNED_IN, body->str, body->len), "503", NULL);
  g_assert_cmpuint (fixture->served, ==, 0);
}

static void
test_plain_forms (Fixture *fixture, gconstpointer data)
{
  const char *fields = "a=1&b=%E0%A4%98";
  const char *parts = "--XX\r\n" HEAD "name=\"a\"\r\n\r\n1\r\n--XX\r\n" HEAD
                      "name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n";
  const char *file = "--XX\r\n" HEAD "name=\"f\"; filename=\"a.jpg\"\r\n\r\nabc\r\n--XX--\r\n";
  const char *urlencoded = "Content-Type: application/x-www-form-urlencoded\r\n";

  assert_answer (ask (fixture, "/form", urlencoded, fields, strlen (fields)), "200", "a=1;b=घ;");
  assert_answer (ask (fixture, "/form", urlencoded, "a=%", 3), "400", NULL);
  assert_answer (ask (fixture, "/form", MULTIPART, parts, strlen (parts)), "200", "a=1;");
  assert_answer (ask (fixture, "/form", MULTIPART, "nonsense", 8), "400", NULL);
  assert_answer (ask (fixture, "/form", MULTIPART, file, strlen (file)), "413", NULL);
  assert_answer (ask (fixture, "/form", "Content-Type: text/plain\r\n", "a=1", 3), "200", "\r\n\r\n");
  assert_kept (fixture, 0);
}

/* That a paper is not as it was is a warning; here it is what is wanted. */
static GLogWriterOutput
quiet (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  return (level & G_LOG_LEVEL_WARNING) != 0 ? G_LOG_WRITER_HANDLED
                                            : g_log_writer_default (level, fields, n, user_data);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (quiet, NULL, NULL);
#define ADD(name, func) g_test_add ("/uploads/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("files", test_files);
  ADD ("there-and-back", test_there_and_back);
  ADD ("no-paper", test_no_paper);
  ADD ("damaged-paper", test_damaged_paper);
  ADD ("turned-away", test_turned_away);
  ADD ("wait-at-the-door", test_wait_at_the_door);
  ADD ("gone-at-the-door", test_gone_at_the_door);
  ADD ("cut", test_cut);
  ADD ("gone-at-the-end", test_gone_at_the_end);
  ADD ("not-whole", test_not_whole);
  ADD ("too-much", test_too_much);
  ADD ("left-out", test_left_out);
  ADD ("fields-only", test_fields_only);
  ADD ("without-end", test_without_end);
  ADD ("full", test_full);
  ADD ("other-types", test_other_types);
  ADD ("drip", test_drip);
  ADD ("disk", test_disk);
  ADD ("plain-forms", test_plain_forms);
  return g_test_run ();
}
