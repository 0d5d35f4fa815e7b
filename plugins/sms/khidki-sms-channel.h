/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiSmsChannel:
 *
 * Citizens by SMS, through Kannel.
 */
#define KHIDKI_TYPE_SMS_CHANNEL (khidki_sms_channel_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiSmsChannel, khidki_sms_channel, KHIDKI, SMS_CHANNEL, GObject)

G_END_DECLS
