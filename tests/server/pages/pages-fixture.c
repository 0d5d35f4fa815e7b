/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages-fixture.h"

#include <string.h>

#include "drafts/khidki-draft-row.h"
#include "pipeline/khidki-certificate-claims.h"
#include "pipeline/khidki-certificate-row.h"

#define STEP_MS 60
#define MOST_STEPS 3000

static const char *const numbers[]
    = { "+91 95999 00000", "+91 95999 <1>", "1800 11 2000", NULL };

/* A channel that does nothing but say its numbers. */
typedef struct
{
  GObject parent_instance;
} Listed;

typedef GObjectClass ListedClass;

static GType listed_get_type (void);

static GPtrArray *
list_contacts (KhidkiChannel *channel)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_contact_unref);

  g_ptr_array_add (contacts, khidki_contact_new (KHIDKI_CONTACT_CHAT, "+91 95999-00000",
                                                 "Delhi <Revenue>"));
  g_ptr_array_add (contacts, khidki_contact_new (KHIDKI_CONTACT_TEXT, "56161", NULL));
  g_ptr_array_add (contacts, khidki_contact_new (KHIDKI_CONTACT_VOICE, "+91 11 2000 0000", NULL));
  return contacts;
}

static void
implement (KhidkiChannelInterface *iface)
{
  iface->list_contacts = list_contacts;
}

G_DEFINE_TYPE_WITH_CODE (Listed,
                         listed,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL, implement))

static void
listed_class_init (ListedClass *klass)
{
}

static void
listed_init (Listed *self)
{
}

static void
run_event (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  PagesFixture *fixture = user_data;

  g_ptr_array_add (fixture->given, khidki_event_new_from_variant (job->payload));
  khidki_jobs_done (jobs, job);
}

static void
build_catalogue (PagesFixture *fixture)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "department", NULL);
  g_autofree char *file = g_build_filename (g_getenv ("KHIDKI_DATA"), "places", "delhi.ini", NULL);
  g_autofree char *centres_file = g_test_build_filename (G_TEST_DIST, "centres.ini", NULL);
  g_autoptr (KhidkiCentres) centres = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (file, &error);

  g_assert_no_error (error);
  centres = khidki_centres_new_from_file (centres_file, &error);
  g_assert_no_error (error);
  fixture->department = khidki_folder_department_new (folder);
  fixture->catalogue = khidki_catalogue_new (places);
  khidki_catalogue_set_centres (fixture->catalogue, centres);
  khidki_catalogue_add_department (fixture->catalogue, fixture->department, &error);
  g_assert_no_error (error);
}

static void
build_pages (PagesFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KhidkiPagesWorld world = { KHIDKI_HOST (fixture->host), fixture->rows.store, fixture->jobs,
                             fixture->key,                "https://seva.delhi.example",
                             NULL,                        numbers,
                             "1031",                      "8–20" };
  g_autoptr (KhidkiChannels) channels = khidki_channels_new ();
  g_autoptr (GObject) listed = g_object_new (listed_get_type (), NULL);

  khidki_channels_add (channels, "listed", KHIDKI_CHANNEL (listed));
  world.channels = channels;
  fixture->pages = khidki_pages_new (&world, fixture->server, &error);
  g_assert_no_error (error);
  khidki_pages_set_catalogue (fixture->pages, fixture->catalogue);
  khidki_http_server_listen (fixture->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
}

void
pages_fixture_set_up (PagesFixture *fixture, gconstpointer data)
{
  guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES] = { 7 };

  store_fixture_set_up (&fixture->rows, data);
  fixture->host = khidki_test_host_new ("pages");
  khidki_test_host_set_now (fixture->host, FIXTURE_NOW);
  fixture->given = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
  fixture->server = khidki_http_server_new (KHIDKI_HOST (fixture->host));
  fixture->jobs = khidki_jobs_new (KHIDKI_HOST (fixture->host), fixture->rows.store);
  khidki_jobs_add_handler (fixture->jobs, "event", 1, 10000, run_event, fixture);
  khidki_jobs_start (fixture->jobs);
  fixture->key = khidki_signing_key_new (seed);
  fixture->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  build_catalogue (fixture);
  build_pages (fixture);
}

