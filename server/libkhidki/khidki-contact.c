/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-contact.h"

struct _KhidkiContact
{
  KhidkiContactKind kind;
  char *number;
  char *brand;
};

G_DEFINE_BOXED_TYPE (KhidkiContact, khidki_contact, khidki_contact_ref, khidki_contact_unref)

/**
 * khidki_contact_new:
 * @kind: what it is good for
 * @number: as people write it; with `+` and the country's code where it has one
 * @brand: (nullable): the name under which it is seen at the far end
 *
 * Returns: (transfer full): a contact
 *
 * Since: 0.1
 */
KhidkiContact *
khidki_contact_new (KhidkiContactKind kind, const char *number, const char *brand)
{
  KhidkiContact *self;

  g_return_val_if_fail (number != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiContact);
  self->kind = kind;
  self->number = g_strdup (number);
  self->brand = brand != NULL && *brand != '\0' ? g_strdup (brand) : NULL;

  return self;
}

/**
 * khidki_contact_ref:
 * @self: a contact
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiContact *
khidki_contact_ref (KhidkiContact *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_contact_clear (KhidkiContact *self)
{
  g_free (self->number);
  g_free (self->brand);
}

/**
 * khidki_contact_unref:
 * @self: (transfer full): a contact
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_contact_unref (KhidkiContact *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_contact_clear);
}

/**
 * khidki_contact_get_kind:
 * @self: a contact
 *
 * Returns: what it is good for
 *
 * Since: 0.1
 */
KhidkiContactKind
khidki_contact_get_kind (KhidkiContact *self)
{
  return self->kind;
}

/**
 * khidki_contact_get_number:
 * @self: a contact
 *
 * Returns: (transfer none): the number, as people write it
 *
 * Since: 0.1
 */
const char *
khidki_contact_get_number (KhidkiContact *self)
{
  return self->number;
}

/**
 * khidki_contact_get_brand:
 * @self: a contact
 *
 * Returns: (nullable): the name under which it is seen at the far end
 *
 * Since: 0.1
 */
const char *
khidki_contact_get_brand (KhidkiContact *self)
{
  return self->brand;
}
