/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "gate/khidki-config.h"
#include "libkhidki/khidki-error.h"

typedef struct
{
  char *folder;
  char *path;
  char *drop_in_folder;
  char *drop_in;
  char *secret;
} Fixture;

static void
put (const char *path, const char *text, int mode)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("khidki-config-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "khidki.conf", NULL);
  fixture->drop_in_folder = g_build_filename (fixture->folder, "conf.d", NULL);
  fixture->drop_in = g_build_filename (fixture->drop_in_folder, "10-own.conf", NULL);
  fixture->secret = g_build_filename (fixture->folder, "secret", NULL);
  g_assert_cmpint (g_mkdir (fixture->drop_in_folder, 0700), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->drop_in);
  g_rmdir (fixture->drop_in_folder);
  g_unlink (fixture->secret);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->drop_in_folder);
  g_free (fixture->drop_in);
  g_free (fixture->secret);
}

static void
test_drop_ins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *listen = NULL;
  g_auto (GStrv) enabled = NULL;

  put (fixture->path, "[server]\nlisten=127.0.0.1:1\n[plugins]\nenabled=whatsapp; revenue ;\n", 0600);
  put (fixture->drop_in, "[server]\nlisten=127.0.0.1:2\n", 0600);
  config = khidki_config_load (fixture->path, &error);
  g_assert_no_error (error);
  listen = khidki_config_dup (config, "server", "listen");
  enabled = khidki_config_dup_list (config, "plugins", "enabled");
  g_assert_cmpstr (listen, ==, "127.0.0.1:2");
  g_assert_cmpstr (enabled[0], ==, "whatsapp");
  g_assert_cmpstr (enabled[1], ==, "revenue");
  g_assert_null (enabled[2]);
  g_assert_null (khidki_config_dup (config, "server", "missing"));
}

static void
test_no_utf8 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (fixture->path, "[server]\nlisten=1\n[what\xf0s]\na=1\n", 0600);
  g_assert_null (khidki_config_load (fixture->path, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, "line 3: expected UTF-8"));
}

