/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-service.h"

G_BEGIN_DECLS

/* Every group of the file is a part; a field is a part with a few things ready
 * at hand. Values stand under `Key` and `Key[hi]`, lists beside them. */
struct _KhidkiPart
{
  char *kind;
  char *id;
  GHashTable *values;
  GHashTable *lists;
  guint minimum;
  guint maximum;
};

struct _KhidkiField
{
  KhidkiPart *part;
  char *group;
  KhidkiFieldType type;
  KhidkiFieldClass field_class;
  gboolean optional;
  gboolean has_range;
  gint64 minimum;
  gint64 maximum;
  gpointer kept;
  GDestroyNotify free_kept;
};

typedef struct
{
  GDate from;
  gint64 paise;
} KhidkiFee;

struct _KhidkiService
{
  char *version;
  char *department;
  char *source;
  KhidkiPart *head;
  GPtrArray *parts;     /* (owned) all of them, in the file's order */
  GHashTable *by_kind;  /* kind → GPtrArray of KhidkiPart */
  GPtrArray *fields;    /* (owned) KhidkiField */
  GHashTable *by_path;  /* path → KhidkiField */
  GArray *fees;         /* KhidkiFee, by date */
  int days;
};

/* khidki-part.c */
G_GNUC_INTERNAL
KhidkiPart *khidki_part_new (const char *kind, const char *id);
void khidki_part_free (KhidkiPart *self);
G_GNUC_INTERNAL
void khidki_part_set (KhidkiPart *self, const char *key, const char *value);
G_GNUC_INTERNAL
void khidki_part_set_list (KhidkiPart *self, const char *key, char **list);

/* khidki-field.c */
G_GNUC_INTERNAL
KhidkiField *khidki_field_new (KhidkiPart *part);
G_GNUC_INTERNAL
void khidki_field_free (KhidkiField *self);
/* (transfer none): what @make gives, made once and kept as long as the field; a
 * field keeps one thing. On any thread. */
gpointer khidki_field_keep (KhidkiField *self, gpointer (*make) (KhidkiField *field), GDestroyNotify free_kept);
G_GNUC_INTERNAL
gboolean khidki_field_type_from_name (const char *name, KhidkiFieldType *type);

/* khidki-seva-version.c */
G_GNUC_INTERNAL
char *khidki_seva_make_version (KhidkiService *service);

G_END_DECLS
