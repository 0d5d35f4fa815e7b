/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-encode.h"

#define HASH "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

static KhidkiAccount *
new_account (const char *id, const char *phone)
{
  return khidki_account_new ("whatsapp", "1", id, phone, NULL);
}

/* Takes the message. (transfer full) (nullable) */
static JsonNode *
encode (KhidkiMessage *message, const char *media_id, GError **error)
{
  g_autoptr (KhidkiAccount) account = new_account ("IN.44", "+919811022331");
  g_autoptr (KhidkiMessage) owned = message;
  g_autoptr (GBytes) body
      = khidki_whatsapp_encode_message (account, owned, "out:17:2", media_id, error);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autofree char *copy = g_strndup (text, length);

  return text != NULL ? json_from_string (copy, NULL) : NULL;
}

static const char *
get (JsonNode *root, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = root;

  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    if (g_ascii_isdigit (names[i][0]))
      {
        guint index = (guint) g_ascii_strtoull (names[i], NULL, 10);
        JsonArray *array = json_node_get_array (node);

        node = index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;
      }
    else
      node = json_object_get_member (json_node_get_object (node), names[i]);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node)
         : node != NULL                               ? "(a container)"
                                                      : NULL;
}

static void
check_failed (KhidkiMessage *message, const char *media_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = encode (message, media_id, &error);

  g_assert_null (root);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_test_message ("%s", error->message);
}

static KhidkiMessage *
new_choices (guint n_choices, const char *title_format, const char *description)
{
  KhidkiMessage *message = khidki_message_new_choices ("विकल्प चुनें", "खोलें");

  for (guint i = 0; i < n_choices; i++)
    {
      g_autofree char *id = g_strdup_printf ("3:%u", i);
      g_autofree char *title = g_strdup_printf ("%s %u", title_format, i);

      khidki_message_add_choice (message, id, title, description);
    }

  return message;
}

static void
test_text (void)
{
  g_autoptr (JsonNode) root = encode (khidki_message_new_text ("नमस्ते \"you\""), NULL, NULL);

  g_assert_cmpstr (get (root, "messaging_product"), ==, "whatsapp");
  g_assert_cmpstr (get (root, "recipient_type"), ==, "individual");
  g_assert_cmpstr (get (root, "to"), ==, "+919811022331");
  g_assert_null (get (root, "recipient"));
  g_assert_cmpstr (get (root, "type"), ==, "text");
  g_assert_cmpstr (get (root, "text.body"), ==, "नमस्ते \"you\"");
  g_assert_cmpstr (get (root, "biz_opaque_callback_data"), ==, "out:17:2");
}

static void
test_footer_of_text (void)
{
  KhidkiMessage *message = khidki_message_new_text ("body");
  g_autoptr (JsonNode) root = NULL;

  khidki_message_set_footer (message, "foot");
  root = encode (message, NULL, NULL);
  g_assert_cmpstr (get (root, "text.body"), ==, "body\n\nfoot");
}

static void
check_address (const char *id, const char *phone, const char *to, const char *recipient)
{
  g_autoptr (KhidkiAccount) account = new_account (id, phone);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text ("x");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = khidki_whatsapp_encode_message (account, message, "k", NULL, &error);
  g_autofree char *text = body != NULL ? g_strndup (g_bytes_get_data (body, NULL),
                                                    g_bytes_get_size (body))
                                       : NULL;
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;

  if (to == NULL && recipient == NULL)
    {
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RECIPIENT);
      return;
    }
  g_assert_cmpstr (get (root, "to"), ==, to);
  g_assert_cmpstr (get (root, "recipient"), ==, recipient);
}

static void
test_addresses (void)
{
  check_address ("IN.44", "+919811022331", "+919811022331", NULL);
  check_address ("IN.44", NULL, NULL, "IN.44");
  check_address ("919811022331", NULL, "+919811022331", NULL);
  check_address ("", NULL, NULL, NULL);
  check_address ("someone", NULL, NULL, NULL);
}

