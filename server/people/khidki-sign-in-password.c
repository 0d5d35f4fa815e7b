/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "people/khidki-sign-in-private.h"
#include "people/khidki-sign-in-rows.h"

#define INVITATION_LETTERS 16
#define GROUP 4

/* (transfer full): four groups of four, without letters that are taken for others */
static char *
new_invitation (KhidkiHost *host)
{
  static const char letters[] = "abcdefghjkmnpqrstuvwxyz023456789";
  guint8 bytes[INVITATION_LETTERS];
  GString *text = g_string_new (NULL);

  G_STATIC_ASSERT (sizeof letters == 33);
  khidki_host_fill_random (host, bytes, sizeof bytes);
  for (guint i = 0; i < INVITATION_LETTERS; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, letters[bytes[i] % 32]);
    }
  return g_string_free (text, FALSE);
}

/* (transfer full): without what typing adds */
static char *
clean_invitation (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *lower = g_ascii_strdown (valid, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = lower; *p != '\0' && clean->len < 64; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (clean, *p);
  return g_string_free (clean, FALSE);
}

/* @task: (transfer full) */
static void
give_up (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Another may have used or ended it while this one's password was hashed. */
static gboolean
use_proof (KhidkiTransaction *transaction, KhidkiSignInCall *call, GError **error)
{
  int used;

  if (!call->invited)
    return khidki_sign_in_is_current (transaction, call->id, call->hash, &call->good, error);
  used = khidki_sign_in_use_invitation (transaction, call->id, call->invitation, call->now, error);
  call->good = used > 0;
  return used >= 0;
}

static gboolean
write_password (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  if (call->good && !use_proof (transaction, call, error))
    return FALSE;
  if (!call->good)
    return TRUE;
  return khidki_sign_in_set_hash (transaction, call->id, call->new_hash, call->now, error)
         && khidki_sign_in_note_success (transaction, call->id, "", call->now, error)
         && khidki_sign_in_end_sessions (transaction, call->id, error) >= 0;
}

static void
password_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_sign_in_log (call->invited ? "invitation-used" : "password-change", call,
                      call->good ? "done" : "refused");
  if (call->good)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, khidki_sign_in_refusal ());
}

static void
hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->new_hash =
      khidki_password_pool_hash_finish (KHIDKI_PASSWORD_POOL (source), result, &error);
  if (call->new_hash == NULL)
    {
      give_up (task, error);
      return;
    }
  khidki_store_write_async (self->store, write_password, call, NULL, NULL, password_written, task);
}

static void
proof_compared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  guint8 salt[KHIDKI_PASSWORD_SALT_BYTES];
  gboolean fits;
  GError *error = NULL;

  if (!khidki_password_pool_compare_finish (KHIDKI_PASSWORD_POOL (source), result, &fits, &error))
    {
      give_up (task, error);
      return;
    }
  call->good = khidki_sign_in_find_post (self, call->id) != NULL
               && (call->invited || (fits && call->hash != NULL));
  if (!call->good)
    {
      khidki_sign_in_log ("password-change", call, "refused");
      give_up (task, khidki_sign_in_refusal ());
      return;
    }
  khidki_host_fill_random (self->host, salt, sizeof salt);
  khidki_password_pool_hash_async (self->pool, call->password, salt, NULL, hashed, task);
}

static gboolean
write_proof (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  return khidki_sign_in_claim (transaction, call->id, "", call->now, &call->shut_until, &call->hash,
                               error)
         && khidki_sign_in_is_invited (transaction, call->id, call->invitation, call->now,
                                       &call->invited, error);
}

static void
proof_claimed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  /* An invitation cannot be guessed: nobody keeps an operator from using theirs. */
  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error) && call->shut_until > 0
      && !call->invited)
    {
      khidki_sign_in_log ("password-change", call, "too-many-tries");
      error = khidki_sign_in_patience (call->shut_until, call->now);
    }
  if (error != NULL)
    {
      give_up (task, error);
      return;
    }
  khidki_password_pool_compare_async (self->pool, call->proof, call->hash != NULL ? call->hash : "",
                                      NULL, proof_compared, task);
}

