/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-issue-texts.h"

#include <string.h>

#include "forms/khidki-form.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-page-block.h"

#define N_LANGUAGES 2

static const char *const languages[N_LANGUAGES] = { "hi", "en" };

/* One language of a certificate while it is composed. */
typedef struct
{
  const KhidkiIssueTexts *texts;
  KhidkiDepartment *department;
  KhidkiService *service;
  KhidkiAnswers *answers;
  GDate valid_until;
  KhidkiForm form;
  GHashTable *values;
} Edition;

static void
put (Edition *edition, const char *name, const char *value)
{
  g_hash_table_replace (edition->values, g_strdup (name), g_strdup (value != NULL ? value : ""));
}

static void
put_date (Edition *edition, const char *name, const GDate *date)
{
  g_autofree char *text =
      g_date_valid (date) ? khidki_certificate_date_text (date, edition->form.language) : NULL;

  put (edition, name, text);
}

static void
put_places (Edition *edition)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (edition->texts->catalogue);
  const char *language = edition->form.language;
  const char *id = khidki_application_get_subdivision (edition->texts->application);
  const char *district = NULL;
  const char *name = NULL;

  if (id != NULL && *id != '\0')
    {
      name = khidki_places_get_subdivision_name (places, id, language);
      district = khidki_places_get_district (places, id);
    }
  put (edition, "subdivision", name != NULL ? name : id);
  put (edition, "district",
       district != NULL ? khidki_places_get_district_name (places, district, language) : NULL);
}

static char *
dup_filled (Edition *edition, const char *text)
{
  char *filled = khidki_form_fill (&edition->form, text != NULL ? text : "", edition->values);

  return g_strstrip (filled);
}

/* Each language may have a field of its own for the name; one who did not answer
 * it is called the same in both. */
static void
put_applicant (Edition *edition)
{
  KhidkiPart *part = khidki_service_find_part (edition->service, "Certificate", "");
  const char *text =
      part != NULL ? khidki_part_get_text (part, "Applicant", edition->form.language) : NULL;
  g_autofree char *name = dup_filled (edition, text);

  put (edition, "applicant", *name != '\0' ? name : edition->texts->applicant);
}

static void
edition_open (Edition *edition, const KhidkiIssueTexts *texts, guint language)
{
  KhidkiApplication *application = texts->application;

  edition->texts = texts;
  edition->service = khidki_application_get_service (application);
  edition->answers = khidki_application_get_answers (application);
  edition->department = khidki_catalogue_find_department (
      texts->catalogue, khidki_service_get_department (edition->service));
  edition->form = (KhidkiForm){ texts->catalogue, edition->department, edition->service,
                                edition->answers, &texts->issued, languages[language] };
  edition->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  edition->valid_until = texts->issued;
  if (!khidki_service_add_validity (edition->service, &edition->valid_until))
    g_date_clear (&edition->valid_until, 1);

  put (edition, "number", khidki_application_get_number (application));
  put (edition, "certificate", texts->number);
  put (edition, "service",
       khidki_service_get_text (edition->service, "Name", edition->form.language));
  put_applicant (edition);
  put (edition, "department",
       khidki_department_get_text (edition->department, "Name", edition->form.language));
  put_date (edition, "issued", &texts->issued);
  put_date (edition, "valid-until", &edition->valid_until);
  put_date (edition, "submitted", khidki_application_get_submitted (application));
  put_places (edition);
  khidki_department_fill_certificate (edition->department, application, edition->form.language,
                                      edition->values);
}

static void
edition_close (Edition *edition)
{
  g_hash_table_unref (edition->values);
}

static char *
dup_text (Edition *edition, const char *key)
{
  KhidkiPart *part = khidki_service_find_part (edition->service, "Certificate", "");
  const char *text = NULL;

  if (part != NULL)
    text = khidki_part_get_text (part, key, edition->form.language);
  if (text == NULL)
    text = khidki_department_get_text (edition->department, key, edition->form.language);
  return dup_filled (edition, text);
}

