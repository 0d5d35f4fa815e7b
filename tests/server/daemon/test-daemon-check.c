/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <khidki-testing.h>
#include <sodium.h>
#include <sys/stat.h>

#include "daemon/khidki-daemon-check.h"
#include "daemon/khidki-daemon-keys.h"
#include "store-fixture.h"

#define SEAL_KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
#define SIGNING_KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"

typedef struct
{
  char *folder;
  char *state;
  char *credentials;
  KhidkiConfig *config;
  KhidkiDaemonData data;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("khidki-check-XXXXXX", NULL);
  fixture->state = g_build_filename (fixture->folder, "state", NULL);
  fixture->credentials = g_build_filename (fixture->folder, "credentials", NULL);
  g_assert_cmpint (g_mkdir (fixture->credentials, 0700), ==, 0);
  g_setenv ("CREDENTIALS_DIRECTORY", fixture->credentials, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->config, khidki_config_unref);
  khidki_daemon_data_clear (&fixture->data);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->state);
  g_free (fixture->credentials);
}

static void
put (const char *folder, const char *name, const char *text, int mode)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

/* @lines: of [server], beside the state folder unless they name it */
static KhidkiConfig *
configure (Fixture *fixture, const char *lines, const char *store)
{
  g_autofree char *path = g_build_filename (fixture->folder, "khidki.conf", NULL);
  g_autofree char *state = g_strconcat ("state-dir=", fixture->state, NULL);
  g_autofree char *text = g_strdup_printf (
      "[server]\n%s\n%s\n[store]\n%s\n", lines,
      g_strstr_len (lines, -1, "state-dir=") == NULL ? state : "", store);
  g_autoptr (GError) error = NULL;

  put (fixture->folder, "khidki.conf", text, 0600);
  g_clear_pointer (&fixture->config, khidki_config_unref);
  fixture->config = khidki_config_load (path, &error);
  g_assert_no_error (error);
  return fixture->config;
}

static GPtrArray *
check (Fixture *fixture, const char *lines, const char *store)
{
  GPtrArray *mistakes = g_ptr_array_new_with_free_func (g_free);

  khidki_daemon_check (configure (fixture, lines, store), &fixture->data, mistakes);
  return mistakes;
}

static void
assert_mistake (Fixture *fixture, const char *lines, const char *store, const char *expected)
{
  g_autoptr (GPtrArray) mistakes = check (fixture, lines, store);
  g_autoptr (GError) error = NULL;

  if (mistakes->len != 1)
    g_error ("%s%s: expected one mistake, found %u", lines, store, mistakes->len);
  g_test_message ("%s", (const char *) g_ptr_array_index (mistakes, 0));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (mistakes, 0), fixture->folder));
  if (g_strstr_len (g_ptr_array_index (mistakes, 0), -1, expected) == NULL)
    g_error ("expected “%s”, found “%s”", expected,
             (const char *) g_ptr_array_index (mistakes, 0));
  g_assert_false (khidki_daemon_check_or_fail (fixture->config, &fixture->data, &error));
  g_assert_cmpstr (error->message, ==, g_ptr_array_index (mistakes, 0));
}

