/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Preloaded, it writes down every change below KHIDKI_POWER_FOLDER and every sync,
 * in the order in which they happen, to KHIDKI_POWER_TRACE; recover.py makes of it
 * what a disk may hold after the power went. After KHIDKI_POWER_CUT changes the
 * process ends on the spot. A write is noted before it is done and a sync twice,
 * before and after: what came between may or may not be durable. The sync number
 * KHIDKI_POWER_FAIL_SYNC fails, and is not done.
 *
 * Files mapped into memory are not seen: their content may be lost entirely. */
/* Or open() and open64() would be one function here. */
#undef _FILE_OFFSET_BITS
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536
#define PUBLIC __attribute__ ((visibility ("default")))

typedef enum
{
  KIND_MAKE = 1,
  KIND_FOLDER,
  KIND_WRITE,
  KIND_SIZE,
  KIND_SYNC_BEGIN,
  KIND_SYNC_END,
  KIND_RENAME,
  KIND_LINK,
  KIND_REMOVE,
} Kind;

/* Followed by the two texts, or the text and the data. */
typedef struct __attribute__ ((packed))
{
  uint8_t kind;
  uint64_t inode;
  int64_t offset;
  uint32_t first_length;
  uint32_t second_length;
} Record;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t inodes[MOST_FILES];
static const char *folder;
static size_t folder_length;
static int trace = -1;
static pid_t process;
static long changes_left;
static long syncs_left;

/* GLib is behind us: it must not be called from here. */
static long
read_number (const char *text)
{
  long number = 0;

  for (; text != NULL && *text >= '0' && *text <= '9'; text++)
    number = number * 10 + (*text - '0');
  return number;
}

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("KHIDKI_POWER_TRACE");

  folder = getenv ("KHIDKI_POWER_FOLDER");
  if (path == NULL || folder == NULL)
    return;

  folder = strdup (folder);
  folder_length = strlen (folder);
  process = getpid ();
  trace = (int) syscall (SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  changes_left = read_number (getenv ("KHIDKI_POWER_CUT"));
  syncs_left = read_number (getenv ("KHIDKI_POWER_FAIL_SYNC"));
  /* Children have nothing to do with the state. */
  unsetenv ("LD_PRELOAD");
}

static int
is_ours (const char *path)
{
  return trace >= 0 && path != NULL && strncmp (path, folder, folder_length) == 0
         && (path[folder_length] == '/' || path[folder_length] == '\0');
}

static uint64_t
inode_of (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 ? info.st_ino : 0;
}

/* A number may have been closed where we did not see it. */
static uint64_t
our_inode (int fd)
{
  int saved = errno;
  uint64_t inode = trace >= 0 && fd >= 0 && fd < MOST_FILES ? inodes[fd] : 0;

  if (inode != 0 && inode_of (fd) != inode)
    inode = inodes[fd] = 0;
  errno = saved;
  return inode;
}

/* The lock is held. */
static void
note (Kind kind, uint64_t inode, int64_t offset, const void *first, size_t first_length,
      const void *second, size_t second_length)
{
  Record record = { (uint8_t) kind, inode, offset, (uint32_t) first_length,
                    (uint32_t) second_length };
  struct iovec parts[3] = { { &record, sizeof record },
                            { (void *) first, first_length },
                            { (void *) second, second_length } };
  int saved = errno;

  if (syscall (SYS_writev, trace, parts, 3)
      != (long) (sizeof record + first_length + second_length))
    abort ();
  if (changes_left > 0 && --changes_left == 0)
    syscall (SYS_exit_group, 99);
  errno = saved;
}

static void
note_text (Kind kind, uint64_t inode, int64_t offset, const char *first, const char *second)
{
  note (kind, inode, offset, first, strlen (first), second, second != NULL ? strlen (second) : 0);
}

static int
open_noted (const char *path, int flags, mode_t mode)
{
  struct stat info;
  int is_new, fd;

  if (!is_ours (path) || (flags & O_PATH) == O_PATH)
    return (int) syscall (SYS_openat, AT_FDCWD, path, flags, mode);

  pthread_mutex_lock (&lock);
  is_new = lstat (path, &info) != 0;
  fd = (int) syscall (SYS_openat, AT_FDCWD, path, flags, mode);
  if (fd >= 0 && fd < MOST_FILES)
    {
      inodes[fd] = inode_of (fd);
      if (is_new)
        note_text (KIND_MAKE, inodes[fd], 0, path, NULL);
      else if ((flags & O_TRUNC) != 0 && (flags & O_ACCMODE) != O_RDONLY)
        note_text (KIND_SIZE, inodes[fd], 0, "", NULL);
    }
  pthread_mutex_unlock (&lock);
  return fd;
}

#define OPEN(name)                                                                                \
  PUBLIC int name (const char *path, int flags, ...);                                             \
  PUBLIC int name (const char *path, int flags, ...)                                              \
  {                                                                                               \
    va_list arguments;                                                                            \
    mode_t mode;                                                                                  \
                                                                                                  \
    va_start (arguments, flags);                                                                  \
    mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (arguments, mode_t) : 0;                 \
    va_end (arguments);                                                                           \
    return open_noted (path, flags, mode);                                                        \
  }

OPEN (open)
OPEN (open64)

/* Who closes a number twice closes, sooner or later, what another just opened under
 * it: an answer then goes to somebody else. */
