/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <khidki-testing.h>

#include "admin/khidki-control.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  char *path;
  KhidkiTestHost *host;
  KhidkiControl *control;
  KhidkiControlCall *held;
  guint n_calls;
} ControlFixture;

void control_fixture_set_up (ControlFixture *fixture, gconstpointer data);
void control_fixture_tear_down (ControlFixture *fixture, gconstpointer data);

GSocket *control_connect (ControlFixture *fixture);
void control_send (GSocket *client, const char *text, gssize length);
/* (transfer full) (nullable): the next line; NULL when it was closed instead */
char *control_receive (GSocket *client);
JsonObject *control_ask (GSocket *client, const char *text);

G_END_DECLS
