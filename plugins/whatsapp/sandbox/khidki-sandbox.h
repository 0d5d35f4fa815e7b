/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "khidki-sandbox-account.h"
#include "khidki-sandbox-calls.h"
#include "khidki-sandbox-citizens.h"
#include "khidki-sandbox-clock.h"
#include "khidki-sandbox-config.h"
#include "khidki-sandbox-door.h"
#include "khidki-sandbox-feed.h"
#include "khidki-sandbox-log.h"
#include "khidki-sandbox-media.h"
#include "khidki-sandbox-ring.h"
#include "khidki-sandbox-templates.h"
#include "khidki-sandbox-weather.h"
#include "khidki-sandbox-texts.h"
#include "khidki-sandbox-webhook.h"

G_BEGIN_DECLS

/* What a test has asked to go wrong with the next calls. */
typedef struct
{
  guint    left;
  int      code;        /* of Meta's error, 0 for none */
  guint    http_status; /* 0: the one that belongs to the code */
  gboolean after;       /* the message is taken, but the caller is told otherwise */
} KhidkiSandboxFault;

/* All parts of one sandbox; the handlers work on it. */
typedef struct
{
  KhidkiSandboxConfig    *config;
  KhidkiSandboxAccount   *account;
  KhidkiSandboxClock     *clock;
  KhidkiSandboxCitizens  *citizens;
  KhidkiSandboxMedia     *media;
  KhidkiSandboxTemplates *templates;
  KhidkiSandboxFeed      *feed;
  KhidkiSandboxLog       *log;
  KhidkiSandboxRing      *sends;
  KhidkiSandboxWebhook   *webhook;
  KhidkiSandboxTexts     *texts;
  KhidkiSandboxCalls     *calls;
  SoupServer             *server;
  KhidkiSandboxDoor      *door;
  GQueue                  reports; /* statuses that fall due */
  guint                   reports_timer;
  guint                   keep_timer;
  KhidkiSandboxFault      fault;
  KhidkiSandboxWeather   *weather;
  gboolean                automatic; /* sent and delivered come by themselves */
  gboolean                reading;   /* and so does read */
  gboolean                stopping;
} KhidkiSandbox;

KhidkiSandbox *khidki_sandbox_new         (KhidkiSandboxConfig *config,
                                           GError             **error);
void           khidki_sandbox_free        (KhidkiSandbox       *sandbox);
gboolean       khidki_sandbox_listen      (KhidkiSandbox       *sandbox,
                                           GError             **error);
char          *khidki_sandbox_dup_address (KhidkiSandbox       *sandbox);
gint64         khidki_sandbox_now         (KhidkiSandbox       *sandbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandbox, khidki_sandbox_free)

G_END_DECLS
