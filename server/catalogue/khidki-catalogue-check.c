/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-catalogue-check.h"

#include <string.h>

#include "catalogue/khidki-language.h"

/* What the reader must take, because it is no mistake, but a citizen would miss. */

G_GNUC_PRINTF (2, 3)
static void
complain (GPtrArray *complaints, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (complaints, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
check_text (GPtrArray *complaints, KhidkiService *service, KhidkiPart *part, const char *key, const char *language)
{
  const char *text = khidki_part_get_text (part, key, NULL);

  if (text == NULL || khidki_part_get_text (part, key, language) != text)
    return;
  if (g_strcmp0 (language, "en") != 0)
    complain (complaints, "%s: [%s%s%s] %s: expected it in “%s” too, found only %s=",
              khidki_service_get_id (service), khidki_part_get_kind (part),
              *khidki_part_get_id (part) != '\0' ? " " : "", khidki_part_get_id (part), key, language, key);
}

/* A certificate is written in what offices write in. */
static gboolean
is_official (const char *kind)
{
  return strcmp (kind, "Certificate") == 0 || strcmp (kind, "Line") == 0;
}

static gboolean
is_original (const char *language)
{
  const KhidkiLanguage *known = khidki_language_find (language);

  return known == NULL || known->original;
}

static void
check_parts (GPtrArray *complaints, KhidkiService *service, const char *const *languages)
{
  static const char *const kinds[] = { "Service", "Group", "Field", "Paper", "Kind",
                                       "Stage",   "Reason", "Certificate", "Line" };
  static const char *const keys[] = { "Name", "ShortName", "Ask", "More", "Help", "Who", "Title", "Body",
                                      "Note", "Declaration", "Remedy", "Complaint", "Government", "Office",
                                      "Officer" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GPtrArray *parts = khidki_service_get_parts (service, kinds[i]);

      for (guint j = 0; j < parts->len; j++)
        for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
          for (guint l = 0; languages[l] != NULL; l++)
            if (!is_official (kinds[i]) || is_original (languages[l]))
              check_text (complaints, service, g_ptr_array_index (parts, j), keys[k], languages[l]);
    }
}

static void
check_choices (GPtrArray *complaints, KhidkiService *service, const char *const *languages)
{
  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);
      const char *const *choices = khidki_field_get_choices (field);

      for (guint j = 0; choices[j] != NULL; j++)
        for (guint l = 0; languages[l] != NULL; l++)
          if (strcmp (languages[l], "en") != 0 &&
              khidki_field_get_choice_text (field, choices[j], languages[l]) ==
                  khidki_field_get_choice_text (field, choices[j], NULL))
            complain (complaints, "%s: [Field %s] Choice.%s: expected it in “%s” too",
                      khidki_service_get_id (service), khidki_field_get_path (field), choices[j], languages[l]);
    }
}

static gboolean
may (KhidkiService *service, const char *move)
{
  GPtrArray *stages = khidki_service_get_stages (service);

  for (guint i = 0; i < stages->len; i++)
    if (g_strv_contains (khidki_part_get_list (g_ptr_array_index (stages, i), "May"), move))
      return TRUE;
  return FALSE;
}

/* What is approved is written on a certificate; what is rejected has a reason. */
static void
check_decisions (GPtrArray *complaints, KhidkiDepartment *department, KhidkiService *service)
{
  const char *id = khidki_service_get_id (service);
  KhidkiPart *certificate = khidki_service_find_part (service, "Certificate", "");

  if (!may (service, "approve"))
    complain (complaints, "%s: [Stage]: expected a stage that may approve, found none", id);
  else if (certificate == NULL)
    complain (complaints, "%s: [Certificate]: expected it, for a stage may approve, found none", id);
  else if (khidki_part_get_text (certificate, "Government", NULL) == NULL
           && khidki_department_get_text (department, "Government", NULL) == NULL)
    complain (complaints, "%s: [Certificate] Government: expected it here or in department.ini, found none",
              id);
  if (may (service, "reject") && khidki_service_get_reasons (service)->len == 0)
    complain (complaints, "%s: [Reason]: expected at least one, for a stage may reject, found none", id);
}

static void
check_service (GPtrArray *complaints,
               KhidkiCatalogue *catalogue,
               KhidkiService *service,
               const char *const *languages,
               const GDate *today)
{
  GPtrArray *stages = khidki_service_get_stages (service);
  int days = 0;

  if (khidki_service_get_fee (service, today) < 0)
    complain (complaints, "%s: [Fee]: expected a fee in force today, found none", khidki_service_get_id (service));
  for (guint i = 0; i < stages->len; i++)
    days += (int) g_ascii_strtoll (khidki_part_get_value (g_ptr_array_index (stages, i), "Days"), NULL, 10);
  if (days > khidki_service_get_days (service))
    complain (complaints, "%s: [Stage]: expected at most %d days in all stages, found %d",
              khidki_service_get_id (service), khidki_service_get_days (service), days);

  check_decisions (complaints,
                   khidki_catalogue_find_department (catalogue, khidki_service_get_department (service)),
                   service);
  check_parts (complaints, service, languages);
  check_choices (complaints, service, languages);
}

/**
 * khidki_catalogue_check:
 * @self: a catalogue
 * @languages: those in which citizens are served
 * @today: the civil date
 *
 * Returns: (transfer full): complaints for an administrator, none if all is well
 */
GStrv
khidki_catalogue_check (KhidkiCatalogue *self, const char *const *languages, const GDate *today)
{
  g_autoptr (GPtrArray) complaints = g_ptr_array_new ();
  g_autoptr (GPtrArray) services = khidki_catalogue_list_services (self, NULL);

  for (guint i = 0; i < khidki_catalogue_get_n_departments (self); i++)
    {
      KhidkiDepartment *department = khidki_catalogue_get_department (self, i);

      if (khidki_department_get_text (department, "ShortName", NULL) == NULL)
        complain (complaints, "%s: expected a ShortName, found none", khidki_department_get_id (department));
    }
  for (guint i = 0; i < services->len; i++)
    check_service (complaints, self, g_ptr_array_index (services, i), languages, today);

  g_ptr_array_add (complaints, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&complaints), FALSE);
}
