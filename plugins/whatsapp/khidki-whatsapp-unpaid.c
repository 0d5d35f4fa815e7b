/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A business account that cannot pay: its templates rest. Replies within their 24 hours cost
 * nothing and go on. */
#include "khidki-whatsapp-unpaid.h"

#include "khidki-whatsapp-lines.h"

static gint64
get_clock (KhidkiWhatsappLine *line)
{
  return khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line));
}

static void
show (KhidkiWhatsappLine *line, const char *why)
{
  g_autofree char *account
      = khidki_whatsapp_settings_dup_account_name (khidki_whatsapp_line_get_settings (line));
  g_autofree char *text
      = g_strdup_printf ("Meta takes no templates of %s, because they are not paid for: nobody can "
                         "be told anything later than 24 hours after they wrote last. They lie "
                         "aside until it is over; replies go on. Set up how to pay, or add funds, "
                         "in WhatsApp Manager, Overview, Payment settings (%s)", account, why);

  khidki_whatsapp_line_set_alarm (line, "unpaid", text);
}

/**
 * khidki_whatsapp_unpaid_note_refused:
 * @line: a line
 * @text: Meta's words, without personal numbers
 *
 * Meta refused a template, at once or by a status, because it is not paid for: those of all
 * numbers of the business account rest.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_unpaid_note_refused (KhidkiWhatsappLine *line, const char *text)
{
  g_autoptr (GPtrArray) sharers
      = khidki_whatsapp_lines_list_sharers (line, khidki_whatsapp_settings_shares_account);

  for (guint i = 0; i < sharers->len; i++)
    khidki_whatsapp_payment_refuse (
        khidki_whatsapp_line_get_payment (g_ptr_array_index (sharers, i)), get_clock (line));
  show (line, text);
}

/* What lies aside may leave. */
static void
end (KhidkiWhatsappLine *line)
{
  g_autoptr (GPtrArray) sharers
      = khidki_whatsapp_lines_list_sharers (line, khidki_whatsapp_settings_shares_account);

  for (guint i = 0; i < sharers->len; i++)
    {
      KhidkiWhatsappLine *other = g_ptr_array_index (sharers, i);

      khidki_whatsapp_payment_end (khidki_whatsapp_line_get_payment (other));
      khidki_whatsapp_line_set_alarm (other, "unpaid", NULL);
    }
  khidki_whatsapp_line_templates_ready (line);
}

/**
 * khidki_whatsapp_unpaid_note_taken:
 * @line: a line
 *
 * Meta took a template, and may refuse it yet.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_unpaid_note_taken (KhidkiWhatsappLine *line)
{
  if (khidki_whatsapp_payment_take (khidki_whatsapp_line_get_payment (line), get_clock (line)))
    end (line);
}

/**
 * khidki_whatsapp_unpaid_note_arrived:
 * @line: a line
 * @key: (nullable): of a send that has left Meta
 *
 * Since: 0.1
 */
void
khidki_whatsapp_unpaid_note_arrived (KhidkiWhatsappLine *line, const char *key)
{
  if (khidki_whatsapp_payment_arrive (khidki_whatsapp_line_get_payment (line), key))
    end (line);
}

/**
 * khidki_whatsapp_unpaid_may_send:
 * @line: a line
 * @message: what is to be sent, as Meta takes it
 * @key: of the send
 * @error: why not: %KHIDKI_ERROR_TEMPLATE
 *
 * Returns: whether Meta is paid for it, or may be by now
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_unpaid_may_send (KhidkiWhatsappLine *line,
                                 KhidkiMessage *message,
                                 const char *key,
                                 GError **error)
{
  if (khidki_message_get_kind (message) != KHIDKI_MESSAGE_TEMPLATE
      || khidki_whatsapp_payment_may_send (khidki_whatsapp_line_get_payment (line), key,
                                           get_clock (line)))
    return TRUE;

  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_TEMPLATE,
                       "template: Meta takes none, because it is not paid for (131042)");
  return FALSE;
}
