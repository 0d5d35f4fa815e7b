/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-channel.h"

KHIDKI_DEFINE_CHANNEL_PLUGIN (khidki_sms_channel_get_type)
