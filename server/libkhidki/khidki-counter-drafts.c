/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-counter.h"

/**
 * khidki_counter_save_draft_async:
 * @self: a counter
 * @who: (transfer none): the operator who saves it
 * @draft: (transfer none): with the version that it was loaded with
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Saves a draft, if nobody else has since it was loaded.
 *
 * Since: 0.1
 */
void
khidki_counter_save_draft_async (KhidkiCounter *self,
                                 KhidkiOperator *who,
                                 KhidkiDraft *draft,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->save_draft_async (self, who, draft, cancellable, callback,
                                                     user_data);
}

/**
 * khidki_counter_save_draft_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `CONFLICT` when another was faster, `NOT_FOUND` when it is not in
 *   this centre's hands
 *
 * Returns: (transfer full): the draft with its new version
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_save_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->save_draft_finish (self, result, error);
}

/**
 * khidki_counter_load_draft_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @id: the draft's
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Loads a draft that the operator's centre began or took over.
 *
 * Since: 0.1
 */
void
khidki_counter_load_draft_async (KhidkiCounter *self,
                                 KhidkiOperator *who,
                                 const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->load_draft_async (self, who, id, cancellable, callback,
                                                     user_data);
}

/**
 * khidki_counter_load_draft_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND` when it is not in this centre's hands
 *
 * Returns: (transfer full): the draft
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_load_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->load_draft_finish (self, result, error);
}

/**
 * khidki_counter_list_drafts_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Lists what is open at the operator's centre, the last changed first, at most 100.
 *
 * Since: 0.1
 */
void
khidki_counter_list_drafts_async (KhidkiCounter *self,
                                  KhidkiOperator *who,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->list_drafts_async (self, who, cancellable, callback, user_data);
}

/**
 * khidki_counter_list_drafts_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: whatever the store says
 *
 * Returns: (transfer full) (element-type KhidkiDraft): the drafts
 *
 * Since: 0.1
 */
GPtrArray *
khidki_counter_list_drafts_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->list_drafts_finish (self, result, error);
}

/**
 * khidki_counter_drop_draft_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @id: the draft's
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Lets go of a draft: one that was begun here is gone, one that was taken over is the
 * citizen's alone again.
 *
 * Since: 0.1
 */
void
khidki_counter_drop_draft_async (KhidkiCounter *self,
                                 KhidkiOperator *who,
                                 const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->drop_draft_async (self, who, id, cancellable, callback,
                                                     user_data);
}

/**
 * khidki_counter_drop_draft_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND` when it is not in this centre's hands
 *
 * Returns: whether that is written
 *
 * Since: 0.1
 */
gboolean
khidki_counter_drop_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), FALSE);

  return KHIDKI_COUNTER_GET_IFACE (self)->drop_draft_finish (self, result, error);
}

/**
 * khidki_counter_offer_draft_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @id: the draft's
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Makes a code with which the citizen takes the draft to their own phone: 11 digits, good once
 * and for 30 minutes. An earlier code is no longer good.
 *
 * Since: 0.1
 */
void
khidki_counter_offer_draft_async (KhidkiCounter *self,
                                  KhidkiOperator *who,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->offer_draft_async (self, who, id, cancellable, callback,
                                                      user_data);
}

/**
 * khidki_counter_offer_draft_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND` when the draft is not in this centre's hands
 *
 * Returns: (transfer full): the code
 *
 * Since: 0.1
 */
char *
khidki_counter_offer_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->offer_draft_finish (self, result, error);
}

/**
 * khidki_counter_take_draft_async:
 * @self: a counter
 * @who: (transfer none): the operator who asks
 * @code: as the citizen says it
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Takes a draft over that a citizen offered with a code. Wrong codes are counted against the
 * operator.
 *
 * Since: 0.1
 */
void
khidki_counter_take_draft_async (KhidkiCounter *self,
                                 KhidkiOperator *who,
                                 const char *code,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_COUNTER (self));

  KHIDKI_COUNTER_GET_IFACE (self)->take_draft_async (self, who, code, cancellable, callback,
                                                     user_data);
}

/**
 * khidki_counter_take_draft_finish:
 * @self: a counter
 * @result: what the callback was given
 * @error: return location: `NOT_FOUND` when the code is none, used or too old, `BUSY` after
 *   too many wrong ones
 *
 * Returns: (transfer full): the draft
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_counter_take_draft_finish (KhidkiCounter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_COUNTER (self), NULL);

  return KHIDKI_COUNTER_GET_IFACE (self)->take_draft_finish (self, result, error);
}
