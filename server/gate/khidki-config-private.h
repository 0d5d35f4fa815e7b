/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"

G_BEGIN_DECLS

/* (transfer none): all files in one; a group that no file has a key for is in it too */
GKeyFile *khidki_config_get_values (KhidkiConfig *self);

G_END_DECLS
