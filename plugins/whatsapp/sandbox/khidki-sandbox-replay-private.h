/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-replay.h"
#include "khidki-sandbox-verbs.h"

G_BEGIN_DECLS

/* A chat that is replayed, for its deeds and checks. */
struct _KhidkiSandboxReplay
{
  KhidkiSandbox *sandbox;
  char          *wa_id;
  GPtrArray     *steps; /* of KhidkiSandboxStep */
  guint          at;
  guint          patience; /* seconds */
  guint64        pace;     /* seconds on the sandbox's clock between two deeds */
  gint64         asked;    /* when the step was first tried, monotonic microseconds */
  guint64        since;    /* what came after this item is the answer to the last deed */
  guint          deeds, checks, inner;
  JsonObject    *last_tap;
  char          *number;
};

/* (transfer none) */
KhidkiSandboxCitizen *khidki_sandbox_replay_get_citizen (KhidkiSandboxReplay *replay);
/* (transfer none) (nullable): the last that came since the last deed */
KhidkiSandboxItem    *khidki_sandbox_replay_get_last    (KhidkiSandboxReplay *replay);
/* (transfer full): all that came since the last deed */
char                 *khidki_sandbox_replay_dup_said    (KhidkiSandboxReplay *replay);
/* Keeps the application number that was shown last. */
void                  khidki_sandbox_replay_note_number (KhidkiSandboxReplay *replay);
/* Seconds for which the step has been tried. */
double                khidki_sandbox_replay_get_waited  (KhidkiSandboxReplay *replay);
gboolean              khidki_sandbox_replay_turn_clock  (KhidkiSandboxReplay *replay,
                                                         gint64               seconds);

G_END_DECLS
