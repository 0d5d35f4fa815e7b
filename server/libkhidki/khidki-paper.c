/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-paper.h"

struct _KhidkiPaper
{
  char *hash;
  char *mime_type;
  gint64 size;
};

G_DEFINE_BOXED_TYPE (KhidkiPaper, khidki_paper, khidki_paper_ref, khidki_paper_unref)

#define PAPER_TYPE "(ssx)"

/**
 * khidki_paper_new:
 * @hash: the SHA-256 of the content, lower-case hex
 * @mime_type: the type found from the content, never the sender's claim
 * @size: bytes
 *
 * Returns: (transfer full): a handle; it does not look whether the paper is kept
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_paper_new (const char *hash,
                  const char *mime_type,
                  gint64 size)
{
  KhidkiPaper *self;

  g_return_val_if_fail (hash != NULL, NULL);
  g_return_val_if_fail (mime_type != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiPaper);
  self->hash = g_strdup (hash);
  self->mime_type = g_strdup (mime_type);
  self->size = size;

  return self;
}

/**
 * khidki_paper_ref:
 * @self: a paper
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_paper_ref (KhidkiPaper *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_paper_clear (KhidkiPaper *self)
{
  g_free (self->hash);
  g_free (self->mime_type);
}

/**
 * khidki_paper_unref:
 * @self: (transfer full): a paper
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_paper_unref (KhidkiPaper *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_paper_clear);
}

/**
 * khidki_paper_get_hash:
 * @self: a paper
 *
 * Returns: (transfer none): the SHA-256 of the content, lower-case hex
 *
 * Since: 0.1
 */
const char *
khidki_paper_get_hash (KhidkiPaper *self)
{
  return self->hash;
}

/**
 * khidki_paper_get_mime_type:
 * @self: a paper
 *
 * Returns: (transfer none): the type found from the content, never the sender's claim
 *
 * Since: 0.1
 */
const char *
khidki_paper_get_mime_type (KhidkiPaper *self)
{
  return self->mime_type;
}

/**
 * khidki_paper_get_size:
 * @self: a paper
 *
 * Returns: the length of the content in bytes
 *
 * Since: 0.1
 */
gint64
khidki_paper_get_size (KhidkiPaper *self)
{
  return self->size;
}

/**
 * khidki_paper_to_variant:
 * @self: a paper
 *
 * Returns: (transfer full): its serialised form, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_paper_to_variant (KhidkiPaper *self)
{
  return g_variant_ref_sink (
      g_variant_new (PAPER_TYPE, self->hash, self->mime_type, self->size));
}

/**
 * khidki_paper_new_from_variant:
 * @variant: what [method@Paper.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the handle, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_paper_new_from_variant (GVariant *variant)
{
  const char *hash, *mime_type;
  gint64 size;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (PAPER_TYPE)))
    return NULL;

  g_variant_get (variant, "(&s&sx)", &hash, &mime_type, &size);
  return khidki_paper_new (hash, mime_type, size);
}
