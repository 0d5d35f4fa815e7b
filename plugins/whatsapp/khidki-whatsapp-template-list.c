/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-template-list.h"

#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-policy.h"
#include "khidki-whatsapp-template-update.h"

#define DEADLINE_MS 20000
#define PAGE 200
#define FIELDS "name,language,status,category,quality_score"
#define MOST_PAGES 40
/* A webhook may be lost: the list is asked for again now and then. */
#define NEXT_MS (6 * 60 * 60 * 1000)
#define AGAIN_MS (5 * 60 * 1000)

/* One reading of the list, a page after the other. */
typedef struct
{
  KhidkiWhatsappLine *line;
  GPtrArray *updates;
  gint64 asked_at;
  guint pages;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->line);
  g_ptr_array_unref (reading->updates);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void ask (Reading *reading, const char *after);

static void
begin_again (gpointer user_data)
{
  khidki_whatsapp_template_list_begin (user_data);
}

static void
wait_for_next (KhidkiWhatsappLine *line, guint milliseconds)
{
  khidki_whatsapp_line_set_list_timer (
      line, MAX (milliseconds, khidki_whatsapp_line_get_list_wait (line)), begin_again);
}

static void
give_up (Reading *reading, const char *why)
{
  khidki_host_log (khidki_whatsapp_line_get_host (reading->line), G_LOG_LEVEL_WARNING,
                   "Meta's list of templates cannot be had, and is asked for again: %s", why);
  wait_for_next (reading->line, AGAIN_MS);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiWhatsappLine) line = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_whatsapp_template_store_save_finish (KHIDKI_WHATSAPP_TEMPLATE_STORE (source), result,
                                                   &error))
    khidki_host_log (khidki_whatsapp_line_get_host (line), G_LOG_LEVEL_WARNING,
                     "What Meta approves was not stored: %s", error->message);
  khidki_whatsapp_line_templates_ready (line);
}

static void
end_reading (Reading *reading)
{
  KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (reading->line);
  g_autoptr (GPtrArray) forgotten = khidki_whatsapp_templates_set_all (
      khidki_whatsapp_template_store_get (store), reading->updates, reading->asked_at);

  khidki_whatsapp_policy_forget_templates (reading->line, forgotten);
  khidki_whatsapp_policy_show_templates (reading->line);
  khidki_whatsapp_template_store_touch (store);
  khidki_whatsapp_template_store_save_async (store, on_saved, g_object_ref (reading->line));
  wait_for_next (reading->line, NEXT_MS);
}

/* Of many pages the first may have been one too many. */
static void
go_on (Reading *owned, const char *after)
{
  g_autoptr (Reading) reading = owned;

  if (khidki_whatsapp_line_get_list_wait (reading->line) > 0)
    give_up (reading, "Meta allows no more calls for now");
  else
    ask (g_steal_pointer (&reading), after);
}

static void
refuse_page (Reading *reading, KhidkiResponse *response)
{
  int meta_code;
  g_autoptr (GError) error = khidki_whatsapp_error_new (
      khidki_response_get_status (response), khidki_response_get_body (response), &meta_code);

  khidki_whatsapp_policy_call_refused (reading->line, meta_code, error->message);
  give_up (reading, error->message);
}

static void
take_page (Reading *owned, KhidkiResponse *response)
{
  g_autoptr (Reading) reading = owned;
  GBytes *body = khidki_response_get_body (response);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) page
      = body != NULL && khidki_response_get_status (response) == 200
            ? khidki_whatsapp_template_update_parse_list (body, reading->asked_at, &after)
            : NULL;

  if (page == NULL)
    {
      refuse_page (reading, response);
      return;
    }
  g_ptr_array_extend_and_steal (reading->updates, g_steal_pointer (&page));
  if (after != NULL && ++reading->pages < MOST_PAGES)
    go_on (g_steal_pointer (&reading), after);
  else
    end_reading (reading);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response
      = khidki_whatsapp_line_fetch_finish (KHIDKI_WHATSAPP_LINE (source), result, &error);

  if (response != NULL)
    take_page (g_steal_pointer (&reading), response);
  else if (!khidki_whatsapp_line_is_stopping (reading->line))
    give_up (reading, error->message);
}

static void
ask (Reading *reading, const char *after)
{
  const char *account = khidki_whatsapp_line_get_settings (reading->line)->business_account;
  g_autofree char *escaped = after != NULL ? g_uri_escape_string (after, NULL, FALSE) : NULL;
  g_autofree char *rest
      = g_strdup_printf ("/%s/message_templates?fields=" FIELDS "&limit=%u%s%s", account, PAGE,
                         escaped != NULL ? "&after=" : "", escaped != NULL ? escaped : "");
  g_autoptr (KhidkiRequest) request = khidki_whatsapp_line_new_request (reading->line, "GET", rest);

  khidki_request_set_deadline (request, DEADLINE_MS);
  khidki_request_set_repeatable (request, TRUE);
  khidki_whatsapp_line_fetch_async (reading->line, request, NULL, on_page, reading);
}

/**
 * khidki_whatsapp_template_list_begin:
 * @line: a line
 *
 * Asks Meta which templates there are, and again every six hours. Nobody waits for it.
 * Without `business-account-id=` Meta cannot be asked, and webhooks alone tell.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_template_list_begin (KhidkiWhatsappLine *line)
{
  Reading *reading;

  if (khidki_whatsapp_line_get_settings (line)->business_account == NULL
      || khidki_whatsapp_line_is_stopping (line))
    return;
  if (khidki_whatsapp_line_get_list_wait (line) > 0)
    {
      wait_for_next (line, 0);
      return;
    }

  reading = g_new0 (Reading, 1);
  reading->line = g_object_ref (line);
  reading->updates
      = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_whatsapp_template_update_free);
  reading->asked_at = khidki_host_now (khidki_whatsapp_line_get_host (line));
  ask (reading, NULL);
}
