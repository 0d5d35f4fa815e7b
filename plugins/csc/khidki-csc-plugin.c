/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-channel.h"

KHIDKI_DEFINE_CHANNEL_PLUGIN (khidki_csc_channel_get_type)
