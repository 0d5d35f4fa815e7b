/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"
#include "gate/khidki-plugin-file.h"

G_BEGIN_DECLS

/* A warning for each key that nobody knows. */
void khidki_config_check_warn (KhidkiConfig *config);

/* Tells of each setting that differs and takes a restart to hold. */
void khidki_config_check_tell_fixed (KhidkiConfig *old, KhidkiConfig *config);
/* The same of the plugin whose file it is, while it runs: all but its secrets, which it asks
 * for again. */
void khidki_config_check_tell_fixed_of_plugin (KhidkiPluginFile *file,
                                               KhidkiConfig *old,
                                               KhidkiConfig *config);

/* Adds a line to @mistakes (element-type utf8) for each mistake of the
 * configuration itself: plugins that are nowhere, settings that are not of their
 * kind, secrets that cannot be read, keys that were meant to be others. */
void khidki_config_check_mistakes (KhidkiConfig *config, GPtrArray *mistakes);

/* Adds a line for each enabled plugin whose files would be refused. */
void khidki_config_check_plugins (KhidkiConfig *config, GPtrArray *faults);

G_END_DECLS