static void
set_texts (Edition *edition, KhidkiCertificateBuilder *builder)
{
  static const struct
  {
    KhidkiCertificateText text;
    const char *key;
  } keys[] = {
    { KHIDKI_CERTIFICATE_GOVERNMENT, "Government" }, { KHIDKI_CERTIFICATE_TITLE, "Title" },
    { KHIDKI_CERTIFICATE_BODY, "Body" },             { KHIDKI_CERTIFICATE_OFFICE, "Office" },
    { KHIDKI_CERTIFICATE_OFFICER, "Officer" },       { KHIDKI_CERTIFICATE_PLACE, "Place" },
    { KHIDKI_CERTIFICATE_NOTE, "Note" },
  };
  const char *language = edition->form.language;
  const char *designation = edition->texts->designations[g_str_equal (language, "hi") ? 0 : 1];

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text = dup_text (edition, keys[i].key);

      khidki_certificate_builder_set_text (builder, keys[i].text, language, text);
    }
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_DEPARTMENT, language,
                                       g_hash_table_lookup (edition->values, "department"));
  khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_APPLICANT, language,
                                       g_hash_table_lookup (edition->values, "applicant"));
  if (designation != NULL && *designation != '\0')
    khidki_certificate_builder_set_text (builder, KHIDKI_CERTIFICATE_OFFICER, language,
                                         designation);
}

static gboolean
is_signed (KhidkiService *service, const char *id)
{
  KhidkiPart *part = khidki_service_find_part (service, "Certificate", "");

  return part != NULL && g_strv_contains (khidki_part_get_list (part, "Signed"), id);
}

static void
add_line (KhidkiCertificateBuilder *builder,
          KhidkiService *service,
          const KhidkiFormLine *hindi,
          const KhidkiFormLine *english)
{
  if (hindi->value == NULL || english->value == NULL)
    {
      khidki_certificate_builder_add_heading (builder, hindi->label, english->label);
      return;
    }
  if (*hindi->value == '\0' && *english->value == '\0')
    return;
  khidki_certificate_builder_add_line (builder, hindi->label, english->label, hindi->value,
                                       english->value);
  if (is_signed (service, english->id))
    khidki_certificate_builder_sign_line (builder, english->id);
}

static void
add_lines (Edition *editions, KhidkiCertificateBuilder *builder)
{
  g_autoptr (GPtrArray) hindi = khidki_form_list_lines (&editions[0].form, editions[0].values);
  g_autoptr (GPtrArray) english = khidki_form_list_lines (&editions[1].form, editions[1].values);

  for (guint i = 0; i < hindi->len && i < english->len; i++)
    add_line (builder, editions[0].service, g_ptr_array_index (hindi, i),
              g_ptr_array_index (english, i));
}

/* A certificate with a hole where a sum should stand is worse than none. */
static gboolean
check_computed (Edition *edition, GError **error)
{
  KhidkiPart *part = khidki_service_find_part (edition->service, "Certificate", "");
  const char *const *names = part != NULL ? khidki_part_get_list (part, "Computed") : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (g_hash_table_lookup (edition->values, names[i]) == NULL)
      {
        g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                     "Certificate: the department did not compute {%s}", names[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * khidki_issue_texts_compose:
 * @self: what it is made of
 * @error: return location for an error
 *
 * Fills the texts of the service's `[Certificate]` and its `[Line …]`s in both
 * languages. Pure, the department's hook included.
 *
 * Returns: (transfer full) (nullable): the certificate, not yet signed; %NULL
 *   with KHIDKI_ERROR_INVALID when something is missing or does not fit
 *
 * Since: 0.1
 */
KhidkiCertificate *
khidki_issue_texts_compose (const KhidkiIssueTexts *self, GError **error)
{
  KhidkiService *service = khidki_application_get_service (self->application);
  g_autoptr (KhidkiCertificateBuilder) builder =
      khidki_certificate_builder_new (self->number, khidki_service_get_id (service));
  Edition editions[N_LANGUAGES] = { 0 };
  KhidkiCertificate *certificate = NULL;

  if (khidki_catalogue_find_department (self->catalogue, khidki_service_get_department (service))
      == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "Department %s is not loaded",
                   khidki_service_get_department (service));
      return NULL;
    }
  for (guint i = 0; i < N_LANGUAGES; i++)
    {
      edition_open (&editions[i], self, i);
      set_texts (&editions[i], builder);
    }
  add_lines (editions, builder);
  khidki_certificate_builder_set_dates (
      builder, &self->issued,
      g_date_valid (&editions[0].valid_until) ? &editions[0].valid_until : NULL, self->timezone);
  khidki_certificate_builder_set_specimen (builder, self->specimen);
  khidki_certificate_builder_set_public_url (builder, self->public_url);
  khidki_certificate_builder_set_phone (builder, self->phone);
  if (check_computed (&editions[0], error) && check_computed (&editions[1], error))
    certificate = khidki_certificate_builder_end (builder, error);
  for (guint i = 0; i < N_LANGUAGES; i++)
    edition_close (&editions[i]);
  return certificate;
}
