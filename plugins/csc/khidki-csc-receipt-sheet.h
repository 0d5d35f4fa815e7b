/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/* The receipt on paper, A5 or a roll of 80 mm, in both languages; a copy says so. */
void khidki_csc_receipt_sheet_show (KhidkiCscVisit *visit, KhidkiReceipt *receipt);

G_END_DECLS
