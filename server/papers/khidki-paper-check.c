/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "papers/khidki-paper-check.h"

#include "papers/khidki-paper-sniff.h"

#define GROUP "paper"

static const char *const fault_names[] = {
  "fine",    "too-small",      "too-dark",     "too-large", "encrypted",
  "damaged", "too-many-pages", "not-an-image",
};

G_STATIC_ASSERT (G_N_ELEMENTS (fault_names) == KHIDKI_PAPER_N_FAULTS);

/**
 * khidki_paper_fault_to_string:
 *
 * Returns: (transfer none): a code such as `too-dark`, the key of the text for
 *   the citizen
 *
 * Since: 0.1
 */
const char *
khidki_paper_fault_to_string (KhidkiPaperFault fault)
{
  return fault < KHIDKI_PAPER_N_FAULTS ? fault_names[fault] : "damaged";
}

KhidkiPaperCheck *
khidki_paper_check_new (const char *mime_type, KhidkiPaperFault fault)
{
  KhidkiPaperCheck *self = g_new0 (KhidkiPaperCheck, 1);

  self->mime_type = g_strdup (mime_type);
  self->fault = fault;
  return self;
}

void
khidki_paper_check_free (KhidkiPaperCheck *self)
{
  g_free (self->mime_type);
  g_free (self);
}

/**
 * khidki_paper_check_to_text:
 *
 * Returns: (transfer full): what the worker writes to its parent
 *
 * Since: 0.1
 */
char *
khidki_paper_check_to_text (const KhidkiPaperCheck *self)
{
  return g_strdup_printf ("[" GROUP "]\nkind=%s\nwidth=%d\nheight=%d\npages=%d\nbrightness=%d\n"
                          "readable=%s\nreason=%s\n",
                          self->mime_type, self->width, self->height, self->pages,
                          self->brightness, self->fault == KHIDKI_PAPER_FINE ? "true" : "false",
                          khidki_paper_fault_to_string (self->fault));
}

static gboolean
read_integer (GKeyFile *file, const char *key, int maximum, int *value)
{
  g_autoptr (GError) error = NULL;

  *value = g_key_file_get_integer (file, GROUP, key, &error);
  return error == NULL && *value >= 0 && *value <= maximum;
}

static gboolean
read_fault (GKeyFile *file, KhidkiPaperFault *fault)
{
  g_autofree char *reason = g_key_file_get_string (file, GROUP, "reason", NULL);

  for (guint i = 0; i < KHIDKI_PAPER_N_FAULTS; i++)
    if (g_strcmp0 (reason, fault_names[i]) == 0)
      {
        *fault = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_kind (GKeyFile *file, char **mime_type)
{
  *mime_type = g_key_file_get_string (file, GROUP, "kind", NULL);
  return *mime_type != NULL && (*mime_type)[0] != '\0'
         && g_regex_match_simple ("\\A[a-z]+/[a-z0-9.+-]+\\z", *mime_type, 0, 0);
}

/**
 * khidki_paper_check_new_from_text:
 * @text: (array length=length): what a worker wrote; it may have been taken over
 *   by the file that it decoded, so nothing in it is believed unchecked
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when it is not one
 *
 * Since: 0.1
 */
KhidkiPaperCheck *
khidki_paper_check_new_from_text (const char *text, gsize length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (KhidkiPaperCheck) self = g_new0 (KhidkiPaperCheck, 1);

  if (length == 0 || length > KHIDKI_PAPER_MAX_ANSWER_BYTES
      || !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    return NULL;
  if (!read_kind (file, &self->mime_type) || !read_fault (file, &self->fault)
      || !read_integer (file, "width", G_MAXINT, &self->width)
      || !read_integer (file, "height", G_MAXINT, &self->height)
      || !read_integer (file, "pages", G_MAXINT, &self->pages)
      || !read_integer (file, "brightness", 255, &self->brightness))
    return NULL;
  if (self->fault == KHIDKI_PAPER_FINE && !khidki_paper_sniff_is_wanted (self->mime_type))
    return NULL;
  return g_steal_pointer (&self);
}
