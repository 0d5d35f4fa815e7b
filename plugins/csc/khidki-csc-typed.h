/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/* Keeps what was typed in the boxes of the page, without saving it; where somebody else
 * has changed the same meanwhile, says so. */
void khidki_csc_typed_keep (KhidkiCscVisit *visit);

/* Answers each field that was changed on the page, in the form's order; what cannot be
 * taken stays in its box with a complaint. */
void khidki_csc_typed_apply (KhidkiCscVisit *visit);

/* Adds the files that came with it; likewise. */
void khidki_csc_typed_add_papers (KhidkiCscVisit *visit);

G_END_DECLS
