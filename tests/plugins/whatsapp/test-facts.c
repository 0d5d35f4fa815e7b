/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "../../server/conversation/chat-world.h"
#include "fixture.h"
#include "khidki-whatsapp-parse.h"

/*
 * One test for each row of what Meta's documentation lists: what comes in, what it
 * becomes, and what the person who sent it reads. Each stands in the middle of a
 * form, at the question for the name, so a row is useless if the question is lost.
 */

/* Said to nobody. */
#define SILENCE NULL
/* The question that is open, said again. */
#define QUESTION "full name"

typedef struct
{
  const char *name;
  /* The members of one message beside `id` and `timestamp`. */
  const char *message;
  KhidkiEventKind kind;
  /* In what is answered; SILENCE if nobody waits for an answer. */
  const char *answer;
  /* Whether the question that is open has to follow. */
  gboolean asks;
} Row;

#define FROM "\"from\":\"919811022331\","
#define REPLY "\"context\":{\"from\":\"911140009000\",\"id\":\"wamid.X\"},"
#define FILE(type, more) FROM "\"type\":\"" type "\",\"" type "\":{\"id\":\"44100\",\"mime_type\":" more "}"
#define BUSINESS_URL "\"url\":\"https://lookaside.fbsbx.com/x\""

static const Row inbound[] = {
  { "text", FROM "\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}", KHIDKI_EVENT_TEXT, "gender",
    FALSE },
  { "text/command-hint", FROM "\"type\":\"text\",\"text\":{\"body\":\"/help\"}", KHIDKI_EVENT_TEXT,
    "1031", FALSE },
  { "text/without-body", FROM "\"type\":\"text\",\"text\":{}", KHIDKI_EVENT_OTHER, "I can read text",
    TRUE },
  { "interactive/button-reply",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{"
         "\"id\":\"0:help\",\"title\":\"Help\"}}",
    KHIDKI_EVENT_CHOICE, "1031", FALSE },
  { "interactive/list-reply",
    FROM REPLY "\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{"
               "\"id\":\"1:service:REV-INC\",\"title\":\"Income\",\"description\":\"14 days\"}}",
    KHIDKI_EVENT_CHOICE, "That button is from an earlier message", TRUE },
  { "interactive/button-reply-without-id",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{"
         "\"title\":\"Help\"}}",
    KHIDKI_EVENT_TEXT, "1031", FALSE },
  { "interactive/nfm-reply",
    FROM REPLY "\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{"
               "\"name\":\"flow\",\"body\":\"Sent\",\"response_json\":\"{\\\"flow_token\\\":\\\"t\\\"}\"}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/nfm-reply-without-flow-token",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{"
         "\"name\":\"flow\",\"body\":\"Sent\",\"response_json\":\"{}\"}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/nfm-reply-not-an-object",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{"
         "\"name\":\"flow\",\"body\":\"Sent\",\"response_json\":\"[1\"}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/address-message",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{"
         "\"name\":\"address_message\",\"body\":\"H-12\",\"response_json\":\"{}\"}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/call-permission-reply",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"call_permission_reply\","
         "\"call_permission_reply\":{\"response\":\"accept\"}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/payment-method",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"payment_method\",\"payment_method\":{}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/payment-notification",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"payment_notification\"}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/product-message",
    FROM "\"type\":\"interactive\",\"interactive\":{\"type\":\"product\",\"action\":{\"catalog_id\":"
         "\"1\"}}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "interactive/with-error-and-no-object",
    FROM "\"type\":\"interactive\",\"errors\":[{\"code\":131051,\"title\":\"Unsupported\"}]",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "button", FROM REPLY "\"type\":\"button\",\"button\":{\"payload\":\"0:help\",\"text\":\"Help\"}",
    KHIDKI_EVENT_CHOICE, "1031", FALSE },
  { "button/without-context", FROM "\"type\":\"button\",\"button\":{\"text\":\"help\"}",
    KHIDKI_EVENT_TEXT, "1031", FALSE },
  { "image", FILE ("image", "\"image/jpeg\",\"sha256\":\"\",\"caption\":\"voter card\""),
    KHIDKI_EVENT_MEDIA, "Received: Identity proof", TRUE },
  { "image/with-url", FILE ("image", "\"image/jpeg\"," BUSINESS_URL), KHIDKI_EVENT_MEDIA,
    "I cannot use a photo just now", TRUE },
  { "document", FILE ("document", "\"application/pdf\",\"filename\":\"a.pdf\""), KHIDKI_EVENT_MEDIA,
    "I cannot use a photo just now", TRUE },
  { "document/without-filename", FILE ("document", "\"application/pdf\""), KHIDKI_EVENT_MEDIA,
    "I cannot use a photo just now", TRUE },
  { "audio", FILE ("audio", "\"audio/mpeg\",\"voice\":false"), KHIDKI_EVENT_OTHER, "1031", TRUE },
  { "audio/voice-note", FILE ("audio", "\"audio/ogg; codecs=opus\",\"voice\":true"),
    KHIDKI_EVENT_OTHER, "1031", TRUE },
  { "voice/old-fixtures", FILE ("voice", "\"audio/ogg\""), KHIDKI_EVENT_OTHER, "1031", TRUE },
  { "video", FILE ("video", "\"video/mp4\""), KHIDKI_EVENT_OTHER, "cannot watch videos", TRUE },
  { "sticker", FILE ("sticker", "\"image/webp\",\"animated\":true"), KHIDKI_EVENT_OTHER, "sticker",
    TRUE },
  { "location",
    FROM "\"type\":\"location\",\"location\":{\"latitude\":28.72,\"longitude\":77.1,\"name\":\"Home\"}",
    KHIDKI_EVENT_LOCATION, "Service centres near the place you shared", TRUE },
  { "location/answer-to-request",
    FROM REPLY "\"type\":\"location\",\"location\":{\"latitude\":28.72,\"longitude\":77.1}",
    KHIDKI_EVENT_LOCATION, "Service centres near", TRUE },
  { "contacts",
    FROM "\"type\":\"contacts\",\"contacts\":[{\"name\":{\"formatted_name\":\"Ram\"},\"phones\":[{"
         "\"phone\":\"+91 98110\"}]}]",
    KHIDKI_EVENT_OTHER, "contact cards", TRUE },
  { "contacts/answer-to-request-contact-info",
    FROM REPLY "\"origin\":\"contact_request\",\"type\":\"contacts\",\"contacts\":[{\"phones\":[{"
               "\"phone\":\"+919811022331\",\"wa_id\":\"919811022331\"}]}]",
    KHIDKI_EVENT_OTHER, "contact cards", TRUE },
  { "reaction", FROM "\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.X\",\"emoji\":\"👍\"}",
    KHIDKI_EVENT_NOTICE, SILENCE, FALSE },
  { "reaction/removed", FROM "\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.X\"}",
    KHIDKI_EVENT_NOTICE, SILENCE, FALSE },
  { "order",
    FROM "\"type\":\"order\",\"order\":{\"catalog_id\":\"1\",\"text\":\"x\",\"product_items\":[]}",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "system/user-changed-number",
    FROM "\"type\":\"system\",\"system\":{\"type\":\"user_changed_number\",\"wa_id\":\"919800000002\"}",
    KHIDKI_EVENT_IDENTITY, SILENCE, FALSE },
  { "system/user-changed-user-id",
    "\"from_user_id\":\"IN.1\",\"type\":\"system\",\"system\":{\"type\":\"user_changed_user_id\","
    "\"user_id\":\"IN.2\",\"previous_user_id\":\"IN.1\"}",
    KHIDKI_EVENT_IDENTITY, SILENCE, FALSE },
  { "system/customer-identity-changed",
    FROM "\"type\":\"system\",\"system\":{\"type\":\"customer_identity_changed\"},\"identity\":{}",
    KHIDKI_EVENT_IDENTITY, SILENCE, FALSE },
  { "unsupported/edit",
    FROM "\"type\":\"unsupported\",\"unsupported\":{\"type\":\"edit\"},\"errors\":[{\"code\":131051}]",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "unsupported/poll",
    FROM "\"type\":\"unsupported\",\"unsupported\":{\"type\":\"poll\"},\"errors\":[{\"code\":131051}]",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "unsupported/file-that-meta-did-not-get",
    FROM "\"type\":\"unsupported\",\"errors\":[{\"code\":131052,\"error_data\":{\"details\":"
         "\"Media file size too big. Max file size we currently support: 100MB.\"}}]",
    KHIDKI_EVENT_OTHER, "did not reach us", TRUE },
  { "image/that-meta-did-not-get",
    FROM "\"type\":\"image\",\"errors\":[{\"code\":131052,\"title\":\"Media download error\"}]",
    KHIDKI_EVENT_OTHER, "did not reach us", TRUE },
  { "unsupported/without-saying-what", FROM "\"type\":\"unsupported\",\"errors\":[{\"code\":131051}]",
    KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "edit",
    FROM "\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.X\",\"message\":{\"type\":"
         "\"text\",\"text\":{\"body\":\"Sita Rani\"}}}",
    KHIDKI_EVENT_OTHER, "cannot see what you changed", TRUE },
  { "revoke", FROM "\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.X\"}",
    KHIDKI_EVENT_NOTICE, SILENCE, FALSE },
  { "request-welcome", FROM "\"type\":\"request_welcome\"", KHIDKI_EVENT_OTHER, "", TRUE },
  { "ephemeral", FROM "\"type\":\"ephemeral\"", KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "ad", FROM "\"type\":\"ad\",\"ad\":{}", KHIDKI_EVENT_OTHER, "I can read text", TRUE },
  { "unknown", FROM "\"type\":\"unknown\",\"errors\":[{\"code\":131051}]", KHIDKI_EVENT_OTHER,
    "I can read text", TRUE },
  { "context/forwarded",
    FROM "\"context\":{\"forwarded\":true},\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "context/frequently-forwarded",
    FROM "\"context\":{\"frequently_forwarded\":true},\"type\":\"text\",\"text\":{\"body\":"
         "\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "context/referred-product",
    FROM "\"context\":{\"from\":\"1\",\"id\":\"wamid.X\",\"referred_product\":{\"catalog_id\":\"1\"}},"
         "\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "context/without-id",
    FROM "\"context\":{\"from\":\"1\"},\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "referral",
    FROM "\"referral\":{\"source_url\":\"https://fb.me/x\",\"source_type\":\"ad\",\"headline\":\"x\","
         "\"ctwa_clid\":\"x\"},\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "group-message", FROM "\"group_id\":\"g\",\"type\":\"text\",\"text\":{\"body\":\"Hi\"}",
    KHIDKI_EVENT_NOTICE, SILENCE, FALSE },
  { "group-message/no-group", FROM "\"group_id\":null,\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "from/user-id-alone",
    "\"from_user_id\":\"IN.1648738043044942\",\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "from/user-id-in-from",
    "\"from\":\"IN.1648738043044942\",\"type\":\"text\",\"text\":{\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
  { "from/parent-user-id",
    FROM "\"from_user_id\":\"IN.1\",\"from_parent_user_id\":\"IN.ENT.9\",\"type\":\"text\",\"text\":{"
         "\"body\":\"Sita Devi\"}",
    KHIDKI_EVENT_TEXT, "gender", FALSE },
};

static KhidkiCatalogue *catalogue;

/* One change with one element; @contacts may be "". */
static GPtrArray *
parse (const char *what, const char *element, const char *contacts)
{
  g_autofree char *text = g_strdup_printf (
    "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":"
    "\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{"
    "\"display_phone_number\":\"+91 11 4000 9000\",\"phone_number_id\":\"" FIXTURE_NUMBER "\"}%s,"
    "\"%s\":[{\"id\":\"wamid.FACT\",\"timestamp\":\"1795413600\",%s}]}}]}]}",
    contacts, what, element);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  GPtrArray *events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 1);
  return events;
}

static void
say (ChatWorld *world, const char *text)
{
  g_autofree char *key = chat_world_dup_key (world);

  chat_world_step (world, khidki_event_new_text (key, world->account, world->context.now, text));
}

static ChatWorld *
begin_form (void)
{
  ChatWorld *world = chat_world_new (catalogue);
  g_autofree char *said = NULL;

  say (world, "Hi");
  say (world, "English");
  say (world, "income certificate");
  say (world, "For myself");
  said = chat_world_dup_said (world);
  g_assert_nonnull (strstr (said, QUESTION));
  return world;
}

static void
assert_says (const char *said, const char *what)
{
  if (strstr (said, what) == NULL)
    g_error ("expected “%s” in:\n%s", what, said);
}

static void
test_inbound (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GPtrArray) events = parse ("messages", row->message, "");
  g_autoptr (ChatWorld) world = begin_form ();
  KhidkiEvent *event = g_ptr_array_index (events, 0);
  g_autofree char *said = NULL;

  g_assert_cmpint (khidki_event_get_kind (event), ==, row->kind);
  g_assert_cmpstr (khidki_event_get_key (event), ==, "wamid.FACT");
  chat_world_step (world, khidki_event_ref (event));
  if (world->fetching->len > 0)
    chat_world_kept (world, "ok");
  if (row->answer == SILENCE)
    {
      g_assert_cmpuint (world->messages->len, ==, 0);
      g_assert_false (khidki_event_is_from_person (event));
      return;
    }

  g_assert_cmpuint (world->messages->len, ==, 1);
  said = chat_world_dup_said (world);
  assert_says (said, row->answer);
  if (row->asks)
    assert_says (said, QUESTION);
}

/* Who speaks gets something to tap, a counter and a person's number. */
static void
test_voice (void)
{
  g_autoptr (GPtrArray) events =
    parse ("messages", FILE ("audio", "\"audio/ogg\",\"voice\":true"), "");
  g_autoptr (ChatWorld) world = begin_form ();
  g_autofree char *said = NULL;

  chat_world_step (world, khidki_event_ref (g_ptr_array_index (events, 0)));
  said = chat_world_dup_said (world);
  assert_says (said, "1031");
  assert_says (said, "service centre");
  g_assert_nonnull (chat_world_find_choice (world, "Talk to a person"));
  g_assert_nonnull (chat_world_find_choice (world, "Finish at a counter"));
}

typedef struct
{
  const char *name;
  const char *status;
  const char *contacts;
  KhidkiEventKind kind;
  KhidkiSendStatus becomes;
  const char *key;
} StatusRow;

#define TO "\"recipient_id\":\"919811022331\","
#define CONTACTS ",\"contacts\":[{\"profile\":{\"name\":\"S\"},\"wa_id\":\"919811022331\",\"user_id\":\"IN.1\"}]"
#define OLD_PRICE                                                                                  \
  "\"conversation\":{\"id\":\"c\",\"expiration_timestamp\":\"1\",\"origin\":{\"type\":\"utility\"}},"   \
  "\"pricing\":{\"billable\":true,\"pricing_model\":\"CBP\",\"category\":\"utility\"},"
#define NEW_PRICE                                                                                  \
  "\"pricing\":{\"billable\":false,\"pricing_model\":\"PMP\",\"type\":\"free_customer_service\","      \
  "\"category\":\"service\"},"
#define ECHO "\"biz_opaque_callback_data\":\"out:17:2\","

static const StatusRow statuses[] = {
  { "sent", TO ECHO "\"status\":\"sent\"", CONTACTS, KHIDKI_EVENT_STATUS, KHIDKI_SEND_STATUS_SENT,
    "wamid.FACT:sent" },
  { "delivered", TO ECHO "\"status\":\"delivered\"", CONTACTS, KHIDKI_EVENT_STATUS,
    KHIDKI_SEND_STATUS_DELIVERED, "wamid.FACT:delivered" },
  { "read", TO ECHO "\"status\":\"read\"", CONTACTS, KHIDKI_EVENT_STATUS, KHIDKI_SEND_STATUS_READ,
    "wamid.FACT:read" },
  { "played", TO ECHO "\"status\":\"played\"", CONTACTS, KHIDKI_EVENT_STATUS,
    KHIDKI_SEND_STATUS_READ, "wamid.FACT:played" },
  { "failed", TO ECHO "\"status\":\"failed\",\"errors\":[{\"code\":131026,\"title\":\"x\"}]", "",
    KHIDKI_EVENT_STATUS, KHIDKI_SEND_STATUS_FAILED, "wamid.FACT:failed" },
  { "deleted", TO "\"status\":\"deleted\"", "", KHIDKI_EVENT_NOTICE, 0, "wamid.FACT:deleted" },
  { "warning", TO "\"status\":\"warning\"", "", KHIDKI_EVENT_NOTICE, 0, "wamid.FACT:warning" },
  { "conversation-until-v23", TO OLD_PRICE ECHO "\"status\":\"sent\"", "", KHIDKI_EVENT_STATUS,
    KHIDKI_SEND_STATUS_SENT, "wamid.FACT:sent" },
  { "pricing-from-v24", TO NEW_PRICE ECHO "\"status\":\"delivered\"", "", KHIDKI_EVENT_STATUS,
    KHIDKI_SEND_STATUS_DELIVERED, "wamid.FACT:delivered" },
  { "user-id-alone", "\"recipient_user_id\":\"IN.1\"," ECHO "\"status\":\"read\"", "",
    KHIDKI_EVENT_STATUS, KHIDKI_SEND_STATUS_READ, "wamid.FACT:read" },
  { "group-participant",
    "\"recipient_id\":\"g\",\"recipient_type\":\"group\",\"recipient_participant_id\":\"9198\"," ECHO
    "\"status\":\"read\"",
    "", KHIDKI_EVENT_STATUS, KHIDKI_SEND_STATUS_READ, "wamid.FACT:read:9198" },
  { "identity-key-hash", TO "\"recipient_identity_key_hash\":\"x\"," ECHO "\"status\":\"sent\"", "",
    KHIDKI_EVENT_STATUS, KHIDKI_SEND_STATUS_SENT, "wamid.FACT:sent" },
  { "payment",
    TO "\"type\":\"payment\",\"status\":\"captured\",\"payment\":{\"reference_id\":\"r\",\"transaction\":"
       "{\"id\":\"t\",\"status\":\"success\"}}",
    "", KHIDKI_EVENT_NOTICE, 0, "wamid.FACT:captured:payment:t:success" },
};

static void
test_status (gconstpointer data)
{
  const StatusRow *row = data;
  g_autoptr (GPtrArray) events = parse ("statuses", row->status, row->contacts);
  g_autoptr (ChatWorld) world = begin_form ();
  KhidkiEvent *event = g_ptr_array_index (events, 0);

  g_assert_cmpint (khidki_event_get_kind (event), ==, row->kind);
  g_assert_cmpstr (khidki_event_get_key (event), ==, row->key);
  chat_world_step (world, khidki_event_ref (event));
  g_assert_cmpuint (world->messages->len, ==, 0);
  if (row->kind != KHIDKI_EVENT_STATUS)
    return;

  g_assert_cmpint (khidki_event_get_status (event), ==, row->becomes);
  g_assert_cmpstr (khidki_event_get_send_key (event), ==, "out:17:2");
  g_assert_cmpstr (khidki_event_get_far_id (event), ==, "wamid.FACT");
}

/* Who it is: any of the fields may be missing, and the id stands in a number's place too. */
typedef struct
{
  const char *name;
  const char *sender;
  const char *contacts;
  const char *id;
  const char *phone;     /* (nullable) */
  const char *full_name; /* (nullable) */
} WhoRow;

#define SITA "{\"profile\":{\"name\":\"Sita\"},\"wa_id\":\"919811022331\",\"user_id\":\"IN.7\"}"
#define RAM "{\"profile\":{\"name\":\"Ram\"},\"wa_id\":\"919811022332\",\"user_id\":\"IN.8\"}"
#define CONTACT(members) ",\"contacts\":[{\"profile\":{\"name\":\"Sita\"}" members "}]"

static const WhoRow people[] = {
  { "number-alone", "\"from\":\"919811022331\"", "", "919811022331", "+919811022331", NULL },
  { "number-with-plus", "\"from\":\"+919811022331\"", "", "919811022331", "+919811022331", NULL },
  { "number-as-a-number", "\"from\":919811022331", "", "919811022331", "+919811022331", NULL },
  { "until-user-ids", "\"from\":\"919811022331\"", CONTACT (",\"wa_id\":\"919811022331\""),
    "919811022331", "+919811022331", "Sita" },
  { "user-id-beside-the-number", "\"from\":\"919811022331\",\"from_user_id\":\"IN.7\"",
    ",\"contacts\":[" SITA "]", "IN.7", "+919811022331", "Sita" },
  { "user-id-in-the-contact-alone", "\"from\":\"919811022331\"", ",\"contacts\":[" SITA "]", "IN.7",
    "+919811022331", "Sita" },
  { "user-id-in-the-contact-of-several", "\"from\":\"919811022331\"",
    ",\"contacts\":[" RAM "," SITA "]", "IN.7", "+919811022331", "Sita" },
  { "no-number", "\"from_user_id\":\"IN.7\"", CONTACT (",\"user_id\":\"IN.7\""), "IN.7", NULL, "Sita" },
  { "user-id-in-from", "\"from\":\"IN.7\"", ",\"contacts\":[" SITA "]", "IN.7", "+919811022331", "Sita" },
  { "user-id-in-from-among-several", "\"from\":\"IN.7\"", ",\"contacts\":[" RAM "," SITA "]", "IN.7",
    "+919811022331", "Sita" },
  { "user-id-in-wa-id", "\"from\":\"919811022331\"", CONTACT (",\"wa_id\":\"IN.7\""), "IN.7",
    "+919811022331", "Sita" },
  { "user-id-in-from-and-wa-id", "\"from\":\"IN.7\"", CONTACT (",\"wa_id\":\"IN.7\""), "IN.7", NULL,
    "Sita" },
  { "number-in-the-contact-alone", "\"from_user_id\":\"IN.7\"", ",\"contacts\":[" SITA "]", "IN.7",
    "+919811022331", "Sita" },
  { "contacts-missing", "\"from_user_id\":\"IN.7\"", "", "IN.7", NULL, NULL },
  { "parent-id-is-not-theirs", "\"from\":\"919811022331\",\"from_parent_user_id\":\"IN.ENT.9\"",
    CONTACT (",\"wa_id\":\"919811022331\",\"parent_user_id\":\"IN.ENT.9\""), "919811022331",
    "+919811022331", "Sita" },
  { "username-is-no-name", "\"from_user_id\":\"IN.7\"",
    ",\"contacts\":[{\"profile\":{\"username\":\"@sita\"},\"user_id\":\"IN.7\"}]", "IN.7", NULL,
    NULL },
};

static void
test_who (gconstpointer data)
{
  const WhoRow *row = data;
  g_autofree char *message
      = g_strconcat (row->sender, ",\"type\":\"text\",\"text\":{\"body\":\"Hi\"}", NULL);
  g_autoptr (GPtrArray) events = parse ("messages", message, row->contacts);
  KhidkiEvent *event = g_ptr_array_index (events, 0);
  KhidkiAccount *account = khidki_event_get_account (event);

  g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_TEXT);
  g_assert_cmpstr (khidki_account_get_id (account), ==, row->id);
  g_assert_cmpstr (khidki_account_get_phone (account), ==, row->phone);
  g_assert_cmpstr (khidki_account_get_name (account), ==, row->full_name);
}

/* `changes[].field` other than `messages`: kept, never answered. */
static const char *const fields[] = {
  "account_update", "message_template_status_update", "flows", "payment_configuration_update",
  "user_preferences", "phone_number_quality_update", "business_capability_update", "security",
  "account_alerts", "group_lifecycle_update", "calls", "history", "smb_message_echoes",
  "business_username_update", "business_username_updates", "standby", "user_id_update",
};

static void
test_field (gconstpointer data)
{
  const char *field = data;
  g_autofree char *text = g_strdup_printf (
    "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"time\":1795413600,"
    "\"changes\":[{\"field\":\"%s\",\"value\":{\"event\":\"X\"}}]}]}",
    field);
  g_autofree char *expected = g_strconcat (field, ": X", NULL);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) events =
    khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, NULL);
  KhidkiEvent *event;

  g_assert_cmpuint (events->len, ==, 1);
  event = g_ptr_array_index (events, 0);
  g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_NOTICE);
  g_assert_cmpstr (khidki_event_get_detail (event), ==, expected);
}

