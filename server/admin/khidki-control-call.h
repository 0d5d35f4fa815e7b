/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "admin/khidki-command.h"

G_BEGIN_DECLS

/**
 * KhidkiControlExit:
 * @KHIDKI_CONTROL_DONE: it is done
 * @KHIDKI_CONTROL_REFUSED: it is not done, and the text says why
 * @KHIDKI_CONTROL_USAGE: it was not understood
 *
 * What a command ends with; also what `khidkictl` exits with.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_CONTROL_DONE = 0,
  KHIDKI_CONTROL_REFUSED = 1,
  KHIDKI_CONTROL_USAGE = 2,
} KhidkiControlExit;

/**
 * KhidkiControlCall:
 *
 * One command that somebody gave, and the promise of an answer. Its handler ends
 * it once with one of answer, say and fail, at once or later; a call that is
 * dropped unanswered is answered as refused.
 *
 * Since: 0.1
 */
typedef struct _KhidkiControlCall KhidkiControlCall;

/* @line: one line of JSON, with its newline. Called once, by whichever end comes first. */
typedef void (*KhidkiControlDoneFunc) (const char *line, gpointer user_data);

/* The command has come a part of its way: whoever waits for it has more patience. */
typedef void (*KhidkiControlProgressFunc) (gpointer user_data);

KhidkiControlCall *khidki_control_call_new (KhidkiControlDoneFunc done,
                                            KhidkiControlProgressFunc progress,
                                            gpointer user_data);
KhidkiControlCall *khidki_control_call_ref (KhidkiControlCall *self);
void khidki_control_call_unref (KhidkiControlCall *self);

gboolean khidki_control_call_read (KhidkiControlCall *self,
                                   const char *line,
                                   gsize length,
                                   GError **error);
const KhidkiCommand *khidki_control_call_get_command (KhidkiControlCall *self);

/* For handlers. */
const char *khidki_control_call_get_word (KhidkiControlCall *self, guint index);
char *khidki_control_call_dup_rest (KhidkiControlCall *self, guint index);
const char *khidki_control_call_get_option (KhidkiControlCall *self, const char *name);
GCancellable *khidki_control_call_get_cancellable (KhidkiControlCall *self);

void khidki_control_call_progress (KhidkiControlCall *self);
void khidki_control_call_answer (KhidkiControlCall *self, JsonNode *data);
void khidki_control_call_answer_with (KhidkiControlCall *self,
                                      KhidkiControlExit how,
                                      const char *text,
                                      JsonNode *data);
void khidki_control_call_fail (KhidkiControlCall *self, const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiControlCall, khidki_control_call_unref)

G_END_DECLS
