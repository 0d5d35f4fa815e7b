/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* What is asked of a server, and how hard. */
typedef struct
{
  guint16 port;
  guint16 far_end_port;
  int process;
  char *secret;
  /* Closed loop: so many citizens wait for an answer at any time. */
  guint outstanding;
  /* Open loop: so many messages and statuses a second, whatever is answered. */
  double rate;
  double status_rate;
  /* Open loop: so many citizens are on their way at once. */
  guint active;
  guint64 first;
  guint connections;
  gboolean papers;
  gboolean acknowledgement_only;
  double warm_up;
  double seconds;
  /* If not 0: until so many have their number, however long that takes. */
  guint journeys;
  GBytes *photo;
  GBytes *document;
} KhidkiBenchSetup;

char *khidki_bench_load_run (const KhidkiBenchSetup *setup);
