/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-far-end.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "khidki-bench-journey.h"
#include "khidki-bench-wire.h"

struct _KhidkiBenchFarEnd
{
  KhidkiBenchWatch watch;
  KhidkiBenchLoop *loop;
  int fd;
  guint16 port;
  GBytes *photo;
  GBytes *document;
  GPtrArray *wires;
  GString *scratch;
  guint64 next_id;
  KhidkiBenchSent sent;
  gpointer data;
  KhidkiBenchFarEndCounters counters;
};

static void
answer (KhidkiBenchWire *wire, const char *type, const char *body, gsize length)
{
  char head[160];
  int head_length = g_snprintf (head, sizeof head,
                                "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
                                type, length);

  khidki_bench_wire_send (wire, head, (gsize) head_length, body, length);
}

static void
answer_json (KhidkiBenchWire *wire, const char *body)
{
  answer (wire, "application/json", body, strlen (body));
}

static void
take_send (KhidkiBenchFarEnd *self, KhidkiBenchWire *wire, const char *body, gsize length)
{
  char id[48], text[128];
  const char *to;

  g_string_truncate (self->scratch, 0);
  g_string_append_len (self->scratch, body, (gssize) length);
  to = strstr (self->scratch->str, "\"to\":\"");
  if (to == NULL)
    {
      self->counters.reads++;
      answer_json (wire, "{\"success\":true}");
      return;
    }

  self->counters.sends++;
  g_snprintf (id, sizeof id, "wamid.BENCH%016" G_GINT64_MODIFIER "X", self->next_id++);
  g_snprintf (text, sizeof text,
              "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"%s\"}]}", id);
  answer_json (wire, text);
  self->sent (g_ascii_strtoull (to + strlen ("\"to\":\""), NULL, 10), self->scratch->str, id,
              self->data);
}

/* Every file differs, as those of people do: a comment carries its id. */
static void
answer_photo (KhidkiBenchFarEnd *self, KhidkiBenchWire *wire, guint64 id)
{
  gsize length;
  const char *photo = g_bytes_get_data (self->photo, &length);
  char comment[32];

  g_snprintf (comment, sizeof comment, "%016" G_GINT64_MODIFIER "X", id);
  g_string_truncate (self->scratch, 0);
  g_string_append_len (self->scratch, photo, 2);
  g_string_append_len (self->scratch, "\xff\xfe\x00\x12", 4);
  g_string_append (self->scratch, comment);
  g_string_append_len (self->scratch, photo + 2, (gssize) length - 2);
  answer (wire, "image/jpeg", self->scratch->str, self->scratch->len);
}

static void
answer_document (KhidkiBenchFarEnd *self, KhidkiBenchWire *wire, guint64 id)
{
  gsize length;
  const char *document = g_bytes_get_data (self->document, &length);

  g_string_truncate (self->scratch, 0);
  g_string_append_len (self->scratch, document, (gssize) length);
  g_string_append_printf (self->scratch, "%% %016" G_GINT64_MODIFIER "X\n", id);
  answer (wire, "application/pdf", self->scratch->str, self->scratch->len);
}

static void
answer_get (KhidkiBenchFarEnd *self, KhidkiBenchWire *wire, const char *line)
{
  const char *file = strstr (line, "/file/");
  const char *id_text = file != NULL ? file + strlen ("/file/") : strchr (line + 5, '/');
  guint64 id = id_text != NULL ? g_ascii_strtoull (id_text + (file == NULL), NULL, 10) : 0;
  gboolean photo = khidki_bench_journey_is_photo (id);
  g_autofree char *text = NULL;

  if (file != NULL)
    {
      self->counters.downloads++;
      if (photo)
        answer_photo (self, wire, id);
      else
        answer_document (self, wire, id);
      return;
    }
  self->counters.lookups++;
  text = g_strdup_printf ("{\"messaging_product\":\"whatsapp\",\"url\":\"http://127.0.0.1:%u/file/%"
                          G_GUINT64_FORMAT "\",\"mime_type\":\"%s\",\"file_size\":1000,\"id\":\"%"
                          G_GUINT64_FORMAT "\"}",
                          self->port, id, photo ? "image/jpeg" : "application/pdf", id);
  answer_json (wire, text);
}

static void
on_request (KhidkiBenchWire *wire, const char *line, const char *body, gsize length, gpointer data)
{
  KhidkiBenchFarEnd *self = data;

  if (g_str_has_prefix (line, "GET /"))
    answer_get (self, wire, line);
  else if (strstr (line, "/messages") != NULL)
    take_send (self, wire, body, length);
  else if (strstr (line, "/media") != NULL)
    {
      self->counters.uploads++;
      answer_json (wire, "{\"id\":\"900000000000001\"}");
    }
  else
    {
      self->counters.strange++;
      answer_json (wire, "{}");
    }
}

static void
on_closed (KhidkiBenchWire *wire, gpointer data)
{
}

static void
on_connection (guint32 events, gpointer data)
{
  KhidkiBenchFarEnd *self = data;
  int fd;

  while ((fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    g_ptr_array_add (self->wires,
                     khidki_bench_wire_new (self->loop, fd, on_request, on_closed, self));
}

/* NULL if the port is taken. */
KhidkiBenchFarEnd *
khidki_bench_far_end_new (KhidkiBenchLoop *loop, guint16 port, GBytes *photo, GBytes *document,
                          KhidkiBenchSent sent, gpointer data)
{
  KhidkiBenchFarEnd *self = g_new0 (KhidkiBenchFarEnd, 1);

  self->watch.ready = on_connection;
  self->watch.data = self;
  self->loop = loop;
  self->port = khidki_bench_wire_listen (&self->fd, port);
  self->photo = g_bytes_ref (photo);
  self->document = g_bytes_ref (document);
  self->wires = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_bench_wire_free);
  self->scratch = g_string_new (NULL);
  self->next_id = (guint64) g_get_real_time ();
  self->sent = sent;
  self->data = data;
  if (self->port == 0)
    {
      khidki_bench_far_end_free (self);
      return NULL;
    }
  khidki_bench_loop_add (loop, self->fd, &self->watch);
  return self;
}

void
khidki_bench_far_end_free (KhidkiBenchFarEnd *self)
{
  close (self->fd);
  g_ptr_array_unref (self->wires);
  g_bytes_unref (self->photo);
  g_bytes_unref (self->document);
  g_string_free (self->scratch, TRUE);
  g_free (self);
}

const KhidkiBenchFarEndCounters *
khidki_bench_far_end_get_counters (KhidkiBenchFarEnd *self)
{
  return &self->counters;
}
