/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "khidki-application.h"
#include "khidki-host.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_DEPARTMENT (khidki_department_get_type ())

G_DECLARE_INTERFACE (KhidkiDepartment, khidki_department, KHIDKI, DEPARTMENT, GObject)

/**
 * KhidkiDepartmentInterface:
 * @get_id: the department's code, e.g. `REV`
 * @get_text: a text of the department itself (`Name`, `ShortName`, `Help`) in a language
 * @list_services: (transfer full) (element-type KhidkiService): its services
 * @check_field: (nullable): a pure check beyond the field's type; FALSE with a
 *   text for the citizen in @complaint when the value cannot be taken
 * @check_eligibility: (nullable): a pure check of the whole form; FALSE with a
 *   text for the citizen in @complaint when this person may not have the service
 * @fill_certificate: (nullable): a pure hook that adds computed values to those
 *   that the certificate's texts may name; called when a certificate is made
 *
 * A department. Pure hooks may be called on any thread and touch nothing but
 * their frozen arguments; @today is the civil date.
 *
 * Since: 0.1
 */
struct _KhidkiDepartmentInterface
{
  GTypeInterface parent_iface;

  const char *(*get_id) (KhidkiDepartment *self);
  const char *(*get_text) (KhidkiDepartment *self, const char *key, const char *language);
  GPtrArray *(*list_services) (KhidkiDepartment *self, GError **error);
  gboolean (*check_field) (KhidkiDepartment *self,
                           KhidkiService *service,
                           const char *path,
                           const char *value,
                           KhidkiAnswers *answers,
                           const GDate *today,
                           const char *language,
                           char **complaint);
  gboolean (*check_eligibility) (KhidkiDepartment *self,
                                 KhidkiService *service,
                                 KhidkiAnswers *answers,
                                 const GDate *today,
                                 const char *language,
                                 char **complaint);
  void (*fill_certificate) (KhidkiDepartment *self,
                            KhidkiApplication *application,
                            const char *language,
                            GHashTable *values);

  gpointer padding[10];
};

const char *khidki_department_get_id (KhidkiDepartment *self);
const char *khidki_department_get_text (KhidkiDepartment *self,
                                        const char *key,
                                        const char *language);
GPtrArray *khidki_department_list_services (KhidkiDepartment *self, GError **error);
gboolean khidki_department_check_field (KhidkiDepartment *self,
                                        KhidkiService *service,
                                        const char *path,
                                        const char *value,
                                        KhidkiAnswers *answers,
                                        const GDate *today,
                                        const char *language,
                                        char **complaint);
gboolean khidki_department_check_eligibility (KhidkiDepartment *self,
                                              KhidkiService *service,
                                              KhidkiAnswers *answers,
                                              const GDate *today,
                                              const char *language,
                                              char **complaint);
void khidki_department_fill_certificate (KhidkiDepartment *self,
                                         KhidkiApplication *application,
                                         const char *language,
                                         GHashTable *values);

#define KHIDKI_TYPE_BACK_OFFICE (khidki_back_office_get_type ())

G_DECLARE_INTERFACE (KhidkiBackOffice, khidki_back_office, KHIDKI, BACK_OFFICE, GObject)

/**
 * KhidkiBackOfficeInterface:
 * @start_async: takes the host and gets ready
 * @submit_async: hands an application to the office's own system; finishes with its reference there
 * @stop_async: ends what is under way and lets go of the host
 *
 * A department whose files live in a system of its own. Called on the main loop
 * with a deadline; @submit_async is called again with the same application
 * until it finishes with a reference or a final error, so it must be repeatable.
 * The `.plugin` file promises it as `back-office`.
 *
 * Since: 0.1
 */
struct _KhidkiBackOfficeInterface
{
  GTypeInterface parent_iface;

  void (*start_async) (KhidkiBackOffice *self,
                       KhidkiHost *host,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*start_finish) (KhidkiBackOffice *self, GAsyncResult *result, GError **error);
  void (*submit_async) (KhidkiBackOffice *self,
                        KhidkiApplication *application,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  char *(*submit_finish) (KhidkiBackOffice *self, GAsyncResult *result, GError **error);
  void (*stop_async) (KhidkiBackOffice *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*stop_finish) (KhidkiBackOffice *self, GAsyncResult *result, GError **error);

  gpointer padding[8];
};

void khidki_back_office_start_async (KhidkiBackOffice *self,
                                     KhidkiHost *host,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean khidki_back_office_start_finish (KhidkiBackOffice *self,
                                          GAsyncResult *result,
                                          GError **error);
void khidki_back_office_submit_async (KhidkiBackOffice *self,
                                      KhidkiApplication *application,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *khidki_back_office_submit_finish (KhidkiBackOffice *self,
                                        GAsyncResult *result,
                                        GError **error);
void khidki_back_office_stop_async (KhidkiBackOffice *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean khidki_back_office_stop_finish (KhidkiBackOffice *self,
                                         GAsyncResult *result,
                                         GError **error);

/**
 * KhidkiFolderDepartment:
 *
 * A department made of a folder: `department.ini` and one `.seva` file a
 * service. A department of data needs nothing else; one with hooks derives from
 * it and overrides what it has.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_FOLDER_DEPARTMENT (khidki_folder_department_get_type ())

G_DECLARE_DERIVABLE_TYPE (KhidkiFolderDepartment,
                          khidki_folder_department,
                          KHIDKI,
                          FOLDER_DEPARTMENT,
                          GObject)

struct _KhidkiFolderDepartmentClass
{
  GObjectClass parent_class;

  gpointer padding[8];
};

KhidkiDepartment *khidki_folder_department_new (const char *folder);
const char *khidki_folder_department_get_folder (KhidkiFolderDepartment *self);

G_END_DECLS
