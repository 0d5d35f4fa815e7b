/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/* So many a language; a citizen's rule of thumb at the registration offices. */
#define KHIDKI_SMS_MAX_FAMILIES 25
/* Letters that the rules let one variable have. */
#define KHIDKI_SMS_MAX_VALUE 40

/**
 * KhidkiSmsKind:
 * @KHIDKI_SMS_WORDS: prose, cut at a word when it is too long
 * @KHIDKI_SMS_EXACT: a number in groups, a date, a code: never cut
 * @KHIDKI_SMS_DIGITS: digits alone, never cut
 * @KHIDKI_SMS_PHONE: a number to ring, registered as such, never cut
 *
 * What a variable of a registered text holds.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_SMS_WORDS,
  KHIDKI_SMS_EXACT,
  KHIDKI_SMS_DIGITS,
  KHIDKI_SMS_PHONE,
} KhidkiSmsKind;

/**
 * KhidkiSmsVariable:
 * @slots: how many registered variables one value may fill
 *
 * One variable of a family, in the order of a message's parameters.
 *
 * Since: 0.1
 */
typedef struct
{
  char *name;
  KhidkiSmsKind kind;
  guint slots;
} KhidkiSmsVariable;

/**
 * KhidkiSmsFamily:
 * @variables: (element-type KhidkiSmsVariable): in the order of the parameters
 * @texts: (element-type utf8 utf8): by language
 * @samples: (element-type utf8 GStrv): values to show at registration, by language
 * @ids: (element-type utf8 utf8): the registered ids, by language
 *
 * A text that is registered in every language.
 *
 * Since: 0.1
 */
typedef struct
{
  char *name;
  GPtrArray *variables;
  GHashTable *texts;
  GHashTable *samples;
  GHashTable *ids;
} KhidkiSmsFamily;

/**
 * KhidkiSmsFamilies:
 *
 * All registered texts, read from a keyfile and checked. Immutable once the ids
 * have been taken.
 */
typedef struct _KhidkiSmsFamilies KhidkiSmsFamilies;

KhidkiSmsFamilies *khidki_sms_families_new (GKeyFile *file, const char *number, GError **error);
KhidkiSmsFamilies *khidki_sms_families_new_shipped (const char *number, GError **error);
void khidki_sms_families_free (KhidkiSmsFamilies *self);

gboolean khidki_sms_families_take_ids (KhidkiSmsFamilies *self, GKeyFile *file, GError **error);
const char *const *khidki_sms_families_get_languages (KhidkiSmsFamilies *self);
GPtrArray *khidki_sms_families_list (KhidkiSmsFamilies *self);
const KhidkiSmsFamily *khidki_sms_families_find (KhidkiSmsFamilies *self, const char *name);
const KhidkiSmsVariable *khidki_sms_family_find_variable (const KhidkiSmsFamily *family,
                                                          const char *name,
                                                          gsize length,
                                                          guint *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSmsFamilies, khidki_sms_families_free)

G_END_DECLS
