/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon/khidki-daemon-private.h"

#include "catalogue/khidki-civil-day.h"
#include "intake/khidki-paper-look.h"

static void
check_paper (KhidkiPaper *paper,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data,
             gpointer check_data)
{
  KhidkiDaemon *self = check_data;

  khidki_paper_look_async (self->papers, self->checker, paper, cancellable, callback, user_data);
}

static char *
paper_verdict (GAsyncResult *result, gpointer check_data, GError **error)
{
  return khidki_paper_look_finish (result, error);
}

KhidkiMediaJob *
khidki_daemon_make_media_job (KhidkiDaemon *self)
{
  return khidki_media_job_new (self->host, self->store, self->channels, self->intake, self->jobs,
                               check_paper, paper_verdict, self);
}

static char *
centre_name (const char *centre, const char *language, gpointer user_data)
{
  KhidkiDaemon *self = user_data;
  KhidkiCentre *found;
  GDate today;

  khidki_civil_day (self->time_zone, khidki_host_now (self->host), &today);
  found = khidki_centres_find (self->data.centres, centre, &today);
  return found != NULL ? g_strdup (khidki_centre_get_name (found, language)) : NULL;
}

KhidkiServerCounter *
khidki_daemon_make_counter (KhidkiDaemon *self)
{
  KhidkiServerCounterSetup setup = { 0 };

  setup.host = self->host;
  setup.store = self->store;
  setup.sign_in = self->sign_in;
  setup.jobs = self->jobs;
  setup.outbox = self->outbox;
  setup.time_zone = self->time_zone;
  setup.check = check_paper;
  setup.verdict = paper_verdict;
  setup.check_data = self;
  setup.centre_name = centre_name;
  setup.user_data = self;
  return khidki_server_counter_new (&setup, self->data.charges);
}
