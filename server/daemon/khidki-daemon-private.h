/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "admin/khidki-admin.h"
#include "admin/khidki-notify.h"
#include "counters/khidki-server-counter.h"
#include "daemon/khidki-daemon-data.h"
#include "daemon/khidki-daemon.h"
#include "gate/khidki-catalogue-keeper.h"
#include "gate/khidki-clock-file.h"
#include "intake/khidki-media-job.h"
#include "jobs/khidki-housekeeping.h"
#include "pages/khidki-pages.h"
#include "papers/khidki-paper-checker.h"
#include "pipeline/khidki-issue-job.h"
#include "pipeline/khidki-office-job.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

struct _KhidkiDaemon
{
  KhidkiDaemonEndedFunc ended;
  gpointer ended_data;
  KhidkiConfig *config;
  char *state;
  KhidkiHost *host;
  KhidkiNotify *notify;
  KhidkiSeal *seal;
  KhidkiStore *store;
  KhidkiPaperStore *papers;
  KhidkiPaperChecker *checker;
  KhidkiSigningKey *signing_key;
  KhidkiDaemonData data;
  KhidkiSignIn *sign_in;
  KhidkiServerCounter *counter;
  KhidkiChannels *channels;
  KhidkiMarks *marks;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiHousekeeping *housekeeping;
  KhidkiIntake *intake;
  KhidkiMediaJob *media_job;
  KhidkiIssuer *issuer;
  KhidkiIssueJob *issue_job;
  KhidkiOfficeJob *office_job;
  GTimeZone *time_zone;
  KhidkiHttpClient *http_client;
  KhidkiHttpServer *http_server;
  KhidkiHttpServer *admin_server;
  KhidkiPluginHostWorld world;
  KhidkiGate *gate;
  KhidkiCatalogueKeeper *keeper;
  KhidkiPages *pages;
  KhidkiAdmin *admin;
  KhidkiClockFile *clock_file;
  gint64 stop_begun;
  guint reloads;
  gboolean settled;
  gboolean serving;
  gboolean stopping;
};

/* khidki-daemon-rooms.c */
gboolean khidki_daemon_make_rooms (KhidkiDaemon *self, GError **error);
void khidki_daemon_tear_down (KhidkiDaemon *self);

/* khidki-daemon-papers.c: (transfer full): those who want something of the papers' worker */
KhidkiMediaJob *khidki_daemon_make_media_job (KhidkiDaemon *self);
KhidkiServerCounter *khidki_daemon_make_counter (KhidkiDaemon *self);

/* (transfer full): with the default in its place */
char *khidki_daemon_setting (KhidkiConfig *config,
                             const char *group,
                             const char *key,
                             const char *otherwise);
/* (transfer full): uninstalled programs are told by the environment where things lie */
char *khidki_daemon_data_file (const char *folder, const char *name);

#define KHIDKI_DAEMON_LISTEN "127.0.0.1:8080"
#define KHIDKI_DAEMON_ADMIN_LISTEN "127.0.0.1:8081"
#define KHIDKI_DAEMON_PUBLIC_URL "http://127.0.0.1:8080"
#define KHIDKI_DAEMON_STATE "/var/lib/khidki"
#define KHIDKI_DAEMON_TIMEZONE "Asia/Kolkata"

G_END_DECLS
