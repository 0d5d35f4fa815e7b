/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-texts.h"

#include "khidki-sandbox-json.h"

#define TEXTS_MAX 2000
#define PHONES_MAX 10000

struct _KhidkiSandboxTexts
{
  KhidkiSandboxFeed *feed;
  GQueue             records; /* of JsonObject, oldest first */
  GHashTable        *phones;  /* number -> whether it is off */
  guint64            last;
};

KhidkiSandboxTexts *
khidki_sandbox_texts_new (KhidkiSandboxFeed *feed)
{
  KhidkiSandboxTexts *texts = g_new0 (KhidkiSandboxTexts, 1);

  texts->feed = feed;
  texts->phones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&texts->records);
  return texts;
}

void
khidki_sandbox_texts_free (KhidkiSandboxTexts *texts)
{
  g_queue_clear_full (&texts->records, (GDestroyNotify) json_object_unref);
  g_hash_table_unref (texts->phones);
  g_free (texts);
}

static void
know_phone (KhidkiSandboxTexts *texts,
            const char         *phone)
{
  if (!g_hash_table_contains (texts->phones, phone)
      && g_hash_table_size (texts->phones) < PHONES_MAX)
    g_hash_table_insert (texts->phones, g_strdup (phone), GINT_TO_POINTER (FALSE));
}

/**
 * khidki_sandbox_texts_add:
 * @texts: the texts
 * @phone: the phone's number, digits with country code
 * @mine: whether the phone's owner wrote it
 * @text: what is written
 * @now: seconds since 1970
 *
 * Keeps a text. It is told of when khidki_sandbox_texts_change() gives it a status.
 *
 * Returns: (transfer none): its record, to which more may be added
 */
JsonObject *
khidki_sandbox_texts_add (KhidkiSandboxTexts *texts,
                          const char         *phone,
                          gboolean            mine,
                          const char         *text,
                          gint64              now)
{
  JsonObject *record = json_object_new ();
  g_autofree char *id = g_strdup_printf ("sandbox-%" G_GINT64_FORMAT "-%" G_GUINT64_FORMAT, now,
                                         ++texts->last);

  know_phone (texts, phone);
  json_object_set_int_member (record, "n", (gint64) texts->last);
  json_object_set_string_member (record, "id", id);
  json_object_set_string_member (record, "phone", phone);
  json_object_set_boolean_member (record, "mine", mine);
  json_object_set_string_member (record, "text", text);
  json_object_set_int_member (record, "time", now);
  g_queue_push_tail (&texts->records, record);
  while (texts->records.length > TEXTS_MAX)
    json_object_unref (g_queue_pop_head (&texts->records));
  return record;
}

/**
 * khidki_sandbox_texts_change:
 * @texts: the texts
 * @record: a text
 * @status: what has become of it, for people to read
 */
void
khidki_sandbox_texts_change (KhidkiSandboxTexts *texts,
                             JsonObject         *record,
                             const char         *status)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) copy = NULL;
  g_autofree char *whole = NULL;
  JsonObject *event = json_object_new ();

  json_object_set_string_member (record, "status", status);
  json_node_set_object (node, record);
  /* The feed keeps what was so then. */
  whole = khidki_sandbox_json_to_string (node, FALSE);
  copy = khidki_sandbox_json_parse (whole, strlen (whole), NULL);
  json_object_set_member (event, "record", g_steal_pointer (&copy));
  khidki_sandbox_feed_publish (texts->feed, "sms", event);
}

/**
 * khidki_sandbox_texts_list:
 * @texts: the texts
 * @after: the last number that the reader has seen
 *
 * Returns: (transfer full): the later ones as they are now
 */
JsonArray *
khidki_sandbox_texts_list (KhidkiSandboxTexts *texts,
                           guint64             after)
{
  JsonArray *list = json_array_new ();

  for (GList *at = texts->records.head; at != NULL; at = at->next)
    if ((guint64) json_object_get_int_member (at->data, "n") > after)
      json_array_add_object_element (list, json_object_ref (at->data));
  return list;
}

gboolean
khidki_sandbox_texts_is_off (KhidkiSandboxTexts *texts,
                             const char         *phone)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (texts->phones, phone));
}

void
khidki_sandbox_texts_set_off (KhidkiSandboxTexts *texts,
                              const char         *phone,
                              gboolean            off)
{
  know_phone (texts, phone);
  if (g_hash_table_contains (texts->phones, phone))
    g_hash_table_insert (texts->phones, g_strdup (phone), GINT_TO_POINTER (off));
}

static int
compare (gconstpointer one,
         gconstpointer other)
{
  return strcmp (one, other);
}

/**
 * khidki_sandbox_texts_phones:
 * @texts: the texts
 *
 * Returns: (transfer full): the phones that have texted, were texted to or switched
 */
JsonArray *
khidki_sandbox_texts_phones (KhidkiSandboxTexts *texts)
{
  JsonArray *list = json_array_new ();
  GList *numbers = g_list_sort (g_hash_table_get_keys (texts->phones), compare);

  for (GList *at = numbers; at != NULL; at = at->next)
    {
      JsonObject *phone = json_object_new ();

      json_object_set_string_member (phone, "number", at->data);
      json_object_set_boolean_member (phone, "off", khidki_sandbox_texts_is_off (texts, at->data));
      json_array_add_object_element (list, phone);
    }
  g_list_free (numbers);
  return list;
}