/* When it was said: seconds, in either form; what cannot be one is when it came in. */
static const struct
{
  const char *name;
  const char *member;
  gint64 at;
} times[] = {
  { "text", ",\"timestamp\":\"1795413600\"", G_GINT64_CONSTANT (1795413600000) },
  { "number", ",\"timestamp\":1795413600", G_GINT64_CONSTANT (1795413600000) },
  { "missing", "", FIXTURE_RECEIVED_AT },
  { "null", ",\"timestamp\":null", FIXTURE_RECEIVED_AT },
  { "empty", ",\"timestamp\":\"\"", FIXTURE_RECEIVED_AT },
  { "zero", ",\"timestamp\":\"0\"", FIXTURE_RECEIVED_AT },
  { "before-1970", ",\"timestamp\":-5", FIXTURE_RECEIVED_AT },
  { "words", ",\"timestamp\":\"today\"", FIXTURE_RECEIVED_AT },
  { "too-large", ",\"timestamp\":\"99999999999999999999\"", FIXTURE_RECEIVED_AT },
};

static void
test_time (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autofree char *text = g_strdup_printf (
    "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":"
    "\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"" FIXTURE_NUMBER "\"},\"messages\":[{"
    FROM "\"id\":\"wamid.T\"%s,\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}],\"statuses\":[{"
    "\"id\":\"wamid.S\"%s,\"status\":\"read\"}]}}]}]}", times[index].member, times[index].member);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) events =
    khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, NULL);

  g_assert_cmpuint (events->len, ==, 2);
  for (guint i = 0; i < events->len; i++)
    g_assert_cmpint (khidki_event_get_at (g_ptr_array_index (events, i)), ==, times[index].at);
}

