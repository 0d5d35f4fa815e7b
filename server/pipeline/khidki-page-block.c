/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-page-block.h"

KhidkiPageBlock *
khidki_page_block_new (KhidkiCertificate *certificate, KhidkiPageBlockFunc draw)
{
  KhidkiPageBlock *self = g_new0 (KhidkiPageBlock, 1);

  self->certificate = khidki_certificate_ref (certificate);
  self->draw = draw;
  self->ink = &khidki_ink_text;
  return self;
}

void
khidki_page_block_free (KhidkiPageBlock *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->layouts); i++)
    g_clear_object (&self->layouts[i]);
  khidki_certificate_unref (self->certificate);
  g_free (self);
}

/* It is the first on its page: what it took from the block before must be said again. */
void
khidki_page_block_lead (KhidkiPageBlock *self)
{
  if (!self->shares_label)
    return;
  self->shares_label = FALSE;
  self->height = MAX (self->height, self->label_height);
}

gboolean
khidki_page_block_is_covered (KhidkiPageBlock *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->layouts); i++)
    if (self->layouts[i] != NULL && !khidki_page_text_is_covered (self->layouts[i]))
      return FALSE;
  return TRUE;
}
