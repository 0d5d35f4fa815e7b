/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-refusal.h"

G_BEGIN_DECLS

typedef enum
{
  KHIDKI_SANDBOX_SHAPE_TEXT,
  KHIDKI_SANDBOX_SHAPE_TRUTH,
  KHIDKI_SANDBOX_SHAPE_NUMBER,
  KHIDKI_SANDBOX_SHAPE_OBJECT,
  KHIDKI_SANDBOX_SHAPE_LIST,
  KHIDKI_SANDBOX_SHAPE_ANY,
} KhidkiSandboxShape;

typedef enum
{
  KHIDKI_SANDBOX_RULE_NEEDED  = 1 << 0, /* must be there if its parent is */
  KHIDKI_SANDBOX_RULE_UNIQUE  = 1 << 1, /* no two alike in one message */
  KHIDKI_SANDBOX_RULE_TRIMMED = 1 << 2, /* no blank at either end */
  KHIDKI_SANDBOX_RULE_CLOSED  = 1 << 3, /* no members but those in the table */
  KHIDKI_SANDBOX_RULE_WEB     = 1 << 4, /* an http or https address */
  KHIDKI_SANDBOX_RULE_ONE_OF  = 1 << 5, /* exactly one of the members in choices */
} KhidkiSandboxRuleFlags;

typedef struct
{
  const char            *when;    /* "interactive.type=list|button", or NULL for always */
  const char            *path;    /* "interactive.action.sections[].rows[].title" */
  KhidkiSandboxShape     shape;
  KhidkiSandboxRuleFlags flags;
  guint                  least;   /* UTF-16 units of a text, elements of a list */
  guint                  most;    /* 0: no limit */
  const char            *choices; /* "a|b", or NULL */
} KhidkiSandboxRule;

extern const KhidkiSandboxRule khidki_sandbox_rules[];
extern const guint             khidki_sandbox_n_rules;

KhidkiSandboxRefusal *khidki_sandbox_rules_check        (JsonObject *message);
JsonNode             *khidki_sandbox_rules_describe     (void);
gboolean              khidki_sandbox_rules_is_read_mark (JsonObject *message);
guint                 khidki_sandbox_rules_length       (const char *text);

G_END_DECLS
