/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-test-host-private.h"
#include "khidki-test-world-private.h"

KhidkiTestWorld *
khidki_test_host_get_world (KhidkiTestHost *self)
{
  if (self->world == NULL)
    self->world = khidki_test_world_new (self);
  return self->world;
}

/* A catalogue is swapped whole. */
static gboolean
build_catalogue (KhidkiTestWorld *world, GError **error)
{
  KhidkiCatalogue *catalogue = khidki_catalogue_new (world->places);

  for (guint i = 0; i < world->departments->len; i++)
    if (!khidki_catalogue_add_department (catalogue, g_ptr_array_index (world->departments, i),
                                          error))
      {
        khidki_catalogue_unref (catalogue);
        return FALSE;
      }
  khidki_catalogue_unref (world->catalogue);
  world->catalogue = catalogue;
  return TRUE;
}

/**
 * khidki_test_host_add_department:
 * @self: a test host
 * @department: (transfer none): whose services are on offer from now on
 * @error: return location for an error
 *
 * Returns: whether its services could be taken in
 *
 * Since: 0.1
 */
gboolean
khidki_test_host_add_department (KhidkiTestHost *self, KhidkiDepartment *department, GError **error)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (self);

  g_ptr_array_add (world->departments, g_object_ref (department));
  if (build_catalogue (world, error))
    return TRUE;
  g_ptr_array_set_size (world->departments, (int) world->departments->len - 1);
  return FALSE;
}

/**
 * khidki_test_host_load_services:
 * @self: a test host
 * @folder: with `.seva` files: a department of data
 * @error: return location for an error
 *
 * Returns: whether there is at least one, and all could be read
 *
 * Since: 0.1
 */
gboolean
khidki_test_host_load_services (KhidkiTestHost *self, const char *folder, GError **error)
{
  g_autoptr (KhidkiDepartment) department = khidki_folder_department_new (folder);

  return khidki_test_host_add_department (self, department, error);
}

/**
 * khidki_test_host_load_places:
 * @self: a test host
 * @path: a file of districts, sub-divisions, localities and PINs
 * @error: return location for an error
 *
 * Without it there is no sub-division to choose.
 *
 * Returns: whether it could be read
 *
 * Since: 0.1
 */
gboolean
khidki_test_host_load_places (KhidkiTestHost *self, const char *path, GError **error)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (self);
  KhidkiPlaces *places = khidki_places_new_from_file (path, error);

  if (places == NULL)
    return FALSE;
  khidki_places_unref (world->places);
  world->places = places;
  return build_catalogue (world, error);
}

/**
 * khidki_test_host_set_service_charge:
 * @self: a test host
 * @paise: what a centre takes for its work from now on; 3000 unless set
 *
 * Since: 0.1
 */
void
khidki_test_host_set_service_charge (KhidkiTestHost *self, gint64 paise)
{
  khidki_test_host_get_world (self)->service_charge = paise;
}

/**
 * khidki_test_host_add_operator:
 * @self: a test host
 * @id: what the operator is called
 * @role: `operator` or `supervisor`
 * @centre: the id of their centre
 * @password: (nullable): %NULL if none was set yet
 *
 * Since: 0.1
 */
void
khidki_test_host_add_operator (KhidkiTestHost *self,
                               const char *id,
                               const char *role,
                               const char *centre,
                               const char *password)
{
  KhidkiTestOperator *entry = g_new0 (KhidkiTestOperator, 1);

  entry->id = g_strdup (id);
  entry->role = g_strdup (role);
  entry->centre = g_strdup (centre);
  entry->password = g_strdup (password != NULL ? password : "");
  g_hash_table_replace (khidki_test_host_get_world (self)->operators, g_strdup (id), entry);
}

/**
 * khidki_test_host_invite_operator:
 * @self: a test host
 * @id: of an operator that was added
 * @invitation: with which a password can be set once
 *
 * Since: 0.1
 */
void
khidki_test_host_invite_operator (KhidkiTestHost *self, const char *id, const char *invitation)
{
  KhidkiTestOperator *entry = g_hash_table_lookup (khidki_test_host_get_world (self)->operators,
                                                   id);

  g_return_if_fail (entry != NULL);

  g_free (entry->invitation);
  entry->invitation = g_strdup (invitation);
}

/**
 * khidki_test_host_dup_operator:
 * @self: a test host
 * @id: of an operator that was added
 *
 * Returns: (transfer full) (nullable): the operator, as if signed in
 *
 * Since: 0.1
 */
KhidkiOperator *
khidki_test_host_dup_operator (KhidkiTestHost *self, const char *id)
{
  return khidki_test_world_make_operator (khidki_test_host_get_world (self), id, "test");
}

/**
 * khidki_test_host_offer_to_counter:
 * @self: a test host
 * @draft: (transfer none): a citizen's, begun on a phone
 *
 * Does what a citizen does who asks the chat for a code: good once and for 3 days.
 *
 * Returns: (transfer full): the code
 *
 * Since: 0.1
 */
