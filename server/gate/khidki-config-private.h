/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"

G_BEGIN_DECLS

/* (transfer none): all files in one; a group that no file has a key for is in it too */
GKeyFile *khidki_config_get_values (KhidkiConfig *self);

/* (transfer full): a key as those that are known are named, `group/key` */
char *khidki_config_name_key (const char *group, const char *key);

G_END_DECLS
