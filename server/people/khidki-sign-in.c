/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-sign-in.h"

#include <sodium.h>
#include <string.h>

#include "catalogue/khidki-civil-day.h"
#include "catalogue/khidki-dated-data.h"
#include "libkhidki/khidki-error.h"
#include "people/khidki-sign-in-private.h"
#include "people/khidki-sign-in-rows.h"

/* How often a session that is in use is written down. */
#define TOUCH_MS (60 * 1000)
#define MOST_SESSION_BYTES 128

G_DEFINE_FINAL_TYPE (KhidkiSignIn, khidki_sign_in, G_TYPE_OBJECT)

static void
khidki_sign_in_finalize (GObject *object)
{
  KhidkiSignIn *self = KHIDKI_SIGN_IN (object);

  g_clear_object (&self->pool);
  g_clear_object (&self->host);
  g_clear_object (&self->store);
  g_clear_pointer (&self->operators, khidki_operators_unref);
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  G_OBJECT_CLASS (khidki_sign_in_parent_class)->finalize (object);
}

static void
khidki_sign_in_class_init (KhidkiSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_sign_in_finalize;
}

static void
khidki_sign_in_init (KhidkiSignIn *self)
{
  self->pool = khidki_password_pool_new ();
}

/**
 * khidki_sign_in_new:
 * @host: (transfer none): clock and randomness
 * @store: (transfer none): where hashes and sessions lie
 * @operators: (transfer none): who may sign in
 * @time_zone: (transfer none): of the civil date
 *
 * Returns: (transfer full): the room in which operators sign in
 *
 * Since: 0.1
 */
KhidkiSignIn *
khidki_sign_in_new (KhidkiHost *host,
                    KhidkiStore *store,
                    KhidkiOperators *operators,
                    GTimeZone *time_zone)
{
  KhidkiSignIn *self = g_object_new (KHIDKI_TYPE_SIGN_IN, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  self->operators = khidki_operators_ref (operators);
  self->time_zone = g_time_zone_ref (time_zone);
  return self;
}

void
khidki_sign_in_set_operators (KhidkiSignIn *self, KhidkiOperators *operators)
{
  KhidkiOperators *old = self->operators;

  self->operators = khidki_operators_ref (operators);
  khidki_operators_unref (old);
}

KhidkiOperators *
khidki_sign_in_get_operators (KhidkiSignIn *self)
{
  return self->operators;
}

/* Whatever is typed; what cannot be a name is nobody's. */
static char *
clean_id (const char *id)
{
  g_autofree char *clean = g_utf8_validate (id, -1, NULL) ? g_ascii_strdown (id, -1) : NULL;

  if (clean == NULL || !khidki_dated_data_is_id (g_strstrip (clean)))
    return g_strdup ("");
  return g_steal_pointer (&clean);
}

KhidkiSignInCall *
khidki_sign_in_call_new (KhidkiSignIn *self, const char *id)
{
  KhidkiSignInCall *call = g_new0 (KhidkiSignInCall, 1);

  call->id = clean_id (id);
  call->now = khidki_host_now (self->host);
  call->known = khidki_sign_in_find_post (self, call->id) != NULL;
  return call;
}

static void
wipe (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

static void
call_free (KhidkiSignInCall *call)
{
  g_free (call->id);
  g_free (call->remote);
  wipe (call->session);
  wipe (call->password);
  wipe (call->proof);
  wipe (call->invitation);
  g_free (call->hash);
  g_free (call->new_hash);
  g_free (call);
}

GTask *
khidki_sign_in_begin_task (KhidkiSignIn *self,
                           KhidkiSignInCall *call,
                           gpointer tag,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  return task;
}

KhidkiOperatorPost *
khidki_sign_in_find_post (KhidkiSignIn *self, const char *id)
{
  GDate today;

  khidki_civil_day (self->time_zone, khidki_host_now (self->host), &today);
  return khidki_operators_find (self->operators, id, &today);
}

GError *
khidki_sign_in_refusal (void)
{
  return g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                              "Name and password do not belong together");
}

GError *
khidki_sign_in_patience (gint64 shut_until, gint64 now)
{
  return g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_BUSY,
                      "Too many tries; again in %" G_GINT64_FORMAT " seconds",
                      (shut_until - now + 999) / 1000);
}

