/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-marks.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"

#define N_SLOTS 4096
#define DIGEST 16
#define MAGIC 0x4b4d5233
#define MOST_IDLE_STARTS 8

typedef struct
{
  guint8 used;
  guint8 suspicion;
  guint8 idle_starts;
  guint8 digest[DIGEST];
} Slot;

/* Whoever dies among several may have died of another; whoever dies twice, the
 * second time alone, comes to KHIDKI_MARKS_PARK. */
#define AMONG_OTHERS 1
#define ALONE 2

typedef struct
{
  guint32 magic;
  Slot slots[N_SLOTS];
} File;

struct _KhidkiMarks
{
  File *file;
  GHashTable *by_digest;
  GQueue free_slots;
};

static guint
digest_hash (gconstpointer key)
{
  guint value;

  memcpy (&value, key, sizeof value);
  return value;
}

static gboolean
digest_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, DIGEST) == 0;
}

static guint
count_under_way (KhidkiMarks *self)
{
  guint n = 0;

  for (guint i = 0; i < N_SLOTS; i++)
    n += self->file->slots[i].used == 1;
  return n;
}

/* What the last process left behind becomes suspicion. */
static void
read_slots (KhidkiMarks *self)
{
  guint weight = count_under_way (self) == 1 ? ALONE : AMONG_OTHERS;

  for (guint i = 0; i < N_SLOTS; i++)
    {
      Slot *slot = &self->file->slots[i];

      if (slot->used == 0)
        {
          g_queue_push_tail (&self->free_slots, GUINT_TO_POINTER (i));
          continue;
        }
      if (slot->used == 1)
        {
          slot->suspicion = (guint8) MIN (slot->suspicion + weight, 100);
          slot->idle_starts = 0;
        }
      else if (++slot->idle_starts > MOST_IDLE_STARTS)
        {
          /* It was not fed again: it was committed, and only the mark stayed. */
          slot->used = 0;
          slot->suspicion = 0;
          g_queue_push_tail (&self->free_slots, GUINT_TO_POINTER (i));
          continue;
        }
      /* 2: remembered, but not being stepped. */
      slot->used = 2;
      g_hash_table_insert (self->by_digest, slot->digest, slot);
    }
}

KhidkiMarks *
khidki_marks_open (const char *path, GError **error)
{
  g_autoptr (KhidkiMarks) self = g_new0 (KhidkiMarks, 1);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int saved;

  if (fd < 0 || ftruncate (fd, sizeof (File)) != 0)
    {
      saved = errno;
      if (fd >= 0)
        close (fd);
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "%s: %s", path, g_strerror (saved));
      return NULL;
    }

  self->file = mmap (NULL, sizeof (File), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  saved = errno;
  close (fd);
  if (self->file == MAP_FAILED)
    {
      self->file = NULL;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "%s: %s", path, g_strerror (saved));
      return NULL;
    }

  self->by_digest = g_hash_table_new (digest_hash, digest_equal);
  g_queue_init (&self->free_slots);
  if (self->file->magic != MAGIC)
    {
      memset (self->file, 0, sizeof (File));
      self->file->magic = MAGIC;
    }
  read_slots (self);
  return g_steal_pointer (&self);
}

void
khidki_marks_close (KhidkiMarks *self)
{
  if (self->file != NULL)
    munmap (self->file, sizeof (File));
  g_clear_pointer (&self->by_digest, g_hash_table_unref);
  g_queue_clear (&self->free_slots);
  g_free (self);
}

static void
digest_of (const char *key, guint8 digest[DIGEST])
{
  crypto_generichash (digest, DIGEST, (const guint8 *) key, strlen (key), NULL, 0);
}

guint
khidki_marks_get_suspicion (KhidkiMarks *self, const char *key)
{
  guint8 digest[DIGEST];
  Slot *slot;

  if (g_hash_table_size (self->by_digest) == 0)
    return 0;
  digest_of (key, digest);
  slot = g_hash_table_lookup (self->by_digest, digest);
  return slot != NULL ? slot->suspicion : 0;
}

/* What is only remembered makes room for what is being done: the least suspected
 * first. */
static Slot *
forget_one (KhidkiMarks *self)
{
  Slot *least = NULL;

  for (guint i = 0; i < N_SLOTS; i++)
    {
      Slot *slot = &self->file->slots[i];

      if (slot->used == 2 && (least == NULL || slot->suspicion < least->suspicion))
        least = slot;
    }
  if (least != NULL)
    g_hash_table_remove (self->by_digest, least->digest);
  return least;
}

gboolean
khidki_marks_set (KhidkiMarks *self, const char *key)
{
  guint8 digest[DIGEST];
  Slot *slot;

  digest_of (key, digest);
  slot = g_hash_table_lookup (self->by_digest, digest);
  if (slot == NULL)
    {
      slot = g_queue_is_empty (&self->free_slots)
                 ? forget_one (self)
                 : &self->file->slots[GPOINTER_TO_UINT (g_queue_pop_head (&self->free_slots))];
      if (slot == NULL)
        return FALSE;
      memcpy (slot->digest, digest, DIGEST);
      slot->suspicion = 0;
      slot->idle_starts = 0;
      g_hash_table_insert (self->by_digest, slot->digest, slot);
    }
  slot->used = 1;
  return TRUE;
}

void
khidki_marks_clear (KhidkiMarks *self, const char *key)
{
  guint8 digest[DIGEST];
  Slot *slot;

  digest_of (key, digest);
  slot = g_hash_table_lookup (self->by_digest, digest);
  if (slot == NULL)
    return;

  g_hash_table_remove (self->by_digest, digest);
  slot->used = 0;
  slot->suspicion = 0;
  g_queue_push_tail (&self->free_slots, GUINT_TO_POINTER ((guint) (slot - self->file->slots)));
}

void
khidki_marks_forgive (KhidkiMarks *self)
{
  for (guint i = 0; i < N_SLOTS; i++)
    if (self->file->slots[i].used == 1)
      self->file->slots[i].used = self->file->slots[i].suspicion > 0 ? 2 : 0;
}
