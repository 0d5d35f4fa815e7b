/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-desk.h"

G_BEGIN_DECLS

gboolean khidki_csc_routes_add (KhidkiCscDesk *desk, GError **error);

G_END_DECLS
