/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-notify.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct _KhidkiNotify
{
  int fd;
  struct sockaddr_un address;
  socklen_t address_length;
  guint watchdog;
  KhidkiHost *host;
  guint timer;
};

/* `/path` or `@abstract`; others (vsock) are of machines, not of services. */
static gboolean
read_address (KhidkiNotify *self, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length < 2 || length >= sizeof self->address.sun_path || (*text != '/' && *text != '@'))
    return FALSE;

  self->address.sun_family = AF_UNIX;
  memcpy (self->address.sun_path, text, length);
  if (*text == '@')
    self->address.sun_path[0] = '\0';
  self->address_length = (socklen_t) (offsetof (struct sockaddr_un, sun_path) + length);
  return TRUE;
}

/* Milliseconds; 0 when nobody watches this process. */
static guint
read_watchdog (void)
{
  const char *microseconds = g_getenv ("WATCHDOG_USEC");
  const char *pid = g_getenv ("WATCHDOG_PID");
  guint64 value = 0, owner = 0;

  if (microseconds == NULL
      || !g_ascii_string_to_unsigned (microseconds, 10, 1000, (guint64) G_MAXINT * 1000, &value, NULL))
    return 0;
  if (pid != NULL
      && (!g_ascii_string_to_unsigned (pid, 10, 1, G_MAXINT, &owner, NULL)
          || owner != (guint64) getpid ()))
    return 0;
  return (guint) (value / 1000);
}

/**
 * khidki_notify_new:
 *
 * Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
 *
 * Returns: (transfer full): it
 *
 * Since: 0.1
 */
KhidkiNotify *
khidki_notify_new (void)
{
  KhidkiNotify *self = g_new0 (KhidkiNotify, 1);

  self->fd = -1;
  if (read_address (self, g_getenv ("NOTIFY_SOCKET")))
    {
      self->fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      self->watchdog = read_watchdog ();
    }
  return self;
}

void
khidki_notify_free (KhidkiNotify *self)
{
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  g_clear_object (&self->host);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/* Never waits: a manager that does not read misses it. */
static gboolean
tell (KhidkiNotify *self, const char *state)
{
  gssize sent;

  if (self->fd < 0)
    return FALSE;

  do
    sent = sendto (self->fd, state, strlen (state), MSG_NOSIGNAL,
                   (const struct sockaddr *) &self->address, self->address_length);
  while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

/* What an administrator reads in `systemctl status`; one line. */
gboolean
khidki_notify_status (KhidkiNotify *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *state = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  state = g_strconcat ("STATUS=", g_strdelimit (text, "\r\n", ' '), NULL);
  return tell (self, state);
}

gboolean
khidki_notify_ready (KhidkiNotify *self)
{
  return tell (self, "READY=1");
}

/* To be followed by khidki_notify_ready() when the reload has ended. */
gboolean
khidki_notify_reloading (KhidkiNotify *self)
{
  return tell (self, "RELOADING=1");
}

gboolean
khidki_notify_stopping (KhidkiNotify *self)
{
  return tell (self, "STOPPING=1");
}

/* Milliseconds after which the manager takes a silent server for dead; 0: never. */
guint /* lint: allow caller – what was read of the environment */
khidki_notify_get_watchdog (KhidkiNotify *self)
{
  return self->watchdog;
}

static void
pet (gpointer user_data)
{
  KhidkiNotify *self = user_data;

  tell (self, "WATCHDOG=1");
  self->timer = khidki_host_add_timer (self->host, MAX (self->watchdog / 2, 1), pet, self, NULL);
}

/**
 * khidki_notify_start_watchdog:
 * @self: a #KhidkiNotify
 * @host: gives the timers, which run only while the main loop does
 *
 * Says twice in each of the manager's intervals that the main loop is alive.
 * Does nothing when nobody watches.
 *
 * Since: 0.1
 */
void
khidki_notify_start_watchdog (KhidkiNotify *self, KhidkiHost *host)
{
  if (self->watchdog == 0 || self->timer != 0)
    return;

  g_set_object (&self->host, host);
  pet (self);
}
