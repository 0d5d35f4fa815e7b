/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

#define KHIDKI_TYPE_CSC_CHANNEL (khidki_csc_channel_get_type ())

/**
 * KhidkiCscChannel:
 *
 * The counter as a channel: forms come in at its pages, and nothing is written to
 * citizens on it. A send answers RECIPIENT, so that another channel takes it.
 */
G_DECLARE_FINAL_TYPE (KhidkiCscChannel, khidki_csc_channel, KHIDKI, CSC_CHANNEL, GObject)

G_END_DECLS
