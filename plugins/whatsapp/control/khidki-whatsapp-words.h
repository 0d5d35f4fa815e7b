/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappWords:
 * @command: (nullable): `doctor`, `templates` or `poster`
 * @config: (nullable): the configuration's path
 * @credentials: (nullable): the folder of the credentials
 * @number: (nullable): NAME of `[whatsapp NAME]`
 * @language: (nullable): only this one
 * @output: (nullable): where to write
 * @digits: (nullable): the number as people write it
 * @json: for programs
 * @missing: only what Meta has not approved
 * @help: only say how it is used
 *
 * The command line, taken apart. Pure.
 */
typedef struct
{
  char *command;
  char *config;
  char *credentials;
  char *number;
  char *language;
  char *output;
  char *digits;
  gboolean json;
  gboolean missing;
  gboolean help;
} KhidkiWhatsappWords;

KhidkiWhatsappWords *khidki_whatsapp_words_new (const char *const *words, GError **error);
void khidki_whatsapp_words_free (KhidkiWhatsappWords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappWords, khidki_whatsapp_words_free)

G_END_DECLS
