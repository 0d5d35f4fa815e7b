/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "http/khidki-http-server.h"
#include "jobs/khidki-jobs.h"
#include "outbox/khidki-channels.h"
#include "pipeline/khidki-signing-key.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiPagesWorld:
 * @host: clock and timers
 * @store: the rows
 * @jobs: woken after an answer was given
 * @signing_key: what certificates are signed with
 * @public_url: where these pages are for the outside
 * @time_zone: (nullable): of civil dates, Asia/Kolkata if none is given
 * @numbers: (nullable) (array zero-terminated=1): numbers to chat with, as people write them,
 *   beside those that channels have
 * @helpline: (nullable): the number where a person answers
 * @helpline_hours: (nullable): when
 * @channels: (nullable): whose numbers are shown
 *
 * All that the pages know; the texts are copied.
 */
typedef struct
{
  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiJobs *jobs;
  KhidkiSigningKey *signing_key;
  const char *public_url;
  GTimeZone *time_zone;
  const char *const *numbers;
  const char *helpline;
  const char *helpline_hours;
  KhidkiChannels *channels;
} KhidkiPagesWorld;

/**
 * KhidkiPages:
 *
 * The public pages: `/verify/`, `/.well-known/jwks.json`, `/f/TOKEN`,
 * `/numbers`, `/centres` and their stylesheet.
 */
#define KHIDKI_TYPE_PAGES (khidki_pages_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPages, khidki_pages, KHIDKI, PAGES, GObject)

KhidkiPages *khidki_pages_new (const KhidkiPagesWorld *world,
                               KhidkiHttpServer *http_server,
                               GError **error);
void khidki_pages_set_catalogue (KhidkiPages *self, KhidkiCatalogue *catalogue);

G_END_DECLS
