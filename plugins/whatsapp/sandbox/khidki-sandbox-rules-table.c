/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-rules.h"

#define TEXT KHIDKI_SANDBOX_SHAPE_TEXT
#define TRUTH KHIDKI_SANDBOX_SHAPE_TRUTH
#define NUMBER KHIDKI_SANDBOX_SHAPE_NUMBER
#define OBJECT KHIDKI_SANDBOX_SHAPE_OBJECT
#define LIST KHIDKI_SANDBOX_SHAPE_LIST
#define ANY KHIDKI_SANDBOX_SHAPE_ANY
#define NEEDED KHIDKI_SANDBOX_RULE_NEEDED
#define UNIQUE KHIDKI_SANDBOX_RULE_UNIQUE
#define TRIMMED KHIDKI_SANDBOX_RULE_TRIMMED
#define CLOSED KHIDKI_SANDBOX_RULE_CLOSED
#define WEB KHIDKI_SANDBOX_RULE_WEB
#define ONE_OF KHIDKI_SANDBOX_RULE_ONE_OF

/* The parts of an interactive message in which a medium may stand on top. */
#define HEADER_MEDIUM(kind)                                                                          \
  { "interactive.header.type=" kind, "interactive.header." kind, OBJECT, NEEDED | ONE_OF, 0, 0,      \
    "id|link" },                                                                                     \
  { NULL, "interactive.header." kind ".id", TEXT, 0, 1, 0, NULL },                                   \
  { NULL, "interactive.header." kind ".link", TEXT, WEB, 1, 0, NULL }

#define MEDIUM(kind)                                                                                 \
  { "type=" kind, kind, OBJECT, NEEDED | CLOSED | ONE_OF, 0, 0, "id|link" },                         \
  { NULL, kind ".id", TEXT, 0, 1, 0, NULL },                                                         \
  { NULL, kind ".link", TEXT, WEB, 1, 0, NULL }

