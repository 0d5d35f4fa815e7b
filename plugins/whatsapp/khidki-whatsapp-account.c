/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-account.h"

#include <string.h>

#include "khidki-whatsapp-json.h"

#define MIN_PHONE_DIGITS 6
#define MAX_PHONE_DIGITS 15

/**
 * khidki_whatsapp_account_dup_phone:
 * @wa_id: (nullable): digits with their country code, with or without `+`
 *
 * Returns: (transfer full) (nullable): `+` and the digits, NULL if it is not a phone number
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_account_dup_phone (const char *wa_id)
{
  gsize digits;

  if (wa_id == NULL)
    return NULL;
  if (*wa_id == '+')
    wa_id++;
  digits = strspn (wa_id, "0123456789");
  if (wa_id[digits] != '\0' || digits < MIN_PHONE_DIGITS || digits > MAX_PHONE_DIGITS)
    return NULL;

  return g_strconcat ("+", wa_id, NULL);
}

/**
 * khidki_whatsapp_account_is_user_id:
 * @id: an account's id
 *
 * Returns: whether it is Meta's id of a user for this business (`IN.…`), which
 *   stands where a phone number is not told
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_account_is_user_id (const char *id)
{
  return g_ascii_isupper (id[0]) && g_ascii_isupper (id[1]) && id[2] == '.' && id[3] != '\0';
}

/* Meta writes some countries' numbers in two ways, but one contact beside one message is
 * always its sender. */
static JsonObject *
find_contact (const KhidkiWhatsappValue *value, const char *user_id, const char *wa_id)
{
  JsonObject *only = value->alone && value->contacts != NULL
                         ? khidki_whatsapp_contacts_get_only (value->contacts)
                         : NULL;

  if (only != NULL || value->contacts == NULL)
    return only;

  return khidki_whatsapp_contacts_find (value->contacts, user_id, wa_id);
}

/**
 * khidki_whatsapp_account_new:
 * @value: the change that it stands in
 * @user_id: (nullable): Meta's id of the user for this business
 * @wa_id: (nullable): the user's number; not told for everybody
 *
 * Returns: (transfer full) (nullable): the account, its missing halves taken
 *   from the contacts; NULL if nothing says who it is
 *
 * Since: 0.1
 */
KhidkiAccount *
khidki_whatsapp_account_new (const KhidkiWhatsappValue *value,
                             const char *user_id,
                             const char *wa_id)
{
  gboolean misplaced = wa_id != NULL && khidki_whatsapp_account_is_user_id (wa_id);
  const char *known_user_id = user_id == NULL && misplaced ? wa_id : user_id;
  const char *known_wa_id = misplaced ? NULL : wa_id;
  JsonObject *contact = find_contact (value, known_user_id, known_wa_id);
  JsonObject *profile = khidki_whatsapp_json_get_object (contact, "profile");
  g_autofree char *contact_user_id = NULL;
  g_autofree char *contact_wa_id = NULL;
  g_autofree char *phone = NULL;
  const char *id;

  khidki_whatsapp_contacts_dup_ids (contact, &contact_user_id, &contact_wa_id);
  user_id = known_user_id != NULL ? known_user_id : contact_user_id;
  wa_id = known_wa_id != NULL ? known_wa_id : contact_wa_id;
  phone = khidki_whatsapp_account_dup_phone (wa_id);
  id = user_id != NULL ? user_id : phone != NULL ? phone + 1 : wa_id;
  if (id == NULL)
    return NULL;

  return khidki_account_new (KHIDKI_WHATSAPP_CHANNEL, value->number, id, phone,
                             khidki_whatsapp_json_get_string (profile, "name"));
}

/**
 * khidki_whatsapp_account_new_nobody:
 * @value: the change that it stands in
 *
 * Returns: (transfer full): stands for nobody, in a notice that concerns the number itself
 *
 * Since: 0.1
 */
KhidkiAccount *
khidki_whatsapp_account_new_nobody (const KhidkiWhatsappValue *value)
{
  return khidki_account_new (KHIDKI_WHATSAPP_CHANNEL, value->number, "", NULL, NULL);
}
