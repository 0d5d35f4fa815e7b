/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Decodes one file from strangers, given as standard input, and says on
 * standard output what it is. What the file may do to a decoder stays in this
 * process, which can by then neither open nor send nor start anything. */

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "papers/khidki-paper-check.h"
#include "papers/khidki-paper-sniff.h"
#include "worker/khidki-worker-document.h"
#include "worker/khidki-worker-picture.h"
#include "worker/khidki-worker-sandbox.h"

/* Its parent tells these from a crash. */
#define EXIT_NO_SANDBOX 3
#define EXIT_NO_INPUT 4

static gboolean
read_at (char *buffer, gsize length, gsize offset, gsize *done)
{
  *done = 0;
  while (*done < length)
    {
      gssize got = pread (STDIN_FILENO, buffer + *done, length - *done, offset + *done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return FALSE;
      if (got == 0)
        return TRUE;
      *done += got;
    }
  return TRUE;
}

/* All of the file, or of one that is not wanted or too large only the beginning. */
static GBytes *
read_input (gsize size)
{
  g_autofree char *data = g_try_malloc (MAX (size, 1));
  gsize length;

  if (data == NULL || !read_at (data, size, 0, &length))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

static const char *
sniff_input (void)
{
  char head[KHIDKI_PAPER_SNIFF_BYTES];
  gsize length;

  return read_at (head, sizeof head, 0, &length)
             ? khidki_paper_sniff ((const guint8 *) head, length)
             : KHIDKI_PAPER_UNKNOWN;
}

static void
write_answer (const char *text)
{
  gsize length = strlen (text);
  gsize done = 0;

  while (done < length)
    {
      gssize written = write (STDOUT_FILENO, text + done, length - done);

      if (written < 0 && errno != EINTR)
        _exit (EXIT_NO_INPUT);
      done += MAX (written, 0);
    }
}

static void
finish (KhidkiPaperCheck *check, KhidkiPaperFault fault)
{
  g_autofree char *text = NULL;

  check->fault = fault;
  text = khidki_paper_check_to_text (check);
  write_answer (text);
  /* Handlers at exit would still run code that the file may have bent. */
  _exit (0);
}

static void
self_test (void)
{
  g_autofree char *found = NULL;

  if (!khidki_worker_sandbox_enter ())
    _exit (EXIT_NO_SANDBOX);
  found = khidki_worker_sandbox_probe ();
  write_answer (*found == '\0' ? "closed\n" : found);
  _exit (0);
}

static void
decode (KhidkiPaperCheck *check, gsize size)
{
  gboolean document = g_str_equal (check->mime_type, "application/pdf");
  GBytes *bytes = read_input (size);

  if (bytes == NULL)
    _exit (EXIT_NO_INPUT);
  close (STDIN_FILENO);
  if (document)
    khidki_worker_document_warm_up ();
  else
    khidki_worker_picture_warm_up (check->mime_type);
  if (!khidki_worker_sandbox_enter ())
    _exit (EXIT_NO_SANDBOX);
  finish (check, document ? khidki_worker_document_check (bytes, check)
                          : khidki_worker_picture_check (bytes, check));
}

int
main (int argc, char **argv)
{
  g_autoptr (KhidkiPaperCheck) check = NULL;
  struct stat info;

  if (!khidki_worker_sandbox_limit ())
    return EXIT_NO_SANDBOX;
  if (argc > 1 && strcmp (argv[1], "--self-test") == 0)
    self_test ();
  if (fstat (STDIN_FILENO, &info) != 0 || !S_ISREG (info.st_mode))
    return EXIT_NO_INPUT;

  check = khidki_paper_check_new (sniff_input (), KHIDKI_PAPER_FINE);
  if (!khidki_paper_sniff_is_wanted (check->mime_type))
    finish (check, KHIDKI_PAPER_NOT_AN_IMAGE);
  if (info.st_size > KHIDKI_PAPER_MAX_BYTES)
    finish (check, KHIDKI_PAPER_TOO_LARGE);
  decode (check, info.st_size);
  return EXIT_NO_INPUT;
}