static void
test_mistakes (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[][3] = {
    { "timezone=Asia/Dehli", "", "[server] timezone: expected a name such as Asia/Kolkata, found Asia/Dehli" },
    { "listen=nowhere", "", "[server] listen: expected HOST:PORT, unix:PATH or fd:N, found “nowhere”" },
    { "listen=example.org:80", "", "[server] listen: expected an IP address before the port" },
    { "listen=127.0.0.1:99999", "", "[server] listen: expected HOST:PORT" },
    { "listen=fd:1", "", "[server] listen: expected HOST:PORT" },
    { "admin-listen=127.0.0.1", "", "[server] admin-listen: expected HOST:PORT" },
    { "public-url=khidki.example.org", "", "[server] public-url: expected an address such as" },
    { "public-url=https://khidki.example.org/", "", "without a slash at the end, found https://khidki.example.org/" },
    { "sandbox=yes", "", "[server] sandbox: expected true or false, found yes" },
    { "state-dir=/proc/nothing", "", "[server] state-dir: expected a folder that can be written, found /proc/nothing: /proc keeps no files" },
    { "state-dir=/dev/null/state", "", "[server] state-dir: expected a folder that can be written, found /dev/null/state: /dev/null is no folder" },
    { "state-dir=state", "", "[server] state-dir: expected an absolute path, found state" },
    { "places=/nowhere/places.ini", "", "[server] places: " },
    { "officers=/nowhere/officers.ini", "", "[server] officers: " },
    { "operators=/nowhere/operators.ini", "", "[server] operators: " },
    { "charges=/nowhere/charges.ini", "", "[server] charges: " },
    { "centres=/nowhere/centres.ini", "", "[server] centres: " },
    { "seal-key=file:/nowhere/seal.key", "", "[server] seal-key: " },
    { "seal-key=credential:nowhere", "", "[server] seal-key: expected credential “nowhere” from the service manager, found none" },
    { "seal-key=credential:../khidki.conf", "", "[server] seal-key: expected credential" },
    { "signing-key=file:/nowhere/signing.key", "", "[server] signing-key: " },
    { "signing-key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "", "[server] signing-key: expected file:/PATH or credential:NAME, found something else" },
    { "", "url=postgresql://me:secret@db/khidki", "[store] url: PostgreSQL is not supported yet" },
    { "", "url=mysql://db/khidki", "[store] url: expected sqlite:///PATH, found the scheme: mysql" },
    { "", "url=sqlite://khidki.db", "[store] url: expected three slashes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_mistake (fixture, cases[i][0], cases[i][1], cases[i][2]);
}

/* Dated data is taken as a whole: one file with a mistake, and the others stay too. */
static void
test_data_is_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) fine = check (fixture, "", "");
  KhidkiDaemonData before = fixture->data;
  g_autoptr (GPtrArray) mistakes = NULL;

  g_assert_cmpuint (fine->len, ==, 0);
  g_assert_nonnull (before.places);
  g_assert_nonnull (before.charges);
  mistakes = check (fixture, "officers=/nowhere/officers.ini\ncharges=/nowhere/charges.ini", "");
  g_assert_cmpuint (mistakes->len, ==, 2);
  g_assert_cmpmem (&before, sizeof before, &fixture->data, sizeof before);
}

#define CENTRE(id, place)                                                                       \
  "[Centre " id "]\nName=" id "\nSubdivision=" place "\nAddress=Market\nPin=110085\n"              \
  "Latitude=28.7\nLongitude=77.1\nHours=9 to 6\nFrom=2025-12-25\n"
/* Noon of 26 November 2026 in Delhi. */
#define NOON (G_GINT64_CONSTANT (1795674600) * 1000)

static GPtrArray *
check_gaps (Fixture *fixture, const char *lines)
{
  GPtrArray *mistakes = check (fixture, lines, "");

  g_assert_cmpuint (mistakes->len, ==, 0);
  khidki_daemon_check_gaps (fixture->config, &fixture->data, NOON, mistakes);
  return mistakes;
}

static gboolean
tells (GPtrArray *mistakes, const char *expected)
{
  for (guint i = 0; i < mistakes->len; i++)
    if (g_strstr_len (g_ptr_array_index (mistakes, i), -1, expected) != NULL)
      return TRUE;
  return FALSE;
}

/* What is shipped has none; a state's own centres are told what they lack. */
static void
test_gaps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lines = g_strdup_printf ("centres=%s/centres.ini\noperators=%s/operators.ini",
                                            fixture->folder, fixture->folder);
  g_autoptr (GPtrArray) shipped = check_gaps (fixture, "");
  g_autoptr (GPtrArray) mistakes = NULL;

  g_assert_cmpuint (shipped->len, ==, 0);
  put (fixture->folder, "centres.ini", CENTRE ("market", "rohini"), 0600);
  put (fixture->folder, "operators.ini",
       "[Operator meena]\nName=Meena\nRole=operator\nCentre=market\nFrom=2026-01-01\n"
       "[Operator arif]\nName=Arif\nRole=operator\nCentre=nowhere\nFrom=2026-01-01\n", 0600);
  mistakes = check_gaps (fixture, lines);
  g_assert_cmpuint (mistakes->len, ==, 38 + 1);
  g_assert_true (tells (mistakes, "khidki.conf: [server] centres: expected a centre in each "
                                  "sub-division, found none in “narela” (Narela)"));
  g_assert_false (tells (mistakes, "“rohini”"));
  g_assert_true (tells (mistakes, "[server] operators: [Operator arif] Centre: expected the id of a "
                                  "centre that is open, found “nowhere”"));
}

/* An id that no place has is a slip, not a gap. */
static void
test_centre_out_of_places (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lines = g_strdup_printf ("centres=%s/centres.ini", fixture->folder);

  put (fixture->folder, "centres.ini", CENTRE ("market", "rohni"), 0600);
  assert_mistake (fixture, lines, "",
                  "[server] centres: [Centre market] Subdivision: expected the id of a [Subdivision] "
                  "of the places, found “rohni”");
}

