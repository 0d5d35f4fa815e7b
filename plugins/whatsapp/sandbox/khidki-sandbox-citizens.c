/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-citizens.h"

#include <gio/gio.h>
#include <string.h>

#include "khidki-sandbox-json.h"

#define CITIZENS_MAX 100000
#define HISTORY_BYTES_MAX (64 * 1024 * 1024)
#define PAIR_BURST 45
#define PAIR_SECONDS 6

struct _KhidkiSandboxCitizens
{
  GHashTable *by_wa_id;   /* owns the citizens */
  GHashTable *by_user_id; /* keys and values belong to the citizens */
  GHashTable *items;      /* id -> KhidkiSandboxItem, in step with the citizens' queues */
  GPtrArray  *order;      /* of citizens, as they were added */
  GQueue      ages;       /* the same items over all citizens, oldest first */
  guint       history;
  gsize       bytes;
  guint64     last;
  guint64     last_id;
};

static void
citizen_free (KhidkiSandboxCitizen *citizen)
{
  g_queue_clear_full (&citizen->items, (GDestroyNotify) khidki_sandbox_item_unref);
  g_free (citizen->wa_id);
  g_free (citizen->user_id);
  g_free (citizen->name);
  g_free (citizen);
}

/**
 * khidki_sandbox_citizens_new:
 * @history: messages kept for each citizen, 0 for none
 *
 * Returns: (transfer full): no citizens yet
 */
KhidkiSandboxCitizens *
khidki_sandbox_citizens_new (guint history)
{
  KhidkiSandboxCitizens *citizens = g_new0 (KhidkiSandboxCitizens, 1);

  citizens->by_wa_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) citizen_free);
  citizens->by_user_id = g_hash_table_new (g_str_hash, g_str_equal);
  citizens->items = g_hash_table_new (g_str_hash, g_str_equal);
  citizens->order = g_ptr_array_new ();
  citizens->history = history;
  g_queue_init (&citizens->ages);
  return citizens;
}

void
khidki_sandbox_citizens_free (KhidkiSandboxCitizens *citizens)
{
  g_queue_clear (&citizens->ages);
  g_ptr_array_unref (citizens->order);
  g_hash_table_unref (citizens->items);
  g_hash_table_unref (citizens->by_user_id);
  g_hash_table_unref (citizens->by_wa_id);
  g_free (citizens);
}

static gboolean
is_number (const char *text)
{
  gsize length = strlen (text);

  return length >= 5 && length <= 15 && strspn (text, "0123456789") == length;
}

static char *
make_user_id (const char *wa_id)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, wa_id, -1);

  return g_strdup_printf ("IN.%016" G_GUINT64_FORMAT,
                          g_ascii_strtoull (sum + 51, NULL, 16) % G_GUINT64_CONSTANT (10000000000000000));
}

static char *
make_number (KhidkiSandboxCitizens *citizens)
{
  for (guint i = citizens->order->len;; i++)
    {
      g_autofree char *number = g_strdup_printf ("9198%08u", 10000001 + i);

      if (!g_hash_table_contains (citizens->by_wa_id, number))
        return g_steal_pointer (&number);
    }
}

/**
 * khidki_sandbox_citizens_add:
 * @citizens: the citizens
 * @wa_id: (nullable): a phone number with country code, %NULL for the next free one
 * @user_id: (nullable): the business-scoped user id, %NULL to make one
 * @name: (nullable): the profile's name
 * @error: place for an error
 *
 * Adds a citizen, or renames the one who has that number.
 *
 * Returns: (transfer none) (nullable): the citizen
 */