void
khidki_sign_in_log (const char *event, KhidkiSignInCall *call, const char *outcome)
{
  const char *name = call->known ? call->id : "(unknown)";
  const char *remote = call->remote != NULL && *call->remote != '\0' ? call->remote : "-";
  gboolean good = g_str_equal (outcome, "done");

  g_log_structured (G_LOG_DOMAIN, good ? G_LOG_LEVEL_MESSAGE : G_LOG_LEVEL_WARNING,
                    "KHIDKI_EVENT", event, "KHIDKI_OUTCOME", outcome, "KHIDKI_OPERATOR", name,
                    "KHIDKI_REMOTE", remote, "MESSAGE", "%s of operator %s: %s", event, name,
                    outcome);
}

static gboolean
write_session (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  if (call->good
      && !khidki_sign_in_is_current (transaction, call->id, call->hash, &call->good, error))
    return FALSE;
  if (!call->good)
    return khidki_sign_in_note_failure (transaction, call->remote, call->now, error);
  return khidki_sign_in_note_success (transaction, call->id, call->remote, call->now, error)
         && khidki_sign_in_add_session (transaction, call->session, call->id, call->now, error);
}

static void
session_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_sign_in_log ("sign-in", call, call->good ? "done" : "refused");
  if (call->good)
    g_task_return_pointer (task, g_steal_pointer (&call->session), g_free);
  else
    g_task_return_error (task, khidki_sign_in_refusal ());
}

static char *
new_session (KhidkiHost *host)
{
  guint8 bytes[KHIDKI_SESSION_RANDOM_BYTES];
  char text[64];

  khidki_host_fill_random (host, bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return g_strdup (text);
}

static void
compared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  gboolean fits;
  GError *error = NULL;

  if (!khidki_password_pool_compare_finish (KHIDKI_PASSWORD_POOL (source), result, &fits, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  /* The data may have been read again meanwhile. */
  call->good = fits && call->hash != NULL && khidki_sign_in_find_post (self, call->id) != NULL;
  if (call->good)
    call->session = new_session (self->host);
  khidki_store_write_async (self->store, write_session, call, NULL, NULL, session_written, task);
}

static gboolean
write_claim (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  return khidki_sign_in_claim (transaction, call->id, call->remote, call->now, &call->shut_until,
                               &call->hash, error);
}

static void
claimed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error) && call->shut_until > 0)
    {
      khidki_sign_in_log ("sign-in", call, "too-many-tries");
      error = khidki_sign_in_patience (call->shut_until, call->now);
    }
  if (error != NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  khidki_password_pool_compare_async (self->pool, call->password,
                                      call->hash != NULL ? call->hash : "",
                                      g_task_get_cancellable (task), compared, task);
}

void
khidki_sign_in_begin_async (KhidkiSignIn *self,
                            const char *id,
                            const char *password,
                            const char *remote,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  KhidkiSignInCall *call = khidki_sign_in_call_new (self, id);
  GTask *task = khidki_sign_in_begin_task (self, call, khidki_sign_in_begin_async, cancellable,
                                           callback, user_data);

  /* Longer than any that can be set: it is nobody's, and takes no time to read. */
  call->password = g_strndup (password, 4 * KHIDKI_PASSWORD_MOST + 1);
  call->remote = g_utf8_make_valid (remote != NULL ? remote : "", -1);
  khidki_store_write_async (self->store, write_claim, call, NULL, NULL, claimed, task);
}

