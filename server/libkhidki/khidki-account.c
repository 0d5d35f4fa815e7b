/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-account.h"

struct _KhidkiAccount
{
  char *channel;
  char *line;
  char *id;
  char *phone;
  char *name;
};

G_DEFINE_BOXED_TYPE (KhidkiAccount, khidki_account, khidki_account_ref, khidki_account_unref)

#define ACCOUNT_TYPE "(sssss)"

/**
 * khidki_account_new:
 * @channel: the channel's name, e.g. `whatsapp`
 * @line: which of the channel's own numbers or lines it reached, "" if there is one only
 * @id: the channel's own id of the account
 * @phone: (nullable): the phone number as `+` and digits, when known
 * @name: (nullable): the name that the account gives itself, never proof of anything
 *
 * Returns: (transfer full): a new account
 *
 * Since: 0.1
 */
KhidkiAccount *
khidki_account_new (const char *channel,
                    const char *line,
                    const char *id,
                    const char *phone,
                    const char *name)
{
  KhidkiAccount *self;

  g_return_val_if_fail (channel != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiAccount);
  self->channel = g_strdup (channel);
  self->line = g_strdup (line != NULL ? line : "");
  self->id = g_strdup (id);
  self->phone = phone != NULL && *phone != '\0' ? g_strdup (phone) : NULL;
  self->name = name != NULL && *name != '\0' ? g_strdup (name) : NULL;

  return self;
}

/**
 * khidki_account_ref:
 * @self: an account
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiAccount *
khidki_account_ref (KhidkiAccount *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_account_clear (KhidkiAccount *self)
{
  g_free (self->channel);
  g_free (self->line);
  g_free (self->id);
  g_free (self->phone);
  g_free (self->name);
}

/**
 * khidki_account_unref:
 * @self: (transfer full): an account
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_account_unref (KhidkiAccount *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_account_clear);
}

/**
 * khidki_account_get_channel:
 * @self: an account
 *
 * Returns: (transfer none): the channel's name, e.g. `whatsapp`
 *
 * Since: 0.1
 */
const char *
khidki_account_get_channel (KhidkiAccount *self)
{
  return self->channel;
}

/**
 * khidki_account_get_line:
 * @self: an account
 *
 * Returns: (transfer none): which of the channel's own numbers or lines it reached, `""` if
 *   there is one only
 *
 * Since: 0.1
 */
const char *
khidki_account_get_line (KhidkiAccount *self)
{
  return self->line;
}

/**
 * khidki_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): the channel's own id of the account
 *
 * Since: 0.1
 */
const char *
khidki_account_get_id (KhidkiAccount *self)
{
  return self->id;
}

/**
 * khidki_account_get_phone:
 * @self: an account
 *
 * Returns: (nullable): the phone number, `+` and digits, or %NULL when unknown
 *
 * Since: 0.1
 */
const char *
khidki_account_get_phone (KhidkiAccount *self)
{
  return self->phone;
}

/**
 * khidki_account_get_name:
 * @self: an account
 *
 * Returns: (nullable): the name that the account gives itself
 *
 * Since: 0.1
 */
const char *
khidki_account_get_name (KhidkiAccount *self)
{
  return self->name;
}

/**
 * khidki_account_to_variant:
 * @self: an account
 *
 * Returns: (transfer full): its serialised form, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_account_to_variant (KhidkiAccount *self)
{
  return g_variant_ref_sink (g_variant_new (ACCOUNT_TYPE,
                                            self->channel,
                                            self->line,
                                            self->id,
                                            self->phone != NULL ? self->phone : "",
                                            self->name != NULL ? self->name : ""));
}

/**
 * khidki_account_new_from_variant:
 * @variant: what [method@Account.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the account, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiAccount *
khidki_account_new_from_variant (GVariant *variant)
{
  const char *channel, *line, *id, *phone, *name;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (ACCOUNT_TYPE)))
    return NULL;

  g_variant_get (variant, "(&s&s&s&s&s)", &channel, &line, &id, &phone, &name);
  return khidki_account_new (channel, line, id, phone, name);
}
