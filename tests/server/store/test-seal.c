/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "libkhidki/khidki-error.h"
#include "store-fixture.h"

#define KEY_A "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define KEY_B "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="

typedef struct
{
  char *folder;
  char *path;
} KeyFixture;

static void
set_up (KeyFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("khidki-seal-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "seal.key", NULL);
}

static void
tear_down (KeyFixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static KhidkiSeal *
seal_of (KeyFixture *fixture, const char *lines)
{
  g_autoptr (GError) error = NULL;
  KhidkiSeal *seal;

  g_assert_true (g_file_set_contents_full (fixture->path, lines, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  seal = khidki_seal_new_from_file (fixture->path, FALSE, &error);
  g_assert_no_error (error);
  return seal;
}

static void
assert_refused (KeyFixture *fixture, const char *lines, int mode, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents_full (fixture->path, lines, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  g_chmod (fixture->path, mode);
  g_assert_null (khidki_seal_new_from_file (fixture->path, TRUE, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strstr (error->message, "AAEC"));
}

static void
test_key_file (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) seal = seal_of (fixture, "# remark\n\n" KEY_A "\r\n  \n" KEY_B);
  g_autoptr (GString) many = g_string_new (NULL);

  assert_refused (fixture, KEY_A "\n", 0640, "0640");
  assert_refused (fixture, KEY_A "\n", 0604, "0604");
  assert_refused (fixture, "", 0600, "no key");
  assert_refused (fixture, "# AAEC\n", 0600, "no key");
  assert_refused (fixture, KEY_A "\nAAECAwQ=\n", 0600, "line 2");
  assert_refused (fixture, KEY_A "AAEC\n", 0600, "line 1");
  assert_refused (fixture, KEY_A " x\n", 0600, "line 1");
  assert_refused (fixture, KEY_A "\n" KEY_A "\n", 0600, "twice");
  for (guint i = 0; i < 17; i++)
    g_string_append_printf (many, "%c%s\n", 'A' + i, KEY_A + 1);
  assert_refused (fixture, many->str, 0600, "16");
  while (many->len <= 4096)
    g_string_append (many, "# a remark that goes on\n");
  assert_refused (fixture, many->str, 0600, "too large");
}

static void
test_credential (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) seal = seal_of (fixture, KEY_A "\n");
  g_autoptr (KhidkiSeal) from_credential = NULL;
  g_autofree char *digest = khidki_seal_digest (seal, "p", "t");
  g_autofree char *same = NULL;

  g_chmod (fixture->path, 0440);
  from_credential = khidki_seal_new_from_credential (fixture->path, NULL);
  g_assert_nonnull (from_credential);
  same = khidki_seal_digest (from_credential, "p", "t");
  g_assert_cmpstr (digest, ==, same);
  g_chmod (fixture->path, 0444);
  g_assert_null (khidki_seal_new_from_credential (fixture->path, NULL));
}

static void
test_made (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSeal) none = khidki_seal_new_from_file (fixture->path, FALSE, &error);
  g_autoptr (KhidkiSeal) made = NULL;
  g_autoptr (KhidkiSeal) read = NULL;
  g_autofree char *digest = NULL, *same = NULL;
  g_autoptr (GDir) folder = NULL;
  struct stat info;

  g_assert_null (none);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  made = khidki_seal_new_from_file (fixture->path, TRUE, NULL);
  read = khidki_seal_new_from_file (fixture->path, TRUE, NULL);
  digest = khidki_seal_digest (made, "p", "t");
  same = khidki_seal_digest (read, "p", "t");
  g_assert_cmpstr (digest, ==, same);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  folder = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "seal.key");
  g_assert_null (g_dir_read_name (folder));
}

static void
assert_opens (KhidkiSeal *seal, const char *place, const char *row, GBytes *sealed, GBytes *plain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) opened = khidki_seal_open (seal, place, row, sealed, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, plain));
}