char *
khidki_sign_in_begin_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
read_session (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  g_clear_pointer (&call->id, g_free);
  return khidki_sign_in_load_session (transaction, call->session, call->now, &call->id, &call->seen,
                                      error);
}

static gboolean
write_touch (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  return khidki_sign_in_touch_session (transaction, call->session, call->now, error);
}

static void
touched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_warning ("a session's use was not noted: %s", error->message);
}

/* Nobody waits for it: a view that is not noted costs a minute of idleness at most. */
static void
touch (KhidkiSignIn *self, KhidkiSignInCall *call)
{
  KhidkiSignInCall *note;

  if (call->now - call->seen < TOUCH_MS)
    return;
  note = g_new0 (KhidkiSignInCall, 1);
  note->session = g_strdup (call->session);
  note->now = call->now;
  khidki_store_write_async (self->store, write_touch, note,
                            (GDestroyNotify) call_free, NULL, touched, NULL);
}

static KhidkiOperator *
make_operator (KhidkiSignIn *self, KhidkiOperatorPost *post, const char *session)
{
  g_autofree char *digest =
      khidki_seal_digest (khidki_store_get_seal (self->store), "operator-form", session);
  KhidkiOperator *operator_ =
      khidki_operator_new (khidki_operator_post_get_id (post), khidki_operator_post_get_role (post),
                           khidki_operator_post_get_centre (post), digest);
  GHashTableIter iter;
  gpointer language, name;

  g_hash_table_iter_init (&iter, khidki_operator_post_get_names (post));
  while (g_hash_table_iter_next (&iter, &language, &name))
    khidki_operator_set_name (operator_, *(const char *) language != '\0' ? language : "en", name);
  return operator_;
}

static void
session_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiSignIn *self = g_task_get_source_object (task);
  KhidkiSignInCall *call = g_task_get_task_data (task);
  KhidkiOperatorPost *post = NULL;
  GError *error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (call->id != NULL)
    post = khidki_sign_in_find_post (self, call->id);
  if (post == NULL)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                               "The session has ended; sign in again");
      return;
    }
  touch (self, call);
  g_task_return_pointer (task, make_operator (self, post, call->session),
                         (GDestroyNotify) khidki_operator_unref);
}

/* What comes in a cookie may be anything. */
static char *
clean_session (const char *session)
{
  gboolean fine = strlen (session) <= MOST_SESSION_BYTES && g_str_is_ascii (session);

  return g_strdup (fine ? session : "");
}

void
khidki_sign_in_find_async (KhidkiSignIn *self,
                           const char *session,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  KhidkiSignInCall *call = khidki_sign_in_call_new (self, "");
  GTask *task = khidki_sign_in_begin_task (self, call, khidki_sign_in_find_async, cancellable,
                                           callback, user_data);

  call->session = clean_session (session);
  khidki_store_read_async (self->store, read_session, call, NULL, NULL, session_read, task);
}

KhidkiOperator *
khidki_sign_in_find_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
write_end (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSignInCall *call = data;

  g_clear_pointer (&call->id, g_free);
  if (!khidki_sign_in_load_session (transaction, call->session, call->now, &call->id, &call->seen,
                                    error))
    return FALSE;
  call->ended = khidki_sign_in_end_session (transaction, call->session, error);
  return call->ended >= 0;
}

static void
end_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiSignInCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  call->known = call->id != NULL;
  if (call->ended > 0)
    khidki_sign_in_log ("sign-out", call, "done");
  g_task_return_boolean (task, TRUE);
}

void
khidki_sign_in_end_async (KhidkiSignIn *self,
                          const char *session,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  KhidkiSignInCall *call = khidki_sign_in_call_new (self, "");
  GTask *task = khidki_sign_in_begin_task (self, call, khidki_sign_in_end_async, cancellable,
                                           callback, user_data);

  call->session = clean_session (session);
  khidki_store_write_async (self->store, write_end, call, NULL, NULL, end_written, task);
}

gboolean
khidki_sign_in_end_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
