/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-channel.h"

KHIDKI_DEFINE_CHANNEL_PLUGIN (khidki_whatsapp_channel_get_type)
