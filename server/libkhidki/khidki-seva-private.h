/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-service-private.h"

G_BEGIN_DECLS

typedef enum
{
  KHIDKI_SEVA_TEXT,      /* for people, per language */
  KHIDKI_SEVA_SHORT,     /* the same, at most 24 letters */
  KHIDKI_SEVA_STRING,
  KHIDKI_SEVA_REVIEW,    /* per language only: a day, or no */
  KHIDKI_SEVA_ID,
  KHIDKI_SEVA_LIST,      /* of ids */
  KHIDKI_SEVA_WORDS,     /* a list of free words, every language in one */
  KHIDKI_SEVA_COUNT,
  KHIDKI_SEVA_BOOLEAN,
  KHIDKI_SEVA_MONEY,
  KHIDKI_SEVA_RANGE,
  KHIDKI_SEVA_CONDITION,
  KHIDKI_SEVA_PERIOD,
  KHIDKI_SEVA_PATTERN,
  KHIDKI_SEVA_TYPE,
  KHIDKI_SEVA_ONE_OF,
  KHIDKI_SEVA_SOME_OF,
} KhidkiSevaKind;

typedef struct
{
  const char *name; /* ends with a dot: any id may follow */
  KhidkiSevaKind kind;
  gboolean required;
  const char *among; /* of ONE_OF and SOME_OF, separated by ; */
} KhidkiSevaKey;

typedef enum
{
  KHIDKI_SEVA_ALONE,   /* [Service] */
  KHIDKI_SEVA_NAMED,   /* [Group ID] */
  KHIDKI_SEVA_DATED,   /* [Fee YYYY-MM-DD] */
  KHIDKI_SEVA_PATH,    /* [Field group.name] */
} KhidkiSevaNaming;

typedef struct
{
  const char *kind;
  KhidkiSevaNaming naming;
  const KhidkiSevaKey *keys;
} KhidkiSevaGroup;

/* khidki-seva-rules.c */
G_GNUC_INTERNAL
const KhidkiSevaGroup *khidki_seva_get_groups (void);
G_GNUC_INTERNAL
const KhidkiSevaKey *khidki_seva_find_key (const KhidkiSevaGroup *group, const char *key);

/* khidki-seva-value.c */
G_GNUC_INTERNAL
gboolean khidki_seva_is_id (const char *text);
G_GNUC_INTERNAL
gboolean khidki_seva_is_path (const char *text);
gboolean khidki_seva_parse_date (const char *text, GDate *date);
G_GNUC_INTERNAL
gboolean khidki_seva_parse_range (const char *text, gint64 *minimum, gint64 *maximum);
G_GNUC_INTERNAL
gboolean khidki_seva_parse_paise (const char *text, gint64 *paise);
G_GNUC_INTERNAL
gboolean khidki_seva_add_period (const char *period, GDate *date);
G_GNUC_INTERNAL
const char *khidki_seva_check_value (const KhidkiSevaKey *key, const char *value);

/* khidki-seva-parse.c */
typedef struct
{
  const char *file;
  GError **error;
} KhidkiSevaReader;

G_GNUC_PRINTF (4, 5)
gboolean khidki_seva_fail (const KhidkiSevaReader *reader,
                           const char *group,
                           const char *key,
                           const char *format,
                           ...);
gboolean khidki_seva_read_parts (const KhidkiSevaReader *reader,
                                 GKeyFile *key_file,
                                 const KhidkiSevaGroup *groups,
                                 GPtrArray *parts);

/* khidki-seva-check.c */
G_GNUC_INTERNAL
gboolean khidki_seva_check (const KhidkiSevaReader *reader, KhidkiService *service);

/* khidki-seva-file.c */
G_GNUC_INTERNAL
GKeyFile *khidki_seva_load_text (const char *name, const char *text, gsize length, GError **error);
GKeyFile *khidki_seva_load_file (const char *path, GError **error);

G_END_DECLS
