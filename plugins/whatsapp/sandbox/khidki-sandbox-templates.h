/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-refusal.h"

G_BEGIN_DECLS

/* The message templates that the business has had approved. */
typedef struct _KhidkiSandboxTemplates KhidkiSandboxTemplates;

KhidkiSandboxTemplates *khidki_sandbox_templates_new    (void);
void                    khidki_sandbox_templates_free   (KhidkiSandboxTemplates *templates);
gboolean                khidki_sandbox_templates_add    (KhidkiSandboxTemplates *templates,
                                                         JsonObject             *definition,
                                                         GError                **error);
gboolean                khidki_sandbox_templates_load   (KhidkiSandboxTemplates *templates,
                                                         const char             *path,
                                                         GError                **error);
gboolean                khidki_sandbox_templates_has    (KhidkiSandboxTemplates *templates,
                                                         const char             *name,
                                                         const char             *language);
const char             *khidki_sandbox_templates_find_status
                                                        (KhidkiSandboxTemplates *templates,
                                                         const char             *name,
                                                         const char             *language);
JsonArray              *khidki_sandbox_templates_list   (KhidkiSandboxTemplates *templates);
JsonObject             *khidki_sandbox_templates_find   (KhidkiSandboxTemplates *templates,
                                                         JsonObject             *sent);
KhidkiSandboxRefusal   *khidki_sandbox_templates_check  (KhidkiSandboxTemplates *templates,
                                                         JsonObject             *sent);
JsonObject             *khidki_sandbox_template_render  (JsonObject             *definition,
                                                         JsonObject             *sent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxTemplates, khidki_sandbox_templates_free)

G_END_DECLS
