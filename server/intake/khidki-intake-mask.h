/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-event.h"

G_BEGIN_DECLS

/**
 * khidki_intake_mask:
 * @event: what came in; ids of the protocol are never touched
 * @as_mobile: (out) (nullable) (transfer full): the same for who was asked for a
 *   mobile number, if that makes a difference: a number that begins with 91 and a
 *   mobile number is left in it, all others are masked
 *
 * Returns: (transfer full): the event, or a copy in whose text or caption every
 *   number that may be an Aadhaar number is masked
 */
KhidkiEvent *khidki_intake_mask (KhidkiEvent *event, KhidkiEvent **as_mobile);

/* (transfer full): the event as it is kept when the last four digits of a card were
 * asked for: of whole numbers the last four are left. */
KhidkiEvent *khidki_intake_mask_card (KhidkiEvent *event);

G_END_DECLS
