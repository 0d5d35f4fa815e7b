/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-notify.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <khidki-testing.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
  GSocket *socket;
} Manager;

static void
listen_at (Manager *manager, GSocketAddress *address)
{
  g_autoptr (GError) error = NULL;

  manager->socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, 0, &error);
  g_assert_no_error (error);
  g_socket_bind (manager->socket, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (manager->socket, FALSE);
}

static void
set_up (Manager *manager, gconstpointer data)
{
  g_autoptr (GSocketAddress) address = NULL;

  manager->folder = g_dir_make_tmp ("khidki-notify-XXXXXX", NULL);
  manager->path = g_build_filename (manager->folder, "notify", NULL);
  address = g_unix_socket_address_new (manager->path);
  listen_at (manager, address);
  g_setenv ("NOTIFY_SOCKET", manager->path, TRUE);
}

static void
tear_down (Manager *manager, gconstpointer data)
{
  g_unsetenv ("NOTIFY_SOCKET");
  g_unsetenv ("WATCHDOG_USEC");
  g_unsetenv ("WATCHDOG_PID");
  g_clear_object (&manager->socket);
  g_unlink (manager->path);
  g_rmdir (manager->folder);
  g_free (manager->path);
  g_free (manager->folder);
}

/* (transfer full) (nullable): the next datagram that lies there */
static char *
take (Manager *manager)
{
  char buffer[512];
  gssize length = g_socket_receive (manager->socket, buffer, sizeof buffer, NULL, NULL);

  return length >= 0 ? g_strndup (buffer, (gsize) length) : NULL;
}

static void
assert_told (Manager *manager, const char *expected)
{
  g_autofree char *told = take (manager);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_states (Manager *manager, gconstpointer data)
{
  g_autoptr (KhidkiNotify) notify = khidki_notify_new ();

  g_assert_true (khidki_notify_ready (notify));
  g_assert_true (khidki_notify_status (notify, "%d plugins\nREADY=0", 2));
  g_assert_true (khidki_notify_reloading (notify));
  g_assert_true (khidki_notify_stopping (notify));
  assert_told (manager, "READY=1");
  assert_told (manager, "STATUS=2 plugins READY=0");
  assert_told (manager, "RELOADING=1");
  assert_told (manager, "STOPPING=1");
  assert_told (manager, NULL);
}

static void
test_abstract (Manager *manager, gconstpointer data)
{
  g_autofree char *name = g_strdup_printf ("khidki-test-%d", (int) getpid ());
  g_autofree char *variable = g_strconcat ("@", name, NULL);
  g_autoptr (GSocketAddress) address =
      g_unix_socket_address_new_with_type (name, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  g_autoptr (KhidkiNotify) notify = NULL;
  Manager other = { 0 };

  listen_at (&other, address);
  g_setenv ("NOTIFY_SOCKET", variable, TRUE);
  notify = khidki_notify_new ();
  g_assert_true (khidki_notify_ready (notify));
  assert_told (&other, "READY=1");
  g_object_unref (other.socket);
}

static void
test_nobody (Manager *manager, gconstpointer data)
{
  static const char *const addresses[] = { "", "/", "relative", "vsock:2:1" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (KhidkiNotify) notify = NULL;

      g_setenv ("NOTIFY_SOCKET", addresses[i], TRUE);
      notify = khidki_notify_new ();
      g_assert_false (khidki_notify_ready (notify));
    }

  g_unlink (manager->path);
  g_setenv ("NOTIFY_SOCKET", manager->path, TRUE);
  {
    g_autoptr (KhidkiNotify) notify = khidki_notify_new ();

    g_assert_false (khidki_notify_ready (notify));
  }
}

static void
test_watchdog (Manager *manager, gconstpointer data)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autoptr (KhidkiTestHost) host = khidki_test_host_new ("server");
  g_autoptr (KhidkiNotify) notify = NULL;

  g_setenv ("WATCHDOG_USEC", "30000000", TRUE);
  g_setenv ("WATCHDOG_PID", pid, TRUE);
  notify = khidki_notify_new ();
  g_assert_cmpuint (khidki_notify_get_watchdog (notify), ==, 30000);
  khidki_notify_start_watchdog (notify, KHIDKI_HOST (host));
  assert_told (manager, "WATCHDOG=1");
  khidki_test_host_advance (host, 14999);
  assert_told (manager, NULL);
  khidki_test_host_advance (host, 1);
  assert_told (manager, "WATCHDOG=1");
  khidki_test_host_advance (host, 15000);
  assert_told (manager, "WATCHDOG=1");
}

static void
test_unwatched (Manager *manager, gconstpointer data)
{
  static const char *const wrong[] = { "", "0", "-5", "many", "99999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (KhidkiNotify) notify = NULL;

      g_setenv ("WATCHDOG_USEC", wrong[i], TRUE);
      notify = khidki_notify_new ();
      g_assert_cmpuint (khidki_notify_get_watchdog (notify), ==, 0);
    }

  g_setenv ("WATCHDOG_USEC", "30000000", TRUE);
  g_setenv ("WATCHDOG_PID", "1", TRUE);
  {
    g_autoptr (KhidkiTestHost) host = khidki_test_host_new ("server");
    g_autoptr (KhidkiNotify) notify = khidki_notify_new ();

    khidki_notify_start_watchdog (notify, KHIDKI_HOST (host));
    g_assert_cmpuint (khidki_test_host_get_n_timers (host), ==, 0);
  }
}

#define ADD(name, func) g_test_add ("/admin/notify/" name, Manager, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("states", test_states);
  ADD ("abstract", test_abstract);
  ADD ("nobody", test_nobody);
  ADD ("watchdog", test_watchdog);
  ADD ("unwatched", test_unwatched);
  return g_test_run ();
}
