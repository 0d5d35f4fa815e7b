/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-verbs.h"

G_BEGIN_DECLS

/* A line of a `.chat` file. */
typedef struct
{
  guint                    line;
  const KhidkiSandboxVerb *verb; /* (nullable): nobody can do it with a phone */
  char                    *word; /* the verb, whosever it is */
  char                    *argument;
} KhidkiSandboxStep;

GPtrArray *khidki_sandbox_script_read (const char *text,
                                       GError    **error);

G_END_DECLS
