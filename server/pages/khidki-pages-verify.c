/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "pages/khidki-page.h"
#include "pages/khidki-pages-private.h"
#include "pages/khidki-verify-page.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-certificate-claims.h"

/* An answer leaves this long after its question, so that a number that exists is
 * not told by the time that it takes to read it. */
#define ANSWER_MS 60
/* A signed code, every byte of it escaped. */
#define MOST_BODY (16 * 1024)

typedef struct
{
  KhidkiPages *pages;
  KhidkiResponder *responder;
  KhidkiPageReader *reader;
  char *typed;
  char *number;
  char *token;
  KhidkiCertificateClaims *claims;
  gint64 asked;
  gboolean failed;
  KhidkiVerifyFacts *facts;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_object_unref (check->pages);
  khidki_responder_unref (check->responder);
  khidki_page_reader_free (check->reader);
  g_free (check->typed);
  g_free (check->number);
  g_free (check->token);
  g_clear_pointer (&check->claims, khidki_certificate_claims_free);
  g_clear_pointer (&check->facts, khidki_verify_facts_free);
  g_free (check);
}

static void
answer (gpointer user_data)
{
  Check *check = user_data;
  g_autoptr (KhidkiResponse) response = NULL;
  KhidkiVerifyView view = { check->pages->catalogue, check->pages->time_zone, check->reader,
                            check->typed,            check->facts,            check->claims };

  response = check->failed ? khidki_pages_make_trouble (check->reader, 503)
                           : khidki_verify_page_show (&view);
  khidki_responder_finish (check->responder, response);
}

static gboolean
read_facts (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Check *check = data;
  GError *local_error = NULL;

  g_clear_pointer (&check->facts, khidki_verify_facts_free);
  check->facts = khidki_verify_facts_load (transaction, check->number, check->token, check->asked,
                                           &local_error);
  if (check->facts != NULL || g_error_matches (local_error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    {
      g_clear_error (&local_error);
      return TRUE;
    }
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
facts_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *check = user_data;
  gint64 passed = khidki_host_now (check->pages->host) - check->asked;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      g_warning ("a certificate cannot be looked up: %s", error->message);
      check->failed = TRUE;
    }
  khidki_host_add_timer (check->pages->host, (guint) (ANSWER_MS - CLAMP (passed, 0, ANSWER_MS)),
                         answer, check, check_free);
}

static Check *
check_new (KhidkiPages *pages, KhidkiRequest *request, KhidkiResponder *responder)
{
  Check *check = g_new0 (Check, 1);

  check->pages = g_object_ref (pages);
  check->responder = khidki_responder_ref (responder);
  check->reader = khidki_page_reader_new (request);
  check->asked = khidki_host_now (pages->host);
  return check;
}

/* What cannot be a number is looked up too: it takes as long. */
static void
look_up (Check *check, const char *typed, const char *token)
{
  KhidkiNumberKind kind;

  check->typed = g_strdup (typed);
  check->token = g_strdup (token);
  check->number = khidki_number_parse (typed, &kind);
  if (kind != KHIDKI_NUMBER_CERTIFICATE)
    {
      g_free (check->number);
      check->number = g_strdup ("");
    }
  khidki_store_read_async (check->pages->store, read_facts, check, NULL, NULL, facts_read, check);
}

void
khidki_pages_get_verify (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autofree char *rest = khidki_pages_dup_rest (request, "/verify/");
  const char *typed = rest != NULL && *rest != '\0' ? rest : khidki_request_get_query (request, "number");
  g_autoptr (KhidkiPageReader) reader = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  if (typed != NULL && *typed != '\0')
    {
      look_up (check_new (user_data, request, responder), typed,
               khidki_request_get_query (request, "t"));
      return;
    }
  reader = khidki_page_reader_new (request);
  response = khidki_verify_page_ask (reader);
  khidki_responder_finish (responder, response);
}

/* What was copied from a screen is broken into lines. */
static void
remove_blanks (char *text)
{
  char *end = text;

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      *end++ = *p;
  *end = '\0';
}

/* What was sent is found by its number and token as well. */
static void
set_address (Check *check)
{
  g_autofree char *path = g_strconcat ("/verify/", check->claims->number, NULL);

  khidki_page_reader_set_address (check->reader, path, check->claims->token);
}

void
khidki_pages_post_verify (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiPages *self = user_data;
  g_autoptr (KhidkiPageReader) reader = khidki_page_reader_new (request);
  guint status;
  g_autofree char *code = khidki_pages_dup_field (request, "code", MOST_BODY, &status);
  g_autoptr (KhidkiCertificateClaims) claims = NULL;
  g_autoptr (KhidkiResponse) response = NULL;
  Check *check;

  if (code != NULL)
    {
      remove_blanks (code);
      claims = khidki_certificate_claims_verify (
          code, khidki_signing_key_get_jwk_set (self->signing_key), NULL);
    }
  if (claims != NULL)
    {
      check = check_new (self, request, responder);
      check->claims = g_steal_pointer (&claims);
      set_address (check);
      look_up (check, check->claims->number, check->claims->token);
      return;
    }
  response = code != NULL ? khidki_verify_page_refuse_code (reader)
                          : khidki_pages_make_trouble (reader, status);
  khidki_responder_finish (responder, response);
}
