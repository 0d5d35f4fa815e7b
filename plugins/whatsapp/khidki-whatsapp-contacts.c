/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-contacts.h"

#include "khidki-whatsapp-account.h"
#include "khidki-whatsapp-json.h"

/* The tables lead to places in the array, counted from 1; the first with an id counts. */
struct _KhidkiWhatsappContacts
{
  JsonArray *array;             /* (nullable) */
  GHashTable *by_user_id;       /* (nullable): until somebody is looked for */
  GHashTable *by_number;
  GHashTable *by_number_alone;  /* those without a user id */
};

/**
 * khidki_whatsapp_contacts_new:
 * @array: (nullable): the member `contacts`, kept by the caller
 *
 * Returns: (transfer full): the contacts
 *
 * Since: 0.1
 */
KhidkiWhatsappContacts *
khidki_whatsapp_contacts_new (JsonArray *array)
{
  KhidkiWhatsappContacts *self = g_new0 (KhidkiWhatsappContacts, 1);

  self->array = array;
  return self;
}

/**
 * khidki_whatsapp_contacts_free:
 * @self: (transfer full): the contacts
 *
 * Since: 0.1
 */
void
khidki_whatsapp_contacts_free (KhidkiWhatsappContacts *self)
{
  g_clear_pointer (&self->by_user_id, g_hash_table_unref);
  g_clear_pointer (&self->by_number, g_hash_table_unref);
  g_clear_pointer (&self->by_number_alone, g_hash_table_unref);
  g_free (self);
}

/**
 * khidki_whatsapp_contacts_dup_ids:
 * @contact: (nullable): a contact
 * @user_id: (out) (transfer full) (nullable): Meta's id of the user for this business
 * @wa_id: (out) (transfer full) (nullable): the user's number
 *
 * Meta writes the user id where the number would be, too: then that is no number.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_contacts_dup_ids (JsonObject *contact, char **user_id, char **wa_id)
{
  *user_id = khidki_whatsapp_json_dup_id (contact, "user_id");
  *wa_id = khidki_whatsapp_json_dup_id (contact, "wa_id");
  if (*wa_id == NULL || !khidki_whatsapp_account_is_user_id (*wa_id))
    return;

  if (*user_id == NULL)
    *user_id = g_steal_pointer (wa_id);
  g_clear_pointer (wa_id, g_free);
}

/* (transfer full): the same for every way to write a phone number */
static char *
dup_number (const char *wa_id)
{
  char *phone = khidki_whatsapp_account_dup_phone (wa_id);

  return phone != NULL ? phone : g_strdup (wa_id);
}

static JsonObject *
get_object (KhidkiWhatsappContacts *self, guint place)
{
  return khidki_whatsapp_json_get_nth_object (self->array, place - 1);
}

static void
note (GHashTable *table, const char *id, guint place)
{
  if (id != NULL && !g_hash_table_contains (table, id))
    g_hash_table_insert (table, g_strdup (id), GUINT_TO_POINTER (place));
}

static void
add (KhidkiWhatsappContacts *self, guint place)
{
  JsonObject *contact = get_object (self, place);
  g_autofree char *user_id = NULL;
  g_autofree char *wa_id = NULL;
  g_autofree char *number = NULL;

  khidki_whatsapp_contacts_dup_ids (contact, &user_id, &wa_id);
  number = dup_number (wa_id);
  note (self->by_user_id, user_id, place);
  note (self->by_number, number, place);
  if (user_id == NULL)
    note (self->by_number_alone, number, place);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* A body may have thousands of messages, and as many contacts. */
static void
make_tables (KhidkiWhatsappContacts *self)
{
  self->by_user_id = new_table ();
  self->by_number = new_table ();
  self->by_number_alone = new_table ();
  for (guint i = 0; i < json_array_get_length (self->array); i++)
    add (self, i + 1);
}

static guint
look_up (GHashTable *table, const char *id)
{
  return id != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (table, id)) : 0;
}

/**
 * khidki_whatsapp_contacts_get_only:
 * @self: the contacts
 *
 * Returns: (transfer none) (nullable): the contact, if there is exactly one
 *
 * Since: 0.1
 */
JsonObject *
khidki_whatsapp_contacts_get_only (KhidkiWhatsappContacts *self)
{
  return khidki_whatsapp_json_count (self->array) == 1 ? get_object (self, 1)
                                                                        : NULL;
}

/**
 * khidki_whatsapp_contacts_find:
 * @self: the contacts
 * @user_id: (nullable): Meta's id of the user for this business
 * @wa_id: (nullable): the user's number; it decides where one of the two has no user id
 *
 * Returns: (transfer none) (nullable): the first contact that is the user's
 *
 * Since: 0.1
 */
JsonObject *
khidki_whatsapp_contacts_find (KhidkiWhatsappContacts *self, const char *user_id, const char *wa_id)
{
  g_autofree char *number = dup_number (wa_id);
  guint by_user_id, by_number, place;

  if (self->array == NULL)
    return NULL;
  if (self->by_user_id == NULL)
    make_tables (self);

  by_user_id = look_up (self->by_user_id, user_id);
  by_number = look_up (user_id != NULL ? self->by_number_alone : self->by_number, number);
  place = by_user_id != 0 && by_number != 0 ? MIN (by_user_id, by_number)
                                            : MAX (by_user_id, by_number);
  return place != 0 ? get_object (self, place) : NULL;
}
