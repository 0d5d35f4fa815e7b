/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_SANDBOX_VERB_BOT "bot:"
#define KHIDKI_SANDBOX_VERB_DAYS "days:"
#define KHIDKI_SANDBOX_VERB_DOCUMENT "document:"
#define KHIDKI_SANDBOX_VERB_KEPT "kept:"

/* What a line of a `.chat` file is to somebody who has the phone alone. */
typedef enum
{
  KHIDKI_SANDBOX_VERB_DEED,  /* the citizen does it */
  KHIDKI_SANDBOX_VERB_CHECK, /* can be seen on the phone */
  KHIDKI_SANDBOX_VERB_INNER, /* is seen inside the server only, and passed over */
} KhidkiSandboxVerbKind;

/* What came of a step; one that waits is tried again until patience is over. */
typedef enum
{
  KHIDKI_SANDBOX_OUTCOME_DONE,
  KHIDKI_SANDBOX_OUTCOME_WAITING,
  KHIDKI_SANDBOX_OUTCOME_FAILED,
} KhidkiSandboxOutcome;

typedef struct _KhidkiSandboxReplay KhidkiSandboxReplay;
typedef struct _KhidkiSandboxVerb KhidkiSandboxVerb;

typedef KhidkiSandboxOutcome (*KhidkiSandboxVerbFunc) (KhidkiSandboxReplay     *replay,
                                                       const KhidkiSandboxVerb *verb,
                                                       const char              *argument);

/* A row of the table by which chats are recorded, read and replayed. */
struct _KhidkiSandboxVerb
{
  const char           *word;
  KhidkiSandboxVerbKind kind;
  KhidkiSandboxVerbFunc run;        /* (nullable): of an inner check */
  const char           *message;    /* (nullable): Meta's type of message that is recorded so */
  const char           *resource;   /* (nullable): the file that is sent */
  const char           *media_type; /* (nullable): what it is sent as */
  gboolean              bare;       /* what stands behind it is no caption, but dropped */
  gboolean              raw;        /* its argument keeps its escapes: they are its own */
};

const KhidkiSandboxVerb *khidki_sandbox_verbs_find     (const char *line);
const KhidkiSandboxVerb *khidki_sandbox_verbs_find_for (const char *message);

G_END_DECLS
