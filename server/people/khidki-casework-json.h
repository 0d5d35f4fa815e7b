/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "libkhidki/khidki-service.h"
#include "pipeline/khidki-application-row.h"

G_BEGIN_DECLS

/* Members of the object that is open in @builder; nothing personal. */
void khidki_casework_json_add_head (JsonBuilder *builder,
                                    KhidkiApplicationRow *row,
                                    gint64 now,
                                    GTimeZone *time_zone);
void khidki_casework_json_add_answers (JsonBuilder *builder,
                                       KhidkiApplicationRow *row,
                                       KhidkiService *service);
void khidki_casework_json_add_allowed (JsonBuilder *builder,
                                       KhidkiApplicationRow *row,
                                       KhidkiService *service);
/* @history: (element-type KhidkiHistoryEntry) */
void khidki_casework_json_add_authors (JsonBuilder *builder, KhidkiApplicationRow *row);
void khidki_casework_json_add_history (JsonBuilder *builder, GPtrArray *history);

G_END_DECLS
