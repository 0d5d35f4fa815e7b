/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

gboolean khidki_csc_routes_add (KhidkiCscDesk *desk, GError **error);
KhidkiCscStep khidki_csc_routes_find_again (KhidkiCscVisit *visit, const char *path);

G_END_DECLS
