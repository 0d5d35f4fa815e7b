/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-account.h"

#include "khidki-sandbox-json.h"

#define PAGE_MAX 200

/* What a number's object says where nobody asked for something else. */
static const struct
{
  const char *name;
  const char *value;
} defaults[] = {
  { "quality_rating", "GREEN" },
  { "status", "CONNECTED" },
  { "name_status", "APPROVED" },
  { "code_verification_status", "VERIFIED" },
  { "platform_type", "CLOUD_API" },
};

struct _KhidkiSandboxAccount
{
  const KhidkiSandboxConfig *config;
  char *values[G_N_ELEMENTS (defaults)];
  char *throughput;
  gint64 refuse;      /* Meta's code for every question about number and account, -1 for none */
  gboolean subscribed;
  gboolean has_number; /* whether the number is one of the account's */
};

KhidkiSandboxAccount *
khidki_sandbox_account_new (const KhidkiSandboxConfig *config)
{
  KhidkiSandboxAccount *account = g_new0 (KhidkiSandboxAccount, 1);

  account->config = config;
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    account->values[i] = g_strdup (defaults[i].value);
  account->throughput = g_strdup ("STANDARD");
  account->refuse = -1;
  account->subscribed = TRUE;
  account->has_number = TRUE;
  return account;
}

void
khidki_sandbox_account_free (KhidkiSandboxAccount *account)
{
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_free (account->values[i]);
  g_free (account->throughput);
  g_free (account);
}

static void
set_word (JsonObject *wanted,
          const char *name,
          char      **place)
{
  const char *word = khidki_sandbox_json_get_string (wanted, name);

  if (word == NULL)
    return;
  g_free (*place);
  *place = g_strdup (word);
}

/**
 * khidki_sandbox_account_set:
 * @account: an account
 * @wanted: what is to be otherwise; what it does not name stays
 */
void
khidki_sandbox_account_set (KhidkiSandboxAccount *account,
                            JsonObject           *wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    set_word (wanted, defaults[i].name, &account->values[i]);
  set_word (wanted, "throughput", &account->throughput);
  khidki_sandbox_json_get_integer (wanted, "refuse", &account->refuse);
  account->subscribed = khidki_sandbox_json_get_boolean (wanted, "subscribed", account->subscribed);
  account->has_number = khidki_sandbox_json_get_boolean (wanted, "has_number", account->has_number);
}

/**
 * khidki_sandbox_account_describe:
 * @account: an account
 *
 * Returns: (transfer full): all that can be set
 */
JsonObject *
khidki_sandbox_account_describe (KhidkiSandboxAccount *account)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    json_object_set_string_member (object, defaults[i].name, account->values[i]);
  json_object_set_string_member (object, "throughput", account->throughput);
  json_object_set_int_member (object, "refuse", account->refuse);
  json_object_set_boolean_member (object, "subscribed", account->subscribed);
  json_object_set_boolean_member (object, "has_number", account->has_number);
  return object;
}

/**
 * khidki_sandbox_account_describe_number:
 * @account: an account
 *
 * Returns: (transfer full): the number as the Graph API describes it, with every field
 */
JsonObject *
khidki_sandbox_account_describe_number (KhidkiSandboxAccount *account)
{
  JsonObject *object = json_object_new ();
  JsonObject *throughput = json_object_new ();
  g_autofree char *display = g_strconcat ("+", account->config->display_number, NULL);

  json_object_set_string_member (object, "id", account->config->phone_number_id);
  json_object_set_string_member (object, "display_phone_number", display);
  json_object_set_string_member (object, "verified_name", account->config->business_name);
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    json_object_set_string_member (object, defaults[i].name, account->values[i]);
  json_object_set_string_member (throughput, "level", account->throughput);
  json_object_set_object_member (object, "throughput", throughput);
  return object;
}

int
khidki_sandbox_account_get_refusal (KhidkiSandboxAccount *account)
{
  return (int) account->refuse;
}

gboolean
khidki_sandbox_account_is_subscribed (KhidkiSandboxAccount *account)
{
  return account->subscribed;
}

gboolean
khidki_sandbox_account_has_number (KhidkiSandboxAccount *account)
{
  return account->has_number;
}

void
khidki_sandbox_account_subscribe (KhidkiSandboxAccount *account,
                                  gboolean              subscribed)
{
  account->subscribed = subscribed;
}

/**
 * khidki_sandbox_account_choose_fields:
 * @object: all there is
 * @fields: (nullable): the names that are wanted, separated by commas; %NULL for all
 *
 * Returns: (transfer full): those, and the id
 */
JsonObject *
khidki_sandbox_account_choose_fields (JsonObject *object,
                                      const char *fields)
{
  g_auto (GStrv) names = g_strsplit (fields == NULL ? "" : fields, ",", -1);
  g_autoptr (GList) members = json_object_get_members (object);
  JsonObject *chosen = json_object_new ();

  for (GList *at = members; at != NULL; at = at->next)
    if (fields == NULL || g_str_equal (at->data, "id")
        || g_strv_contains ((const char *const *) names, at->data))
      json_object_set_member (chosen, at->data, json_object_dup_member (object, at->data));
  return chosen;
}

/**
 * khidki_sandbox_account_page:
 * @all: (transfer full): a list of objects
 * @fields: (nullable): which of their members are wanted
 * @limit: how many at most
 * @after: after how many it begins
 *
 * Returns: (transfer full): a page of it as the Graph API gives it
 */
JsonObject *
khidki_sandbox_account_page (JsonArray  *all,
                             const char *fields,
                             guint64     limit,
                             guint64     after)
{
  guint length = json_array_get_length (all);
  guint begin = (guint) MIN (after, length);
  guint end = begin + (guint) MIN (CLAMP (limit, 1, PAGE_MAX), length - begin);
  g_autofree char *cursor = g_strdup_printf ("%u", end);
  JsonObject *page = json_object_new ();
  JsonObject *paging = json_object_new ();
  JsonObject *cursors = json_object_new ();
  JsonArray *data = json_array_new ();

  for (guint i = begin; i < end; i++)
    json_array_add_object_element (data, khidki_sandbox_account_choose_fields (
                                           khidki_sandbox_json_element_object (all, i), fields));
  json_object_set_string_member (cursors, "after", cursor);
  json_object_set_object_member (paging, "cursors", cursors);
  if (end < length)
    json_object_set_string_member (paging, "next", "https://graph.facebook.com/");
  json_object_set_array_member (page, "data", data);
  json_object_set_object_member (page, "paging", paging);
  json_array_unref (all);
  return page;
}
