/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-event.h"

#define EVENT_TYPE "(uxa{sv})"

static void
add_text (GVariantBuilder *builder, const char *name, const char *value)
{
  if (value != NULL)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_string (value));
}

/**
 * khidki_event_to_variant:
 * @self: an event
 *
 * Returns: (transfer full): its serialised form, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_event_to_variant (KhidkiEvent *self)
{
  g_autoptr (GVariant) account = khidki_account_to_variant (khidki_event_get_account (self));
  GVariantBuilder builder;
  double latitude, longitude;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "account", account);
  add_text (&builder, "key", khidki_event_get_key (self));
  add_text (&builder, "text", khidki_event_get_text (self));
  add_text (&builder, "choice", khidki_event_get_choice (self));
  add_text (&builder, "media", khidki_event_get_media (self));
  add_text (&builder, "mime-type", khidki_event_get_mime_type (self));
  add_text (&builder, "media-digest", khidki_event_get_media_digest (self));
  add_text (&builder, "detail", khidki_event_get_detail (self));
  add_text (&builder, "reply-to", khidki_event_get_reply_to (self));
  add_text (&builder, "far-id", khidki_event_get_far_id (self));
  add_text (&builder, "send-key", khidki_event_get_send_key (self));
  add_text (&builder, "error-message", khidki_event_get_error_message (self));
  add_text (&builder, "new-id", khidki_event_get_new_id (self));
  add_text (&builder, "new-phone", khidki_event_get_new_phone (self));
  if (khidki_event_get_kind (self) == KHIDKI_EVENT_STATUS)
    {
      g_variant_builder_add (&builder, "{sv}", "status",
                             g_variant_new_uint32 (khidki_event_get_status (self)));
      g_variant_builder_add (&builder, "{sv}", "error-code",
                             g_variant_new_int32 (khidki_event_get_error_code (self)));
    }
  if (khidki_event_get_location (self, &latitude, &longitude))
    g_variant_builder_add (&builder, "{sv}", "location",
                           g_variant_new ("(dd)", latitude, longitude));
  if (khidki_event_get_values (self) != NULL)
    g_variant_builder_add (&builder, "{sv}", "values", khidki_event_get_values (self));

  return g_variant_ref_sink (g_variant_new ("(uxa{sv})",
                                            khidki_event_get_kind (self),
                                            khidki_event_get_at (self),
                                            &builder));
}

static const char *
lookup (GVariant *dictionary, const char *name)
{
  const char *value = NULL;

  g_variant_lookup (dictionary, name, "&s", &value);
  return value;
}

static KhidkiEvent *
new_of_kind (KhidkiEventKind kind,
             const char *key,
             KhidkiAccount *account,
             gint64 at,
             GVariant *dictionary)
{
  guint32 status = KHIDKI_SEND_STATUS_SENT;

  switch (kind)
    {
    case KHIDKI_EVENT_CHOICE:
      return khidki_event_new_choice (key, account, at, lookup (dictionary, "choice"),
                                      lookup (dictionary, "text"));
    case KHIDKI_EVENT_MEDIA:
      return khidki_event_new_media (key, account, at, lookup (dictionary, "media"),
                                     lookup (dictionary, "mime-type"),
                                     lookup (dictionary, "text"));
    case KHIDKI_EVENT_STATUS:
      g_variant_lookup (dictionary, "status", "u", &status);
      return khidki_event_new_status (key, account, at, status,
                                      lookup (dictionary, "far-id"),
                                      lookup (dictionary, "send-key"));
    case KHIDKI_EVENT_SERVER:
      {
        g_autoptr (GVariant) values =
            g_variant_lookup_value (dictionary, "values", G_VARIANT_TYPE_VARDICT);

        return khidki_event_new_server (key, account, at, lookup (dictionary, "detail"), values);
      }
    case KHIDKI_EVENT_TEXT:
    case KHIDKI_EVENT_LOCATION:
    case KHIDKI_EVENT_OTHER:
    case KHIDKI_EVENT_IDENTITY:
    case KHIDKI_EVENT_NOTICE:
    default:
      break;
    }

  {
    g_autoptr (KhidkiEvent) plain = khidki_event_new (kind, key, account, at);

    return khidki_event_copy_with_text (plain, lookup (dictionary, "text"));
  }
}

static void
set_particulars (KhidkiEvent *event, GVariant *dictionary)
{
  double latitude, longitude;
  gint32 error_code = 0;

  khidki_event_set_detail (event, lookup (dictionary, "detail"));
  khidki_event_set_reply_to (event, lookup (dictionary, "reply-to"));
  khidki_event_set_media_digest (event, lookup (dictionary, "media-digest"));
  khidki_event_set_new_id (event, lookup (dictionary, "new-id"), lookup (dictionary, "new-phone"));
  if (g_variant_lookup (dictionary, "error-code", "i", &error_code))
    khidki_event_set_error (event, error_code, lookup (dictionary, "error-message"));
  if (g_variant_lookup (dictionary, "location", "(dd)", &latitude, &longitude))
    khidki_event_set_location (event, latitude, longitude);
}

/**
 * khidki_event_new_from_variant:
 * @variant: what [method@Event.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the event, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new_from_variant (GVariant *variant)
{
  g_autoptr (GVariant) dictionary = NULL;
  g_autoptr (GVariant) account_variant = NULL;
  g_autoptr (KhidkiAccount) account = NULL;
  KhidkiEvent *event;
  const char *key;
  guint32 kind;
  gint64 at;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (EVENT_TYPE)))
    return NULL;

  g_variant_get (variant, "(ux@a{sv})", &kind, &at, &dictionary);
  key = lookup (dictionary, "key");
  account_variant = g_variant_lookup_value (dictionary, "account", NULL);
  if (account_variant != NULL)
    account = khidki_account_new_from_variant (account_variant);
  if (kind > KHIDKI_EVENT_SERVER || key == NULL || *key == '\0' || account == NULL)
    return NULL;

  event = new_of_kind (kind, key, account, at, dictionary);
  set_particulars (event, dictionary);
  return event;
}