static void
test_buttons (void)
{
  KhidkiMessage *message = new_choices (3, " हाँ", NULL);
  g_autoptr (JsonNode) root = NULL;

  khidki_message_set_footer (message, "menu · help");
  root = encode (message, NULL, NULL);
  g_assert_cmpstr (get (root, "type"), ==, "interactive");
  g_assert_cmpstr (get (root, "interactive.type"), ==, "button");
  g_assert_cmpstr (get (root, "interactive.body.text"), ==, "विकल्प चुनें");
  g_assert_cmpstr (get (root, "interactive.footer.text"), ==, "menu · help");
  g_assert_cmpstr (get (root, "interactive.action.buttons.0.type"), ==, "reply");
  g_assert_cmpstr (get (root, "interactive.action.buttons.2.reply.id"), ==, "3:2");
  g_assert_cmpstr (get (root, "interactive.action.buttons.2.reply.title"), ==, "हाँ 2");
  g_assert_null (get (root, "interactive.action.buttons.3"));
}

static void
test_list (void)
{
  g_autoptr (JsonNode) root = encode (new_choices (10, "row", "second line"), NULL, NULL);

  g_assert_cmpstr (get (root, "interactive.type"), ==, "list");
  g_assert_cmpstr (get (root, "interactive.action.button"), ==, "खोलें");
  g_assert_cmpstr (get (root, "interactive.action.sections.0.rows.9.id"), ==, "3:9");
  g_assert_cmpstr (get (root, "interactive.action.sections.0.rows.9.title"), ==, "row 9");
  g_assert_cmpstr (get (root, "interactive.action.sections.0.rows.9.description"), ==,
                   "second line");
  g_assert_null (get (root, "interactive.action.sections.1"));
}

/* What does not fit a button is a list, never an error. */
static void
test_list_instead_of_buttons (void)
{
  KhidkiMessage *same = khidki_message_new_choices ("Which?", "Open");
  g_autoptr (JsonNode) described = encode (new_choices (2, "yes", "indeed"), NULL, NULL);
  g_autoptr (JsonNode) longer = encode (new_choices (2, "a title of 23 letters", NULL), NULL, NULL);
  g_autoptr (JsonNode) four = encode (new_choices (4, "row", NULL), NULL, NULL);
  g_autoptr (JsonNode) twice = NULL;

  khidki_message_add_choice (same, "1", "Same", NULL);
  khidki_message_add_choice (same, "2", "Same", NULL);
  twice = encode (same, NULL, NULL);
  g_assert_cmpstr (get (described, "interactive.type"), ==, "list");
  g_assert_cmpstr (get (longer, "interactive.type"), ==, "list");
  g_assert_cmpstr (get (four, "interactive.type"), ==, "list");
  g_assert_cmpstr (get (twice, "interactive.type"), ==, "list");
}

static void
test_document (void)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (HASH, "application/pdf", 50000);
  g_autoptr (JsonNode) root = encode (
      khidki_message_new_document (paper, "income.pdf", "आपका प्रमाण पत्र"), "77001", NULL);

  g_assert_cmpstr (get (root, "type"), ==, "document");
  g_assert_cmpstr (get (root, "document.id"), ==, "77001");
  g_assert_cmpstr (get (root, "document.filename"), ==, "income.pdf");
  g_assert_cmpstr (get (root, "document.caption"), ==, "आपका प्रमाण पत्र");
}

static void
test_template (void)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (HASH, "application/pdf", 50000);
  KhidkiMessage *message = khidki_message_new_template ("certificate_ready", "en_US");
  g_autoptr (JsonNode) root = NULL;

  khidki_message_add_parameter (message, "Savita\n\tRawat   x ");
  khidki_message_add_parameter (message, "12345678901234");
  khidki_message_set_paper (message, paper, "income.pdf");
  root = encode (message, "77001", NULL);

  g_assert_cmpstr (get (root, "type"), ==, "template");
  g_assert_cmpstr (get (root, "template.name"), ==, "certificate_ready");
  g_assert_cmpstr (get (root, "template.language.code"), ==, "en_US");
  g_assert_cmpstr (get (root, "template.components.0.type"), ==, "header");
  g_assert_cmpstr (get (root, "template.components.0.parameters.0.document.id"), ==, "77001");
  g_assert_cmpstr (get (root, "template.components.1.type"), ==, "body");
  g_assert_cmpstr (get (root, "template.components.1.parameters.0.text"), ==, "Savita Rawat x");
  g_assert_cmpstr (get (root, "template.components.1.parameters.1.text"), ==, "12345678901234");
}

static void
test_template_without_values (void)
{
  g_autoptr (JsonNode) root =
      encode (khidki_message_new_template ("application_news_hidden", "hi"), NULL, NULL);

  g_assert_cmpstr (get (root, "template.name"), ==, "application_news_hidden");
  g_assert_null (get (root, "template.components.0"));
}

