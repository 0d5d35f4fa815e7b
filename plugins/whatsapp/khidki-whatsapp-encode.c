/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-encode.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-account.h"
#include "khidki-whatsapp-template.h"

static gboolean
check_length (const char *what, const char *text, guint max, GError **error)
{
  guint length = khidki_limits_measure (text);

  if (length <= max)
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
               "%s is too long for WhatsApp: %u characters, at most %u", what, length, max);
  return FALSE;
}

static gboolean
check_filled (const char *what, const char *text, guint max, GError **error)
{
  if (text == NULL || text[strspn (text, " \t\r\n")] == '\0')
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                   "%s is empty, and WhatsApp refuses that", what);
      return FALSE;
    }

  return check_length (what, text, max, error);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
begin_object (JsonBuilder *builder, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

/* Titles and ids must not begin or end in blanks. */
static void
add_stripped (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));

  add_string (builder, name, stripped);
}

static GBytes *
finish (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  gsize length = 0;
  char *text;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);

  return g_bytes_new_take (text, length);
}

static gboolean
add_recipient (JsonBuilder *builder, KhidkiAccount *account, GError **error)
{
  const char *id = khidki_account_get_id (account);
  g_autofree char *phone = khidki_whatsapp_account_dup_phone (khidki_account_get_phone (account));

  if (phone == NULL)
    phone = khidki_whatsapp_account_dup_phone (id);

  /* Without the `+` Meta would put the business number's country code in front. */
  if (phone != NULL)
    add_string (builder, "to", phone);
  else if (khidki_whatsapp_account_is_user_id (id))
    add_string (builder, "recipient", id);
  else
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_RECIPIENT,
                           "The account has neither a phone number nor a WhatsApp user id");
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_text (JsonBuilder *builder, KhidkiMessage *message, GError **error)
{
  const char *footer = khidki_message_get_footer (message);
  const char *text = khidki_message_get_text (message);
  g_autofree char *whole = NULL;

  if (footer != NULL && *footer != '\0')
    whole = g_strconcat (text != NULL ? text : "", "\n\n", footer, NULL);
  else
    whole = g_strdup (text);
  if (!check_filled ("The text", whole, KHIDKI_WHATSAPP_MAX_TEXT, error))
    return FALSE;

  add_string (builder, "type", "text");
  begin_object (builder, "text");
  json_builder_set_member_name (builder, "preview_url");
  json_builder_add_boolean_value (builder, FALSE);
  add_string (builder, "body", whole);
  json_builder_end_object (builder);

  return TRUE;
}

static gboolean
check_ids (KhidkiMessage *message, gsize max, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < khidki_message_get_n_choices (message); i++)
    {
      const char *id = khidki_message_get_choice_id (message, i);

      if (id == NULL || *id == '\0' || strlen (id) > max || strspn (id, " \t\r\n") > 0
          || !g_hash_table_add (seen, (gpointer) id))
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                       "The id of choice %u is empty, longer than %zu bytes or there twice", i + 1,
                       max);
          return FALSE;
        }
    }

  return TRUE;
}

/* Buttons when Meta takes them as buttons; a list shows all that they cannot. */
static gboolean
fits_buttons (KhidkiMessage *message)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (khidki_message_get_n_choices (message) > KHIDKI_WHATSAPP_MAX_BUTTONS
      || khidki_limits_measure (khidki_message_get_text (message)) > KHIDKI_WHATSAPP_MAX_BODY)
    return FALSE;

  for (guint i = 0; i < khidki_message_get_n_choices (message); i++)
    {
      const char *title = khidki_message_get_choice_title (message, i);
      const char *description = khidki_message_get_choice_description (message, i);

      if ((description != NULL && *description != '\0')
          || khidki_limits_measure (title) > KHIDKI_WHATSAPP_MAX_BUTTON_TITLE
          || !g_hash_table_add (titles, g_strstrip (g_strdup (title))))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_buttons (JsonBuilder *builder, KhidkiMessage *message, GError **error)
{
  if (!check_ids (message, KHIDKI_WHATSAPP_MAX_BUTTON_ID, error))
    return FALSE;

  json_builder_set_member_name (builder, "buttons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < khidki_message_get_n_choices (message); i++)
    {
      if (!check_filled ("A button", khidki_message_get_choice_title (message, i),
                         KHIDKI_WHATSAPP_MAX_BUTTON_TITLE, error))
        return FALSE;
      begin_object (builder, NULL);
      add_string (builder, "type", "reply");
      begin_object (builder, "reply");
      add_stripped (builder, "id", khidki_message_get_choice_id (message, i));
      add_stripped (builder, "title", khidki_message_get_choice_title (message, i));
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return TRUE;
}

static gboolean
add_row (JsonBuilder *builder, KhidkiMessage *message, guint index, GError **error)
{
  const char *title = khidki_message_get_choice_title (message, index);
  const char *description = khidki_message_get_choice_description (message, index);

  if (!check_filled ("A row of the list", title, KHIDKI_WHATSAPP_MAX_ROW_TITLE, error)
      || !check_length ("The second line of a row", description,
                        KHIDKI_WHATSAPP_MAX_ROW_DESCRIPTION, error))
    return FALSE;

  begin_object (builder, NULL);
  add_stripped (builder, "id", khidki_message_get_choice_id (message, index));
  add_stripped (builder, "title", title);
  if (description != NULL && *description != '\0')
    add_string (builder, "description", description);
  json_builder_end_object (builder);

  return TRUE;
}

static gboolean
add_rows (JsonBuilder *builder, KhidkiMessage *message, GError **error)
{
  guint n_choices = khidki_message_get_n_choices (message);

  if (n_choices > KHIDKI_WHATSAPP_MAX_ROWS)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                   "%u choices are too many for a list of WhatsApp, which has at most %d",
                   n_choices, KHIDKI_WHATSAPP_MAX_ROWS);
      return FALSE;
    }
  if (!check_ids (message, KHIDKI_WHATSAPP_MAX_ROW_ID, error)
      || !check_filled ("The button that opens the list", khidki_message_get_button (message),
                        KHIDKI_WHATSAPP_MAX_LIST_BUTTON, error))
    return FALSE;

  add_stripped (builder, "button", khidki_message_get_button (message));
  json_builder_set_member_name (builder, "sections");
  json_builder_begin_array (builder);
  begin_object (builder, NULL);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_choices; i++)
    if (!add_row (builder, message, i, error))
      return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);

  return TRUE;
}

