/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-ring.h"

#include "khidki-sandbox-json.h"

typedef struct
{
  guint64     number;
  gsize       bytes;
  JsonObject *object;
} Record;

struct _KhidkiSandboxRing
{
  GQueue  records;
  guint   max_records;
  gsize   max_bytes;
  gsize   bytes;
  guint64 last;
};

/**
 * khidki_sandbox_ring_new:
 * @max_records: records kept
 * @max_bytes: bytes of JSON kept
 *
 * Returns: (transfer full): an empty ring
 */
KhidkiSandboxRing *
khidki_sandbox_ring_new (guint max_records,
                         gsize max_bytes)
{
  KhidkiSandboxRing *ring = g_new0 (KhidkiSandboxRing, 1);

  g_queue_init (&ring->records);
  ring->max_records = max_records;
  ring->max_bytes = max_bytes;
  return ring;
}

static void
drop_first (KhidkiSandboxRing *ring)
{
  Record *record = g_queue_pop_head (&ring->records);

  ring->bytes -= record->bytes;
  json_object_unref (record->object);
  g_free (record);
}

void
khidki_sandbox_ring_free (KhidkiSandboxRing *ring)
{
  while (ring->records.length > 0)
    drop_first (ring);
  g_free (ring);
}

/**
 * khidki_sandbox_ring_append:
 * @ring: the ring
 * @record: (transfer full): what is to be kept; gets a member "n"
 *
 * Returns: the record's number, counted from 1
 */
guint64
khidki_sandbox_ring_append (KhidkiSandboxRing *ring,
                            JsonObject        *record)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  Record *kept = g_new0 (Record, 1);

  kept->number = ++ring->last;
  kept->object = record;
  json_object_set_int_member (record, "n", kept->number);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, record);
  text = khidki_sandbox_json_to_string (node, FALSE);
  kept->bytes = strlen (text);
  ring->bytes += kept->bytes;
  g_queue_push_tail (&ring->records, kept);
  while (ring->records.length > 1
         && (ring->records.length > ring->max_records || ring->bytes > ring->max_bytes))
    drop_first (ring);
  return ring->last;
}

guint64
khidki_sandbox_ring_get_last (KhidkiSandboxRing *ring)
{
  return ring->last;
}

/**
 * khidki_sandbox_ring_has_lost:
 * @ring: the ring
 * @after: the last number that the reader has seen
 *
 * Returns: whether records after @after were dropped, or @after is of another run
 */
gboolean
khidki_sandbox_ring_has_lost (KhidkiSandboxRing *ring,
                              guint64            after)
{
  Record *first = g_queue_peek_head (&ring->records);

  return after > ring->last || (first != NULL && after + 1 < first->number);
}

/**
 * khidki_sandbox_ring_since:
 * @ring: the ring
 * @after: the last number that the reader has seen
 *
 * Returns: (transfer full): the records that came later
 */
JsonArray *
khidki_sandbox_ring_since (KhidkiSandboxRing *ring,
                           guint64            after)
{
  JsonArray *list = json_array_new ();
  GList *at = ring->records.tail;

  while (at != NULL && ((Record *) at->data)->number > after)
    at = at->prev;
  for (at = at == NULL ? ring->records.head : at->next; at != NULL; at = at->next)
    json_array_add_object_element (list, json_object_ref (((Record *) at->data)->object));
  return list;
}
