/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-test-clock-private.h"
#include "khidki-test-host.h"

G_BEGIN_DECLS

/**
 * KhidkiTestFarEnd:
 *
 * What answers the requests of a plugin: a handler, or answers laid out in
 * advance. A request without an answer waits until it is given up or its
 * deadline passes on the test's clock.
 */
typedef struct _KhidkiTestFarEnd KhidkiTestFarEnd;

/* Makes a paper of an answer's body when the request wants one kept. */
typedef KhidkiPaper *(*KhidkiTestKeepFunc) (KhidkiResponse *response, gpointer user_data);

G_GNUC_INTERNAL
KhidkiTestFarEnd *khidki_test_far_end_new (KhidkiTestClock *clock,
                                           KhidkiTestKeepFunc keep,
                                           gpointer user_data);
G_GNUC_INTERNAL
void khidki_test_far_end_free (KhidkiTestFarEnd *self);
G_GNUC_INTERNAL
void khidki_test_far_end_set_handler (KhidkiTestFarEnd *self,
                                      KhidkiTestFarEndFunc func,
                                      gpointer user_data,
                                      GDestroyNotify destroy);
G_GNUC_INTERNAL
void khidki_test_far_end_push (KhidkiTestFarEnd *self, KhidkiResponse *response, GError *error);
G_GNUC_INTERNAL
GPtrArray *khidki_test_far_end_get_requests (KhidkiTestFarEnd *self);
G_GNUC_INTERNAL
void khidki_test_far_end_fetch (KhidkiTestFarEnd *self, KhidkiRequest *request, GTask *task);

G_END_DECLS
