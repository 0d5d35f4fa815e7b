/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "libkhidki/khidki-request.h"

G_BEGIN_DECLS

/**
 * KhidkiToolTrouble:
 * @KHIDKI_TOOL_TROUBLE_NONE: there was an answer
 * @KHIDKI_TOOL_TROUBLE_NAME: no address is known for the name
 * @KHIDKI_TOOL_TROUBLE_REFUSED: nobody listens there, or no way leads there
 * @KHIDKI_TOOL_TROUBLE_CERTIFICATE: its certificate is not to be trusted
 * @KHIDKI_TOOL_TROUBLE_TLS: it does not speak TLS as it should
 * @KHIDKI_TOOL_TROUBLE_SLOW: no answer in time
 * @KHIDKI_TOOL_TROUBLE_LONG: the answer was too long
 * @KHIDKI_TOOL_TROUBLE_OTHER: anything else
 */
typedef enum
{
  KHIDKI_TOOL_TROUBLE_NONE,
  KHIDKI_TOOL_TROUBLE_NAME,
  KHIDKI_TOOL_TROUBLE_REFUSED,
  KHIDKI_TOOL_TROUBLE_CERTIFICATE,
  KHIDKI_TOOL_TROUBLE_TLS,
  KHIDKI_TOOL_TROUBLE_SLOW,
  KHIDKI_TOOL_TROUBLE_LONG,
  KHIDKI_TOOL_TROUBLE_OTHER,
} KhidkiToolTrouble;

/**
 * KhidkiToolAnswer:
 * @status: the HTTP status, 0 without an answer
 * @body: (nullable): the body
 * @date: (nullable): the header `Date`
 * @trouble: why there is none
 * @flags: what is wrong with the certificate
 * @words: (nullable): the library's words of it
 */
typedef struct
{
  guint status;
  GBytes *body;
  char *date;
  KhidkiToolTrouble trouble;
  GTlsCertificateFlags flags;
  char *words;
} KhidkiToolAnswer;

/* (transfer full): what became of @request, within its deadline and its size. Turns
 * the main loop until then; redirects are not followed. */
KhidkiToolAnswer *khidki_tool_call (KhidkiRequest *request);
void khidki_tool_answer_free (KhidkiToolAnswer *self);

/* Pure: what kind of trouble an error of the network is. */
KhidkiToolTrouble khidki_tool_call_judge (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiToolAnswer, khidki_tool_answer_free)

G_END_DECLS
