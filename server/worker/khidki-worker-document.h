/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "papers/khidki-paper-check.h"

G_BEGIN_DECLS

/* Makes the decoder and its fonts ready while files can still be opened. */
void khidki_worker_document_warm_up (void);
KhidkiPaperFault khidki_worker_document_check (GBytes *bytes, KhidkiPaperCheck *check);

G_END_DECLS
