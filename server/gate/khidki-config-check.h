/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"

G_BEGIN_DECLS

/* A warning for each key that nobody knows. */
void khidki_config_check_warn (KhidkiConfig *config);

/* Looks at every enabled plugin without loading it and tells stderr what is
 * wrong; TRUE if nothing is. */
gboolean khidki_config_check_plugins (KhidkiConfig *config);

G_END_DECLS
