/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-department.h"

#include "khidki-error.h"

G_DEFINE_INTERFACE (KhidkiDepartment, khidki_department, G_TYPE_OBJECT)

static void
khidki_department_default_init (KhidkiDepartmentInterface *iface)
{
}

/**
 * khidki_department_get_id:
 * @self: a department
 *
 * Returns: (nullable): its code; %NULL while it cannot be read
 *
 * Since: 0.1
 */
const char *
khidki_department_get_id (KhidkiDepartment *self)
{
  KhidkiDepartmentInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_DEPARTMENT (self), NULL);
  iface = KHIDKI_DEPARTMENT_GET_IFACE (self);
  return iface->get_id != NULL ? iface->get_id (self) : NULL;
}

/**
 * khidki_department_get_text:
 * @self: a department
 * @key: `Name`, `ShortName`, `Help`
 * @language: a language
 *
 * Returns: (nullable): the text in @language, else in the department's first one
 *
 * Since: 0.1
 */
const char *
khidki_department_get_text (KhidkiDepartment *self, const char *key, const char *language)
{
  KhidkiDepartmentInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_DEPARTMENT (self), NULL);
  iface = KHIDKI_DEPARTMENT_GET_IFACE (self);
  return iface->get_text != NULL ? iface->get_text (self, key, language) : NULL;
}

/**
 * khidki_department_list_services:
 * @self: a department
 * @error: what is wrong in its definitions
 *
 * Returns: (transfer full) (element-type KhidkiService) (nullable): its services
 *
 * Since: 0.1
 */
GPtrArray *
khidki_department_list_services (KhidkiDepartment *self, GError **error)
{
  KhidkiDepartmentInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_DEPARTMENT (self), NULL);
  iface = KHIDKI_DEPARTMENT_GET_IFACE (self);
  if (iface->list_services != NULL)
    return iface->list_services (self, error);

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "%s has no list of services",
               G_OBJECT_TYPE_NAME (self));
  return NULL;
}

/**
 * khidki_department_check_field:
 * @self: a department
 * @service: the service
 * @path: the field's path, with the number of the repeat
 * @value: the canonical value that is about to be taken
 * @answers: what was answered before
 * @today: the civil date
 * @language: of the complaint
 * @complaint: (out) (transfer full): what to tell the citizen
 *
 * Returns: whether the value can be taken; always without such a hook
 *
 * Since: 0.1
 */
gboolean
khidki_department_check_field (KhidkiDepartment *self,
                               KhidkiService *service,
                               const char *path,
                               const char *value,
                               KhidkiAnswers *answers,
                               const GDate *today,
                               const char *language,
                               char **complaint)
{
  KhidkiDepartmentInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_DEPARTMENT (self), FALSE);
  iface = KHIDKI_DEPARTMENT_GET_IFACE (self);
  return iface->check_field == NULL ||
         iface->check_field (self, service, path, value, answers, today, language, complaint);
}

/**
 * khidki_department_check_eligibility:
 * @self: a department
 * @service: the service
 * @answers: the whole form
 * @today: the civil date
 * @language: of the complaint
 * @complaint: (out) (transfer full): what to tell the citizen
 *
 * Returns: whether this person may have the service; always without such a hook
 *
 * Since: 0.1
 */
gboolean
khidki_department_check_eligibility (KhidkiDepartment *self,
                                     KhidkiService *service,
                                     KhidkiAnswers *answers,
                                     const GDate *today,
                                     const char *language,
                                     char **complaint)
{
  KhidkiDepartmentInterface *iface;

  g_return_val_if_fail (KHIDKI_IS_DEPARTMENT (self), FALSE);
  iface = KHIDKI_DEPARTMENT_GET_IFACE (self);
  return iface->check_eligibility == NULL ||
         iface->check_eligibility (self, service, answers, today, language, complaint);
}

/**
 * khidki_department_fill_certificate:
 * @self: a department
 * @application: the application
 * @language: of the values
 * @values: (element-type utf8 utf8): name to text, both owned by the table; those
 *   named in `[Certificate] Computed=` are to be added
 *
 * Since: 0.1
 */
void
khidki_department_fill_certificate (KhidkiDepartment *self,
                                    KhidkiApplication *application,
                                    const char *language,
                                    GHashTable *values)
{
  KhidkiDepartmentInterface *iface;

  g_return_if_fail (KHIDKI_IS_DEPARTMENT (self));
  iface = KHIDKI_DEPARTMENT_GET_IFACE (self);
  if (iface->fill_certificate != NULL)
    iface->fill_certificate (self, application, language, values);
}
