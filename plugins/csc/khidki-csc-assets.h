/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/* The name changes with the content, so that browsers may keep it. */
const char *khidki_csc_assets_get_style_path (void);
const char *khidki_csc_assets_get_script_path (void);
void khidki_csc_assets_show (KhidkiCscVisit *visit);

G_END_DECLS
