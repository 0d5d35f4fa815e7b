/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiLogForm:
 * @KHIDKI_LOG_FORM_LINES: a line that a person reads, on a terminal
 * @KHIDKI_LOG_FORM_JSON: a JSON object a line
 * @KHIDKI_LOG_FORM_JOURNAL: fields for the system's journal
 *
 * How the log is written.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_LOG_FORM_LINES,
  KHIDKI_LOG_FORM_JSON,
  KHIDKI_LOG_FORM_JOURNAL,
} KhidkiLogForm;

/* Microseconds since 1970, UTC; called on any thread. */
typedef gint64 (*KhidkiLogClock) (void);

void khidki_log_install (KhidkiLogClock clock);

char *khidki_log_format (KhidkiLogForm form,
                         GLogLevelFlags level,
                         const GLogField *fields,
                         gsize n_fields,
                         gint64 now);

G_END_DECLS