KhidkiSandboxCitizen *
khidki_sandbox_citizens_add (KhidkiSandboxCitizens *citizens,
                             const char            *wa_id,
                             const char            *user_id,
                             const char            *name,
                             GError               **error)
{
  KhidkiSandboxCitizen *citizen = wa_id == NULL ? NULL : khidki_sandbox_citizens_find (citizens, wa_id);

  if (wa_id != NULL && !is_number (wa_id))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "wa_id must be 5 to 15 digits with the country code, not \"%s\"", wa_id);
      return NULL;
    }
  if (citizen == NULL && citizens->order->len >= CITIZENS_MAX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Too many citizens");
      return NULL;
    }
  if (citizen == NULL)
    {
      citizen = g_new0 (KhidkiSandboxCitizen, 1);
      g_queue_init (&citizen->items);
      citizen->wa_id = wa_id == NULL ? make_number (citizens) : g_strdup (wa_id);
      citizen->user_id = user_id == NULL ? make_user_id (citizen->wa_id) : g_strdup (user_id);
      citizen->credit = PAIR_BURST;
      g_hash_table_insert (citizens->by_wa_id, citizen->wa_id, citizen);
      g_hash_table_insert (citizens->by_user_id, citizen->user_id, citizen);
      g_ptr_array_add (citizens->order, citizen);
    }
  if (name != NULL || citizen->name == NULL)
    {
      g_free (citizen->name);
      citizen->name = name == NULL ? g_strdup_printf ("Citizen %u", citizens->order->len)
                                   : g_strdup (name);
    }
  return citizen;
}

KhidkiSandboxCitizen *
khidki_sandbox_citizens_find (KhidkiSandboxCitizens *citizens,
                              const char            *wa_id)
{
  return g_hash_table_lookup (citizens->by_wa_id, wa_id);
}

static KhidkiSandboxCitizen *
find_phone (KhidkiSandboxCitizens *citizens,
            const char            *to,
            const char            *own_number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  KhidkiSandboxCitizen *citizen;

  for (const char *at = to; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
  citizen = khidki_sandbox_citizens_find (citizens, digits->str);
  /* Without a plus sign the number may lack the country code, which is then
   * that of the business number: one to three digits. */
  for (guint length = 1; citizen == NULL && to[0] != '+' && length <= 3; length++)
    {
      g_autofree char *whole = g_strdup_printf ("%.*s%s", (int) length, own_number, digits->str);

      citizen = khidki_sandbox_citizens_find (citizens, whole);
    }
  return citizen;
}

/**
 * khidki_sandbox_citizens_find_address:
 * @citizens: the citizens
 * @to: (nullable): a phone number in any spelling
 * @recipient: (nullable): a business-scoped user id
 * @own_number: digits of the business number
 *
 * Returns: (transfer none) (nullable): whom a message goes to; @to wins
 */
KhidkiSandboxCitizen *
khidki_sandbox_citizens_find_address (KhidkiSandboxCitizens *citizens,
                                      const char            *to,
                                      const char            *recipient,
                                      const char            *own_number)
{
  if (to != NULL)
    return find_phone (citizens, to, own_number);
  return recipient == NULL ? NULL : g_hash_table_lookup (citizens->by_user_id, recipient);
}

/**
 * khidki_sandbox_citizens_list:
 * @citizens: the citizens
 *
 * Returns: (transfer none) (element-type KhidkiSandboxCitizen): in the order they came
 */
GPtrArray *
khidki_sandbox_citizens_list (KhidkiSandboxCitizens *citizens)
{
  return citizens->order;
}

/**
 * khidki_sandbox_citizens_new_id:
 * @citizens: the citizens
 * @wa_id: the citizen's number
 *
 * Returns: (transfer full): a message id that is built as Meta's are
 */
char *
khidki_sandbox_citizens_new_id (KhidkiSandboxCitizens *citizens,
                                const char            *wa_id)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *serial = NULL;
  g_autofree char *encoded = NULL;
  const guint8 head[] = { 0x1c, 0x18, (guint8) strlen (wa_id) };
  const guint8 middle[] = { 0x15, 0x02, 0x00, 0x11, 0x18, 20 };

  serial = g_strdup_printf ("3A%.8s%010" G_GINT64_MODIFIER "X", uuid, ++citizens->last_id);
  for (char *at = serial; *at != '\0'; at++)
    *at = g_ascii_toupper (*at);
  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *) wa_id, strlen (wa_id));
  g_byte_array_append (bytes, middle, sizeof middle);
  g_byte_array_append (bytes, (const guint8 *) serial, 20);
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  encoded = g_base64_encode (bytes->data, bytes->len);
  return g_strconcat ("wamid.", encoded, NULL);
}