/* Not a file is made, and secrets are in no message. */
static void
test_leaves_no_trace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) mistakes = NULL;
  g_autofree char *socket = g_build_filename (fixture->folder, "live.sock", NULL);
  g_autofree char *lines = g_strdup_printf ("listen=unix:%s", socket);
  g_autoptr (GDir) dir = NULL;
  guint n = 0;

  put (fixture->folder, "live.sock", "a server listens here", 0600);
  mistakes = check (fixture, lines, "");
  g_assert_cmpuint (mistakes->len, ==, 0);
  g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (socket, G_FILE_TEST_EXISTS));
  dir = g_dir_open (fixture->folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 3);

  g_clear_pointer (&mistakes, g_ptr_array_unref);
  mistakes = check (fixture, "signing-key=SECRETSECRET", "url=postgresql://me:SECRET@db/khidki");
  g_assert_cmpuint (mistakes->len, ==, 2);
  for (guint i = 0; i < mistakes->len; i++)
    g_assert_null (g_strstr_len (g_ptr_array_index (mistakes, i), -1, "SECRET"));
}

static void
test_keys_of_others (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->state, 0700), ==, 0);
  put (fixture->state, "seal.key", SEAL_KEY, 0644);
  assert_mistake (fixture, "", "", "[server] seal-key: Seal key ");
  put (fixture->state, "seal.key", "no key at all\n", 0600);
  assert_mistake (fixture, "", "", "expected 32 bytes in base64");
}

static char *
digest_of (Fixture *fixture, const char *lines, KhidkiHost *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSeal) seal = khidki_daemon_open_seal (configure (fixture, lines, ""),
                                                         fixture->state, host, &error);

  g_assert_no_error (error);
  return khidki_seal_digest (seal, "purpose", "text");
}

static char *
kid_of (Fixture *fixture, const char *lines, KhidkiHost *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSigningKey) key = khidki_daemon_open_signing_key (
      configure (fixture, lines, ""), fixture->state, host, &error);

  g_assert_no_error (error);
  return g_strdup (khidki_signing_key_get_kid (key));
}

/* Both keys, from wherever a secret may come. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *seal_file = g_strdup_printf ("seal-key=file:%s/seal", fixture->folder);
  g_autofree char *seal_path = g_strdup_printf ("seal-key=%s/seal", fixture->folder);
  g_autofree char *key_file = g_strdup_printf ("signing-key=file:%s/signing", fixture->folder);
  g_autofree char *digest = NULL, *of_file = NULL, *of_path = NULL;
  g_autofree char *kid = NULL, *kid_of_file = NULL;
  g_autoptr (GPtrArray) mistakes = NULL;

  /* As systemd hands them over. */
  put (fixture->credentials, "khidki-seal-key", SEAL_KEY, 0440);
  put (fixture->credentials, "khidki-signing-key", SIGNING_KEY, 0440);
  put (fixture->folder, "seal", SEAL_KEY, 0600);
  put (fixture->folder, "signing", SIGNING_KEY, 0600);

  digest = digest_of (fixture, "seal-key=credential:khidki-seal-key", NULL);
  of_file = digest_of (fixture, seal_file, NULL);
  of_path = digest_of (fixture, seal_path, NULL);
  g_assert_cmpstr (digest, ==, of_file);
  g_assert_cmpstr (digest, ==, of_path);
  kid = kid_of (fixture, "signing-key=credential:khidki-signing-key", NULL);
  kid_of_file = kid_of (fixture, key_file, NULL);
  g_assert_cmpstr (kid, ==, kid_of_file);

  mistakes = check (fixture, "seal-key=credential:khidki-seal-key\n"
                             "signing-key=credential:khidki-signing-key", "");
  g_assert_cmpuint (mistakes->len, ==, 0);
}

/* What is not configured is made once; what is configured never. */
static void
test_made_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiTestHost) host = khidki_test_host_new ("server");
  g_autofree char *first = NULL, *second = NULL, *kid = NULL, *kid_again = NULL;
  g_autofree char *other = g_strdup_printf ("seal-key=file:%s/other.key", fixture->folder);
  g_autofree char *path = g_build_filename (fixture->folder, "other.key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->state, 0700), ==, 0);
  g_assert_null (khidki_daemon_open_seal (configure (fixture, "", ""), fixture->state, NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  first = digest_of (fixture, "", KHIDKI_HOST (host));
  second = digest_of (fixture, "", KHIDKI_HOST (host));
  g_assert_cmpstr (first, ==, second);
  kid = kid_of (fixture, "", KHIDKI_HOST (host));
  kid_again = kid_of (fixture, "", KHIDKI_HOST (host));
  g_assert_cmpstr (kid, ==, kid_again);

  g_clear_error (&error);
  g_assert_null (khidki_daemon_open_seal (configure (fixture, other, ""), fixture->state,
                                          KHIDKI_HOST (host), &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define ADD(name, func) g_test_add ("/daemon-check/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  ADD ("mistakes", test_mistakes);
  ADD ("data-is-whole", test_data_is_whole);
  ADD ("gaps", test_gaps);
  ADD ("centre-out-of-places", test_centre_out_of_places);
  ADD ("leaves-no-trace", test_leaves_no_trace);
  ADD ("keys-of-others", test_keys_of_others);
  ADD ("keys", test_keys);
  ADD ("made-once", test_made_once);
  return g_test_run ();
}
