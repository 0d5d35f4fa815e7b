/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-media.h"

#define MEGABYTE (1024 * 1024)
#define MEDIA_MAX 5000
#define FIRST_ID G_GUINT64_CONSTANT (1003383421387000)

struct _KhidkiSandboxMedia
{
  GHashTable *by_id;
  GQueue      order; /* of KhidkiSandboxMedium, owned by by_id */
  gsize       bytes;
  gsize       max_bytes;
  guint64     last;
};

static const struct
{
  const char *kind;
  const char *media_types;
  gsize       most;
} kinds[] = {
  { "audio", "audio/aac, audio/amr, audio/mpeg, audio/mp4, audio/ogg", 16 * MEGABYTE },
  { "document",
    "text/plain, application/pdf, application/msword, application/vnd.ms-excel, "
    "application/vnd.ms-powerpoint, "
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document, "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, "
    "application/vnd.openxmlformats-officedocument.presentationml.presentation", 100 * MEGABYTE },
  { "image", "image/jpeg, image/png", 5 * MEGABYTE },
  { "sticker", "image/webp", 500 * 1024 },
  { "video", "video/mp4, video/3gpp", 16 * MEGABYTE },
};

static void
medium_free (KhidkiSandboxMedium *medium)
{
  g_free (medium->id);
  g_free (medium->media_type);
  g_free (medium->filename);
  g_free (medium->sha256);
  g_free (medium->secret);
  g_bytes_unref (medium->bytes);
  g_free (medium);
}

/**
 * khidki_sandbox_media_new:
 * @max_bytes: bytes kept in all; beyond them the oldest go
 *
 * Returns: (transfer full): an empty shelf
 */
KhidkiSandboxMedia *
khidki_sandbox_media_new (gsize max_bytes)
{
  KhidkiSandboxMedia *media = g_new0 (KhidkiSandboxMedia, 1);

  media->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) medium_free);
  g_queue_init (&media->order);
  media->max_bytes = max_bytes;
  media->last = FIRST_ID;
  return media;
}

void
khidki_sandbox_media_free (KhidkiSandboxMedia *media)
{
  g_queue_clear (&media->order);
  g_hash_table_unref (media->by_id);
  g_free (media);
}

/**
 * khidki_sandbox_media_remove:
 * @media: the shelf
 * @id: a medium's id
 *
 * Returns: whether it was there
 */
gboolean
khidki_sandbox_media_remove (KhidkiSandboxMedia *media,
                             const char         *id)
{
  KhidkiSandboxMedium *medium = g_hash_table_lookup (media->by_id, id);

  if (medium == NULL)
    return FALSE;
  media->bytes -= g_bytes_get_size (medium->bytes);
  g_queue_remove (&media->order, medium);
  return g_hash_table_remove (media->by_id, id);
}

/**
 * khidki_sandbox_media_add:
 * @media: the shelf
 * @bytes: the file
 * @media_type: its media type
 * @filename: (nullable): its name
 * @expires: when its id ends, seconds since 1970
 *
 * Returns: (transfer none): the medium
 */
KhidkiSandboxMedium *
khidki_sandbox_media_add (KhidkiSandboxMedia *media,
                          GBytes             *bytes,
                          const char         *media_type,
                          const char         *filename,
                          gint64              expires)
{
  KhidkiSandboxMedium *medium = g_new0 (KhidkiSandboxMedium, 1);

  medium->id = g_strdup_printf ("%" G_GUINT64_FORMAT, ++media->last);
  medium->media_type = g_strdup (media_type);
  medium->filename = g_strdup (filename);
  medium->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  medium->secret = g_uuid_string_random ();
  medium->bytes = g_bytes_ref (bytes);
  medium->expires = expires;
  media->bytes += g_bytes_get_size (bytes);
  g_hash_table_insert (media->by_id, medium->id, medium);
  g_queue_push_tail (&media->order, medium);
  while (media->order.length > 1
         && (media->bytes > media->max_bytes || media->order.length > MEDIA_MAX))
    khidki_sandbox_media_remove (media, ((KhidkiSandboxMedium *) media->order.head->data)->id);
  return medium;
}

/**
 * khidki_sandbox_media_find:
 * @media: the shelf
 * @id: (nullable): a medium's id
 * @now: seconds since 1970
 *
 * Returns: (nullable) (transfer none): the medium, %NULL if unknown or expired
 */
KhidkiSandboxMedium *
khidki_sandbox_media_find (KhidkiSandboxMedia *media,
                           const char         *id,
                           gint64              now)
{
  KhidkiSandboxMedium *medium = id == NULL ? NULL : g_hash_table_lookup (media->by_id, id);

  return medium != NULL && medium->expires > now ? medium : NULL;
}

/**
 * khidki_sandbox_medium_hash:
 * @medium: a medium
 *
 * Returns: (transfer full): the SHA-256 as webhooks carry it, in base64
 */
char *
khidki_sandbox_medium_hash (const KhidkiSandboxMedium *medium)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (sum, g_bytes_get_data (medium->bytes, NULL), g_bytes_get_size (medium->bytes));
  g_checksum_get_digest (sum, digest, &length);
  return g_base64_encode (digest, length);
}

static char *
plain_type (const char *media_type)
{
  g_autofree char *copy = g_ascii_strdown (media_type, -1);

  copy[strcspn (copy, ";")] = '\0';
  return g_strdup (g_strstrip (copy));
}

static gboolean
is_listed (const char *media_types,
           const char *media_type)
{
  g_auto (GStrv) all = g_strsplit (media_types, ", ", -1);
  g_autofree char *plain = plain_type (media_type);

  return g_strv_contains ((const char *const *) all, plain);
}

/**
 * khidki_sandbox_media_check:
 * @kind: "image", "document", "audio", "video" or "sticker"
 * @media_type: the medium's type
 * @size: its bytes
 *
 * Returns: (transfer full) (nullable): why it cannot be delivered as @kind
 */
KhidkiSandboxRefusal *
khidki_sandbox_media_check (const char *kind,
                            const char *media_type,
                            gsize       size)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (!g_str_equal (kinds[i].kind, kind))
        continue;
      if (!is_listed (kinds[i].media_types, media_type))
        return khidki_sandbox_refusal_new (131053, "Unsupported %s mime type %s. Please use one of %s",
                                           kind, media_type, kinds[i].media_types);
      if (size > kinds[i].most)
        return khidki_sandbox_refusal_new (131053, "The %s is larger than %" G_GSIZE_FORMAT " bytes",
                                           kind, kinds[i].most);
      return NULL;
    }
  return NULL;
}

/**
 * khidki_sandbox_media_check_file:
 * @media_type: the type given with an upload
 * @size: the file's bytes
 *
 * Returns: (transfer full) (nullable): why the upload is refused
 */
KhidkiSandboxRefusal *
khidki_sandbox_media_check_file (const char *media_type,
                                 gsize       size)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (is_listed (kinds[i].media_types, media_type))
        return khidki_sandbox_media_check (kinds[i].kind, media_type, size);
      g_string_append_printf (all, "%s%s", i == 0 ? "" : ", ", kinds[i].media_types);
    }
  return khidki_sandbox_refusal_new (100, "Param file must be a file with one of the following types: "
                                     "%s. Received file of type '%s'.", all->str, media_type);
}
