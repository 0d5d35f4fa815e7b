/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-counter.h"

G_DEFINE_INTERFACE (KhidkiCounter, khidki_counter, G_TYPE_OBJECT)

static void
khidki_counter_default_init (KhidkiCounterInterface *iface)
{
}

/**
 * khidki_counter_find_services:
 * @self: a counter
 * @words: what was typed, three letters are enough; "" for all
 *
 * Returns: (transfer full) (element-type KhidkiService): the services that may be meant, the
 *   likeliest first
 *
 * Since: 0.1
 */
GPtrArray *
khidki_counter_find_services (KhidkiCounter *self, const char *words)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && words != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->find_services (self, words);
}

/**
 * khidki_counter_find_service:
 * @self: a counter
 * @id: the service's
 * @version: (nullable): of its definition, as a draft names it; %NULL for the one on offer
 *
 * Returns: (transfer full) (nullable): the service
 *
 * Since: 0.1
 */
KhidkiService *
khidki_counter_find_service (KhidkiCounter *self, const char *id, const char *version)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && id != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->find_service (self, id, version);
}

/**
 * khidki_counter_view_draft:
 * @self: a counter
 * @draft: (transfer none): a draft
 * @language: of what is to be read
 *
 * Pure: the same checks, conditions and repeats as in the chat.
 *
 * Returns: (transfer full) (nullable): the whole form as it stands; %NULL when the service is not
 *   on offer any more
 *
 * Since: 0.1
 */
KhidkiFormView *
khidki_counter_view_draft (KhidkiCounter *self, KhidkiDraft *draft, const char *language)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && draft != NULL && language != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->view_draft (self, draft, language);
}

/**
 * khidki_counter_begin_draft:
 * @self: a counter
 * @who: (transfer none): the operator who begins it
 * @service: the service's id
 * @relation: `self` or `other`
 * @error: return location: `NOT_FOUND` when there is no such service
 *
 * Returns: (transfer full): a draft without answers, not saved yet
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_begin_draft (KhidkiCounter *self,
                            KhidkiOperator *who,
                            const char *service,
                            const char *relation,
                            GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && who != NULL, NULL);
  g_return_val_if_fail (service != NULL && relation != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->begin_draft (self, who, service, relation, error);
}

/**
 * khidki_counter_answer:
 * @self: a counter
 * @who: (transfer none): the operator who types
 * @draft: (transfer none): the draft as it is
 * @path: the field's
 * @value: what was typed or chosen; "" to take the answer away
 * @language: of the complaint
 * @complaint: (out) (transfer full) (nullable): what is wrong, with an example
 *
 * Pure: nothing is saved.
 *
 * Returns: (transfer full) (nullable): the draft with that answer, %NULL when it cannot be taken
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_answer (KhidkiCounter *self,
                       KhidkiOperator *who,
                       KhidkiDraft *draft,
                       const char *path,
                       const char *value,
                       const char *language,
                       char **complaint)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && who != NULL && draft != NULL, NULL);
  g_return_val_if_fail (path != NULL && value != NULL && language != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->answer (self, who, draft, path, value, language,
                                                  complaint);
}

/**
 * khidki_counter_add_member:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @draft: (transfer none): the draft as it is
 * @group: the id of a repeating group: the path of its last item in the view
 * @language: of the complaint
 * @complaint: (out) (transfer full) (nullable): why there can be no other
 *
 * Pure: nothing is saved. The view of the draft shows one more member, empty, until it is
 * answered or taken away again.
 *
 * Returns: (transfer full) (nullable): the draft with it, %NULL when there can be no other
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_add_member (KhidkiCounter *self,
                           KhidkiOperator *who,
                           KhidkiDraft *draft,
                           const char *group,
                           const char *language,
                           char **complaint)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && who != NULL && draft != NULL, NULL);
  g_return_val_if_fail (group != NULL && language != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->add_member (self, who, draft, group, language, complaint);
}

/**
 * khidki_counter_remove_member:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @draft: (transfer none): the draft as it is
 * @path: of the member: `family.2`
 * @language: of the complaint
 * @complaint: (out) (transfer full) (nullable): why it has to stay
 *
 * Pure: nothing is saved. The members behind it move up: what was `family.3` is `family.2`.
 *
 * Returns: (transfer full) (nullable): the draft without it, %NULL when it has to stay
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_remove_member (KhidkiCounter *self,
                              KhidkiOperator *who,
                              KhidkiDraft *draft,
                              const char *path,
                              const char *language,
                              char **complaint)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && who != NULL && draft != NULL, NULL);
  g_return_val_if_fail (path != NULL && language != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->remove_member (self, who, draft, path, language,
                                                         complaint);
}

/**
 * khidki_counter_add_paper:
 * @self: a counter
 * @who: (transfer none): the operator who brings it
 * @draft: (transfer none): the draft as it is
 * @path: the paper's id
 * @kind: which of its alternatives it is; "" where there is only one
 * @paper: (transfer none): the file, looked at with [method@Counter.check_paper_async]
 * @language: of the complaint
 * @complaint: (out) (transfer full) (nullable): what is wrong
 *
 * Pure: nothing is saved.
 *
 * Returns: (transfer full) (nullable): the draft with that file, %NULL when it cannot be taken
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_add_paper (KhidkiCounter *self,
                          KhidkiOperator *who,
                          KhidkiDraft *draft,
                          const char *path,
                          const char *kind,
                          KhidkiPaper *paper,
                          const char *language,
                          char **complaint)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && who != NULL && draft != NULL, NULL);
  g_return_val_if_fail (path != NULL && kind != NULL && paper != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->add_paper (self, who, draft, path, kind, paper, language,
                                                     complaint);
}

/**
 * khidki_counter_remove_paper:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @draft: (transfer none): the draft as it is
 * @path: the paper's id
 * @index: which of its files; those behind it move up
 *
 * Pure: nothing is saved.
 *
 * Returns: (transfer full): the draft without that file; as it was if it had none
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_remove_paper (KhidkiCounter *self,
                             KhidkiOperator *who,
                             KhidkiDraft *draft,
                             const char *path,
                             guint index)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && who != NULL && draft != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->remove_paper (self, who, draft, path, index);
}

/**
 * khidki_counter_get_charges:
 * @self: a counter
 * @service: the service's id
 * @government_fee: (out): what the government takes today, in paise
 * @service_charge: (out): what the centre takes for its work today, in paise
 *
 * Returns: whether there is such a service
 *
 * Since: 0.1
 */
