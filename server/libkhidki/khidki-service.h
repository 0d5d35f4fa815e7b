/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiFieldType:
 * @KHIDKI_FIELD_TEXT: free text, one line, trimmed
 * @KHIDKI_FIELD_NAME: a person's name, letters of any of the four scripts, space, dot, apostrophe
 * @KHIDKI_FIELD_MOBILE: canonical `[6-9]` and nine digits
 * @KHIDKI_FIELD_PIN: a postal code, six digits
 * @KHIDKI_FIELD_DATE: canonical `YYYY-MM-DD`
 * @KHIDKI_FIELD_INTEGER: canonical decimal
 * @KHIDKI_FIELD_MONEY: whole rupees, canonical decimal
 * @KHIDKI_FIELD_CHOICE: the id of one of the field's choices
 * @KHIDKI_FIELD_BOOLEAN: `yes` or `no`
 * @KHIDKI_FIELD_LOCALITY: a locality; canonical text as typed or the place's id
 * @KHIDKI_FIELD_SUBDIVISION: a sub-division's id of the place data
 * @KHIDKI_FIELD_LAST4: four digits
 * @KHIDKI_FIELD_ACCOUNT: a bank account, 9 to 18 digits
 * @KHIDKI_FIELD_IFSC: a bank branch code
 * @KHIDKI_FIELD_EPIC: a voter card number
 * @KHIDKI_FIELD_PAN: an income tax number
 * @KHIDKI_FIELD_IDENTIFIER: another number or code, letters, digits, `/` and `-`
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_FIELD_TEXT,
  KHIDKI_FIELD_NAME,
  KHIDKI_FIELD_MOBILE,
  KHIDKI_FIELD_PIN,
  KHIDKI_FIELD_DATE,
  KHIDKI_FIELD_INTEGER,
  KHIDKI_FIELD_MONEY,
  KHIDKI_FIELD_CHOICE,
  KHIDKI_FIELD_BOOLEAN,
  KHIDKI_FIELD_LOCALITY,
  KHIDKI_FIELD_SUBDIVISION,
  KHIDKI_FIELD_LAST4,
  KHIDKI_FIELD_ACCOUNT,
  KHIDKI_FIELD_IFSC,
  KHIDKI_FIELD_EPIC,
  KHIDKI_FIELD_PAN,
  KHIDKI_FIELD_IDENTIFIER,
} KhidkiFieldType;

/**
 * KhidkiFieldClass:
 * @KHIDKI_FIELD_CLASS_PLAIN: says nothing of a person by itself
 * @KHIDKI_FIELD_CLASS_PERSONAL: personal data; sealed, shown to the citizen and to officers
 * @KHIDKI_FIELD_CLASS_IDENTIFIER: never asked in a chat: on a page of ours or at a counter
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_FIELD_CLASS_PLAIN,
  KHIDKI_FIELD_CLASS_PERSONAL,
  KHIDKI_FIELD_CLASS_IDENTIFIER,
} KhidkiFieldClass;

/**
 * KhidkiService:
 *
 * The definition of one service, read from a `.seva` keyfile or made in code.
 * Immutable; its version is a digest of its structure.
 *
 * All texts are reached by key and language: `khidki_service_get_text (service,
 * "Name", "hi")` gives `Name[hi]=`, else `Name=`. The same holds for its parts.
 *
 * Since: 0.1
 */
typedef struct _KhidkiService KhidkiService;

/**
 * KhidkiField:
 *
 * One question of a service, `[Field path]`. Lives as long as its service.
 *
 * Since: 0.1
 */
typedef struct _KhidkiField KhidkiField;

/**
 * KhidkiPart:
 *
 * Another named group of a service: `[Group family]` (repeats, or fields asked
 * together), `[Paper identity]`, `[Stage scrutiny]`, `[Reason R05]`. Lives as
 * long as its service.
 *
 * Since: 0.1
 */
typedef struct _KhidkiPart KhidkiPart;

#define KHIDKI_TYPE_SERVICE (khidki_service_get_type ())

GType khidki_service_get_type (void);

KhidkiService *khidki_service_new_from_key_file (GKeyFile *key_file,
                                                 const char *name_for_errors,
                                                 GError **error);
KhidkiService *khidki_service_new_from_file (const char *path, GError **error);
KhidkiService *khidki_service_new_from_source (const char *source, GError **error);
KhidkiService *khidki_service_ref (KhidkiService *self);
void khidki_service_unref (KhidkiService *self);

const char *khidki_service_get_id (KhidkiService *self);
const char *khidki_service_get_version (KhidkiService *self);
const char *khidki_service_get_department (KhidkiService *self);
const char *khidki_service_get_system (KhidkiService *self);
const char *khidki_service_get_text (KhidkiService *self, const char *key, const char *language);
GStrv khidki_service_list_texts (KhidkiService *self, const char *key);
const char *khidki_service_get_value (KhidkiService *self, const char *group, const char *key);
const char *const *khidki_service_get_words (KhidkiService *self);
int khidki_service_get_days (KhidkiService *self);
gboolean khidki_service_add_validity (KhidkiService *self, GDate *date);
gint64 khidki_service_get_fee (KhidkiService *self, const GDate *date);
const char *khidki_service_get_source (KhidkiService *self);

guint khidki_service_get_n_fields (KhidkiService *self);
KhidkiField *khidki_service_get_field (KhidkiService *self, guint index);
KhidkiField *khidki_service_find_field (KhidkiService *self, const char *path);
GPtrArray *khidki_service_get_parts (KhidkiService *self, const char *kind);
GPtrArray *khidki_service_get_groups (KhidkiService *self);
GPtrArray *khidki_service_get_papers (KhidkiService *self);
GPtrArray *khidki_service_get_stages (KhidkiService *self);
GPtrArray *khidki_service_get_reasons (KhidkiService *self);
KhidkiPart *khidki_service_find_part (KhidkiService *self, const char *kind, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiService, khidki_service_unref)

const char *khidki_field_get_path (KhidkiField *self);
const char *khidki_field_get_group (KhidkiField *self);
KhidkiFieldType khidki_field_get_field_type (KhidkiField *self);
KhidkiFieldClass khidki_field_get_class (KhidkiField *self);
gboolean khidki_field_is_optional (KhidkiField *self);
const char *khidki_field_get_text (KhidkiField *self, const char *key, const char *language);
const char *khidki_field_get_value (KhidkiField *self, const char *key);
gboolean khidki_field_get_range (KhidkiField *self, gint64 *minimum, gint64 *maximum);
const char *const *khidki_field_get_choices (KhidkiField *self);
const char *khidki_field_get_choice_text (KhidkiField *self,
                                          const char *choice,
                                          const char *language);
const char *const *khidki_field_get_choice_words (KhidkiField *self, const char *choice);
GStrv khidki_field_list_choice_texts (KhidkiField *self, const char *choice);
KhidkiPart *khidki_field_get_part (KhidkiField *self);

const char *khidki_part_get_kind (KhidkiPart *self);
const char *khidki_part_get_id (KhidkiPart *self);
GStrv khidki_part_list_texts (KhidkiPart *self, const char *key);
const char *khidki_part_get_text (KhidkiPart *self, const char *key, const char *language);
const char *khidki_part_get_value (KhidkiPart *self, const char *key);
const char *const *khidki_part_get_list (KhidkiPart *self, const char *key);
gboolean khidki_part_get_repeat (KhidkiPart *self, guint *minimum, guint *maximum);

G_END_DECLS
