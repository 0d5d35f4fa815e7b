/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-post.h"

#include <sodium.h>
#include <string.h>

#include "khidki-bench-wire.h"

#define AGAIN_US (100 * 1000)
#define HEAD                                                                                       \
  "POST /whatsapp/webhook HTTP/1.1\r\nHost: localhost\r\nUser-Agent: facebookexternalua\r\n"      \
  "Content-Type: application/json\r\nX-Hub-Signature-256: sha256=%s\r\nContent-Length: %zu\r\n\r\n"

typedef struct
{
  char *body;
  gsize length;
  guint64 tag;
  gint64 due;
  gint64 began;
  gint64 again_at;
} Webhook;

typedef struct
{
  KhidkiBenchPost *post;
  KhidkiBenchWire *wire;
  Webhook *webhook;
} Connection;

struct _KhidkiBenchPost
{
  KhidkiBenchLoop *loop;
  guint16 port;
  crypto_auth_hmacsha256_state keyed;
  GPtrArray *connections;
  GPtrArray *dead;
  GQueue idle;
  GQueue waiting;
  GQueue later;
  guint outstanding;
  KhidkiBenchAcked acked;
  gpointer data;
  KhidkiBenchPostCounters counters;
};

static void
webhook_free (gpointer data)
{
  Webhook *webhook = data;

  g_free (webhook->body);
  g_free (webhook);
}

static void
put (Connection *connection, Webhook *webhook)
{
  crypto_auth_hmacsha256_state state = connection->post->keyed;
  guint8 digest[crypto_auth_hmacsha256_BYTES];
  char hex[2 * crypto_auth_hmacsha256_BYTES + 1];
  char head[400];
  int head_length;

  crypto_auth_hmacsha256_update (&state, (const guint8 *) webhook->body, webhook->length);
  crypto_auth_hmacsha256_final (&state, digest);
  sodium_bin2hex (hex, sizeof hex, digest, sizeof digest);
  head_length = g_snprintf (head, sizeof head, HEAD, hex, webhook->length);
  connection->webhook = webhook;
  webhook->began = khidki_bench_now ();
  khidki_bench_wire_send (connection->wire, head, (gsize) head_length, webhook->body,
                          webhook->length);
}

static void
pump (KhidkiBenchPost *self)
{
  while (!g_queue_is_empty (&self->idle) && !g_queue_is_empty (&self->waiting))
    put (g_queue_pop_head (&self->idle), g_queue_pop_head (&self->waiting));
}

static void
on_answer (KhidkiBenchWire *wire, const char *line, const char *body, gsize length, gpointer data)
{
  Connection *connection = data;
  KhidkiBenchPost *self = connection->post;
  Webhook *webhook = g_steal_pointer (&connection->webhook);

  g_queue_push_head (&self->idle, connection);
  if (webhook == NULL)
    return;

  if (strstr (line, " 503") != NULL)
    {
      /* Meta comes again too. */
      self->counters.busy++;
      webhook->again_at = khidki_bench_now () + AGAIN_US;
      g_queue_push_tail (&self->later, webhook);
    }
  else
    {
      gboolean taken = strstr (line, " 200") != NULL;

      self->outstanding--;
      self->counters.acked += taken;
      self->counters.refused += !taken;
      self->acked (webhook->tag, webhook->due, webhook->began, self->data);
      webhook_free (webhook);
    }
  pump (self);
}

static void
on_closed (KhidkiBenchWire *wire, gpointer data)
{
  Connection *connection = data;
  KhidkiBenchPost *self = connection->post;

  g_queue_remove (&self->idle, connection);
  g_ptr_array_add (self->dead, connection);
  if (connection->webhook == NULL)
    return;
  self->counters.broken++;
  connection->webhook->again_at = khidki_bench_now () + AGAIN_US;
  g_queue_push_tail (&self->later, g_steal_pointer (&connection->webhook));
}

static void
begin (KhidkiBenchPost *self, Connection *connection)
{
  connection->wire
      = khidki_bench_wire_connect (self->loop, self->port, on_answer, on_closed, connection);
  if (connection->wire != NULL)
    g_queue_push_tail (&self->idle, connection);
  else
    g_ptr_array_add (self->dead, connection);
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  if (connection->wire != NULL)
    khidki_bench_wire_free (connection->wire);
  g_clear_pointer (&connection->webhook, webhook_free);
  g_free (connection);
}

KhidkiBenchPost *
khidki_bench_post_new (KhidkiBenchLoop *loop, guint16 port, const char *secret, guint n_connections,
                       KhidkiBenchAcked acked, gpointer data)
{
  KhidkiBenchPost *self = g_new0 (KhidkiBenchPost, 1);

  self->loop = loop;
  self->port = port;
  self->acked = acked;
  self->data = data;
  self->connections = g_ptr_array_new_with_free_func (connection_free);
  self->dead = g_ptr_array_new ();
  crypto_auth_hmacsha256_init (&self->keyed, (const guint8 *) secret, strlen (secret));
  for (guint i = 0; i < n_connections; i++)
    {
      Connection *connection = g_new0 (Connection, 1);

      connection->post = self;
      g_ptr_array_add (self->connections, connection);
      begin (self, connection);
    }
  return self;
}

void
khidki_bench_post_free (KhidkiBenchPost *self)
{
  g_queue_clear_full (&self->waiting, webhook_free);
  g_queue_clear_full (&self->later, webhook_free);
  g_queue_clear (&self->idle);
  g_ptr_array_unref (self->dead);
  g_ptr_array_unref (self->connections);
  g_free (self);
}

/* Takes the bytes of @body, which is empty afterwards. */
void
khidki_bench_post_add (KhidkiBenchPost *self, GString *body, guint64 tag, gint64 due)
{
  Webhook *webhook = g_new0 (Webhook, 1);

  webhook->length = body->len;
  webhook->body = g_memdup2 (body->str, body->len);
  webhook->tag = tag;
  webhook->due = due;
  g_string_truncate (body, 0);
  self->outstanding++;
  g_queue_push_tail (&self->waiting, webhook);
  pump (self);
}

/* Between the loop's turns: what was refused for now goes again. */
void
khidki_bench_post_tick (KhidkiBenchPost *self)
{
  gint64 now = khidki_bench_now ();
  g_autoptr (GPtrArray) dead = g_ptr_array_copy (self->dead, NULL, NULL);
  Webhook *webhook;

  g_ptr_array_set_size (self->dead, 0);
  for (guint i = 0; i < dead->len; i++)
    {
      Connection *connection = g_ptr_array_index (dead, i);

      g_clear_pointer (&connection->wire, khidki_bench_wire_free);
      begin (self, connection);
    }
  while ((webhook = g_queue_peek_head (&self->later)) != NULL && webhook->again_at <= now)
    g_queue_push_tail (&self->waiting, g_queue_pop_head (&self->later));
  pump (self);
}

/* Webhooks that were not yet answered. */
guint
khidki_bench_post_get_outstanding (KhidkiBenchPost *self)
{
  return self->outstanding;
}

const KhidkiBenchPostCounters *
khidki_bench_post_get_counters (KhidkiBenchPost *self)
{
  return &self->counters;
}
