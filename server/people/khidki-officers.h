/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiOfficer:
 *
 * One person in one post. Lives as long as its KhidkiOfficers.
 *
 * Since: 0.1
 */
typedef struct _KhidkiOfficer KhidkiOfficer;

/**
 * KhidkiOfficers:
 *
 * Who may act, as what, where and when: dated data. Immutable; may be used on
 * any thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiOfficers KhidkiOfficers;

KhidkiOfficers *khidki_officers_new_from_file (const char *path, GError **error);
KhidkiOfficers *khidki_officers_ref (KhidkiOfficers *self);
void khidki_officers_unref (KhidkiOfficers *self);

KhidkiOfficer *khidki_officers_find (KhidkiOfficers *self, const char *id, const GDate *today);

const char *khidki_officer_get_id (KhidkiOfficer *self);
const char *khidki_officer_get_role (KhidkiOfficer *self);
const char *khidki_officer_get_designation (KhidkiOfficer *self, const char *language);
const char *const *khidki_officer_list_subdivisions (KhidkiOfficer *self);
gboolean khidki_officer_serves (KhidkiOfficer *self, const char *subdivision);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOfficers, khidki_officers_unref)

G_END_DECLS