gboolean
khidki_counter_get_charges (KhidkiCounter *self,
                            const char *service,
                            gint64 *government_fee,
                            gint64 *service_charge)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self) && service != NULL, FALSE);

  return KHIDKI_COUNTER_GET_IFACE (self)->get_charges (self, service, government_fee,
                                                       service_charge);
}

/**
 * khidki_counter_sign_in_async:
 * @self: a counter
 * @id: what the operator is called in the operators' file
 * @password: as typed
 * @remote: (nullable): the address that asks, to slow down guessing
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Signs an operator in. Guessing is slowed down for each operator and each address.
 *
 * Since: 0.1
 */
void
khidki_counter_sign_in_async (KhidkiCounter *self,
                              const char *id,
                              const char *password,
                              const char *remote,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->sign_in_async (self, id, password, remote, cancellable, callback,
                                                  user_data);
}

/**
 * khidki_counter_sign_in_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `REFUSED` when the two do not belong together, `BUSY` when it was
 *   tried too often
 *
 * Returns: (transfer full): the session, for a cookie and nothing else
 *
 * Since: 0.1
 */
char *
khidki_counter_sign_in_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->sign_in_finish (self, result, error);
}

/**
 * khidki_counter_find_operator_async:
 * @self: a counter
 * @session: from a cookie
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Finds who is signed in, and notes that they are still there. A session ends 15 minutes after
 * it was last used, and 12 hours after it began.
 *
 * Since: 0.1
 */
void
khidki_counter_find_operator_async (KhidkiCounter *self,
                                    const char *session,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->find_operator_async (self, session, cancellable, callback,
                                                        user_data);
}

/**
 * khidki_counter_find_operator_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `REFUSED` when the session is none or has ended
 *
 * Returns: (transfer full): the operator
 *
 * Since: 0.1
 */
KhidkiOperator *
khidki_counter_find_operator_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->find_operator_finish (self, result, error);
}

/**
 * khidki_counter_sign_out_async:
 * @self: a counter
 * @session: from a cookie
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Ends a session; one that has ended already is no error.
 *
 * Since: 0.1
 */
void
khidki_counter_sign_out_async (KhidkiCounter *self,
                               const char *session,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->sign_out_async (self, session, cancellable, callback, user_data);
}

/**
 * khidki_counter_sign_out_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: whatever the store says
 *
 * Returns: whether that is written
 *
 * Since: 0.1
 */
gboolean
khidki_counter_sign_out_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), FALSE);

  return KHIDKI_COUNTER_GET_IFACE (self)->sign_out_finish (self, result, error);
}

/**
 * khidki_counter_set_password_async:
 * @self: a counter
 * @id: what the operator is called
 * @proof: an invitation, or the password as it is now
 * @password: the new one, 12 characters or more
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Sets a password and ends every session of the operator.
 *
 * Since: 0.1
 */
void
khidki_counter_set_password_async (KhidkiCounter *self,
                                   const char *id,
                                   const char *proof,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->set_password_async (self, id, proof, password, cancellable,
                                                       callback, user_data);
}

/**
 * khidki_counter_set_password_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `REFUSED` when @proof is neither, `INVALID` when the password is
 *   too short or too common
 *
 * Returns: whether it is set
 *
 * Since: 0.1
 */
gboolean
khidki_counter_set_password_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), FALSE);

  return KHIDKI_COUNTER_GET_IFACE (self)->set_password_finish (self, result, error);
}