static gboolean
add_choices (JsonBuilder *builder, KhidkiMessage *message, GError **error)
{
  gboolean buttons = fits_buttons (message);
  guint max = buttons ? KHIDKI_WHATSAPP_MAX_BODY : KHIDKI_WHATSAPP_MAX_LIST_BODY;
  const char *footer = khidki_message_get_footer (message);

  if (!check_filled ("The text above the choices", khidki_message_get_text (message), max, error)
      || !check_length ("The footer", footer, KHIDKI_WHATSAPP_MAX_FOOTER, error))
    return FALSE;

  add_string (builder, "type", "interactive");
  begin_object (builder, "interactive");
  add_string (builder, "type", buttons ? "button" : "list");
  begin_object (builder, "body");
  add_string (builder, "text", khidki_message_get_text (message));
  json_builder_end_object (builder);
  if (footer != NULL && *footer != '\0')
    {
      begin_object (builder, "footer");
      add_string (builder, "text", footer);
      json_builder_end_object (builder);
    }
  begin_object (builder, "action");
  if (!(buttons ? add_buttons (builder, message, error) : add_rows (builder, message, error)))
    return FALSE;
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return TRUE;
}

static gboolean
add_document (JsonBuilder *builder, KhidkiMessage *message, const char *media_id, GError **error)
{
  const char *caption = khidki_message_get_text (message);
  const char *filename = khidki_message_get_filename (message);

  if (!check_filled ("The document's media id", media_id, KHIDKI_WHATSAPP_MAX_CAPTION, error)
      || !check_filled ("The file name", filename, KHIDKI_WHATSAPP_MAX_FILENAME, error)
      || !check_length ("The caption", caption, KHIDKI_WHATSAPP_MAX_CAPTION, error))
    return FALSE;

  add_string (builder, "type", "document");
  begin_object (builder, "document");
  add_string (builder, "id", media_id);
  add_string (builder, "filename", filename);
  if (caption != NULL && *caption != '\0')
    add_string (builder, "caption", caption);
  json_builder_end_object (builder);

  return TRUE;
}

static gboolean
add_content (JsonBuilder *builder, KhidkiMessage *message, const char *media_id, GError **error)
{
  KhidkiMessageKind kind = khidki_message_get_kind (message);

  if (kind == KHIDKI_MESSAGE_CHOICES && khidki_message_get_n_choices (message) > 0)
    return add_choices (builder, message, error);
  if (kind == KHIDKI_MESSAGE_DOCUMENT)
    return add_document (builder, message, media_id, error);
  if (kind == KHIDKI_MESSAGE_TEMPLATE)
    return khidki_whatsapp_template_add (builder, message, media_id, error);

  return add_text (builder, message, error);
}

/**
 * khidki_whatsapp_encode_message:
 * @account: to whom
 * @message: what
 * @key: comes back with every status of this message
 * @media_id: (nullable): Meta's id of the message's paper, uploaded before
 *
 * Holds the message against Meta's limits once more: one label that is too long
 * would have the whole message refused. Pure.
 *
 * Returns: (transfer full) (nullable): the body of a send; NULL with
 *   KHIDKI_ERROR_FAILED if Meta would refuse it, KHIDKI_ERROR_RECIPIENT if there
 *   is no address
 *
 * Since: 0.1
 */
GBytes *
khidki_whatsapp_encode_message (KhidkiAccount *account,
                                KhidkiMessage *message,
                                const char *key,
                                const char *media_id,
                                GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  begin_object (builder, NULL);
  add_string (builder, "messaging_product", "whatsapp");
  add_string (builder, "recipient_type", "individual");
  if (!check_filled ("The key", key, KHIDKI_WHATSAPP_MAX_KEY, error)
      || !add_recipient (builder, account, error)
      || !add_content (builder, message, media_id, error))
    return NULL;
  add_string (builder, "biz_opaque_callback_data", key);

  return finish (builder);
}

/**
 * khidki_whatsapp_encode_read:
 * @message_id: Meta's id of the message
 *
 * Returns: (transfer full): the body that marks it as read and shows that an
 *   answer is being written
 *
 * Since: 0.1
 */
GBytes *
khidki_whatsapp_encode_read (const char *message_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  begin_object (builder, NULL);
  add_string (builder, "messaging_product", "whatsapp");
  add_string (builder, "status", "read");
  add_string (builder, "message_id", message_id);
  begin_object (builder, "typing_indicator");
  add_string (builder, "type", "text");
  json_builder_end_object (builder);

  return finish (builder);
}