static void
assert_stays_shut (KhidkiSeal *seal, const char *place, const char *row, GBytes *sealed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (khidki_seal_open (seal, place, row, sealed, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
}

static void
test_sealed (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) seal = seal_of (fixture, KEY_A "\n");
  g_autoptr (GBytes) plain = g_bytes_new_static ("सुनीता देवी", strlen ("सुनीता देवी"));
  g_autoptr (GBytes) sealed = khidki_seal_close (seal, "draft", "17", plain);
  g_autoptr (GBytes) again = khidki_seal_close (seal, "draft", "17", plain);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (sealed, &size);

  g_assert_cmpuint (size, ==, g_bytes_get_size (plain) + 44);
  g_assert_false (g_bytes_equal (sealed, again));
  assert_opens (seal, "draft", "17", sealed, plain);
  assert_opens (seal, "draft", "17", again, plain);
  assert_stays_shut (seal, "draft", "18", sealed);
  assert_stays_shut (seal, "outbox", "17", sealed);
  assert_stays_shut (seal, "draf", "t17", sealed);
  assert_stays_shut (seal, "draft1", "7", sealed);
  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *flipped = g_memdup2 (bytes, size);
      g_autoptr (GBytes) changed = NULL, cut = NULL;

      flipped[i] ^= 0x20;
      changed = g_bytes_new (flipped, size);
      cut = g_bytes_new (bytes, i);
      assert_stays_shut (seal, "draft", "17", changed);
      assert_stays_shut (seal, "draft", "17", cut);
    }
}

static void
test_empty (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) seal = seal_of (fixture, KEY_A "\n");
  g_autoptr (GBytes) plain = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) sealed = khidki_seal_close (seal, "draft", "", plain);

  assert_opens (seal, "draft", "", sealed, plain);
  assert_stays_shut (seal, "draft", "", plain);
}

static void
test_variants (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) seal = seal_of (fixture, KEY_A "\n");
  g_autoptr (GVariant) plain =
      g_variant_ref_sink (g_variant_new ("(sxv)", "आय", (gint64) 1 << 40, g_variant_new_byte (3)));
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, "draft", "1", plain);
  g_autoptr (GBytes) floating =
      khidki_seal_close_variant (seal, "draft", "1", g_variant_new_string ("text"));
  g_autoptr (GVariant) opened = NULL;
  g_autoptr (GError) error = NULL;

  opened = khidki_seal_open_variant (seal, "draft", "1", sealed, G_VARIANT_TYPE ("(sxv)"), &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_equal (opened, plain));
  g_assert_false (g_variant_is_floating (opened));
  g_assert_null (khidki_seal_open_variant (seal, "draft", "1", floating, G_VARIANT_TYPE ("(xx)"),
                                           &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
}

static void
test_rotation (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) old = seal_of (fixture, KEY_A "\n");
  g_autoptr (KhidkiSeal) both = seal_of (fixture, KEY_B "\n" KEY_A "\n");
  g_autoptr (KhidkiSeal) only_new = seal_of (fixture, KEY_B "\n");
  g_autoptr (GBytes) plain = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) by_old = khidki_seal_close (old, "p", "r", plain);
  g_autoptr (GBytes) by_both = khidki_seal_close (both, "p", "r", plain);
  g_autofree char *old_digest = khidki_seal_digest (old, "p", "t");
  g_autofree char *both_digest = khidki_seal_digest (both, "p", "t");
  g_autofree char *new_digest = khidki_seal_digest (only_new, "p", "t");

  assert_opens (both, "p", "r", by_old, plain);
  assert_opens (both, "p", "r", by_both, plain);
  assert_opens (only_new, "p", "r", by_both, plain);
  assert_stays_shut (only_new, "p", "r", by_old);
  assert_stays_shut (old, "p", "r", by_both);
  g_assert_cmpstr (old_digest, ==, both_digest);
  g_assert_cmpstr (old_digest, !=, new_digest);
}

/* Rows are found by them for years: they may never come out otherwise. */
static void
test_digests (KeyFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiSeal) seal = seal_of (fixture, KEY_A "\n");
  g_autofree char *digest = khidki_seal_digest (seal, "phone", "919876543210");
  g_autofree char *other_purpose = khidki_seal_digest (seal, "account", "919876543210");
  g_autofree char *other_split = khidki_seal_digest (seal, "phone9", "19876543210");
  g_autofree char *other_text = khidki_seal_digest (seal, "phone", "919876543211");

  g_assert_cmpstr (digest, ==, "8a7c320b40ece4691f3010a29afd5845");
  g_assert_cmpstr (digest, !=, other_purpose);
  g_assert_cmpstr (digest, !=, other_split);
  g_assert_cmpstr (digest, !=, other_text);
}

static void
add (const char *name, void (*test) (KeyFixture *fixture, gconstpointer data))
{
  g_test_add (name, KeyFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/seal/key-file", test_key_file);
  add ("/seal/credential", test_credential);
  add ("/seal/made", test_made);
  add ("/seal/sealed", test_sealed);
  add ("/seal/empty", test_empty);
  add ("/seal/variants", test_variants);
  add ("/seal/rotation", test_rotation);
  add ("/seal/digests", test_digests);
  return g_test_run ();
}