static KhidkiEvent *
parse_new_id (const char *number, const char *ids)
{
  g_autofree char *text = g_strdup_printf (
    "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":"
    "\"user_id_update\",\"value\":{\"metadata\":{\"phone_number_id\":\"%s\"},\"contacts\":[" SITA "],"
    "\"user_id_update\":[{\"wa_id\":\"919811022331\",\"user_id\":{%s},\"timestamp\":\"1795413600\"}]}}]}]}",
    number, ids);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) events =
    khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, NULL);

  g_assert_cmpuint (events->len, ==, 1);
  return khidki_event_ref (g_ptr_array_index (events, 0));
}

/* Meta took the field back in August 2026; provider companies still bring it. */
static void
test_new_id (void)
{
  g_autoptr (KhidkiEvent) event =
    parse_new_id (FIXTURE_NUMBER, "\"previous\":\"IN.6\",\"current\":\"IN.7\"");
  g_autoptr (KhidkiEvent) half = parse_new_id (FIXTURE_NUMBER, "\"current\":\"IN.7\"");
  g_autoptr (KhidkiEvent) elsewhere = parse_new_id ("1", "\"previous\":\"IN.6\",\"current\":\"IN.7\"");

  g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_IDENTITY);
  g_assert_cmpstr (khidki_account_get_id (khidki_event_get_account (event)), ==, "IN.6");
  g_assert_cmpstr (khidki_event_get_new_id (event), ==, "IN.7");
  g_assert_cmpstr (khidki_event_get_new_phone (event), ==, "+919811022331");
  g_assert_cmpint (khidki_event_get_kind (half), ==, KHIDKI_EVENT_NOTICE);
  g_assert_cmpint (khidki_event_get_kind (elsewhere), ==, KHIDKI_EVENT_NOTICE);
}

static void
add (const char *group, const char *name, gconstpointer data, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/whatsapp/facts/%s/%s", group, name);

  g_test_add_data_func (path, data, func);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  catalogue = chat_world_load_catalogue ();
  for (guint i = 0; i < G_N_ELEMENTS (inbound); i++)
    add ("inbound", inbound[i].name, &inbound[i], test_inbound);
  g_test_add_func ("/whatsapp/facts/voice-gets-something-to-tap", test_voice);
  g_test_add_func ("/whatsapp/facts/user-id-update-of-a-company", test_new_id);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    add ("status", statuses[i].name, &statuses[i], test_status);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    add ("who", people[i].name, &people[i], test_who);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    add ("time", times[i].name, GUINT_TO_POINTER (i), test_time);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add ("field", fields[i], fields[i], test_field);
  result = g_test_run ();
  khidki_catalogue_unref (catalogue);

  return result;
}
