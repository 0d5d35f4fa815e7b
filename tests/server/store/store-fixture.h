/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-store.h"

G_BEGIN_DECLS

/* A store in a folder of its own, gone with the test. */
typedef struct
{
  char *folder;
  char *path;
  char *url;
  KhidkiSeal *seal;
  KhidkiStore *store;
} StoreFixture;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer data);
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer data);
void store_fixture_reopen (StoreFixture *fixture);

/* Runs the main loop until the store has nothing under way and nothing came of it. */
void store_fixture_settle (StoreFixture *fixture);

void remove_folder (const char *path);

G_END_DECLS
