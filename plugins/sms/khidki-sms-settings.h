/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

#include "khidki-sms-families.h"

G_BEGIN_DECLS

/**
 * KhidkiSmsSettings:
 * @number: the number that citizens write to
 * @delivery_url: (nullable): where Kannel reports to; %NULL if no reports are wanted
 *
 * The configuration of the line, checked. Secrets are read again now and then,
 * so that they can be rotated without a restart.
 *
 * Since: 0.1
 */
typedef struct
{
  char *send_url;
  char *username;
  char *number;
  char *header;
  char *entity_id;
  char *delivery_url;
  KhidkiSmsFamilies *families;
  GStrv passwords;
  GStrv secrets;
  gint64 secrets_read_at;
} KhidkiSmsSettings;

KhidkiSmsSettings *khidki_sms_settings_new (KhidkiHost *host, GError **error);
void khidki_sms_settings_free (KhidkiSmsSettings *self);
void khidki_sms_settings_refresh (KhidkiSmsSettings *self, KhidkiHost *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSmsSettings, khidki_sms_settings_free)

G_END_DECLS
