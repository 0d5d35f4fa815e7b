/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/* (transfer full) (element-type GBytes): the items of the form as they stand, written. */
GPtrArray *khidki_csc_parts_take (KhidkiCscVisit *visit);

/* Answers our script: the order of the parts, and those that @before did not have so. */
void khidki_csc_parts_answer (KhidkiCscVisit *visit, GPtrArray *before);

/* How many of what has to be filled is, and how many there are. */
void khidki_csc_parts_count (KhidkiCscVisit *visit, guint *filled, guint *all);

G_END_DECLS
