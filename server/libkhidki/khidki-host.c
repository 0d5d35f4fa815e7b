/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-host.h"

#include "khidki-error.h"

G_DEFINE_INTERFACE (KhidkiHost, khidki_host, G_TYPE_OBJECT)

static void
khidki_host_default_init (KhidkiHostInterface *iface)
{
}

/**
 * khidki_host_get_name:
 * @self: a host
 *
 * Returns: the plugin's name, also its configuration group
 *
 * Since: 0.1
 */
const char *
khidki_host_get_name (KhidkiHost *self)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  return KHIDKI_HOST_GET_IFACE (self)->get_name (self);
}

/**
 * khidki_host_dup_config:
 * @self: a host
 * @key: a key of the plugin's configuration group
 *
 * The `.plugin` file declares its keys in `X-Khidki-Config=`, separated by `;`:
 * `KEY`, or `KEY:KIND` with one of the kinds `text`, `secret`, `url`, `digits`,
 * `path`, `header` and `hosts`, and a `!` behind it for one that must be set. What
 * is not of its kind is refused before the plugin is started, by
 * `khidkid --check-config` too. A key that nobody declared is a warning.
 *
 * Returns: (transfer full) (nullable): its value, %NULL if it is not set
 *
 * Since: 0.1
 */
char *
khidki_host_dup_config (KhidkiHost *self, const char *key)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  return KHIDKI_HOST_GET_IFACE (self)->dup_config (self, key);
}

/**
 * khidki_host_dup_secrets:
 * @self: a host
 * @key: a key of the plugin's configuration group that names a secret
 * @error: return location for an error
 *
 * Rotated while the plugin runs: as the configuration that was read last has it,
 * and the files that it names are now.
 *
 * Returns: (transfer full): its values, the current one first; two while it is
 *  being rotated
 *
 * Since: 0.1
 */
GStrv
khidki_host_dup_secrets (KhidkiHost *self, const char *key, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  return KHIDKI_HOST_GET_IFACE (self)->dup_secrets (self, key, error);
}

/**
 * khidki_host_now:
 * @self: a host
 *
 * What an administrator or a time server sets may jump: for what people are
 * told and what is stored. How long a thing may take or took is measured with
 * [method@Host.get_monotonic].
 *
 * Returns: the instant, UTC milliseconds
 *
 * Since: 0.1
 */
gint64
khidki_host_now (KhidkiHost *self)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), 0);

  return KHIDKI_HOST_GET_IFACE (self)->now (self);
}

/**
 * khidki_host_get_monotonic:
 * @self: a host
 *
 * For deadlines and durations: it goes on at the pace of the timers whatever
 * becomes of the clock, and means nothing in another process.
 *
 * Returns: milliseconds since some moment before the start; never less than before
 *
 * Since: 0.1
 */
gint64
khidki_host_get_monotonic (KhidkiHost *self)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), 0);

  return KHIDKI_HOST_GET_IFACE (self)->get_monotonic (self);
}

/**
 * khidki_host_add_timer:
 * @self: a host
 * @milliseconds: from now
 * @func: called once on the main loop
 * @user_data: for @func
 * @destroy: (nullable): called when @user_data is no longer needed
 *
 * Returns: an id for [method@Host.remove_timer], never 0
 *
 * Since: 0.1
 */
guint
khidki_host_add_timer (KhidkiHost *self,
                       guint milliseconds,
                       KhidkiTimerFunc func,
                       gpointer user_data,
                       GDestroyNotify destroy)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), 0);

  return KHIDKI_HOST_GET_IFACE (self)->add_timer (self, milliseconds, func, user_data, destroy);
}

/**
 * khidki_host_remove_timer:
 * @self: a host
 * @timer: an id that [method@Host.add_timer] gave and that has not fired
 *
 * Since: 0.1
 */
void
khidki_host_remove_timer (KhidkiHost *self, guint timer)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));

  KHIDKI_HOST_GET_IFACE (self)->remove_timer (self, timer);
}

/**
 * khidki_host_fill_random:
 * @self: a host
 * @buffer: (array length=length): what is filled
 * @length: bytes
 *
 * Since: 0.1
 */
void
khidki_host_fill_random (KhidkiHost *self, guint8 *buffer, gsize length)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));

  KHIDKI_HOST_GET_IFACE (self)->fill_random (self, buffer, length);
}

/**
 * khidki_host_add_route:
 * @self: a host
 * @method: `GET` or `POST`
 * @path: a path that the `.plugin` file declares in `X-Khidki-Routes`, or, where that one
 *   ends with a slash, any below it; one that ends with a slash takes all below
 * @func: called on the main loop for each request
 * @user_data: for @func
 * @destroy: (nullable): called when the route is gone
 * @error: return location for an error
 *
 * Returns: whether the route is ours now
 *
 * Since: 0.1
 */
