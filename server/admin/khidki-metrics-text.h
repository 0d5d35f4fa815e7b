/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* OpenMetrics 1.0. A counter's name is given without `_total`; a sample belongs to
 * the family that was begun last. */
void khidki_metrics_text_begin (GString *text, const char *name, const char *type, const char *help);
/* Pairs of label and value, then NULL. */
void khidki_metrics_text_add (GString *text,
                              const char *name,
                              const char *suffix,
                              gint64 value,
                              ...) G_GNUC_NULL_TERMINATED;
void khidki_metrics_text_end (GString *text);

G_END_DECLS
