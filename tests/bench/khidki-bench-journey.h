/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* What a person does next, from Hi to the number of the application. */
typedef struct
{
  guint step;
  gboolean paper;
  char *choice;
  char *title;
  gboolean button;
} KhidkiBenchAct;

guint khidki_bench_journey_get_length (gboolean papers);
void khidki_bench_act_clear (KhidkiBenchAct *act);
gboolean khidki_bench_journey_next (guint step, guint64 phone, const char *reply,
                                    KhidkiBenchAct *act);
void khidki_bench_journey_write (GString *body, KhidkiBenchAct *act, guint64 phone, guint64 serial);
void khidki_bench_journey_write_status (GString *body, const char *message_id, const char *key,
                                        guint64 phone, const char *status);
gboolean khidki_bench_journey_is_photo (guint64 media);
