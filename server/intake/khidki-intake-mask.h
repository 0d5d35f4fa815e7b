/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-event.h"

G_BEGIN_DECLS

/* (transfer full): the event, or a copy in whose text or caption every number
 * that may be an Aadhaar number is masked. Never touches ids of the protocol. */
KhidkiEvent *khidki_intake_mask (KhidkiEvent *event);

G_END_DECLS