static void
test_mistake (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (fixture->path, "[server\nlisten=1\n", 0600);
  g_assert_null (khidki_config_load (fixture->path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (g_strstr_len (error->message, -1, fixture->path));
}

static void
test_secrets (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strdup_printf (
      "[whatsapp]\napp-secret=file:%s;plain\nopen=plain\naccess-token=credential:none\n",
      fixture->secret);
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) secrets = NULL;

  put (fixture->secret, "first\n", 0600);
  put (fixture->path, text, 0600);
  config = khidki_config_load (fixture->path, &error);
  secrets = khidki_config_dup_secrets (config, "whatsapp", "app-secret", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secrets[0], ==, "first");
  g_assert_cmpstr (secrets[1], ==, "plain");

  g_assert_null (khidki_config_dup_secrets (config, "whatsapp", "access-token", &error));
  g_assert_nonnull (g_strstr_len (error->message, -1, "[whatsapp] access-token: "));
  g_clear_error (&error);
  g_assert_null (khidki_config_dup_secrets (config, "whatsapp", "nothing", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A secret that others may read is none. */
  put (fixture->secret, "first\n", 0644);
  g_assert_null (khidki_config_dup_secrets (config, "whatsapp", "app-secret", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_clear_error (&error);
  g_chmod (fixture->path, 0644);
  g_assert_null (khidki_config_dup_secrets (config, "whatsapp", "open", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
}

/* A credential that the unit names since: a running service has not been handed it. */
static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) secrets = NULL;

  put (fixture->secret, "first\n", 0600);
  put (fixture->path, "[sms]\nsecret=credential:secret\nsend-password=credential:new\n", 0600);
  config = khidki_config_load (fixture->path, &error);
  g_assert_null (khidki_config_dup_secrets (config, "sms", "secret", &error));
  g_assert_nonnull (g_strstr_len (error->message, -1, "by hand CREDENTIALS_DIRECTORY= has to say"));
  g_clear_error (&error);
  g_setenv ("CREDENTIALS_DIRECTORY", fixture->folder, TRUE);
  secrets = khidki_config_dup_secrets (config, "sms", "secret", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secrets[0], ==, "first");
  g_assert_null (khidki_config_dup_secrets (config, "sms", "send-password", &error));
  g_assert_nonnull (g_strstr_len (error->message, -1, "at the start, not at a reload"));
  g_unsetenv ("CREDENTIALS_DIRECTORY");
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  static const char *const known[] = { "server/listen", "server/public-url", "whatsapp/path",
                                       "whatsapp second/path", "csc/helpline", NULL };
  g_autoptr (KhidkiConfig) config = NULL;
  g_auto (GStrv) lines = NULL;

  put (fixture->path, "[server]\nlisten=1\npublic-ulr=x\n[whatsapp second]\npath=/b\n"
                      "[csc second]\nhelpline=1\n", 0600);
  config = khidki_config_load (fixture->path, NULL);
  lines = khidki_config_list_unknown (config, known);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_true (g_str_has_suffix (
      lines[1], "[csc second] helpline: nobody reads this, for csc has no further groups"));
  g_assert_nonnull (g_strstr_len (lines[0], -1, "[server] public-ulr"));
  g_assert_nonnull (g_strstr_len (lines[0], -1, "server/public-url"));
}

/* Nobody reads it, and without a key there is none to say it of. */
static void
test_empty_groups (Fixture *fixture, gconstpointer data)
{
  static const char *const known[] = { "server/listen", "whatsapp/path", "whatsapp second/path",
                                       "csc/helpline", NULL };
  static const char *const expected[] = {
    "10-own.conf: [csc second]: expected [csc] alone, for csc has no further groups, found [csc second]",
    "10-own.conf: [telegram]: expected a group that somebody reads, found [telegram]",
    "10-own.conf: [whatsap]: expected a group that somebody reads, such as [whatsapp], found [whatsap]",
  };
  g_autoptr (KhidkiConfig) config = NULL;
  g_auto (GStrv) lines = NULL;

  put (fixture->path, "[server]\nlisten=1\n[csc]\n[whatsapp second]\n", 0600);
  put (fixture->drop_in, "[csc second]\n[telegram]\n[whatsap]\n", 0600);
  config = khidki_config_load (fixture->path, NULL);
  lines = khidki_config_list_unknown (config, known);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (g_str_has_suffix (lines[i], expected[i]));
}

/* A group that another file fills is not empty. */
static void
test_filled_group (Fixture *fixture, gconstpointer data)
{
  static const char *const known[] = { "csc/helpline", NULL };
  g_autoptr (KhidkiConfig) config = NULL;
  g_auto (GStrv) lines = NULL;

  put (fixture->path, "[csc second]\n", 0600);
  put (fixture->drop_in, "[csc second]\nhelpline=1\n", 0600);
  config = khidki_config_load (fixture->path, NULL);
  lines = khidki_config_list_unknown (config, known);
  g_assert_cmpuint (g_strv_length (lines), ==, 1);
  g_assert_true (g_str_has_suffix (
      lines[0], "10-own.conf: [csc second] helpline: nobody reads this, for csc has no further groups"));
}

static void
assert_mistyped (Fixture *fixture, const char *text, const char *expected)
{
  static const char *const known[] = { "server/listen", "server/public-url", "plugins/path",
                                       "plugins/enabled", "whatsapp/path", "whatsapp second/path",
                                       "csc/helpline", NULL };
  g_autoptr (KhidkiConfig) config = NULL;
  g_auto (GStrv) lines = NULL;

  put (fixture->path, text, 0600);
  config = khidki_config_load (fixture->path, NULL);
  lines = khidki_config_list_mistyped (config, known);
  if (expected == NULL)
    {
      g_assert_cmpuint (g_strv_length (lines), ==, 0);
      return;
    }
  g_assert_cmpuint (g_strv_length (lines), ==, 1);
  g_assert_true (g_str_has_suffix (lines[0], expected));
}

/* An unknown key is a warning, unless it stands where another had to. */
static void
test_mistyped (Fixture *fixture, gconstpointer data)
{
  assert_mistyped (fixture, "[plugins]\npath=/p\nenabeld=x\n",
                   "khidki.conf: [plugins] enabeld: expected enabled, which is not set, found enabeld");
  assert_mistyped (fixture, "[plugins]\npath=/p\nenabled=y\nenabeld=x\n", NULL);
  assert_mistyped (fixture, "[plugin]\nenabled=x\n",
                   "khidki.conf: [plugin] enabled: expected [plugins], which is not there, found [plugin]");
  assert_mistyped (fixture, "[plugins]\nenabled=x\npath=/p\n[plugin]\nenabled=x\n", NULL);
  assert_mistyped (fixture, "[server]\nlistn=1\n",
                   "khidki.conf: [server] listn: expected listen, which is not set, found listn");
  assert_mistyped (fixture, "[plugin]\n[plugins]\n",
                   "khidki.conf: [plugin]: expected [plugins], which is not there, found [plugin]");
  assert_mistyped (fixture, "[plugin]\n[plugins]\nenabled=x\n", NULL);
  /* A group of somebody else's, and a key that is near to nothing. */
  assert_mistyped (fixture, "[telegram]\npath=/b\n[server]\ncolour=blue\n", NULL);
  assert_mistyped (fixture, "[whatsapp second]\npath=/b\n", NULL);
  assert_mistyped (fixture, "[csc second]\nhelplin=1\n", NULL);
  assert_mistyped (fixture, "[whatsapp second]\npaht=/b\n",
                   "khidki.conf: [whatsapp second] paht: expected path, which is not set, found paht");
}

/* Further groups of a plugin, in their order; a name that merely begins alike is none. */
static void
test_further_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;
  g_auto (GStrv) none = NULL;

  put (fixture->path, "[door]\na=1\n[door north]\n[doors]\na=3\n[door south side]\na=4\n", 0600);
  config = khidki_config_load (fixture->path, &error);
  g_assert_no_error (error);
  groups = khidki_config_list_groups (config, "door");
  g_assert_cmpuint (g_strv_length (groups), ==, 2);
  g_assert_cmpstr (groups[0], ==, "north");
  g_assert_cmpstr (groups[1], ==, "south side");
  none = khidki_config_list_groups (config, "south");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/config/drop-ins", Fixture, NULL, set_up, test_drop_ins, tear_down);
  g_test_add ("/config/no-utf8", Fixture, NULL, set_up, test_no_utf8, tear_down);
  g_test_add ("/config/mistake", Fixture, NULL, set_up, test_mistake, tear_down);
  g_test_add ("/config/secrets", Fixture, NULL, set_up, test_secrets, tear_down);
  g_test_add ("/config/credentials", Fixture, NULL, set_up, test_credentials, tear_down);
  g_test_add ("/config/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/config/empty-groups", Fixture, NULL, set_up, test_empty_groups, tear_down);
  g_test_add ("/config/filled-group", Fixture, NULL, set_up, test_filled_group, tear_down);
  g_test_add ("/config/mistyped", Fixture, NULL, set_up, test_mistyped, tear_down);
  g_test_add ("/config/further-groups", Fixture, NULL, set_up, test_further_groups, tear_down);

  return g_test_run ();
}
