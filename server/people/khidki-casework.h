/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "catalogue/khidki-catalogue.h"
#include "people/khidki-officers.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiCasework:
 * @store: (transfer none): where applications lie
 * @catalogue: (transfer none): the services
 * @officers: (transfer none): who may act
 * @officer: (nullable): the id of the officer who asks; %NULL for an
 *   administrator, who may look at everything and decide nothing
 * @now: UTC milliseconds
 * @time_zone: (transfer none): of civil dates
 *
 * Who asks, and when. A value on the stack: each call keeps what it needs.
 * Results are JSON without anything personal: names as initials, no free text.
 */
typedef struct
{
  KhidkiStore *store;
  KhidkiCatalogue *catalogue;
  KhidkiOfficers *officers;
  const char *officer;
  gint64 now;
  GTimeZone *time_zone;
} KhidkiCasework;

/* The applications that wait, the one due first in front; those that an officer
 * can work at. @state, @subdivision (nullable): only those. */
void khidki_casework_list_async (const KhidkiCasework *casework,
                                 const char *state,
                                 const char *subdivision,
                                 guint most,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
JsonNode *khidki_casework_list_finish (GAsyncResult *result, GError **error);

/* One application with its history and what may be done with it now. */
void khidki_casework_show_async (const KhidkiCasework *casework,
                                 const char *number,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
JsonNode *khidki_casework_show_finish (GAsyncResult *result, GError **error);

/* @action: `take`, `forward`, `ask`, `approve`, `reject`, `resume`, `transfer`.
 * @argument: the code of the reason to `reject`, the sub-division to `transfer`
 * to, else "". @text: what the officer writes; `ask` needs it. */
void khidki_casework_act_async (const KhidkiCasework *casework,
                                const char *number,
                                const char *action,
                                const char *argument,
                                const char *text,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
JsonNode *khidki_casework_act_finish (GAsyncResult *result, GError **error);

G_END_DECLS