/* What everybody knows of an operator. */
static const char *
find_fault (KhidkiSignIn *self, const char *id, const char *password)
{
  KhidkiOperatorPost *post = khidki_sign_in_find_post (self, id);
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  if (post != NULL)
    {
      g_ptr_array_add (known, (gpointer) khidki_operator_post_get_id (post));
      g_ptr_array_add (known, (gpointer) khidki_operator_post_get_centre (post));
      g_hash_table_iter_init (&iter, khidki_operator_post_get_names (post));
      while (g_hash_table_iter_next (&iter, NULL, &name))
        g_ptr_array_add (known, name);
    }
  g_ptr_array_add (known, NULL);
  return khidki_password_find_fault (password, (const char *const *) known->pdata);
}

void
khidki_sign_in_set_password_async (KhidkiSignIn *self,
                                   const char *id,
                                   const char *proof,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  KhidkiSignInCall *call = khidki_sign_in_call_new (self, id);
  GTask *task = khidki_sign_in_begin_task (self, call, khidki_sign_in_set_password_async,
                                           cancellable, callback, user_data);
  const char *fault = find_fault (self, call->id, password);

  if (fault != NULL)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s", fault);
      g_object_unref (task);
      return;
    }
  call->proof = g_strndup (proof, 4 * KHIDKI_PASSWORD_MOST + 1);
  call->password = g_strdup (password);
  call->invitation = clean_invitation (proof);
  call->remote = g_strdup ("");
  khidki_store_write_async (self->store, write_proof, call, NULL, NULL, proof_claimed, task);
}

gboolean
khidki_sign_in_set_password_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* (nullable): in words, if it is no operator's name at all; for administrators */
static GError *
find_mistake (KhidkiSignIn *self, const char *id)
{
  const char *nearest = khidki_operators_find_nearest (self->operators, id);

  if (g_strcmp0 (nearest, id) == 0)
    return NULL;
  if (nearest == NULL)
    return g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no operator “%s”", id);
  return g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                      "There is no operator “%s”; the nearest is “%s”", id, nearest);
}

static gboolean
write_invitation (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;
  g_autofree char *clean = clean_invitation (call->invitation);

  return khidki_sign_in_invite (transaction, call->id, clean, call->now, error);
}

static void
invitation_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_sign_in_log ("invitation", call, "done");
  g_task_return_pointer (task, g_steal_pointer (&call->invitation), g_free);
}

void
khidki_sign_in_invite_async (KhidkiSignIn *self,
                             const char *id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  KhidkiSignInCall *call = khidki_sign_in_call_new (self, id);
  GTask *task = khidki_sign_in_begin_task (self, call, khidki_sign_in_invite_async, cancellable,
                                           callback, user_data);

  if (!call->known)
    {
      GError *mistake = find_mistake (self, call->id);

      if (mistake == NULL)
        mistake = g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                               "No operator “%s” works at a counter today", call->id);
      give_up (task, mistake);
      return;
    }
  call->invitation = new_invitation (self->host);
  khidki_store_write_async (self->store, write_invitation, call, NULL, NULL, invitation_written,
                            task);
}

char *
khidki_sign_in_invite_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
write_end_all (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  call->ended = khidki_sign_in_end_sessions (transaction, call->id, error);
  return call->ended >= 0;
}

static void
end_all_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  error = call->ended == 0 ? find_mistake (self, call->id) : NULL;
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_sign_in_log ("sign-out-by-administrator", call, "done");
  g_task_return_int (task, (gssize) call->ended);
}

void
khidki_sign_in_end_all_async (KhidkiSignIn *self,
                              const char *id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  KhidkiSignInCall *call = khidki_sign_in_call_new (self, id);
  GTask *task = khidki_sign_in_begin_task (self, call, khidki_sign_in_end_all_async, cancellable,
                                           callback, user_data);

  /* One who is in the data no longer may have sessions still. */
  call->known = TRUE;
  khidki_store_write_async (self->store, write_end_all, call, NULL, NULL, end_all_written, task);
}

gssize
khidki_sign_in_end_all_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
