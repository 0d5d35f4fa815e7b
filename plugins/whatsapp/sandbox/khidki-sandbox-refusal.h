/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What Meta answers to a call that it does not take. */
typedef struct
{
  int   code;
  guint http_status;
  char *message;
  char *details;
} KhidkiSandboxRefusal;

KhidkiSandboxRefusal *khidki_sandbox_refusal_new      (int                         code,
                                                       const char                 *format,
                                                       ...) G_GNUC_PRINTF (2, 3);
void                  khidki_sandbox_refusal_free     (KhidkiSandboxRefusal       *refusal);
const char           *khidki_sandbox_refusal_title    (int                         code);
JsonObject           *khidki_sandbox_refusal_to_body  (const KhidkiSandboxRefusal *refusal,
                                                       const char                 *trace);
JsonObject           *khidki_sandbox_refusal_to_error (const KhidkiSandboxRefusal *refusal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxRefusal, khidki_sandbox_refusal_free)

G_END_DECLS
