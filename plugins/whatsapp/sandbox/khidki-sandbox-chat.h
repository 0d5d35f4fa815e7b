/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-citizens.h"

G_BEGIN_DECLS

/* What a line of a .chat file is to somebody who has the phone alone. */
typedef enum
{
  KHIDKI_SANDBOX_STEP_DEED,  /* the citizen does it */
  KHIDKI_SANDBOX_STEP_CHECK, /* can be seen on the phone */
  KHIDKI_SANDBOX_STEP_INNER, /* is seen inside the server only, and passed over */
  KHIDKI_SANDBOX_STEP_END,   /* nobody can do it with a phone */
} KhidkiSandboxStepKind;

typedef struct
{
  guint                 line;
  KhidkiSandboxStepKind kind;
  char                 *verb;
  char                 *argument;
} KhidkiSandboxStep;

GPtrArray  *khidki_sandbox_chat_read           (const char                 *text,
                                                GError                    **error);
char       *khidki_sandbox_chat_dup_text       (const KhidkiSandboxItem    *item);
JsonObject *khidki_sandbox_chat_find_choice    (const KhidkiSandboxItem    *item,
                                                const char                 *title);
char       *khidki_sandbox_chat_dup_number     (const char                 *text);

G_END_DECLS