static void
forget (KhidkiSandboxCitizens *citizens,
        KhidkiSandboxItem     *item)
{
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_find (citizens, item->wa_id);

  if (g_hash_table_lookup (citizens->items, item->id) == item)
    g_hash_table_remove (citizens->items, item->id);
  g_queue_delete_link (&citizens->ages, g_steal_pointer (&item->age));
  g_queue_remove (&citizen->items, item);
  citizens->bytes -= item->bytes;
  khidki_sandbox_item_unref (item);
}

static void
keep (KhidkiSandboxCitizens *citizens,
      KhidkiSandboxCitizen  *citizen,
      KhidkiSandboxItem     *item)
{
  g_queue_push_tail (&citizen->items, khidki_sandbox_item_ref (item));
  g_queue_push_tail (&citizens->ages, item);
  item->age = citizens->ages.tail;
  g_hash_table_replace (citizens->items, item->id, item);
  citizens->bytes += item->bytes;
  if (citizen->items.length > citizens->history)
    forget (citizens, g_queue_peek_head (&citizen->items));
  while (citizens->ages.length > 1 && citizens->bytes > HISTORY_BYTES_MAX)
    forget (citizens, g_queue_peek_head (&citizens->ages));
}

/**
 * khidki_sandbox_citizens_record:
 * @citizens: the citizens
 * @citizen: whose chat
 * @business: whether the business sent it
 * @id: the message's id
 * @now: seconds since 1970
 * @message: the message object
 *
 * Returns: (transfer full): the new item, which the history holds too
 */
KhidkiSandboxItem *
khidki_sandbox_citizens_record (KhidkiSandboxCitizens *citizens,
                                KhidkiSandboxCitizen  *citizen,
                                gboolean               business,
                                const char            *id,
                                gint64                 now,
                                JsonObject            *message)
{
  KhidkiSandboxItem *item = g_rc_box_new0 (KhidkiSandboxItem);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (node, message);
  text = khidki_sandbox_json_to_string (node, FALSE);
  item->number = ++citizens->last;
  item->business = business;
  item->id = g_strdup (id);
  item->wa_id = g_strdup (citizen->wa_id);
  item->time = now;
  item->status = business ? "accepted" : "pending";
  item->category = "service";
  item->message = json_object_ref (message);
  item->bytes = strlen (text) + 1024;
  if (citizens->history > 0)
    keep (citizens, citizen, item);
  return item;
}

KhidkiSandboxItem *
khidki_sandbox_citizens_find_item (KhidkiSandboxCitizens *citizens,
                                   const char            *id)
{
  return g_hash_table_lookup (citizens->items, id);
}

gboolean
khidki_sandbox_citizens_has_history (KhidkiSandboxCitizens *citizens)
{
  return citizens->history > 0;
}

JsonObject *
khidki_sandbox_citizen_to_json (const KhidkiSandboxCitizen *citizen,
                                gint64                      now)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "wa_id", citizen->wa_id);
  json_object_set_string_member (object, "user_id", citizen->user_id);
  json_object_set_string_member (object, "name", citizen->name);
  json_object_set_boolean_member (object, "hide_phone", citizen->hide_phone);
  json_object_set_boolean_member (object, "unreachable", citizen->unreachable);
  json_object_set_int_member (object, "last_said", citizen->last_said);
  json_object_set_boolean_member (object, "window_open",
                                  now - citizen->last_said < KHIDKI_SANDBOX_WINDOW);
  return object;
}

/**
 * khidki_sandbox_citizen_take_credit:
 * @citizen: a citizen
 * @now: seconds since 1970
 *
 * Holds Meta's limit for one pair of business and citizen: one message in six
 * seconds, of which 45 may come at once.
 *
 * Returns: whether one more message may be sent
 */
gboolean
khidki_sandbox_citizen_take_credit (KhidkiSandboxCitizen *citizen,
                                    gint64                now)
{
  double regained = (double) MAX (now - citizen->credit_at, 0) / PAIR_SECONDS;

  citizen->credit = MIN (PAIR_BURST, citizen->credit + regained);
  citizen->credit_at = now;
  if (citizen->credit < 1)
    return FALSE;
  citizen->credit -= 1;
  return TRUE;
}