void
pages_fixture_tear_down (PagesFixture *fixture, gconstpointer data)
{
  pages_fixture_settle (fixture);
  khidki_jobs_stop (fixture->jobs);
  khidki_http_server_close (fixture->server);
  soup_session_abort (fixture->session);
  khidki_test_settle ();
  g_assert_finalize_object (fixture->pages);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->jobs);
  g_clear_pointer (&fixture->catalogue, khidki_catalogue_unref);
  g_clear_object (&fixture->department);
  g_clear_pointer (&fixture->key, khidki_signing_key_unref);
  g_clear_pointer (&fixture->given, g_ptr_array_unref);
  store_fixture_tear_down (&fixture->rows, data);
  khidki_test_settle ();
  g_clear_object (&fixture->host);
}

static void
await (PagesFixture *fixture, GAsyncResult **result)
{
  for (guint i = 0; *result == NULL && i < MOST_STEPS; i++)
    {
      if (i % 5 == 4)
        khidki_test_host_advance (fixture->host, STEP_MS / 5);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  g_assert_nonnull (*result);
}

Answer *
pages_fixture_ask (PagesFixture *fixture, const char *path, const char *form, ...)
{
  g_autofree char *url =
      g_strdup_printf ("http://127.0.0.1:%u%s", khidki_http_server_get_port (fixture->server), path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) sent = form != NULL ? g_bytes_new (form, strlen (form)) : NULL;
  Answer *answer = g_new0 (Answer, 1);
  const char *name;
  va_list headers;

  answer->message = soup_message_new (form != NULL ? "POST" : "GET", url);
  if (sent != NULL)
    soup_message_set_request_body_from_bytes (answer->message, "application/x-www-form-urlencoded",
                                              sent);
  va_start (headers, form);
  while ((name = va_arg (headers, const char *)) != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (answer->message), name,
                                  va_arg (headers, const char *));
  va_end (headers);
  soup_session_send_and_read_async (fixture->session, answer->message, G_PRIORITY_DEFAULT, NULL,
                                    khidki_test_take_result, &result);
  await (fixture, &result);
  body = soup_session_send_and_read_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  answer->status = soup_message_get_status (answer->message);
  answer->text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  return answer;
}

void
answer_free (Answer *answer)
{
  g_object_unref (answer->message);
  g_free (answer->text);
  g_free (answer);
}

const char *
answer_get_header (Answer *answer, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

void
answer_assert_has (Answer *answer, const char *text)
{
  if (strstr (answer->text, text) == NULL)
    g_error ("expected “%s” in:\n%s", text, answer->text);
}

void
answer_assert_lacks (Answer *answer, const char *text)
{
  if (strstr (answer->text, text) != NULL)
    g_error ("expected no “%s” in:\n%s", text, answer->text);
}

typedef struct
{
  KhidkiCertificate *certificate;
  const char *revoked;
} Issue;

static gboolean
write_certificate (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Issue *issue = data;
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("00", "application/pdf", 1000);
  const char *number = khidki_certificate_get_number (issue->certificate);

  return khidki_certificate_row_add (transaction, issue->certificate, "26000000000001", "v1",
                                     FIXTURE_TOKEN, paper, FIXTURE_NOW, error)
         && (issue->revoked == NULL
             || khidki_certificate_row_revoke (transaction, number, issue->revoked, FIXTURE_NOW,
                                               error));
}

static KhidkiCertificate *
make_certificate (const SampleCertificate *sample)
{
  g_autoptr (KhidkiCertificateBuilder) builder =
      khidki_certificate_builder_new (sample->number, "TST-PEN");
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Kolkata");
  g_autoptr (GError) error = NULL;
  KhidkiCertificate *certificate;
  GDate issued, until;

  g_date_clear (&until, 1);
  g_date_set_dmy (&issued, 23, G_DATE_NOVEMBER, 2026);
  if (sample->expires > 0)
    {
      until = issued;
      g_date_add_days (&until, (guint) sample->expires);
    }
  if (sample->expires < 0)
    {
      until = issued;
      g_date_subtract_days (&until, (guint) -sample->expires);
      g_date_subtract_days (&issued, 100);
    }
  for (guint i = 0; i < KHIDKI_CERTIFICATE_N_TEXTS; i++)
    {
      khidki_certificate_builder_set_text (builder, i, "hi", "शब्द");
      khidki_certificate_builder_set_text (builder, i, "en", "words");
    }
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_APPLICANT, "en", sample->name);
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_BODY, "en", sample->body);
  khidki_certificate_builder_add_line (builder, "पेंशन", "Pension <b>", "₹ 2,500 महीना", "₹ 2,500 & more");
  khidki_certificate_builder_sign_line (builder, "pension");
  khidki_certificate_builder_add_line (builder, "पता", "Address", "घर", "Not signed");
  khidki_certificate_builder_set_dates (builder, &issued, sample->expires != 0 ? &until : NULL, zone);
  khidki_certificate_builder_set_specimen (builder, sample->specimen);
  khidki_certificate_builder_set_public_url (builder, "https://seva.delhi.example");
  certificate = khidki_certificate_builder_end (builder, &error);
  g_assert_no_error (error);
  return certificate;
}

