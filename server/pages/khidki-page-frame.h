/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-html.h"
#include "libkhidki/khidki-page-frame.h"
#include "libkhidki/khidki-response.h"

G_BEGIN_DECLS

/* A page of a plugin, in one language; what a host's make_page gives. */
KhidkiResponse *khidki_page_frame_make (const KhidkiPageFrame *frame, KhidkiHtml *body);

G_END_DECLS
