/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "papers/khidki-paper-check.h"

G_BEGIN_DECLS

/* Makes the decoder ready while files can still be opened. */
void khidki_worker_picture_warm_up (const char *mime_type);
KhidkiPaperFault khidki_worker_picture_check (GBytes *bytes, KhidkiPaperCheck *check);

G_END_DECLS
