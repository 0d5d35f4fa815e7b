/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/* A file that was taken in and has no place yet goes through the page and comes back with
 * the next tap; only what this very session was given comes back. */

/* (transfer full): for a hidden field. @purpose: what it may be used for */
char *khidki_csc_kept_seal (KhidkiCscVisit *visit, const char *purpose, KhidkiPaper *paper);
/* (transfer full) (nullable): %NULL if it was not sealed by this session for this purpose. */
KhidkiPaper *khidki_csc_kept_open (KhidkiCscVisit *visit, const char *purpose, const char *sealed);

G_END_DECLS
