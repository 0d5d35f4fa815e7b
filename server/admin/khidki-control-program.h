/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A command that the server does not have may be a program that a plugin brought,
 * `khidkictl-WORD` in one of @folders: never in the current one or along PATH. */

/* (transfer full): WORD of each program there, in order and once */
GStrv khidki_control_program_list (const char *const *folders);

/* (transfer full) (nullable): the path of @word's program. KHIDKI_ERROR_NOT_FOUND if there
 * is none, KHIDKI_ERROR_REFUSED if somebody else may write it. */
char *khidki_control_program_find (const char *const *folders, const char *word, GError **error);

G_END_DECLS
