/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-answers.h"
#include "khidki-service.h"

G_BEGIN_DECLS

/**
 * KhidkiApplication:
 *
 * An application as a department's hook sees it: its number, the service as it
 * was when the citizen submitted, the answers, the dates. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiApplication KhidkiApplication;

#define KHIDKI_TYPE_APPLICATION (khidki_application_get_type ())

GType khidki_application_get_type (void);

KhidkiApplication *khidki_application_new (const char *number,
                                           KhidkiService *service,
                                           KhidkiAnswers *answers,
                                           const GDate *submitted,
                                           const char *subdivision);
KhidkiApplication *khidki_application_ref (KhidkiApplication *self);
void khidki_application_unref (KhidkiApplication *self);

const char *khidki_application_get_number (KhidkiApplication *self);
KhidkiService *khidki_application_get_service (KhidkiApplication *self);
KhidkiAnswers *khidki_application_get_answers (KhidkiApplication *self);
const GDate *khidki_application_get_submitted (KhidkiApplication *self);
const char *khidki_application_get_subdivision (KhidkiApplication *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiApplication, khidki_application_unref)

G_END_DECLS
