/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-html.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL
gboolean khidki_html_is_element (const char *name);
G_GNUC_INTERNAL
gboolean khidki_html_is_void_element (const char *name);
G_GNUC_INTERNAL
gboolean khidki_html_is_attribute (const char *name);
G_GNUC_INTERNAL
gboolean khidki_html_is_flag (const char *name);
G_GNUC_INTERNAL
gboolean khidki_html_is_address (const char *name);

G_END_DECLS
