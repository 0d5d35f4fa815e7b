/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-response.h"

struct _KhidkiResponder
{
  KhidkiResponderFunc func;
  gpointer user_data;
};

G_DEFINE_BOXED_TYPE (KhidkiResponder, khidki_responder, khidki_responder_ref, khidki_responder_unref)

/**
 * khidki_responder_new:
 * @func: called once, with the answer
 * @user_data: for @func
 *
 * Returns: (transfer full): a promise of an answer
 *
 * Since: 0.1
 */
KhidkiResponder *
khidki_responder_new (KhidkiResponderFunc func, gpointer user_data)
{
  KhidkiResponder *self = g_rc_box_new0 (KhidkiResponder);

  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * khidki_responder_ref:
 * @self: a responder
 *
 * Returns: (transfer full): @self with one more reference
 *
 * Since: 0.1
 */
KhidkiResponder *
khidki_responder_ref (KhidkiResponder *self)
{
  return g_rc_box_acquire (self);
}

static void
khidki_responder_clear (KhidkiResponder *self)
{
  if (self->func != NULL)
    {
      g_autoptr (KhidkiResponse) response = khidki_response_new (500);

      khidki_responder_finish (self, response);
    }
}

/**
 * khidki_responder_unref:
 * @self: (transfer full): a responder
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_responder_unref (KhidkiResponder *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) khidki_responder_clear);
}

/**
 * khidki_responder_finish:
 * @self: a promise not yet kept
 * @response: (transfer none): the answer
 *
 * Keeps the promise. A second answer is ignored with a warning.
 *
 * Since: 0.1
 */
void
khidki_responder_finish (KhidkiResponder *self, KhidkiResponse *response)
{
  KhidkiResponderFunc func = g_steal_pointer (&self->func);

  g_return_if_fail (func != NULL);
  func (response, self->user_data);
}
