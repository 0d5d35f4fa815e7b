/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "forms/khidki-form.h"
#include "libkhidki/khidki-draft.h"
#include "libkhidki/khidki-form-view.h"

G_BEGIN_DECLS

/* A draft as a form to fill at a desk. All of it is pure; what changes a draft gives
 * (transfer full) (nullable) the changed one, or NULL with @complaint, a text for
 * people. @author is noted for what differs. */

/* Fills @form with the draft's service and answers; FALSE when nobody offers it. */
gboolean khidki_form_open_draft (KhidkiForm *form,
                                 KhidkiCatalogue *catalogue,
                                 KhidkiDraft *draft,
                                 const GDate *today,
                                 const char *language);

KhidkiFormView *khidki_form_view (const KhidkiForm *form, KhidkiDraft *draft);

/* "" takes the answer away. */
KhidkiDraft *khidki_form_draft_answer (const KhidkiForm *form,
                                       KhidkiDraft *draft,
                                       const char *author,
                                       const char *path,
                                       const char *value,
                                       char **complaint);
KhidkiDraft *khidki_form_draft_add_member (const KhidkiForm *form,
                                           KhidkiDraft *draft,
                                           const char *author,
                                           const char *group,
                                           char **complaint);
KhidkiDraft *khidki_form_draft_remove_member (const KhidkiForm *form,
                                              KhidkiDraft *draft,
                                              const char *author,
                                              const char *path,
                                              char **complaint);
KhidkiDraft *khidki_form_draft_add_paper (const KhidkiForm *form,
                                          KhidkiDraft *draft,
                                          const char *author,
                                          const char *path,
                                          const char *kind,
                                          KhidkiPaper *paper,
                                          char **complaint);
/* Never NULL: as it was if there is no such file. */
KhidkiDraft *khidki_form_draft_remove_paper (KhidkiDraft *draft,
                                             const char *author,
                                             const char *path,
                                             guint index);

G_END_DECLS
