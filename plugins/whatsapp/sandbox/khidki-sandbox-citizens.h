/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KHIDKI_SANDBOX_WINDOW (24 * 60 * 60)

/* One message in one chat. Counted, since a status may outlive the history. */
typedef struct
{
  guint64     number;   /* over all chats, from 1 */
  gboolean    business; /* from the business, not from the citizen */
  char       *id;
  char       *wa_id;
  gint64      time;
  const char *status; /* static */
  char       *callback_data; /* nullable */
  const char *category;      /* static */
  JsonObject *message;
  JsonObject *shown;  /* nullable: a template with its values */
  JsonObject *medium; /* nullable: url, mime_type, filename */
  JsonObject *error;  /* nullable */
  gsize       bytes;
  GList      *age; /* where the history keeps it in order of age */
} KhidkiSandboxItem;

typedef struct
{
  char    *wa_id;
  char    *user_id;
  char    *name;
  gboolean hide_phone;
  gboolean unreachable; /* WhatsApp cannot deliver to the phone */
  gint64   last_said; /* seconds since 1970, 0 for never */
  double   credit;    /* messages the business may still send at once */
  gint64   credit_at;
  GQueue   items; /* of KhidkiSandboxItem */
} KhidkiSandboxCitizen;

typedef struct _KhidkiSandboxCitizens KhidkiSandboxCitizens;

KhidkiSandboxCitizens *khidki_sandbox_citizens_new          (guint                        history);
void                   khidki_sandbox_citizens_free         (KhidkiSandboxCitizens       *citizens);
KhidkiSandboxCitizen  *khidki_sandbox_citizens_add          (KhidkiSandboxCitizens       *citizens,
                                                             const char                  *wa_id,
                                                             const char                  *user_id,
                                                             const char                  *name,
                                                             GError                     **error);
KhidkiSandboxCitizen  *khidki_sandbox_citizens_find         (KhidkiSandboxCitizens       *citizens,
                                                             const char                  *wa_id);
KhidkiSandboxCitizen  *khidki_sandbox_citizens_find_address (KhidkiSandboxCitizens       *citizens,
                                                             const char                  *to,
                                                             const char                  *recipient,
                                                             const char                  *own_number);
GPtrArray             *khidki_sandbox_citizens_list         (KhidkiSandboxCitizens       *citizens);
KhidkiSandboxItem     *khidki_sandbox_citizens_record       (KhidkiSandboxCitizens       *citizens,
                                                             KhidkiSandboxCitizen        *citizen,
                                                             gboolean                     business,
                                                             const char                  *id,
                                                             gint64                       now,
                                                             JsonObject                  *message);
KhidkiSandboxItem     *khidki_sandbox_citizens_find_item    (KhidkiSandboxCitizens       *citizens,
                                                             const char                  *id);
gboolean               khidki_sandbox_citizens_has_history  (KhidkiSandboxCitizens       *citizens);
char                  *khidki_sandbox_citizens_new_id       (KhidkiSandboxCitizens       *citizens,
                                                             const char                  *wa_id);
JsonObject            *khidki_sandbox_citizen_to_json       (const KhidkiSandboxCitizen  *citizen,
                                                             gint64                       now);
gboolean               khidki_sandbox_citizen_take_credit   (KhidkiSandboxCitizen        *citizen,
                                                             gint64                       now);
JsonObject            *khidki_sandbox_item_to_json          (const KhidkiSandboxItem     *item);
KhidkiSandboxItem     *khidki_sandbox_item_ref              (KhidkiSandboxItem           *item);
void                   khidki_sandbox_item_unref            (KhidkiSandboxItem           *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxCitizens, khidki_sandbox_citizens_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxItem, khidki_sandbox_item_unref)

G_END_DECLS
