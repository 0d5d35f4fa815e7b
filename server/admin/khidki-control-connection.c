/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-control-connection.h"

#include <string.h>

struct _KhidkiControlConnection
{
  GObject parent_instance;

  KhidkiHost *host;
  GSocketConnection *stream;
  KhidkiControlRunFunc run;
  KhidkiControlClosedFunc closed;
  gpointer user_data;
  GCancellable *cancellable;
  guint timer;

  char *buffer;
  gsize filled;
  KhidkiControlCall *call; /* borrowed: it ends, and then tells, before it is freed */
  char *answer;
  gboolean last;
};

G_DEFINE_FINAL_TYPE (KhidkiControlConnection, khidki_control_connection, G_TYPE_OBJECT)

static void go_on (KhidkiControlConnection *self);

static void
stop_timer (KhidkiControlConnection *self)
{
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  self->timer = 0;
}

static void
cancel_call (KhidkiControlConnection *self)
{
  g_autoptr (KhidkiControlCall) call = NULL;

  if (self->call == NULL)
    return;
  call = khidki_control_call_ref (self->call);
  g_cancellable_cancel (khidki_control_call_get_cancellable (call));
}

/* Ends everything that is under way; safe to call again. */
void
khidki_control_connection_close (KhidkiControlConnection *self)
{
  g_autoptr (KhidkiControlConnection) keep = g_object_ref (self);
  KhidkiControlClosedFunc closed = g_steal_pointer (&self->closed);

  if (closed == NULL)
    return;
  stop_timer (self);
  g_cancellable_cancel (self->cancellable);
  cancel_call (self);
  g_io_stream_close (G_IO_STREAM (self->stream), NULL, NULL);
  closed (self, self->user_data);
}

static void
too_late (gpointer user_data)
{
  g_autoptr (KhidkiControlConnection) self = g_object_ref (user_data);
  g_autoptr (KhidkiControlCall) call = self->call != NULL ? khidki_control_call_ref (self->call) : NULL;

  self->timer = 0;
  if (call == NULL)
    {
      khidki_control_connection_close (self);
      return;
    }
  self->last = TRUE;
  khidki_control_call_answer_with (call, KHIDKI_CONTROL_REFUSED,
                                   "it takes longer than 30 seconds; what was begun may still be done",
                                   NULL);
  g_cancellable_cancel (khidki_control_call_get_cancellable (call));
}

static void
start_timer (KhidkiControlConnection *self)
{
  stop_timer (self);
  self->timer = khidki_host_add_timer (self->host, KHIDKI_CONTROL_DEADLINE, too_late, self, NULL);
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiControlConnection) self = user_data;

  g_clear_pointer (&self->answer, g_free);
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL) || self->last)
    khidki_control_connection_close (self);
  else
    go_on (self);
}

static void
answered (const char *line, gpointer user_data)
{
  g_autoptr (KhidkiControlConnection) self = user_data;

  self->call = NULL;
  if (self->closed == NULL)
    return;
  start_timer (self);
  self->answer = g_strdup (line);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)),
                                   self->answer, strlen (self->answer), G_PRIORITY_DEFAULT,
                                   self->cancellable, written, g_object_ref (self));
}

/* A blank in front of the answer says to whoever waits that it is coming; where nobody
 * waits any more, it ends the command. */
static void
progressed (gpointer user_data)
{
  KhidkiControlConnection *self = user_data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->stream));
  g_autoptr (GError) error = NULL;

  if (self->closed == NULL)
    return;
  start_timer (self);
  if (g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), " ", 1, NULL,
                                                  &error) < 0
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    khidki_control_connection_close (self);
}

static void
take_line (KhidkiControlConnection *self, const char *line, gsize length)
{
  g_autoptr (KhidkiControlCall) call =
      khidki_control_call_new (answered, progressed, g_object_ref (self));
  g_autoptr (GError) error = NULL;

  self->call = call;
  start_timer (self);
  if (khidki_control_call_read (call, line, length, &error))
    self->run (call, self->user_data);
  else
    khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE, error->message, NULL);
}

static void
refuse_long_line (KhidkiControlConnection *self)
{
  g_autoptr (KhidkiControlCall) call =
      khidki_control_call_new (answered, progressed, g_object_ref (self));

  self->last = TRUE;
  khidki_control_call_answer_with (call, KHIDKI_CONTROL_USAGE, "a line has at most 64 KiB", NULL);
}

static void
received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiControlConnection) self = user_data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (self->closed == NULL)
    return;
  if (length <= 0)
    {
      khidki_control_connection_close (self);
      return;
    }
  self->filled += (gsize) length;
  go_on (self);
}

/* Takes the next line if it is there, else waits for more of it. */
static void
go_on (KhidkiControlConnection *self)
{
  const char *end = memchr (self->buffer, '\n', self->filled);

  if (self->closed == NULL)
    return;
  if (end != NULL)
    {
      gsize length = (gsize) (end - self->buffer);
      g_autofree char *line = g_strndup (self->buffer, length);

      self->filled -= length + 1;
      memmove (self->buffer, end + 1, self->filled);
      take_line (self, line, length);
    }
  else if (self->filled == KHIDKI_CONTROL_MAX_LINE)
    {
      refuse_long_line (self);
    }
  else
    {
      if (self->filled == 0)
        start_timer (self);
      g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->stream)),
                                 self->buffer + self->filled,
                                 KHIDKI_CONTROL_MAX_LINE - self->filled, G_PRIORITY_DEFAULT,
                                 self->cancellable, received, g_object_ref (self));
    }
}

void
khidki_control_connection_start (KhidkiControlConnection *self)
{
  go_on (self);
}

static void
khidki_control_connection_finalize (GObject *object)
{
  KhidkiControlConnection *self = KHIDKI_CONTROL_CONNECTION (object);

  stop_timer (self);
  g_free (self->answer);
  g_free (self->buffer);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stream);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (khidki_control_connection_parent_class)->finalize (object);
}

static void
khidki_control_connection_class_init (KhidkiControlConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_control_connection_finalize;
}

static void
khidki_control_connection_init (KhidkiControlConnection *self)
{
  self->buffer = g_malloc (KHIDKI_CONTROL_MAX_LINE);
  self->cancellable = g_cancellable_new ();
}

KhidkiControlConnection *
khidki_control_connection_new (KhidkiHost *host,
                               GSocketConnection *stream,
                               KhidkiControlRunFunc run,
                               KhidkiControlClosedFunc closed,
                               gpointer user_data)
{
  KhidkiControlConnection *self = g_object_new (KHIDKI_TYPE_CONTROL_CONNECTION, NULL);

  self->host = g_object_ref (host);
  self->stream = g_object_ref (stream);
  self->run = run;
  self->closed = closed;
  self->user_data = user_data;
  return self;
}
