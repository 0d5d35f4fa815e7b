/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "admin/khidki-admin.h"
#include "control-fixture.h"
#include "pipeline-fixture.h"

G_BEGIN_DECLS

/* A whole server without channels: rows, rooms and doors. */
typedef struct
{
  PipelineFixture pipeline;
  KhidkiTestHost *host;
  KhidkiMarks *marks;
  KhidkiAdminWorld world;
  KhidkiPluginHostWorld plugin_world;
  KhidkiHttpServer *admin_http;
  KhidkiAdmin *admin;
  ControlFixture control; /* its path only */
  char *number;
  gboolean time_passes; /* while an answer is waited for */
} AdminFixture;

void admin_fixture_set_up (AdminFixture *fixture, gconstpointer data);
void admin_fixture_tear_down (AdminFixture *fixture, gconstpointer data);

void admin_enable (AdminFixture *fixture, const char *plugins);
/* (transfer full): the whole answer, headers first */
char *admin_get (AdminFixture *fixture, const char *path);
/* (transfer full): text; @how must be its exit */
char *admin_command (AdminFixture *fixture, int how, const char *request);

G_END_DECLS