PUBLIC int
close (int fd)
{
  int done;

  if (trace >= 0 && fd >= 0 && fd < MOST_FILES)
    inodes[fd] = 0;
  done = (int) syscall (SYS_close, fd);
  if (done != 0 && errno == EBADF && fd >= 0 && getpid () == process)
    {
      static const char text[] = "power: a descriptor was closed that is not open\n";

      if (syscall (SYS_write, STDERR_FILENO, text, sizeof text - 1) > 0)
        abort ();
    }
  return done;
}

PUBLIC ssize_t
write (int fd, const void *data, size_t length)
{
  uint64_t inode = our_inode (fd);
  ssize_t done;

  if (inode == 0)
    return syscall (SYS_write, fd, data, length);
  pthread_mutex_lock (&lock);
  note (KIND_WRITE, inode, lseek (fd, 0, SEEK_CUR), "", 0, data, length);
  done = syscall (SYS_write, fd, data, length);
  pthread_mutex_unlock (&lock);
  return done;
}

static ssize_t
pwrite_noted (int fd, const void *data, size_t length, off_t offset)
{
  uint64_t inode = our_inode (fd);
  ssize_t done;

  if (inode == 0)
    return syscall (SYS_pwrite64, fd, data, length, offset);
  pthread_mutex_lock (&lock);
  note (KIND_WRITE, inode, offset, "", 0, data, length);
  done = syscall (SYS_pwrite64, fd, data, length, offset);
  pthread_mutex_unlock (&lock);
  return done;
}

PUBLIC ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  return pwrite_noted (fd, data, length, offset);
}

PUBLIC ssize_t
pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  return pwrite_noted (fd, data, length, offset);
}

PUBLIC ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  ssize_t done = 0;

  if (our_inode (fd) == 0)
    return syscall (SYS_writev, fd, parts, n);
  for (int i = 0; i < n; i++)
    {
      ssize_t some = write (fd, parts[i].iov_base, parts[i].iov_len);

      if (some < 0)
        return done > 0 ? done : some;
      done += some;
    }
  return done;
}

static int
truncate_noted (int fd, off_t length)
{
  uint64_t inode = our_inode (fd);
  int done;

  if (inode == 0)
    return (int) syscall (SYS_ftruncate, fd, length);
  pthread_mutex_lock (&lock);
  note_text (KIND_SIZE, inode, length, "", NULL);
  done = (int) syscall (SYS_ftruncate, fd, length);
  pthread_mutex_unlock (&lock);
  return done;
}

PUBLIC int
ftruncate (int fd, off_t length)
{
  return truncate_noted (fd, length);
}

PUBLIC int
ftruncate64 (int fd, off64_t length)
{
  return truncate_noted (fd, length);
}

static void
note_locked (Kind kind, uint64_t inode)
{
  pthread_mutex_lock (&lock);
  note_text (kind, inode, 0, "", NULL);
  pthread_mutex_unlock (&lock);
}

static int
is_to_fail (void)
{
  int fails;

  pthread_mutex_lock (&lock);
  fails = syncs_left > 0 && --syncs_left == 0;
  pthread_mutex_unlock (&lock);
  return fails;
}

/* Others write meanwhile: the lock is not held while the disk works. */
static int
sync_noted (long call, int fd)
{
  uint64_t inode = our_inode (fd);
  int done;

  if (inode == 0)
    return (int) syscall (call, fd);
  if (is_to_fail ())
    {
      errno = EIO;
      return -1;
    }
  note_locked (KIND_SYNC_BEGIN, inode);
  done = (int) syscall (call, fd);
  if (done == 0)
    note_locked (KIND_SYNC_END, inode);
  return done;
}

PUBLIC int
fsync (int fd)
{
  return sync_noted (SYS_fsync, fd);
}

PUBLIC int
fdatasync (int fd)
{
  return sync_noted (SYS_fdatasync, fd);
}

static int
change_names (Kind kind, long call, const char *from, const char *to)
{
  int done;

  if (!is_ours (from) && !is_ours (to))
    return (int) syscall (call, from, to);
  pthread_mutex_lock (&lock);
  done = (int) syscall (call, from, to);
  if (done == 0)
    note_text (kind, 0, 0, from, to);
  pthread_mutex_unlock (&lock);
  return done;
}

PUBLIC int
rename (const char *from, const char *to)
{
  return change_names (KIND_RENAME, SYS_rename, from, to);
}

PUBLIC int
link (const char *from, const char *to)
{
  return change_names (KIND_LINK, SYS_link, from, to);
}

static int
remove_name (long call, const char *path)
{
  int done;

  if (!is_ours (path))
    return (int) syscall (call, path);
  pthread_mutex_lock (&lock);
  done = (int) syscall (call, path);
  if (done == 0)
    note_text (KIND_REMOVE, 0, 0, path, NULL);
  pthread_mutex_unlock (&lock);
  return done;
}

PUBLIC int
unlink (const char *path)
{
  return remove_name (SYS_unlink, path);
}

PUBLIC int
rmdir (const char *path)
{
  return remove_name (SYS_rmdir, path);
}

PUBLIC int
mkdir (const char *path, mode_t mode)
{
  struct stat info;
  int done;

  if (!is_ours (path))
    return (int) syscall (SYS_mkdir, path, mode);
  pthread_mutex_lock (&lock);
  done = (int) syscall (SYS_mkdir, path, mode);
  if (done == 0 && stat (path, &info) == 0)
    note_text (KIND_FOLDER, info.st_ino, 0, path, NULL);
  pthread_mutex_unlock (&lock);
  return done;
}
