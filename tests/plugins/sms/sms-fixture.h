/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki-testing.h>
#include <khidki.h>

#include "khidki-sms-families.h"

G_BEGIN_DECLS

#define SMS_NUMBER "7738299899"
#define SMS_SECRET "a secret of the line"
#define SMS_SEND_URL "http://kannel.example:13013/cgi-bin/sendsms"

/* The channel alone on a test host, started. */
typedef struct
{
  KhidkiTestHost *host;
  KhidkiChannel *channel;
  char *folder;
  char *ids;
} SmsFixture;

void sms_fixture_set_up (SmsFixture *self, gconstpointer data);
void sms_fixture_prepare (SmsFixture *self, gconstpointer data);
void sms_fixture_tear_down (SmsFixture *self, gconstpointer data);
GError *sms_fixture_start (SmsFixture *self);
void sms_fixture_stop (SmsFixture *self);
KhidkiSmsFamilies *sms_fixture_new_families (void);

G_END_DECLS