static void
check_choice (const char *id, const char *title, const char *description)
{
  KhidkiMessage *message = new_choices (4, "row", NULL);

  khidki_message_add_choice (message, id, title, description);
  check_failed (message, NULL);
}

static char *
fill (guint length)
{
  return g_strnfill (length, 'x');
}

static void
test_limits_of_text (void)
{
  g_autofree char *longest = fill (4096);
  g_autofree char *longer = fill (4097);
  g_autoptr (GString) emoji = g_string_new (NULL);
  g_autoptr (JsonNode) root = encode (khidki_message_new_text (longest), NULL, NULL);

  /* An emoji counts as two. */
  for (guint i = 0; i < 2049; i++)
    g_string_append (emoji, "🙏");

  g_assert_nonnull (root);
  check_failed (khidki_message_new_text (longer), NULL);
  check_failed (khidki_message_new_text (emoji->str), NULL);
  check_failed (khidki_message_new_text (" \n"), NULL);
}

static void
test_limits_of_choices (void)
{
  g_autofree char *id = fill (201);
  g_autofree char *description = fill (73);
  g_autofree char *footer = fill (61);
  KhidkiMessage *with_footer = new_choices (2, "row", NULL);
  KhidkiMessage *without_button = khidki_message_new_choices ("text", NULL);

  khidki_message_set_footer (with_footer, footer);
  for (guint i = 0; i < 4; i++)
    khidki_message_add_choice (without_button, &"abcd"[i], "row", NULL);

  check_failed (new_choices (11, "row", NULL), NULL);
  check_failed (with_footer, NULL);
  check_failed (without_button, NULL);
  check_choice (id, "title", NULL);
  check_choice ("", "title", NULL);
  check_choice ("3:0", "an id that is there twice", NULL);
  check_choice ("x", "a title of twenty-five xx", NULL);
  check_choice ("x", " ", NULL);
  check_choice ("x", "title", description);
}

static void
test_limits_of_documents (void)
{
  g_autofree char *caption = fill (1025);
  g_autofree char *parameter = fill (1025);
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (HASH, "application/pdf", 50000);
  KhidkiMessage *without_upload = khidki_message_new_template ("ready", "hi");
  KhidkiMessage *with_empty = khidki_message_new_template ("ready", "hi");
  KhidkiMessage *with_long = khidki_message_new_template ("ready", "hi");

  khidki_message_set_paper (without_upload, paper, "a.pdf");
  khidki_message_add_parameter (with_empty, " \n");
  khidki_message_add_parameter (with_long, parameter);

  check_failed (khidki_message_new_document (paper, "a.pdf", caption), "1");
  check_failed (khidki_message_new_document (paper, "a.pdf", "x"), NULL);
  check_failed (without_upload, NULL);
  check_failed (with_empty, NULL);
  check_failed (with_long, NULL);
  check_failed (khidki_message_new_template ("Ready!", "hi"), NULL);
  check_failed (khidki_message_new_template ("ready", "hi-IN"), NULL);
}

static void
test_read (void)
{
  g_autoptr (GBytes) body = khidki_whatsapp_encode_read ("wamid.QQ==");
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  g_assert_cmpstr (get (root, "messaging_product"), ==, "whatsapp");
  g_assert_cmpstr (get (root, "status"), ==, "read");
  g_assert_cmpstr (get (root, "message_id"), ==, "wamid.QQ==");
  g_assert_cmpstr (get (root, "typing_indicator.type"), ==, "text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/encode/text", test_text);
  g_test_add_func ("/whatsapp/encode/footer-of-text", test_footer_of_text);
  g_test_add_func ("/whatsapp/encode/addresses", test_addresses);
  g_test_add_func ("/whatsapp/encode/buttons", test_buttons);
  g_test_add_func ("/whatsapp/encode/list", test_list);
  g_test_add_func ("/whatsapp/encode/list-instead-of-buttons", test_list_instead_of_buttons);
  g_test_add_func ("/whatsapp/encode/document", test_document);
  g_test_add_func ("/whatsapp/encode/template", test_template);
  g_test_add_func ("/whatsapp/encode/template-without-values", test_template_without_values);
  g_test_add_func ("/whatsapp/encode/limits-of-text", test_limits_of_text);
  g_test_add_func ("/whatsapp/encode/limits-of-choices", test_limits_of_choices);
  g_test_add_func ("/whatsapp/encode/limits-of-documents", test_limits_of_documents);
  g_test_add_func ("/whatsapp/encode/read", test_read);

  return g_test_run ();
}
