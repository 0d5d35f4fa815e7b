/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-uploads.h"

#define LIFE_MS (28 * 24 * G_GINT64_CONSTANT (3600000))

typedef struct
{
  char *media_id;
  gint64 until;
} Upload;

struct _KhidkiWhatsappUploads
{
  GHashTable *by_hash; /* (owned) char* → (owned) Upload */
  GQueue order;        /* of the keys of by_hash, the oldest first */
  GHashTable *sends;   /* (owned) char* key of a send → (owned) char* hash */
  GQueue send_order;   /* of the keys of sends, the oldest first */
  GHashTable *tried;   /* (owned) char* key of a send whose upload was refused */
  guint max_length;
};

static void
upload_free (Upload *upload)
{
  g_free (upload->media_id);
  g_free (upload);
}

/**
 * khidki_whatsapp_uploads_new:
 * @max_length: how many are remembered
 *
 * Returns: (transfer full): an empty memory
 *
 * Since: 0.1
 */
KhidkiWhatsappUploads *
khidki_whatsapp_uploads_new (guint max_length)
{
  KhidkiWhatsappUploads *self = g_new0 (KhidkiWhatsappUploads, 1);

  self->by_hash
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) upload_free);
  g_queue_init (&self->order);
  self->sends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&self->send_order);
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->max_length = max_length;

  return self;
}

/**
 * khidki_whatsapp_uploads_free:
 * @self: (transfer full): a memory
 *
 * Since: 0.1
 */
void
khidki_whatsapp_uploads_free (KhidkiWhatsappUploads *self)
{
  g_queue_clear (&self->order);
  g_queue_clear (&self->send_order);
  g_hash_table_unref (self->sends);
  g_hash_table_unref (self->tried);
  g_hash_table_unref (self->by_hash);
  g_free (self);
}

/**
 * khidki_whatsapp_uploads_forget:
 * @self: a memory
 * @hash: of a paper
 *
 * Since: 0.1
 */
void
khidki_whatsapp_uploads_forget (KhidkiWhatsappUploads *self, const char *hash)
{
  gpointer key = NULL;

  if (!g_hash_table_lookup_extended (self->by_hash, hash, &key, NULL))
    return;

  g_queue_remove (&self->order, key);
  g_hash_table_remove (self->by_hash, hash);
}

/**
 * khidki_whatsapp_uploads_lookup:
 * @self: a memory
 * @hash: of a paper
 * @now: UTC milliseconds
 *
 * Returns: (transfer none) (nullable): Meta's id of it, NULL if Meta does not have it any more
 *
 * Since: 0.1
 */
const char *
khidki_whatsapp_uploads_lookup (KhidkiWhatsappUploads *self, const char *hash, gint64 now)
{
  Upload *upload = g_hash_table_lookup (self->by_hash, hash);

  if (upload == NULL)
    return NULL;
  if (upload->until <= now)
    {
      khidki_whatsapp_uploads_forget (self, hash);
      return NULL;
    }

  return upload->media_id;
}

/**
 * khidki_whatsapp_uploads_remember:
 * @self: a memory
 * @hash: of a paper
 * @media_id: Meta's id of it
 * @now: UTC milliseconds
 *
 * Since: 0.1
 */
void
khidki_whatsapp_uploads_remember (KhidkiWhatsappUploads *self,
                                  const char *hash,
                                  const char *media_id,
                                  gint64 now)
{
  Upload *upload = g_new0 (Upload, 1);
  char *key = g_strdup (hash);

  upload->media_id = g_strdup (media_id);
  upload->until = now + LIFE_MS;

  khidki_whatsapp_uploads_forget (self, hash);
  g_hash_table_insert (self->by_hash, key, upload);
  g_queue_push_tail (&self->order, key);
  while (g_queue_get_length (&self->order) > self->max_length)
    {
      g_autofree char *oldest = g_strdup (g_queue_peek_head (&self->order));

      khidki_whatsapp_uploads_forget (self, oldest);
    }
}

/**
 * khidki_whatsapp_uploads_note_send:
 * @self: a memory
 * @hash: of a paper
 * @key: of a message that carries it
 *
 * Since: 0.1
 */
void
khidki_whatsapp_uploads_note_send (KhidkiWhatsappUploads *self, const char *hash, const char *key)
{
  char *owned;

  if (g_hash_table_contains (self->sends, key))
    return;

  owned = g_strdup (key);
  g_hash_table_insert (self->sends, owned, g_strdup (hash));
  g_queue_push_tail (&self->send_order, owned);
  if (g_queue_get_length (&self->send_order) > self->max_length)
    g_hash_table_remove (self->sends, g_queue_pop_head (&self->send_order));
}

/**
 * khidki_whatsapp_uploads_may_try_again:
 * @self: a memory
 * @key: of a message whose paper Meta did not take
 *
 * Returns: whether that is the first time: a second upload may do what the first did not,
 *   a third will not
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_uploads_may_try_again (KhidkiWhatsappUploads *self, const char *key)
{
  if (g_hash_table_remove (self->tried, key))
    return FALSE;

  /* Whoever is forgotten has one try more. */
  if (g_hash_table_size (self->tried) >= self->max_length)
    g_hash_table_remove_all (self->tried);
  g_hash_table_add (self->tried, g_strdup (key));
  return TRUE;
}

/**
 * khidki_whatsapp_uploads_forget_sent:
 * @self: a memory
 * @key: of a message whose paper Meta could not deliver
 *
 * Meta tells so in a status, long after it took the message. The next attempt
 * uploads the paper anew.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_uploads_forget_sent (KhidkiWhatsappUploads *self, const char *key)
{
  const char *hash = g_hash_table_lookup (self->sends, key);

  if (hash != NULL)
    khidki_whatsapp_uploads_forget (self, hash);
}
