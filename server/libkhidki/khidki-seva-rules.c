/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-seva-private.h"

#include <string.h>

static const KhidkiSevaKey service_keys[] = {
  { "Id", KHIDKI_SEVA_STRING, TRUE },
  { "Department", KHIDKI_SEVA_STRING },
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "ShortName", KHIDKI_SEVA_SHORT, TRUE },
  { "Help", KHIDKI_SEVA_TEXT },
  { "Who", KHIDKI_SEVA_TEXT },
  { "Words", KHIDKI_SEVA_WORDS },
  { "System", KHIDKI_SEVA_ONE_OF, TRUE, "edistrict;mcd;parivahan;own" },
  { "Basis", KHIDKI_SEVA_ONE_OF, TRUE, "dpdp-7b;consent" },
  { "Purpose", KHIDKI_SEVA_TEXT },
  { "Days", KHIDKI_SEVA_COUNT, TRUE },
  { "Validity", KHIDKI_SEVA_PERIOD },
  { "Retention", KHIDKI_SEVA_PERIOD },
  { "Declaration", KHIDKI_SEVA_TEXT, TRUE },
  { "DeclarationVersion", KHIDKI_SEVA_STRING, TRUE },
  { "Reviewed", KHIDKI_SEVA_REVIEW },
  { "Remedy", KHIDKI_SEVA_TEXT },
  { "Applicant", KHIDKI_SEVA_STRING },
  { NULL },
};
static const KhidkiSevaKey fee_keys[] = {
  { "Government", KHIDKI_SEVA_MONEY, TRUE },
  { "Note", KHIDKI_SEVA_TEXT },
  { NULL },
};
static const KhidkiSevaKey group_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "ShortName", KHIDKI_SEVA_SHORT },
  { "Ask", KHIDKI_SEVA_TEXT },
  { "AskSelf", KHIDKI_SEVA_TEXT },
  { "More", KHIDKI_SEVA_TEXT },
  { "Help", KHIDKI_SEVA_TEXT },
  { "Example", KHIDKI_SEVA_TEXT },
  { "Repeat", KHIDKI_SEVA_RANGE },
  { "Together", KHIDKI_SEVA_BOOLEAN },
  { "ShowIf", KHIDKI_SEVA_CONDITION },
  { NULL },
};
static const KhidkiSevaKey field_keys[] = {
  { "Type", KHIDKI_SEVA_TYPE, TRUE },
  { "Class", KHIDKI_SEVA_ONE_OF, FALSE, "plain;personal;identifier" },
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "ShortName", KHIDKI_SEVA_SHORT },
  { "Ask", KHIDKI_SEVA_TEXT },
  { "AskSelf", KHIDKI_SEVA_TEXT },
  { "Help", KHIDKI_SEVA_TEXT },
  { "Example", KHIDKI_SEVA_TEXT },
  { "Complaint", KHIDKI_SEVA_TEXT },
  { "Optional", KHIDKI_SEVA_BOOLEAN },
  { "Default", KHIDKI_SEVA_STRING },
  { "ShowIf", KHIDKI_SEVA_CONDITION },
  { "Prefill", KHIDKI_SEVA_ONE_OF, FALSE, "phone" },
  { "Range", KHIDKI_SEVA_RANGE },
  { "Past", KHIDKI_SEVA_BOOLEAN },
  { "YearEnough", KHIDKI_SEVA_BOOLEAN },
  { "Pattern", KHIDKI_SEVA_PATTERN },
  { "Choices", KHIDKI_SEVA_LIST },
  { "Choice.", KHIDKI_SEVA_SHORT },
  { "Words.", KHIDKI_SEVA_WORDS },
  { NULL },
};
static const KhidkiSevaKey paper_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "ShortName", KHIDKI_SEVA_SHORT, TRUE },
  { "Ask", KHIDKI_SEVA_TEXT },
  { "AskSelf", KHIDKI_SEVA_TEXT },
  { "Help", KHIDKI_SEVA_TEXT },
  { "AnyOf", KHIDKI_SEVA_LIST, TRUE },
  { "Max", KHIDKI_SEVA_COUNT },
  { "Optional", KHIDKI_SEVA_BOOLEAN },
  { "ShowIf", KHIDKI_SEVA_CONDITION },
  { NULL },
};
static const KhidkiSevaKey kind_keys[] = {
  { "Name", KHIDKI_SEVA_SHORT, TRUE },
  { "Only", KHIDKI_SEVA_ONE_OF, FALSE, "photo" },
  { "Help", KHIDKI_SEVA_TEXT },
  { "Words", KHIDKI_SEVA_WORDS },
  { NULL },
};
static const KhidkiSevaKey stage_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "Role", KHIDKI_SEVA_ID, TRUE },
  { "Days", KHIDKI_SEVA_COUNT, TRUE },
  { "May", KHIDKI_SEVA_SOME_OF, TRUE, "ask;forward;transfer;approve;reject" },
  { NULL },
};
static const KhidkiSevaKey reason_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "Help", KHIDKI_SEVA_TEXT },
  { "Bring", KHIDKI_SEVA_LIST },
  { NULL },
};
static const KhidkiSevaKey certificate_keys[] = {
  { "Government", KHIDKI_SEVA_TEXT },
  { "Title", KHIDKI_SEVA_TEXT, TRUE },
  { "Body", KHIDKI_SEVA_TEXT, TRUE },
  { "Note", KHIDKI_SEVA_TEXT },
  { "Office", KHIDKI_SEVA_TEXT },
  { "Officer", KHIDKI_SEVA_TEXT },
  { "Place", KHIDKI_SEVA_TEXT },
  { "Applicant", KHIDKI_SEVA_TEXT },
  { "Computed", KHIDKI_SEVA_LIST },
  { "Signed", KHIDKI_SEVA_LIST },
  { NULL },
};
static const KhidkiSevaKey line_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "Value", KHIDKI_SEVA_TEXT },
  { "Each", KHIDKI_SEVA_ID },
  { "ShowIf", KHIDKI_SEVA_CONDITION },
  { NULL },
};

static const KhidkiSevaGroup groups[] = {
  { "Service", KHIDKI_SEVA_ALONE, service_keys },
  { "Fee", KHIDKI_SEVA_DATED, fee_keys },
  { "Group", KHIDKI_SEVA_NAMED, group_keys },
  { "Field", KHIDKI_SEVA_PATH, field_keys },
  { "Paper", KHIDKI_SEVA_NAMED, paper_keys },
  { "Kind", KHIDKI_SEVA_NAMED, kind_keys },
  { "Stage", KHIDKI_SEVA_NAMED, stage_keys },
  { "Reason", KHIDKI_SEVA_NAMED, reason_keys },
  { "Certificate", KHIDKI_SEVA_ALONE, certificate_keys },
  { "Line", KHIDKI_SEVA_NAMED, line_keys },
  { NULL },
};

const KhidkiSevaGroup *
khidki_seva_get_groups (void)
{
  return groups;
}

/* (nullable): the rule for a key without its language. */
const KhidkiSevaKey *
khidki_seva_find_key (const KhidkiSevaGroup *group, const char *key)
{
  for (const KhidkiSevaKey *rule = group->keys; rule->name != NULL; rule++)
    {
      gsize length = strlen (rule->name);

      if (strcmp (rule->name, key) == 0 && rule->name[length - 1] != '.')
        return rule;
      if (rule->name[length - 1] == '.' && strncmp (rule->name, key, length) == 0 &&
          khidki_seva_is_id (key + length))
        return rule;
    }
  return NULL;
}
