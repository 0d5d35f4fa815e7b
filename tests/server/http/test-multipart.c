/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "http/khidki-http-form.h"
#include "http/khidki-multipart.h"
#include "libkhidki/khidki-error.h"

#define HEAD "Content-Disposition: form-data; "

/* What was told, as a story: `<name:filename>content.` */
static gboolean
begin (const char *name, const char *filename, gpointer user_data, GError **error)
{
  g_string_append_printf (user_data, "<%s%s%s>", name, filename != NULL ? ":" : "",
                          filename != NULL ? filename : "");
  return TRUE;
}

static gboolean
take (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  g_assert_cmpuint (length, >, 0);
  g_string_append_len (user_data, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
end (gpointer user_data, GError **error)
{
  g_string_append_c (user_data, '.');
  return TRUE;
}

static const KhidkiMultipartHandler handler = { begin, take, end };

/* (transfer full) (nullable): the story of a body that comes in pieces of @step bytes. */
static char *
read_in_pieces (const char *body, gsize length, gsize step, GError **error)
{
  GString *story = g_string_new (NULL);
  g_autoptr (KhidkiMultipart) multipart = khidki_multipart_new ("XX", &handler, story);
  gboolean good = TRUE;

  for (gsize at = 0; good && at < length; at += step)
    good = khidki_multipart_feed (multipart, (const guint8 *) body + at, MIN (step, length - at),
                                  error);
  good = good && khidki_multipart_finish (multipart, error);
  return g_string_free (story, !good);
}

static void
test_read (void)
{
  static const char *const cases[][2] = {
    { "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX--\r\n", "<a>b." },
    { "--XX\r\n" HEAD "name=\"a\"\r\n\r\n\r\n--XX--", "<a>." },
    { "--XX--\r\n", "" },
    { "--XX\r\n" HEAD "name=\"a\"\r\n\r\n1\r\n--XX\r\n" HEAD
      "name=\"b\"; filename=\"c.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\r\n--X\r\n\r\n-\r\n--XX--\r\n",
      "<a>1.<b:c.jpg>\r\n--X\r\n\r\n-." },
    { "--XX\r\ncontent-disposition:FORM-DATA;name=a;filename=\"C:\\photos\\\\\\\"x%22\\u202e.png\"\r\n\r\ny\r\n--XX--",
      "<a:u202e.png>y." },
    { "--XX\r\n" HEAD "name=\"सीता\"; filename=\"\"\r\nX-Other: 1\r\n\r\n\r\n--XX--", "<सीता:>." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step <= strlen (cases[i][0]); step++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *story =
            read_in_pieces (cases[i][0], strlen (cases[i][0]), step, &error);

        g_assert_no_error (error);
        g_assert_cmpstr (story, ==, cases[i][1]);
      }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "hello",
    "\r\n--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX--\r\n",
    "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb",
    "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX",
    "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX-",
    "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX--\r",
    "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX--\r\nmore",
    "--XX\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XXY\r\n\r\n--XX--",
    "--XX \r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX--",
    "--XX\n" HEAD "name=\"a\"\n\nb\n--XX--",
    "--XX\r\n\r\nb\r\n--XX--",
    "--XX\r\nContent-Type: text/plain\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "filename=\"a\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\"; name=\"b\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\"\r\n" HEAD "name=\"b\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\"; filename*=UTF-8''b\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\" x\r\n\r\nb\r\n--XX--",
    "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "\r\n name=\"a\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\x01\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"\xff\"\r\n\r\nb\r\n--XX--",
    "--XX\r\n" HEAD "name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nb\r\n--XX--",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step <= 64; step += 21)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *story = read_in_pieces (cases[i], strlen (cases[i]), step, &error);

        if (story != NULL)
          g_error ("“%s” was taken: %s", cases[i], story);
        g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      }
}

static void
test_long_head (void)
{
  g_autofree char *filler = g_strnfill (5000, 'a');
  g_autofree char *body =
      g_strconcat ("--XX\r\nX-Filler: ", filler, "\r\n" HEAD "name=\"a\"\r\n\r\nb\r\n--XX--", NULL);
  g_autofree char *endless = g_strconcat ("--XX\r\nX-Filler: ", filler, NULL);

  for (guint i = 0; i < 2; i++)
    {
      const char *text = i == 0 ? body : endless;
      g_autoptr (GError) error = NULL;

      g_assert_null (read_in_pieces (text, strlen (text), 1000, &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "too long"));
    }
}

/* An error of the one who takes the parts ends it for good. */
static gboolean
refuse_all (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "enough");
  return FALSE;
}

