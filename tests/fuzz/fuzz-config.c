/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "gate/khidki-config.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const char *const known[] = {
  "server/listen", "server/admin-listen", "server/public-url", "server/state-dir", "server/timezone",
  "store/url", "plugins/path", "plugins/enabled", "whatsapp", NULL,
};

/* A file of the memory, the same for every input: no disk is waited for. */
static char *
write_file (const uint8_t *data, size_t size)
{
  static int descriptor = -1;

  if (descriptor < 0)
    descriptor = memfd_create ("khidki-config", MFD_CLOEXEC);
  g_assert_cmpint (descriptor, >=, 0);
  g_assert_cmpint (ftruncate (descriptor, 0), ==, 0);
  g_assert_cmpint (pwrite (descriptor, data, size, 0), ==, size);

  return g_strdup_printf ("/proc/self/fd/%d", descriptor);
}

static void
read_all (KhidkiConfig *config)
{
  g_auto (GStrv) unknown = khidki_config_list_unknown (config, known);
  g_auto (GStrv) mistyped = khidki_config_list_mistyped (config, known);

  g_assert_cmpuint (g_strv_length (mistyped), <=, g_strv_length (unknown));
  for (guint i = 0; i < 8; i++)
    {
      g_auto (GStrv) words = g_strsplit (known[i], "/", 2);
      g_autofree char *value = khidki_config_dup (config, words[0], words[1]);
      g_auto (GStrv) list = khidki_config_dup_list (config, words[0], words[1]);

      g_assert_true (value == NULL || *value != '\0');
      g_assert_true (value != NULL || *list == NULL);
      khidki_config_get_boolean (config, words[0], words[1]);
    }
}

/* A file is refused with its name, or every value in it can be asked for. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = write_file (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiConfig) config = khidki_config_load (path, &error);

  g_assert_true ((config == NULL) == (error != NULL));
  if (config != NULL)
    read_all (config);
  else
    g_assert_true (g_str_has_prefix (error->message, path));

  return 0;
}
