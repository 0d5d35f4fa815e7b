/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Photographs of nothing: grain around a mean @grey. */
GBytes *paper_fixture_photo (const char *type, int width, int height, int grey);
GBytes *paper_fixture_document (guint pages, double grey);
GBytes *paper_fixture_base_font_document (void);
GBytes *paper_fixture_encrypted_document (void);
GBytes *paper_fixture_png_bomb (guint32 width, guint32 height);
GBytes *paper_fixture_cut (GBytes *bytes, gsize length);

G_END_DECLS
