/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-page.h"

G_BEGIN_DECLS

/* (transfer full): for what the photo of a signed sheet is good: this draft as it is. */
char *khidki_csc_review_dup_purpose (KhidkiCscVisit *visit);
/* khidki-csc-pay.c: the declaration's proofs, the money and the last button. */
void khidki_csc_pay_write (KhidkiCscVisit *visit, KhidkiHtml *html);

G_END_DECLS
