/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-test-host.h"

G_BEGIN_DECLS

/*
 * The counter of a test host: a world in memory that keeps the promises of KhidkiCounter.
 * The plugin asks KHIDKI_COUNTER (host); the test lays out the world and plays the rest
 * of it: the citizen's phone, the office, the disk that fails.
 */

/* What is on offer, and what it costs. */
gboolean khidki_test_host_load_services (KhidkiTestHost *self, const char *folder, GError **error);
gboolean khidki_test_host_add_department (KhidkiTestHost *self,
                                          KhidkiDepartment *department,
                                          GError **error);
gboolean khidki_test_host_load_places (KhidkiTestHost *self, const char *path, GError **error);
void khidki_test_host_set_service_charge (KhidkiTestHost *self, gint64 paise);

/* Who sits there. */
void khidki_test_host_add_operator (KhidkiTestHost *self,
                                    const char *id,
                                    const char *role,
                                    const char *centre,
                                    const char *password);
void khidki_test_host_invite_operator (KhidkiTestHost *self, const char *id, const char *invitation);
KhidkiOperator *khidki_test_host_dup_operator (KhidkiTestHost *self, const char *id);

/* The citizen's side of a draft. */
char *khidki_test_host_offer_to_counter (KhidkiTestHost *self, KhidkiDraft *draft);
KhidkiDraft *khidki_test_host_take_to_phone (KhidkiTestHost *self, const char *code);
KhidkiDraft *khidki_test_host_find_draft (KhidkiTestHost *self, const char *id);
const char *khidki_test_host_get_consent_code (KhidkiTestHost *self, const char *draft);

/* The office's side. */
void khidki_test_host_add_standing (KhidkiTestHost *self,
                                    KhidkiStanding *standing,
                                    const GDate *birth);
GPtrArray *khidki_test_host_get_receipts (KhidkiTestHost *self);

/* What goes wrong. */
void khidki_test_host_set_paper_fault (KhidkiTestHost *self, KhidkiPaper *paper, const char *fault);
void khidki_test_host_fail_counter (KhidkiTestHost *self, KhidkiError code, const char *text);
void khidki_test_host_lose_answer (KhidkiTestHost *self);

G_END_DECLS
