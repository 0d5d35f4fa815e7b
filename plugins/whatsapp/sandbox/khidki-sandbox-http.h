/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "khidki-sandbox-refusal.h"

G_BEGIN_DECLS

#define KHIDKI_SANDBOX_BODY_MAX (1024 * 1024)
#define KHIDKI_SANDBOX_FILE_MAX (101 * 1024 * 1024)

void        khidki_sandbox_http_limit       (SoupServerMessage          *message);
gboolean    khidki_sandbox_http_is_foreign  (SoupServerMessage          *message);
void        khidki_sandbox_http_answer      (SoupServerMessage          *message,
                                             guint                       status,
                                             JsonObject                 *body);
void        khidki_sandbox_http_answer_list (SoupServerMessage          *message,
                                             const char                 *name,
                                             JsonArray                  *list);
void        khidki_sandbox_http_mistake     (SoupServerMessage          *message,
                                             guint                       status,
                                             const char                 *what);
void        khidki_sandbox_http_refuse      (SoupServerMessage          *message,
                                             const KhidkiSandboxRefusal *refusal);
void        khidki_sandbox_http_done        (SoupServerMessage          *message);
GBytes     *khidki_sandbox_http_body        (SoupServerMessage          *message);
JsonObject *khidki_sandbox_http_json        (SoupServerMessage          *message,
                                             GError                    **error);
guint64     khidki_sandbox_http_number      (GHashTable                 *query,
                                             const char                 *name,
                                             guint64                     otherwise);

G_END_DECLS