char *
khidki_test_host_offer_to_counter (KhidkiTestHost *self, KhidkiDraft *draft)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (self);
  char *code;

  khidki_test_world_put_draft (world, draft);
  khidki_test_world_add_offer (world, khidki_draft_get_id (draft), TRUE, &code);
  return code;
}

/**
 * khidki_test_host_take_to_phone:
 * @self: a test host
 * @code: that a counter showed
 *
 * Does what a citizen does who writes that code in the chat: the draft leaves the
 * counter's hands.
 *
 * Returns: (transfer full) (nullable): the draft, %NULL if the code is not good
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_test_host_take_to_phone (KhidkiTestHost *self, const char *code)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (self);
  KhidkiTestOffer *offer = g_hash_table_lookup (world->offers, code);
  KhidkiTestDraft *entry = NULL;

  if (offer != NULL && !offer->to_counter && offer->expires > khidki_test_world_get_now (world))
    entry = g_hash_table_lookup (world->drafts, offer->draft);
  if (entry == NULL)
    return NULL;
  g_hash_table_remove (world->offers, code);
  g_clear_pointer (&entry->centre, g_free);
  entry->begun_here = FALSE;
  return khidki_draft_ref (entry->draft);
}

/**
 * khidki_test_host_find_draft:
 * @self: a test host
 * @id: a draft's
 *
 * Returns: (transfer none) (nullable): the draft as it is saved, in whose hands ever
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_test_host_find_draft (KhidkiTestHost *self, const char *id)
{
  KhidkiTestDraft *entry = g_hash_table_lookup (khidki_test_host_get_world (self)->drafts, id);

  return entry != NULL ? entry->draft : NULL;
}

/**
 * khidki_test_host_get_consent_code:
 * @self: a test host
 * @draft: a draft's id
 *
 * Returns: (transfer none) (nullable): the last code that came to the applicant's phone
 *
 * Since: 0.1
 */
const char *
khidki_test_host_get_consent_code (KhidkiTestHost *self, const char *draft)
{
  KhidkiTestConsent *consent = g_hash_table_lookup (khidki_test_host_get_world (self)->consents,
                                                    draft);

  return consent != NULL ? consent->code : NULL;
}

/**
 * khidki_test_host_add_standing:
 * @self: a test host
 * @standing: (transfer none): how an application stands from now on
 * @birth: the applicant's date of birth
 *
 * Since: 0.1
 */
void
khidki_test_host_add_standing (KhidkiTestHost *self, KhidkiStanding *standing, const GDate *birth)
{
  KhidkiTestCase *entry = g_new0 (KhidkiTestCase, 1);

  entry->standing = khidki_standing_ref (standing);
  entry->birth = *birth;
  g_hash_table_replace (khidki_test_host_get_world (self)->cases,
                        g_strdup (khidki_standing_get_number (standing)), entry);
}

/**
 * khidki_test_host_get_receipts:
 * @self: a test host
 *
 * Returns: (transfer none) (element-type KhidkiReceipt): all that was taken, in its order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_test_host_get_receipts (KhidkiTestHost *self)
{
  return khidki_test_host_get_world (self)->receipts;
}

/**
 * khidki_test_host_set_paper_fault:
 * @self: a test host
 * @paper: (transfer none): a paper
 * @fault: (nullable): what is found wrong with it, `not-an-image`; %NULL for nothing
 *
 * Since: 0.1
 */
void
khidki_test_host_set_paper_fault (KhidkiTestHost *self, KhidkiPaper *paper, const char *fault)
{
  GHashTable *faults = khidki_test_host_get_world (self)->faults;
  const char *hash = khidki_paper_get_hash (paper);

  if (fault != NULL)
    g_hash_table_replace (faults, g_strdup (hash), g_strdup (fault));
  else
    g_hash_table_remove (faults, hash);
}

/**
 * khidki_test_host_fail_counter:
 * @self: a test host
 * @code: how the next call of the counter fails, before it does anything
 * @text: in words
 *
 * Since: 0.1
 */
void
khidki_test_host_fail_counter (KhidkiTestHost *self, KhidkiError code, const char *text)
{
  KhidkiTestWorld *world = khidki_test_host_get_world (self);

  g_clear_error (&world->failure);
  world->failure = g_error_new_literal (KHIDKI_ERROR, code, text);
}

/**
 * khidki_test_host_lose_answer:
 * @self: a test host
 *
 * The next call of the counter that succeeds does all it has to do and then fails with
 * %KHIDKI_ERROR_UNCERTAIN, as when the line breaks in between.
 *
 * Since: 0.1
 */
void
khidki_test_host_lose_answer (KhidkiTestHost *self)
{
  khidki_test_host_get_world (self)->lose_answer = TRUE;
}