static void
test_handler_refuses (void)
{
  static const KhidkiMultipartHandler strict = { begin, refuse_all, end };
  const char *body = "--XX\r\n" HEAD "name=\"a\"\r\n\r\nbbbbbbbbbbbbbb";
  g_autoptr (GString) story = g_string_new (NULL);
  g_autoptr (KhidkiMultipart) multipart = khidki_multipart_new ("XX", &strict, story);
  g_autoptr (GError) error = NULL;

  g_assert_false (
      khidki_multipart_feed (multipart, (const guint8 *) body, strlen (body), &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_false (khidki_multipart_feed (multipart, (const guint8 *) "x", 1, NULL));
  g_assert_false (khidki_multipart_finish (multipart, NULL));
}

static void
test_boundary (void)
{
  static const char *const cases[][2] = {
    { "multipart/form-data; boundary=abc", "abc" },
    { "Multipart/Form-Data;boundary=\"a b\"", NULL },
    { "multipart/form-data; boundary=\"a:b\"", "a:b" },
    { "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
      "----WebKitFormBoundary7MA4YWxkTrZu0gW" },
    { "multipart/form-data", NULL },
    { "multipart/form-data; boundary=", NULL },
    { "multipart/form-data; boundary=\"abc", NULL },
    { "multipart/form-data; boundary=abc; charset=utf-8", NULL },
    { "multipart/mixed; boundary=abc", NULL },
    { "multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *boundary = khidki_multipart_dup_boundary (cases[i][0]);

      g_assert_cmpstr (boundary, ==, cases[i][1]);
    }
  g_assert_null (khidki_multipart_dup_boundary (NULL));
}

static void
test_fields (void)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/");
  const char *text = "name=Sita+Devi&empty=&alone&%E0%A4%97=%E0%A4%98&a=1&a=2&=x&&b=c%3Dd%26";

  g_assert_true (khidki_http_form_read_fields (request, text, strlen (text)));
  g_assert_cmpstr (khidki_request_get_field (request, "name"), ==, "Sita Devi");
  g_assert_cmpstr (khidki_request_get_field (request, "empty"), ==, "");
  g_assert_cmpstr (khidki_request_get_field (request, "alone"), ==, "");
  g_assert_cmpstr (khidki_request_get_field (request, "ग"), ==, "घ");
  g_assert_cmpstr (khidki_request_get_field (request, "a"), ==, "1");
  g_assert_cmpstr (khidki_request_get_field (request, "b"), ==, "c=d&");
  g_assert_cmpuint (khidki_request_get_n_parts (request), ==, 7);
}

static void
test_bad_fields (void)
{
  static const char *const cases[] = { "a=%", "a=%G1", "a=%00", "a=%FF", "%C3%28=a", "a=b%2" };
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/");

      if (khidki_http_form_read_fields (request, cases[i], strlen (cases[i])))
        g_error ("“%s” was taken", cases[i]);
    }
  for (guint i = 0; i <= 2000; i++)
    g_string_append (many, "a=b&");
  {
    g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/");

    g_assert_false (khidki_http_form_read_fields (request, many->str, many->len));
    g_assert_false (khidki_http_form_read_fields (request, "a=\0b", 4));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/multipart/read", test_read);
  g_test_add_func ("/multipart/refused", test_refused);
  g_test_add_func ("/multipart/long-head", test_long_head);
  g_test_add_func ("/multipart/handler-refuses", test_handler_refuses);
  g_test_add_func ("/multipart/boundary", test_boundary);
  g_test_add_func ("/multipart/fields", test_fields);
  g_test_add_func ("/multipart/bad-fields", test_bad_fields);
  return g_test_run ();
}
