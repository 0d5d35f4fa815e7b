/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sms-fixture.h"

#include <glib/gstdio.h>

#include "khidki-sms-channel.h"

static GKeyFile *
make_ids (KhidkiSmsFamilies *families)
{
  GKeyFile *file = g_key_file_new ();
  GPtrArray *list = khidki_sms_families_list (families);

  for (guint i = 0; i < list->len; i++)
    {
      const KhidkiSmsFamily *family = g_ptr_array_index (list, i);
      g_autofree char *group = g_strconcat ("Family ", family->name, NULL);
      g_autofree char *english = g_strdup_printf ("11070000000000%05u", i);
      g_autofree char *hindi = g_strdup_printf ("11071111111111%05u", i);
      g_autofree char *punjabi = g_strdup_printf ("11072222222222%05u", i);
      g_autofree char *urdu = g_strdup_printf ("11073333333333%05u", i);

      g_key_file_set_string (file, group, "TemplateId", english);
      g_key_file_set_string (file, group, "TemplateId[hi]", hindi);
      g_key_file_set_string (file, group, "TemplateId[pa]", punjabi);
      g_key_file_set_string (file, group, "TemplateId[ur]", urdu);
    }

  return file;
}

/* (transfer full): the shipped ones, with ids as a registration would give them. */
KhidkiSmsFamilies *
sms_fixture_new_families (void)
{
  g_autoptr (GError) error = NULL;
  KhidkiSmsFamilies *families = khidki_sms_families_new_shipped (SMS_NUMBER, &error);
  g_autoptr (GKeyFile) ids = NULL;

  g_assert_no_error (error);
  ids = make_ids (families);
  khidki_sms_families_take_ids (families, ids, &error);
  g_assert_no_error (error);
  return families;
}

static void
set_secret (KhidkiTestHost *host, const char *key, const char *first, const char *second)
{
  const char *const values[] = { first, second, NULL };

  khidki_test_host_set_secrets (host, key, values);
}

/* All that it needs, not started yet. */
void
sms_fixture_prepare (SmsFixture *self, gconstpointer data)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  g_autoptr (GKeyFile) ids = make_ids (families);
  g_autoptr (GError) error = NULL;

  self->host = khidki_test_host_new ("sms");
  self->channel = g_object_new (KHIDKI_TYPE_SMS_CHANNEL, NULL);
  self->folder = g_dir_make_tmp ("khidki-sms-XXXXXX", &error);
  g_assert_no_error (error);
  self->ids = g_build_filename (self->folder, "ids.ini", NULL);
  g_key_file_save_to_file (ids, self->ids, &error);
  g_assert_no_error (error);

  khidki_test_host_set_config (self->host, "send-url", SMS_SEND_URL);
  khidki_test_host_set_config (self->host, "number", SMS_NUMBER);
  khidki_test_host_set_config (self->host, "header", "KHIDKI");
  khidki_test_host_set_config (self->host, "entity-id", "1101000000000000001");
  khidki_test_host_set_config (self->host, "template-ids", self->ids);
  khidki_test_host_set_config (self->host, "delivery-url", "http://127.0.0.1:8080/sms/delivery");
  set_secret (self->host, "secret", "a newer secret %", SMS_SECRET);
  set_secret (self->host, "send-password", "a pass&word", NULL);
}

void
sms_fixture_set_up (SmsFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sms_fixture_prepare (self, data);
  error = sms_fixture_start (self);
  g_assert_no_error (error);
}

/* (transfer full) (nullable) */
GError *
sms_fixture_start (SmsFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  khidki_channel_start_async (self->channel, KHIDKI_HOST (self->host), NULL,
                              khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_cmpint (khidki_channel_start_finish (self->channel, result, &error), ==, error == NULL);

  return error;
}

void
sms_fixture_stop (SmsFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_channel_stop_async (self->channel, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_true (khidki_channel_stop_finish (self->channel, result, NULL));
}

void
sms_fixture_tear_down (SmsFixture *self, gconstpointer data)
{
  sms_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_settle ();
  g_assert_finalize_object (self->channel);
  g_assert_finalize_object (self->host);
  g_unlink (self->ids);
  g_rmdir (self->folder);
  g_free (self->ids);
  g_free (self->folder);
}
