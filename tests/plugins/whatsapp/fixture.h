/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/* The number that the fixtures were sent to. */
#define FIXTURE_NUMBER "274981630015522"
#define FIXTURE_NUMBERS ((const char *const[]) { FIXTURE_NUMBER, NULL })
#define FIXTURE_RECEIVED_AT G_GINT64_CONSTANT (1767600000000)

GBytes *fixture_load (const char *name);
GPtrArray *fixture_list (void);

G_END_DECLS
