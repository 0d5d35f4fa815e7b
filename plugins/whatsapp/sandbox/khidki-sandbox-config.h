/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char    *listen;
  char    *webhook;
  char    *phone_number_id;
  char    *display_number;
  char    *business_name;
  char    *business_account_id;
  char    *access_token;
  char    *app_secret;
  char    *verify_token;
  char    *auth_header;
  char    *signature_header;
  char    *version;
  char    *state_dir;
  char    *clock_file;
  char    *templates;
  char    *sms_inbound;
  char    *sms_secret;
  char    *sms_username;
  char    *sms_password;
  char    *sms_number;
  char    *config;
  int      history;
  int      media_megabytes;
  int      status_delay;
  gboolean pair_limit;
  gboolean no_verify;
  gboolean print_rules;
} KhidkiSandboxConfig;

gboolean             khidki_sandbox_config_is_header (const char              *name);
KhidkiSandboxConfig *khidki_sandbox_config_new  (int                  *argc,
                                                 char               ***argv,
                                                 GError              **error);
void                 khidki_sandbox_config_free (KhidkiSandboxConfig  *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxConfig, khidki_sandbox_config_free)

G_END_DECLS