KhidkiCertificate *
pages_fixture_issue (PagesFixture *fixture, const SampleCertificate *sample)
{
  g_autoptr (KhidkiCertificate) plain = make_certificate (sample);
  g_autoptr (GError) error = NULL;
  KhidkiCertificate *certificate =
      khidki_certificate_sign (plain, fixture->key, FIXTURE_TOKEN, &error);
  Issue issue = { certificate, sample->revoked };

  g_assert_no_error (error);
  khidki_store_write (fixture->rows.store, write_certificate, &issue, &error);
  g_assert_no_error (error);
  return certificate;
}

typedef struct
{
  KhidkiService *service;
  const char *token;
  const char *language;
} Link;

static gboolean
write_account (KhidkiTransaction *transaction, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAccount) account =
      khidki_account_new ("whatsapp", "line", "919876543210", "919876543210", "Sita");
  g_autoptr (GVariant) value = khidki_account_to_variant (account);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, "account", FIXTURE_ACCOUNT, value);
  g_autoptr (GBytes) session = g_bytes_new_static ("-", 1);

  return khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", FIXTURE_ACCOUNT,
                                     "whatsapp", FIXTURE_NOW, FIXTURE_NOW, "", sealed, session) >= 0;
}

static gboolean
write_draft (KhidkiTransaction *transaction, KhidkiService *service, GError **error)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = khidki_draft_new (
      "draft-1", "TST-PEN", khidki_service_get_version (service), "self", answers);
  g_autoptr (KhidkiDraft) old = khidki_draft_row_load (transaction, "draft-1", NULL, NULL);
  g_autoptr (KhidkiDraft) saved = NULL;

  if (old != NULL)
    return TRUE;
  saved = khidki_draft_row_save (transaction, draft, FIXTURE_ACCOUNT, FIXTURE_NOW, error);
  return saved != NULL;
}

static gboolean
write_link (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Link *link = data;
  g_autofree char *digest =
      khidki_seal_digest (khidki_transaction_get_seal (transaction), "private-link", link->token);

  return write_account (transaction, error) && write_draft (transaction, link->service, error)
         && khidki_transaction_execute (transaction, "private-link-add", error, "sssssxx", digest,
                                        FIXTURE_ACCOUNT, "draft-1", FIXTURE_PATH, link->language,
                                        FIXTURE_NOW, FIXTURE_NOW + 60 * 60 * 1000) == 1;
}

void
pages_fixture_add_link (PagesFixture *fixture, const char *token, const char *language)
{
  Link link = { khidki_catalogue_find_service (fixture->catalogue, "TST-PEN"), token, language };
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->rows.store, write_link, &link, &error);
  g_assert_no_error (error);
}

static gboolean
drop_draft (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiDraft) draft = khidki_draft_row_load (transaction, "draft-1", NULL, error);

  return draft != NULL && khidki_draft_row_drop (transaction, draft, error);
}

void
pages_fixture_drop_draft (PagesFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->rows.store, drop_draft, NULL, &error);
  g_assert_no_error (error);
}

void
pages_fixture_settle (PagesFixture *fixture)
{
  store_fixture_settle (&fixture->rows);
}