/* A row stands after the row of its parent. */
const KhidkiSandboxRule khidki_sandbox_rules[] = {
  { NULL, "messaging_product", TEXT, NEEDED, 1, 0, "whatsapp" },
  { NULL, "recipient_type", TEXT, 0, 1, 0, "individual|group" },
  { NULL, "to", TEXT, 0, 1, 0, NULL },
  { NULL, "recipient", TEXT, 0, 1, 0, NULL },
  { NULL, "type", TEXT, 0, 1, 0,
    "audio|contacts|document|image|interactive|location|reaction|sticker|template|text|video" },
  { NULL, "context", OBJECT, 0, 0, 0, NULL },
  { NULL, "context.message_id", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "biz_opaque_callback_data", TEXT, 0, 0, 512, NULL },

  { "type=text", "text", OBJECT, NEEDED | CLOSED, 0, 0, NULL },
  { NULL, "text.body", TEXT, NEEDED, 1, 4096, NULL },
  { NULL, "text.preview_url", TRUTH, 0, 0, 0, NULL },

  MEDIUM ("audio"),
  { NULL, "audio.voice", TRUTH, 0, 0, 0, NULL },
  MEDIUM ("image"),
  { NULL, "image.caption", TEXT, 0, 0, 1024, NULL },
  MEDIUM ("video"),
  { NULL, "video.caption", TEXT, 0, 0, 1024, NULL },
  MEDIUM ("document"),
  { NULL, "document.caption", TEXT, 0, 0, 1024, NULL },
  { NULL, "document.filename", TEXT, 0, 1, 0, NULL },
  MEDIUM ("sticker"),

  { "type=reaction", "reaction", OBJECT, NEEDED | CLOSED, 0, 0, NULL },
  { NULL, "reaction.message_id", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "reaction.emoji", TEXT, 0, 0, 0, NULL },

  { "type=location", "location", OBJECT, NEEDED | CLOSED, 0, 0, NULL },
  { NULL, "location.latitude", NUMBER, NEEDED, 0, 0, NULL },
  { NULL, "location.longitude", NUMBER, NEEDED, 0, 0, NULL },
  { NULL, "location.name", TEXT, 0, 0, 0, NULL },
  { NULL, "location.address", TEXT, 0, 0, 0, NULL },

  { "type=contacts", "contacts", LIST, NEEDED, 1, 5, NULL },
  { NULL, "contacts[].name", OBJECT, NEEDED, 0, 0, NULL },
  { NULL, "contacts[].name.formatted_name", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "contacts[].birthday", TEXT, 0, 0, 10, NULL },
  { NULL, "contacts[].phones", LIST, 0, 0, 0, NULL },
  { NULL, "contacts[].phones[].phone", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "contacts[].phones[].type", TEXT, 0, 1, 0, NULL },
  { NULL, "contacts[].emails", LIST, 0, 0, 0, NULL },
  { NULL, "contacts[].emails[].email", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "contacts[].urls", LIST, 0, 0, 0, NULL },
  { NULL, "contacts[].urls[].url", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "contacts[].addresses", LIST, 0, 0, 0, NULL },
  { NULL, "contacts[].addresses[].type", TEXT, 0, 1, 0, NULL },

  { "type=template", "template", OBJECT, NEEDED, 0, 0, NULL },
  { NULL, "template.name", TEXT, NEEDED, 1, 512, NULL },
  { NULL, "template.language", OBJECT, NEEDED, 0, 0, NULL },
  { NULL, "template.language.code", TEXT, NEEDED, 1, 0, NULL },
  { NULL, "template.language.policy", TEXT, 0, 1, 0, "deterministic" },
  { NULL, "template.components", LIST, 0, 0, 0, NULL },
  { NULL, "template.components[].type", TEXT, NEEDED, 1, 0,
    "header|body|button|limited_time_offer|carousel|order_status" },
  { NULL, "template.components[].sub_type", TEXT, 0, 1, 0,
    "quick_reply|url|catalog|copy_code|flow|mpm|order_details|voice_call|request_contact_info" },
  { NULL, "template.components[].parameters", LIST, 0, 0, 0, NULL },
  { NULL, "template.components[].parameters[].type", TEXT, NEEDED, 1, 0,
    "text|currency|date_time|image|document|video|location|payload|action|coupon_code|"
    "limited_time_offer|order_status|product" },
  { NULL, "template.components[].parameters[].parameter_name", TEXT, 0, 1, 0, NULL },
  { NULL, "template.components[].parameters[].text", TEXT, 0, 1, 32768, NULL },

  /* The type decides which members are known, so it comes first. */
  { "type=interactive", "interactive.type", TEXT, NEEDED, 1, 0,
    "list|button|cta_url|flow|location_request_message|order_details|order_status|address_message|"
    "product|product_list|catalog_message|call_permission_request|request_contact_info" },
  { "type=interactive", "interactive", OBJECT, NEEDED | CLOSED, 0, 0, NULL },
  { NULL, "interactive.header", OBJECT, 0, 0, 0, NULL },
  { "interactive.type=list", "interactive.header.type", TEXT, NEEDED, 1, 0, "text" },
  { NULL, "interactive.header.type", TEXT, NEEDED, 1, 0, "text|image|video|document" },
  { "interactive.header.type=text", "interactive.header.text", TEXT, NEEDED, 1, 60, NULL },
  { NULL, "interactive.header.sub_text", TEXT, 0, 0, 60, NULL },
  HEADER_MEDIUM ("image"),
  HEADER_MEDIUM ("video"),
  HEADER_MEDIUM ("document"),
  { "interactive.type=list|button|cta_url|flow|location_request_message|order_details|order_status|"
    "address_message|product_list|catalog_message|request_contact_info",
    "interactive.body", OBJECT, NEEDED | CLOSED, 0, 0, NULL },
  { "interactive.type=product|call_permission_request", "interactive.body", OBJECT, CLOSED, 0, 0,
    NULL },
  { "interactive.type=list", "interactive.body.text", TEXT, NEEDED, 1, 4096, NULL },
  { "interactive.type!=list", "interactive.body.text", TEXT, NEEDED, 1, 1024, NULL },
  { NULL, "interactive.footer", OBJECT, CLOSED, 0, 0, NULL },
  { NULL, "interactive.footer.text", TEXT, NEEDED, 1, 60, NULL },
  { NULL, "interactive.action", OBJECT, NEEDED | CLOSED, 0, 0, NULL },

  { "interactive.type=list", "interactive.action.button", TEXT, NEEDED, 1, 20, NULL },
  { "interactive.type=list", "interactive.action.sections", LIST, NEEDED | CLOSED, 1, 10, NULL },
  { "interactive.type=list", "interactive.action.sections[].title", TEXT, 0, 1, 24, NULL },
  { "interactive.type=list", "interactive.action.sections[].rows", LIST, NEEDED | CLOSED, 1, 10,
    NULL },
  { "interactive.type=list", "interactive.action.sections[].rows[].id", TEXT, NEEDED | UNIQUE, 1,
    200, NULL },
  { "interactive.type=list", "interactive.action.sections[].rows[].title", TEXT, NEEDED, 1, 24,
    NULL },
  { "interactive.type=list", "interactive.action.sections[].rows[].description", TEXT, 0, 1, 72,
    NULL },

  { "interactive.type=button", "interactive.action.buttons", LIST, NEEDED | CLOSED, 1, 3, NULL },
  { "interactive.type=button", "interactive.action.buttons[].type", TEXT, NEEDED, 1, 0, "reply" },
  { "interactive.type=button", "interactive.action.buttons[].reply", OBJECT, NEEDED | CLOSED, 0, 0,
    NULL },
  { "interactive.type=button", "interactive.action.buttons[].reply.id", TEXT,
    NEEDED | UNIQUE | TRIMMED, 1, 256, NULL },
  { "interactive.type=button", "interactive.action.buttons[].reply.title", TEXT,
    NEEDED | UNIQUE | TRIMMED, 1, 20, NULL },

  { "interactive.type=cta_url", "interactive.action.name", TEXT, NEEDED, 1, 0, "cta_url" },
  { "interactive.type=cta_url", "interactive.action.parameters", OBJECT, NEEDED | CLOSED, 0, 0,
    NULL },
  { "interactive.type=cta_url", "interactive.action.parameters.display_text", TEXT, NEEDED, 1, 20,
    NULL },
  { "interactive.type=cta_url", "interactive.action.parameters.url", TEXT, NEEDED | WEB, 1, 2000,
    NULL },

  { "interactive.type=flow", "interactive.action.name", TEXT, NEEDED, 1, 0, "flow" },
  { "interactive.type=flow", "interactive.action.parameters", OBJECT, NEEDED | CLOSED | ONE_OF, 0, 0,
    "flow_id|flow_name" },
  { "interactive.type=flow", "interactive.action.parameters.flow_message_version", TEXT, NEEDED, 1,
    0, "3" },
  { "interactive.type=flow", "interactive.action.parameters.flow_id", TEXT, 0, 1, 0, NULL },
  { "interactive.type=flow", "interactive.action.parameters.flow_name", TEXT, 0, 1, 0, NULL },
  { "interactive.type=flow", "interactive.action.parameters.flow_cta", TEXT, NEEDED, 1, 30, NULL },
  { "interactive.type=flow", "interactive.action.parameters.flow_token", TEXT, 0, 1, 0, NULL },
  { "interactive.type=flow", "interactive.action.parameters.flow_action", TEXT, 0, 1, 0,
    "navigate|data_exchange" },
  { "interactive.type=flow", "interactive.action.parameters.flow_action_payload", OBJECT, 0, 0, 0,
    NULL },
  { "interactive.type=flow", "interactive.action.parameters.mode", TEXT, 0, 1, 0,
    "draft|published" },

  { "interactive.type=location_request_message", "interactive.action.name", TEXT, NEEDED, 1, 0,
    "send_location" },
  { "interactive.type=request_contact_info", "interactive.action.name", TEXT, NEEDED, 1, 0,
    "request_contact_info" },
  { "interactive.type=call_permission_request", "interactive.action.name", TEXT, NEEDED, 1, 0,
    "call_permission_request" },
  { "interactive.type=address_message", "interactive.action.name", TEXT, NEEDED, 1, 0,
    "address_message" },
  { "interactive.type=address_message", "interactive.action.parameters", OBJECT, NEEDED, 0, 0,
    NULL },
  { "interactive.type=address_message", "interactive.action.parameters.country", TEXT, NEEDED, 1, 0,
    "IN" },
  { "interactive.type=catalog_message", "interactive.action.name", TEXT, NEEDED, 1, 0,
    "catalog_message" },
  { "interactive.type=catalog_message", "interactive.action.parameters", OBJECT, 0, 0, 0, NULL },
  { "interactive.type=catalog_message",
    "interactive.action.parameters.thumbnail_product_retailer_id", TEXT, NEEDED, 1, 0, NULL },
  { "interactive.type=product|product_list", "interactive.action.catalog_id", TEXT, NEEDED, 1, 0,
    NULL },
  { "interactive.type=product", "interactive.action.product_retailer_id", TEXT, NEEDED, 1, 0, NULL },
  { "interactive.type=product_list", "interactive.action.sections", LIST, NEEDED, 1, 10, NULL },
  { "interactive.type=product_list", "interactive.action.sections[].title", TEXT, 0, 1, 24, NULL },
  { "interactive.type=product_list", "interactive.action.sections[].product_items", LIST, NEEDED, 1,
    30, NULL },
  { "interactive.type=product_list",
    "interactive.action.sections[].product_items[].product_retailer_id", TEXT, NEEDED, 1, 0, NULL },

  { "interactive.type=order_details", "interactive.action.name", TEXT, NEEDED, 1, 0,
    "review_and_pay" },
  { "interactive.type=order_status", "interactive.action.name", TEXT, NEEDED, 1, 0, "review_order" },
  { "interactive.type=order_details|order_status", "interactive.action.parameters", OBJECT, NEEDED,
    0, 0, NULL },
  { "interactive.type=order_details|order_status", "interactive.action.parameters.reference_id",
    TEXT, NEEDED, 1, 35, NULL },
  { "interactive.type=order_details", "interactive.action.parameters.type", TEXT, NEEDED, 1, 0,
    "digital-goods|physical-goods" },
  { "interactive.type=order_details", "interactive.action.parameters.payment_configuration", TEXT, 0,
    1, 60, NULL },
  { "interactive.type=order_details", "interactive.action.parameters.currency", TEXT, NEEDED, 1, 0,
    "INR" },
  { "interactive.type=order_details", "interactive.action.parameters.total_amount", OBJECT, NEEDED,
    0, 0, NULL },
  { "interactive.type=order_details", "interactive.action.parameters.total_amount.value", NUMBER,
    NEEDED, 0, 0, NULL },
  { "interactive.type=order_details", "interactive.action.parameters.total_amount.offset", NUMBER,
    NEEDED, 0, 0, NULL },
  { "interactive.type=order_details|order_status", "interactive.action.parameters.order", OBJECT,
    NEEDED, 0, 0, NULL },
  { "interactive.type=order_details", "interactive.action.parameters.order.status", TEXT, NEEDED, 1,
    0, "pending" },
  { "interactive.type=order_details", "interactive.action.parameters.order.items", LIST, NEEDED, 1, 0,
    NULL },
  { "interactive.type=order_details", "interactive.action.parameters.order.items[].name", TEXT,
    NEEDED, 1, 60, NULL },
  { "interactive.type=order_status", "interactive.action.parameters.order.status", TEXT, NEEDED, 1, 0,
    "pending|processing|partially_shipped|partially-shipped|shipped|completed|canceled" },
  { "interactive.type=order_details|order_status", "interactive.action.parameters.order.description",
    TEXT, 0, 0, 120, NULL },
};

const guint khidki_sandbox_n_rules = G_N_ELEMENTS (khidki_sandbox_rules);
