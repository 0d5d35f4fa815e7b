/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-words.h"
#include "tools/khidki-tool-host.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappExit:
 * @KHIDKI_WHATSAPP_EXIT_DONE: done, and nothing is wrong
 * @KHIDKI_WHATSAPP_EXIT_REFUSED: refused, or something is wrong
 * @KHIDKI_WHATSAPP_EXIT_USAGE: not understood
 * @KHIDKI_WHATSAPP_EXIT_NOT_REACHABLE: Meta does not answer
 *
 * As every command of khidkictl ends.
 */
typedef enum
{
  KHIDKI_WHATSAPP_EXIT_DONE,
  KHIDKI_WHATSAPP_EXIT_REFUSED,
  KHIDKI_WHATSAPP_EXIT_USAGE,
  KHIDKI_WHATSAPP_EXIT_NOT_REACHABLE,
} KhidkiWhatsappExit;

/* Each with @numbers (element-type utf8): NAME of each group that is meant, "" for the
 * first. They print what there is to print. */
KhidkiWhatsappExit khidki_whatsapp_command_doctor (KhidkiToolHost *host,
                                                   const char *const *numbers,
                                                   const KhidkiWhatsappWords *words);
KhidkiWhatsappExit khidki_whatsapp_command_templates (KhidkiToolHost *host,
                                                      const char *const *numbers,
                                                      const KhidkiWhatsappWords *words);
KhidkiWhatsappExit khidki_whatsapp_command_poster (KhidkiToolHost *host,
                                                   const char *const *numbers,
                                                   const KhidkiWhatsappWords *words);

/* Says @text where faults are said, and returns @how. */
KhidkiWhatsappExit khidki_whatsapp_command_end (KhidkiWhatsappExit how, const char *text);

G_END_DECLS
