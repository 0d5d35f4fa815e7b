/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 65536
#define BACKLOG 512

struct _KhidkiBenchWire
{
  KhidkiBenchWatch watch;
  KhidkiBenchLoop *loop;
  int fd;
  gboolean writing;
  gboolean dead;
  GString *in;
  GString *out;
  KhidkiBenchMessage message;
  KhidkiBenchClosed closed;
  gpointer data;
};

static void
die (KhidkiBenchWire *self)
{
  if (self->dead)
    return;

  self->dead = TRUE;
  close (self->fd);
  self->closed (self, self->data);
}

static gsize
find_length (const char *head)
{
  const char *found = strcasestr (head, "\r\ncontent-length:");
  guint64 length = 0;

  if (found == NULL)
    return 0;
  for (found += strlen ("\r\ncontent-length:"); *found == ' '; found++)
    ;
  for (; g_ascii_isdigit (*found) && length < G_MAXUINT32; found++)
    length = length * 10 + (guint64) (*found - '0');
  return length;
}

/* How many bytes were used up; 0 if the message is not whole yet. */
static gsize
take_message (KhidkiBenchWire *self, char *start, gsize available)
{
  char *end = g_strstr_len (start, (gssize) available, "\r\n\r\n");
  gsize length, whole;
  char *line_end;

  if (end == NULL)
    return 0;
  *end = '\0';
  length = find_length (start);
  whole = (gsize) (end - start) + 4 + length;
  if (available < whole)
    {
      *end = '\r';
      return 0;
    }

  line_end = strchr (start, '\r');
  if (line_end != NULL)
    *line_end = '\0';
  self->message (self, start, end + 4, length, self->data);
  return whole;
}

static void
take_messages (KhidkiBenchWire *self)
{
  gsize done = 0;
  gsize used;

  while (!self->dead && done < self->in->len
         && (used = take_message (self, self->in->str + done, self->in->len - done)) > 0)
    done += used;
  if (!self->dead)
    g_string_erase (self->in, 0, (gssize) done);
}

static void
read_some (KhidkiBenchWire *self)
{
  gsize before = self->in->len;
  gssize got;

  g_string_set_size (self->in, before + CHUNK);
  got = recv (self->fd, self->in->str + before, CHUNK, MSG_DONTWAIT);
  g_string_set_size (self->in, before + (got > 0 ? (gsize) got : 0));
  if (got > 0)
    take_messages (self);
  else if (got == 0 || (errno != EAGAIN && errno != EINTR))
    die (self);
}

static void
flush (KhidkiBenchWire *self)
{
  gssize put = send (self->fd, self->out->str, self->out->len, MSG_DONTWAIT | MSG_NOSIGNAL);
  gboolean want;

  if (put < 0 && errno != EAGAIN && errno != EINTR)
    {
      die (self);
      return;
    }
  if (put > 0)
    g_string_erase (self->out, 0, put);
  want = self->out->len > 0;
  if (want != self->writing)
    khidki_bench_loop_want_write (self->loop, self->fd, &self->watch, want);
  self->writing = want;
}

static void
ready (guint32 events, gpointer data)
{
  KhidkiBenchWire *self = data;

  if (!self->dead && (events & EPOLLOUT) != 0)
    flush (self);
  if (!self->dead && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
    read_some (self);
}

KhidkiBenchWire *
khidki_bench_wire_new (KhidkiBenchLoop *loop, int fd, KhidkiBenchMessage message,
                       KhidkiBenchClosed closed, gpointer data)
{
  KhidkiBenchWire *self = g_new0 (KhidkiBenchWire, 1);
  int yes = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  self->watch.ready = ready;
  self->watch.data = self;
  self->loop = loop;
  self->fd = fd;
  self->in = g_string_sized_new (CHUNK);
  self->out = g_string_new (NULL);
  self->message = message;
  self->closed = closed;
  self->data = data;
  khidki_bench_loop_add (loop, fd, &self->watch);
  return self;
}

static struct sockaddr_in
loopback (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  return address;
}

/* NULL if nobody listens. */
KhidkiBenchWire *
khidki_bench_wire_connect (KhidkiBenchLoop *loop, guint16 port, KhidkiBenchMessage message,
                           KhidkiBenchClosed closed, gpointer data)
{
  struct sockaddr_in address = loopback (port);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (connect (fd, (struct sockaddr *) &address, sizeof address) < 0)
    {
      close (fd);
      return NULL;
    }
  return khidki_bench_wire_new (loop, fd, message, closed, data);
}

/* Only outside the loop's turn: events of this turn may still name it. */
void
khidki_bench_wire_free (KhidkiBenchWire *self)
{
  if (!self->dead)
    close (self->fd);
  g_string_free (self->in, TRUE);
  g_string_free (self->out, TRUE);
  g_free (self);
}

void
khidki_bench_wire_send (KhidkiBenchWire *self, const char *head, gsize head_length, const char *body,
                        gsize body_length)
{
  if (self->dead)
    return;

  g_string_append_len (self->out, head, (gssize) head_length);
  g_string_append_len (self->out, body, (gssize) body_length);
  if (!self->writing)
    flush (self);
}

/* The port that was taken; 0 if none could be. */
guint16
khidki_bench_wire_listen (int *fd, guint16 port)
{
  struct sockaddr_in address = loopback (port);
  socklen_t length = sizeof address;
  int yes = 1;

  *fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  setsockopt (*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (*fd, (struct sockaddr *) &address, sizeof address) < 0 || listen (*fd, BACKLOG) < 0)
    return 0;
  getsockname (*fd, (struct sockaddr *) &address, &length);
  return ntohs (address.sin_port);
}