gboolean
khidki_host_add_route (KhidkiHost *self,
                       const char *method,
                       const char *path,
                       KhidkiRouteFunc func,
                       gpointer user_data,
                       GDestroyNotify destroy,
                       GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), FALSE);

  return KHIDKI_HOST_GET_IFACE (self)->add_route (self,
                                                  method,
                                                  path,
                                                  func,
                                                  user_data,
                                                  destroy,
                                                  error);
}

/**
 * khidki_host_add_upload_route:
 * @self: a host
 * @path: a path that the `.plugin` file declares in `X-Khidki-Uploads`
 * @admit: called when only the head of a request is there, with a request that has no
 *   body: finish with the status 100 to take the body in, with 102 to take its fields
 *   and leave out its files, with any other answer to refuse it
 * @func: called with the whole request, whose files are papers by then
 * @user_data: for both
 * @destroy: (nullable): called when the route is gone
 * @error: return location for an error
 *
 * Takes `POST`s of `multipart/form-data` with up to 4 files of up to 25 MB each. A file
 * goes straight to the papers; of a request that is refused or does not arrive whole
 * nothing is kept. A file that is too large, one too many or left out has a file's name
 * and no paper in [method@Request.get_part]: what was typed beside it is not lost. Nobody
 * has been asked who they are when @admit is called: look at a cookie there before you let
 * files in.
 *
 * Returns: whether the route is ours now
 *
 * Since: 0.1
 */
gboolean
khidki_host_add_upload_route (KhidkiHost *self,
                              const char *path,
                              KhidkiRouteFunc admit,
                              KhidkiRouteFunc func,
                              gpointer user_data,
                              GDestroyNotify destroy,
                              GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), FALSE);
  g_return_val_if_fail (path != NULL && admit != NULL && func != NULL, FALSE);

  return KHIDKI_HOST_GET_IFACE (self)->add_upload_route (self, path, admit, func, user_data,
                                                         destroy, error);
}

/**
 * khidki_host_make_page:
 * @self: a host
 * @frame: what is to stand around it
 * @body: (transfer none): the main part; it is empty from then on
 *
 * Makes a page in one language with the site's head, foot and style, and with headers
 * that keep it out of caches, frames and the reach of other sites' scripts. Add cookies
 * to the answer if you need to.
 *
 * Returns: (transfer full): the answer to a request
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_host_make_page (KhidkiHost *self, const KhidkiPageFrame *frame, KhidkiHtml *body)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);
  g_return_val_if_fail (frame != NULL && body != NULL, NULL);
  g_return_val_if_fail (frame->title != NULL && frame->language != NULL, NULL);

  return KHIDKI_HOST_GET_IFACE (self)->make_page (self, frame, body);
}

/**
 * khidki_host_fetch_async:
 * @self: a host
 * @request: (transfer none): what is asked
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Makes an HTTP request. An answer of any status is a success. It fails with
 * %KHIDKI_ERROR_RETRY when the request surely did not reach the far end, and
 * with %KHIDKI_ERROR_UNCERTAIN when it may have.
 *
 * Since: 0.1
 */
void
khidki_host_fetch_async (KhidkiHost *self,
                         KhidkiRequest *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));

  KHIDKI_HOST_GET_IFACE (self)->fetch_async (self, request, cancellable, callback, user_data);
}

/**
 * khidki_host_fetch_finish:
 * @self: a host
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
KhidkiResponse *
khidki_host_fetch_finish (KhidkiHost *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  return KHIDKI_HOST_GET_IFACE (self)->fetch_finish (self, result, error);
}

/**
 * khidki_host_receive_async:
 * @self: a host
 * @events: (transfer none) (element-type KhidkiEvent): in the order in which they came
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Hands events in. It fails with %KHIDKI_ERROR_BUSY when there is too much
 * already; then nothing was taken and the far end must send again.
 *
 * Since: 0.1
 */
void
khidki_host_receive_async (KhidkiHost *self,
                           GPtrArray *events,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));

  KHIDKI_HOST_GET_IFACE (self)->receive_async (self, events, cancellable, callback, user_data);
}

/**
 * khidki_host_receive_finish:
 * @self: a host
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether every event may be acknowledged
 *
 * Since: 0.1
 */
gboolean
khidki_host_receive_finish (KhidkiHost *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), FALSE);

  return KHIDKI_HOST_GET_IFACE (self)->receive_finish (self, result, error);
}

/**
 * khidki_host_get_value_async:
 * @self: a host
 * @key: a key of the plugin's own small store
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_host_get_value_async (KhidkiHost *self,
                             const char *key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));

  KHIDKI_HOST_GET_IFACE (self)->get_value_async (self, key, cancellable, callback, user_data);
}

/**
 * khidki_host_get_value_finish:
 * @self: a host
 * @result: what the callback was given
 * @version: (out) (optional): the value's version, 0 if there is none
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the value; %NULL without an error if there
 *  is none
 *
 * Since: 0.1
 */
