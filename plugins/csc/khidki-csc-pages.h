/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/* Each is a step: it has the operator looked up by then, but for the open ones. */

/* khidki-csc-sign-in.c; open */
void khidki_csc_sign_in_ask (KhidkiCscVisit *visit);
void khidki_csc_sign_in_show (KhidkiCscVisit *visit);
void khidki_csc_sign_in_do (KhidkiCscVisit *visit);
void khidki_csc_sign_out_do (KhidkiCscVisit *visit);

/* khidki-csc-password.c; open */
void khidki_csc_password_show (KhidkiCscVisit *visit);
void khidki_csc_password_do (KhidkiCscVisit *visit);

/* khidki-csc-home.c, khidki-csc-begin.c */
void khidki_csc_home_show (KhidkiCscVisit *visit);
void khidki_csc_begin_do (KhidkiCscVisit *visit);
void khidki_csc_take_do (KhidkiCscVisit *visit);

/* khidki-csc-draft-page.c: the draft is loaded */
void khidki_csc_draft_show (KhidkiCscVisit *visit);
void khidki_csc_draft_page (KhidkiCscVisit *visit);
/* khidki-csc-save.c */
void khidki_csc_save_do (KhidkiCscVisit *visit);
void khidki_csc_save_again (KhidkiCscVisit *visit);
/* khidki-csc-paper-show.c */
void khidki_csc_paper_show (KhidkiCscVisit *visit);
/* khidki-csc-hand-over.c */
void khidki_csc_offer (KhidkiCscVisit *visit);
void khidki_csc_drop_show (KhidkiCscVisit *visit);
void khidki_csc_drop_do (KhidkiCscVisit *visit);

/* khidki-csc-review.c, khidki-csc-sheet.c, khidki-csc-submit.c */
void khidki_csc_review_show (KhidkiCscVisit *visit);
void khidki_csc_review_page (KhidkiCscVisit *visit);
void khidki_csc_review_again (KhidkiCscVisit *visit);
void khidki_csc_sheet_show (KhidkiCscVisit *visit);
void khidki_csc_consent_do (KhidkiCscVisit *visit);
void khidki_csc_submit_do (KhidkiCscVisit *visit);

/* khidki-csc-receipt.c, khidki-csc-receipt-sheet.c, khidki-csc-code.c */
void khidki_csc_receipt_show (KhidkiCscVisit *visit);
void khidki_csc_receipt_find (KhidkiCscVisit *visit);
void khidki_csc_print_do (KhidkiCscVisit *visit);
void khidki_csc_print_show (KhidkiCscVisit *visit);
void khidki_csc_code_show (KhidkiCscVisit *visit);

/* khidki-csc-day.c */
void khidki_csc_day_show (KhidkiCscVisit *visit);
void khidki_csc_day_close (KhidkiCscVisit *visit);

/* khidki-csc-status.c */
void khidki_csc_status_show (KhidkiCscVisit *visit);
void khidki_csc_status_do (KhidkiCscVisit *visit);

G_END_DECLS
