/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

#define KHIDKI_TYPE_TEST_HOST (khidki_test_host_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiTestHost, khidki_test_host, KHIDKI, TEST_HOST, GObject)

/**
 * KhidkiTestFarEndFunc:
 * @request: (transfer none): what the plugin asks
 *
 * Plays the far end of [method@Host.fetch_async].
 *
 * Returns: (transfer full) (nullable): its answer; %NULL if it never answers
 *
 * Since: 0.1
 */
typedef KhidkiResponse *(*KhidkiTestFarEndFunc) (KhidkiRequest *request, gpointer user_data);

KhidkiTestHost *khidki_test_host_new (const char *name);

/* What the plugin is given. A key `NAME/KEY` is one of the further group `[PLUGIN NAME]`. */
void khidki_test_host_set_config (KhidkiTestHost *self, const char *key, const char *value);
void khidki_test_host_set_secrets (KhidkiTestHost *self,
                                   const char *key,
                                   const char *const *values);
void khidki_test_host_set_seed (KhidkiTestHost *self, guint32 seed);
KhidkiPaper *khidki_test_host_keep (KhidkiTestHost *self, const char *mime_type, GBytes *bytes);
GBytes *khidki_test_host_get_paper_bytes (KhidkiTestHost *self, KhidkiPaper *paper);

/* Its clock. */
void khidki_test_host_set_now (KhidkiTestHost *self, gint64 now);
void khidki_test_host_advance (KhidkiTestHost *self, gint64 milliseconds);
guint khidki_test_host_get_n_timers (KhidkiTestHost *self);

/* Its routes, played by the test. */
gboolean khidki_test_host_has_route (KhidkiTestHost *self, const char *method, const char *path);
void khidki_test_host_call_async (KhidkiTestHost *self,
                                  KhidkiRequest *request,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KhidkiResponse *khidki_test_host_call_finish (KhidkiTestHost *self,
                                              GAsyncResult *result,
                                              GError **error);
KhidkiResponse *khidki_test_host_call (KhidkiTestHost *self, KhidkiRequest *request);
void khidki_test_host_remove_routes (KhidkiTestHost *self);

/* What it hands in. */
GPtrArray *khidki_test_host_get_events (KhidkiTestHost *self);
void khidki_test_host_fail_receive (KhidkiTestHost *self, KhidkiError code, const char *text);
void khidki_test_host_hold_receive (KhidkiTestHost *self, gboolean hold);

/* What it asks of far ends. */
void khidki_test_host_set_far_end (KhidkiTestHost *self,
                                   KhidkiTestFarEndFunc func,
                                   gpointer user_data,
                                   GDestroyNotify destroy);
void khidki_test_host_push_response (KhidkiTestHost *self, KhidkiResponse *response);
void khidki_test_host_push_error (KhidkiTestHost *self, KhidkiError code, const char *text);
void khidki_test_host_push_silence (KhidkiTestHost *self);
GPtrArray *khidki_test_host_get_requests (KhidkiTestHost *self);

/* What it writes. */
const char *khidki_test_host_get_log (KhidkiTestHost *self);
const char *khidki_test_host_get_alarm (KhidkiTestHost *self, const char *name);

G_END_DECLS
