/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-send.h"

#include <string.h>

#include "khidki-sms-answer.h"
#include "khidki-sms-form.h"

#define SEND_DEADLINE_MS 20000
/* All reports that Kannel has: arrived, not arrived, waiting, taken, refused. */
#define ALL_REPORTS "31"

static void
add (GString *query, const char *name, const char *value)
{
  g_autofree char *escaped = khidki_sms_form_escape (value);

  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, escaped);
}

/* Kannel fills what begins with a per cent sign when it calls. */
static char *
dup_report_url (KhidkiSmsSettings *settings, const char *phone, const char *key)
{
  g_autoptr (GString) query = g_string_new (NULL);

  add (query, "key", key);
  add (query, "phone", phone);
  add (query, "secret", settings->secrets[0]);
  /* A per cent sign of ours must not be one of Kannel's. */
  g_string_replace (query, "%", "%%", 0);

  return g_strconcat (settings->delivery_url, "?", query->str, "&status=%d&far=%F&reply=%A&at=%T",
                      NULL);
}

/* The group of tags for SMPP lines; each name is that of a group smpp-tlv. */
static char *
dup_meta_data (KhidkiSmsSettings *settings, KhidkiSmsText *text)
{
  g_autoptr (GString) tags = g_string_new (NULL);

  add (tags, "entity_id", settings->entity_id);
  add (tags, "template_id", text->template_id);

  return g_strconcat ("?smpp?", tags->str, NULL);
}

/* (transfer full) (nullable): what Kannel is asked; NULL with KHIDKI_ERROR_RECIPIENT if there is
 * no number to send to. */
static char *
dup_uri (KhidkiSmsSettings *settings,
         KhidkiAccount *account,
         KhidkiSmsText *text,
         const char *key,
         GError **error)
{
  const char *phone = khidki_account_get_phone (account);
  g_autofree char *meta_data = dup_meta_data (settings, text);
  g_autoptr (GString) query = g_string_new (NULL);

  if (phone == NULL)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_RECIPIENT, "There is no number to send to");
      return NULL;
    }

  add (query, "username", settings->username);
  add (query, "password", settings->passwords[0]);
  add (query, "from", settings->header);
  add (query, "to", phone);
  add (query, "text", text->text);
  add (query, "charset", "UTF-8");
  add (query, "coding", text->size.ucs2 ? "2" : "0");
  add (query, "meta-data", meta_data);
  if (settings->delivery_url != NULL)
    {
      g_autofree char *report = dup_report_url (settings, phone, key);

      add (query, "dlr-mask", ALL_REPORTS);
      add (query, "dlr-url", report);
    }

  return g_strconcat (settings->send_url, "?", query->str, NULL);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (KhidkiResponse) response
      = khidki_sms_line_fetch_finish (KHIDKI_SMS_LINE (source), result, &error);

  if (response == NULL && error->domain != KHIDKI_ERROR)
    {
      error->domain = KHIDKI_ERROR;
      error->code = KHIDKI_ERROR_UNCERTAIN;
    }
  if (response == NULL
      || !khidki_sms_answer_check (khidki_response_get_status (response),
                                   khidki_response_get_body (response), &error))
    g_task_return_error (task, error);
  else
    /* Kannel gives no id; its reports name the key. */
    g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
}

/**
 * khidki_sms_send_async:
 * @line: a line
 * @account: (transfer none): to whom
 * @message: (transfer none): a registered text with its values
 * @key: the same at every attempt of this message
 * @cancellable: (nullable): gives it up; it may have happened all the same
 * @callback: (scope async): called when Kannel took or refused it
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_sms_send_async (KhidkiSmsLine *line,
                       KhidkiAccount *account,
                       KhidkiMessage *message,
                       const char *key,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (line, cancellable, callback, user_data);
  KhidkiSmsSettings *settings = khidki_sms_line_get_settings (line);
  GError *error = NULL;
  g_autoptr (KhidkiSmsText) text = khidki_sms_encode (settings->families, message, &error);
  g_autofree char *uri = NULL;
  g_autoptr (KhidkiRequest) request = NULL;

  /* What Kannel did counts, not that somebody stopped waiting for it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, khidki_sms_send_async);
  g_task_set_task_data (task, g_strdup (key), g_free);
  if (text != NULL)
    uri = dup_uri (settings, account, text, key, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  request = khidki_request_new ("GET", uri);
  khidki_request_set_deadline (request, SEND_DEADLINE_MS);
  khidki_sms_line_fetch_async (line, request, cancellable, on_sent, g_steal_pointer (&task));
}

/**
 * khidki_sms_send_finish:
 * @line: a line
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key, by which Kannel reports; %NULL
 *   with an error whose code says what to do
 *
 * Since: 0.1
 */
char *
khidki_sms_send_finish (KhidkiSmsLine *line, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
