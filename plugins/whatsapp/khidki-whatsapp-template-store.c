/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-template-store.h"

struct _KhidkiWhatsappTemplateStore
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiWhatsappTemplates *templates;
  char *key;
  gint64 version;
  guint changes; /* since the start */
  guint saved;   /* how many of them are durable */
  guint saving;  /* how many of them will be when the write under way is */
  gboolean busy;
  GPtrArray *waiting; /* of GTask: who waits for a write */
};

G_DEFINE_FINAL_TYPE (KhidkiWhatsappTemplateStore, khidki_whatsapp_template_store, G_TYPE_OBJECT)

static void
khidki_whatsapp_template_store_finalize (GObject *object)
{
  KhidkiWhatsappTemplateStore *self = KHIDKI_WHATSAPP_TEMPLATE_STORE (object);

  g_clear_object (&self->host);
  g_clear_pointer (&self->templates, khidki_whatsapp_templates_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->key);

  G_OBJECT_CLASS (khidki_whatsapp_template_store_parent_class)->finalize (object);
}

static void
khidki_whatsapp_template_store_class_init (KhidkiWhatsappTemplateStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_whatsapp_template_store_finalize;
}

static void
khidki_whatsapp_template_store_init (KhidkiWhatsappTemplateStore *self)
{
  self->templates = khidki_whatsapp_templates_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * khidki_whatsapp_template_store_new:
 * @host: the plugin's host
 * @number: Meta's id of the business number
 *
 * Returns: (transfer full): a store of which nothing is read yet
 *
 * Since: 0.1
 */
KhidkiWhatsappTemplateStore *
khidki_whatsapp_template_store_new (KhidkiHost *host, const char *number)
{
  KhidkiWhatsappTemplateStore *self = g_object_new (KHIDKI_TYPE_WHATSAPP_TEMPLATE_STORE, NULL);

  self->host = g_object_ref (host);
  self->key = g_strconcat ("templates:", number, NULL);

  return self;
}

/**
 * khidki_whatsapp_template_store_get:
 * @self: a store
 *
 * Returns: (transfer none): what is known; call
 *   [method@WhatsappTemplateStore.touch] after a change
 *
 * Since: 0.1
 */
KhidkiWhatsappTemplates *
khidki_whatsapp_template_store_get (KhidkiWhatsappTemplateStore *self)
{
  return self->templates;
}

/**
 * khidki_whatsapp_template_store_touch:
 * @self: a store
 *
 * Something has changed, and is not durable yet.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_template_store_touch (KhidkiWhatsappTemplateStore *self)
{
  self->changes++;
}

/**
 * khidki_whatsapp_template_store_is_dirty:
 * @self: a store
 *
 * Returns: whether something is not durable yet
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_template_store_is_dirty (KhidkiWhatsappTemplateStore *self)
{
  return self->saved != self->changes;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiWhatsappTemplateStore *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = khidki_host_get_value_finish (KHIDKI_HOST (source), result, &self->version, &error);
  g_autoptr (GVariant) variant = NULL;

  if (bytes == NULL)
    {
      if (error != NULL && !g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_boolean (task, TRUE);
      return;
    }

  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("a(ssux)"), bytes, FALSE));
  khidki_whatsapp_templates_load (self->templates, variant);
  g_task_return_boolean (task, TRUE);
}

/**
 * khidki_whatsapp_template_store_load_async:
 * @self: a store
 * @callback: (scope async): called when it was read
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_whatsapp_template_store_load_async (KhidkiWhatsappTemplateStore *self,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_whatsapp_template_store_load_async);
  khidki_host_get_value_async (self->host, self->key, NULL, on_loaded, task);
}

/**
 * khidki_whatsapp_template_store_load_finish:
 * @self: a store
 * @result: what the callback was given
 *
 * Returns: whether it could be read; that there is nothing yet is no error
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_template_store_load_finish (KhidkiWhatsappTemplateStore *self,
                                            GAsyncResult *result,
                                            GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void write_all (KhidkiWhatsappTemplateStore *self);

static void
end_writing (KhidkiWhatsappTemplateStore *self, const GError *error)
{
  g_autoptr (GPtrArray) told = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->busy = FALSE;
  for (guint i = 0; i < told->len; i++)
    {
      GTask *task = g_ptr_array_index (told, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else if (GPOINTER_TO_UINT (g_task_get_task_data (task)) <= self->saved)
        g_task_return_boolean (task, TRUE);
      else
        g_ptr_array_add (self->waiting, g_object_ref (task));
    }
  if (self->waiting->len > 0 && !self->busy)
    write_all (self);
}

static void
on_version (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiWhatsappTemplateStore) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = khidki_host_get_value_finish (KHIDKI_HOST (source), result, &self->version, &error);

  if (bytes == NULL && error != NULL)
    end_writing (self, error);
  else
    write_all (self);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiWhatsappTemplateStore) self = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_host_put_value_finish (KHIDKI_HOST (source), result, &error))
    {
      self->version++;
      self->saved = self->saving;
      end_writing (self, NULL);
    }
  /* Another process of the same server has written; what we know is as good. */
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT))
    khidki_host_get_value_async (self->host, self->key, NULL, on_version,
                                 g_steal_pointer (&self));
  else
    end_writing (self, error);
}

static void
write_all (KhidkiWhatsappTemplateStore *self)
{
  g_autoptr (GVariant) variant = khidki_whatsapp_templates_to_variant (self->templates);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (variant);

  self->busy = TRUE;
  self->saving = self->changes;
  khidki_host_put_value_async (self->host, self->key, bytes, self->version, NULL, on_saved,
                               g_object_ref (self));
}

/**
 * khidki_whatsapp_template_store_save_async:
 * @self: a store
 * @callback: (scope async): called when all that has changed until now is durable
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_whatsapp_template_store_save_async (KhidkiWhatsappTemplateStore *self,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_whatsapp_template_store_save_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (self->changes), NULL);
  g_ptr_array_add (self->waiting, task);
  if (!self->busy)
    write_all (self);
}

/**
 * khidki_whatsapp_template_store_save_finish:
 * @self: a store
 * @result: what the callback was given
 *
 * Returns: whether it is durable
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_template_store_save_finish (KhidkiWhatsappTemplateStore *self,
                                            GAsyncResult *result,
                                            GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