GBytes *
khidki_host_get_value_finish (KhidkiHost *self,
                              GAsyncResult *result,
                              gint64 *version,
                              GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  return KHIDKI_HOST_GET_IFACE (self)->get_value_finish (self, result, version, error);
}

/**
 * khidki_host_put_value_async:
 * @self: a host
 * @key: a key of the plugin's own small store
 * @value: (transfer none): what is kept
 * @if_version: the version that must still be there, 0 for none
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Fails with %KHIDKI_ERROR_CONFLICT when another version is there.
 *
 * Since: 0.1
 */
void
khidki_host_put_value_async (KhidkiHost *self,
                             const char *key,
                             GBytes *value,
                             gint64 if_version,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));

  KHIDKI_HOST_GET_IFACE (self)->put_value_async (self,
                                                 key,
                                                 value,
                                                 if_version,
                                                 cancellable,
                                                 callback,
                                                 user_data);
}

/**
 * khidki_host_put_value_finish:
 * @self: a host
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it is durable
 *
 * Since: 0.1
 */
gboolean
khidki_host_put_value_finish (KhidkiHost *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), FALSE);

  return KHIDKI_HOST_GET_IFACE (self)->put_value_finish (self, result, error);
}

/**
 * khidki_host_list_groups:
 * @self: a host
 *
 * A plugin that does the same several times over, as a channel with several numbers, has
 * a group `[PLUGIN NAME]` in the configuration for each beyond the first.
 *
 * Returns: (transfer full): the names, in their order in the configuration; empty if there
 *   are none
 *
 * Since: 0.1
 */
GStrv
khidki_host_list_groups (KhidkiHost *self)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  if (KHIDKI_HOST_GET_IFACE (self)->list_groups == NULL)
    return g_new0 (char *, 1);
  return KHIDKI_HOST_GET_IFACE (self)->list_groups (self);
}

/**
 * khidki_host_dup_group_config:
 * @self: a host
 * @group: (nullable): one of [method@Host.list_groups]; NULL for the plugin's own
 * @key: a key
 *
 * Returns: (transfer full) (nullable): its value, NULL if it is not set
 *
 * Since: 0.1
 */
char *
khidki_host_dup_group_config (KhidkiHost *self, const char *group, const char *key)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  if (group == NULL)
    return khidki_host_dup_config (self, key);
  if (KHIDKI_HOST_GET_IFACE (self)->dup_group_config == NULL)
    return NULL;
  return KHIDKI_HOST_GET_IFACE (self)->dup_group_config (self, group, key);
}

/**
 * khidki_host_dup_group_secrets:
 * @self: a host
 * @group: (nullable): one of [method@Host.list_groups]; NULL for the plugin's own
 * @key: a key that `X-Khidki-Needs=secret:KEY` names
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the secret's values, as of [method@Host.dup_secrets]
 *
 * Since: 0.1
 */
GStrv
khidki_host_dup_group_secrets (KhidkiHost *self, const char *group, const char *key, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_HOST (self), NULL);

  if (group == NULL)
    return khidki_host_dup_secrets (self, key, error);
  if (KHIDKI_HOST_GET_IFACE (self)->dup_group_secrets == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no group %s", group);
      return NULL;
    }
  return KHIDKI_HOST_GET_IFACE (self)->dup_group_secrets (self, group, key, error);
}

/**
 * khidki_host_set_alarm:
 * @self: a host
 * @name: a word of the plugin's own for what is wrong, as in `token`
 * @text: (nullable): what is wrong and what to do about it, never personal data; NULL when
 *   it is over
 *
 * What an administrator sees in `khidkictl status` and in the metrics for as long as it
 * lasts. A further text of the same name takes the place of the one before. A plugin that
 * stops has no alarms.
 *
 * Since: 0.1
 */
void
khidki_host_set_alarm (KhidkiHost *self, const char *name, const char *text)
{
  g_return_if_fail (KHIDKI_IS_HOST (self));
  g_return_if_fail (name != NULL && *name != '\0');

  if (KHIDKI_HOST_GET_IFACE (self)->set_alarm != NULL)
    KHIDKI_HOST_GET_IFACE (self)->set_alarm (self, name, text);
}

/**
 * khidki_host_log:
 * @self: a host
 * @level: how grave it is
 * @format: what is said; never personal data
 * @...: for @format
 *
 * Since: 0.1
 */
void
khidki_host_log (KhidkiHost *self, GLogLevelFlags level, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  g_return_if_fail (KHIDKI_IS_HOST (self));

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  KHIDKI_HOST_GET_IFACE (self)->log (self, level, text);
}
