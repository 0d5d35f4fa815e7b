/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-feed.h"

G_BEGIN_DECLS

/* The texts of all phones in both directions, and which phones are off. */
typedef struct _KhidkiSandboxTexts KhidkiSandboxTexts;

KhidkiSandboxTexts *khidki_sandbox_texts_new     (KhidkiSandboxFeed  *feed);
void                khidki_sandbox_texts_free    (KhidkiSandboxTexts *texts);
JsonObject         *khidki_sandbox_texts_add     (KhidkiSandboxTexts *texts,
                                                  const char         *phone,
                                                  gboolean            mine,
                                                  const char         *text,
                                                  gint64              now);
void                khidki_sandbox_texts_change  (KhidkiSandboxTexts *texts,
                                                  JsonObject         *record,
                                                  const char         *status);
JsonArray          *khidki_sandbox_texts_list    (KhidkiSandboxTexts *texts,
                                                  guint64             after);
gboolean            khidki_sandbox_texts_is_off  (KhidkiSandboxTexts *texts,
                                                  const char         *phone);
void                khidki_sandbox_texts_set_off (KhidkiSandboxTexts *texts,
                                                  const char         *phone,
                                                  gboolean            off);
JsonArray          *khidki_sandbox_texts_phones  (KhidkiSandboxTexts *texts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxTexts, khidki_sandbox_texts_free)

G_END_DECLS
