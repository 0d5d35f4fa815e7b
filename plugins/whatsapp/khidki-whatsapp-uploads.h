/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappUploads:
 *
 * Which papers Meta has already, by the hash of their content. Meta forgets an
 * upload after 30 days. Bounded; what is lost is uploaded again.
 */
typedef struct _KhidkiWhatsappUploads KhidkiWhatsappUploads;

KhidkiWhatsappUploads *khidki_whatsapp_uploads_new (guint max_length);
void khidki_whatsapp_uploads_free (KhidkiWhatsappUploads *self);
const char *khidki_whatsapp_uploads_lookup (KhidkiWhatsappUploads *self,
                                            const char *hash,
                                            gint64 now);
void khidki_whatsapp_uploads_remember (KhidkiWhatsappUploads *self,
                                       const char *hash,
                                       const char *media_id,
                                       gint64 now);
void khidki_whatsapp_uploads_forget (KhidkiWhatsappUploads *self, const char *hash);
void khidki_whatsapp_uploads_note_send (KhidkiWhatsappUploads *self,
                                        const char *hash,
                                        const char *key);
gboolean khidki_whatsapp_uploads_may_try_again (KhidkiWhatsappUploads *self, const char *key);
void khidki_whatsapp_uploads_forget_sent (KhidkiWhatsappUploads *self, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappUploads, khidki_whatsapp_uploads_free)

G_END_DECLS
