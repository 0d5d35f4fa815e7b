/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappSettings:
 *
 * The configuration of one business number, checked. Secrets are read again
 * now and then, so that they can be rotated without a restart.
 */
typedef struct
{
  char *group; /* (nullable): NAME of `[whatsapp NAME]` */
  char *graph_url;
  char *number;
  char *business_account; /* (nullable) */
  char *display_number; /* (nullable): as people dial it */
  char *brand; /* (nullable): the name under which people see it */
  guint rate;
  guint pair_ms;
  char *path;
  char *auth_header;
  char *signature_header;
  char *graph_host;
  GStrv media_hosts;
  GStrv access_tokens;
  GStrv app_secrets;
  GStrv verify_tokens;
  gint64 secrets_read_at;
} KhidkiWhatsappSettings;

KhidkiWhatsappSettings *khidki_whatsapp_settings_new (KhidkiHost *host,
                                                      const char *group,
                                                      GError **error);
void khidki_whatsapp_settings_free (KhidkiWhatsappSettings *self);
void khidki_whatsapp_settings_refresh (KhidkiWhatsappSettings *self, KhidkiHost *host);
gboolean khidki_whatsapp_settings_trusts (KhidkiWhatsappSettings *self, const char *uri);
gboolean khidki_whatsapp_settings_shares_app (KhidkiWhatsappSettings *self,
                                              KhidkiWhatsappSettings *other);
gboolean khidki_whatsapp_settings_shares_account (KhidkiWhatsappSettings *self,
                                                  KhidkiWhatsappSettings *other);
char *khidki_whatsapp_settings_dup_account_name (KhidkiWhatsappSettings *self);
KhidkiRequest *khidki_whatsapp_settings_new_request (KhidkiWhatsappSettings *self,
                                                     const char *method,
                                                     const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappSettings, khidki_whatsapp_settings_free)

G_END_DECLS
