/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worker/khidki-worker-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_MEMORY (512UL * 1024 * 1024)
#define MAX_CPU_SECONDS 10
#define MAX_WALL_SECONDS 30
/* Enough for the decoders' own files while they are made ready. */
#define MAX_FILES 64

static gboolean
set_limit (int resource, rlim_t value)
{
  struct rlimit limit = { value, value };

  return setrlimit (resource, &limit) == 0;
}

/**
 * khidki_worker_sandbox_limit:
 *
 * The first lock, before a byte of the file is looked at: bounds on memory,
 * time and files, no way to gain rights, no descriptor but the three.
 *
 * Returns: FALSE when one of them cannot be had
 */
gboolean
khidki_worker_sandbox_limit (void)
{
  alarm (MAX_WALL_SECONDS);
  return clearenv () == 0 && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0
         && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && close_range (3, ~0U, 0) == 0
         && set_limit (RLIMIT_AS, MAX_MEMORY) && set_limit (RLIMIT_CPU, MAX_CPU_SECONDS)
         && set_limit (RLIMIT_FSIZE, 0) && set_limit (RLIMIT_CORE, 0)
         && set_limit (RLIMIT_NOFILE, MAX_FILES);
}

/* What computing needs, and nothing that reaches outside the process. */
static const int allowed_calls[] = {
  SCMP_SYS (brk),           SCMP_SYS (munmap),        SCMP_SYS (mremap),
  SCMP_SYS (madvise),       SCMP_SYS (futex),         SCMP_SYS (exit),
  SCMP_SYS (exit_group),    SCMP_SYS (rt_sigreturn),  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigaction),  SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday),
  SCMP_SYS (clock_getres),  SCMP_SYS (getrandom),     SCMP_SYS (sched_yield),
  SCMP_SYS (close),         SCMP_SYS (getpid),        SCMP_SYS (gettid),
  SCMP_SYS (restart_syscall),
};

/* No decoder ever tries these: whoever does has taken the process over. */
static const int deadly_calls[] = {
  SCMP_SYS (execve),       SCMP_SYS (execveat),          SCMP_SYS (fork),
  SCMP_SYS (vfork),        SCMP_SYS (ptrace),            SCMP_SYS (process_vm_readv),
  SCMP_SYS (kill),         SCMP_SYS (process_vm_writev), SCMP_SYS (bpf),
  SCMP_SYS (unshare),      SCMP_SYS (setns),             SCMP_SYS (mount),
  SCMP_SYS (io_uring_setup), SCMP_SYS (userfaultfd),     SCMP_SYS (keyctl),
};

/* Rules with arguments: text goes to the parent only, memory is never code. */
static gboolean
add_narrow_rules (scmp_filter_ctx filter)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1,
                           SCMP_A0 (SCMP_CMP_EQ, STDOUT_FILENO)) == 0
         && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0
         && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static gboolean
add_rules (scmp_filter_ctx filter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (allowed_calls); i++)
    if (seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed_calls[i], 0) != 0)
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (deadly_calls); i++)
    if (seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, deadly_calls[i], 0) != 0)
      return FALSE;
  return add_narrow_rules (filter);
}

/**
 * khidki_worker_sandbox_enter:
 *
 * The second lock, when the file is in memory and the decoders are ready. Other
 * calls fail with EPERM, so that a library that looks for a font or a locale
 * does without it instead of dying.
 *
 * Returns: FALSE when the kernel does not do it
 */
gboolean
khidki_worker_sandbox_enter (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean done;

  if (filter == NULL)
    return FALSE;
  done = add_rules (filter) && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return done;
}

static void
note (GString *found, const char *name, gboolean worked)
{
  if (worked)
    g_string_append_printf (found, "%s ", name);
}

char *
khidki_worker_sandbox_probe (void)
{
  GString *found = g_string_new (NULL);
  char byte;

  note (found, "open-read", open ("/etc/hostname", O_RDONLY | O_CLOEXEC) >= 0);
  note (found, "open-write", open ("/tmp/khidki-worker-probe", O_WRONLY | O_CREAT, 0600) >= 0);
  note (found, "socket-inet", socket (AF_INET, SOCK_STREAM, 0) >= 0);
  note (found, "socket-unix", socket (AF_UNIX, SOCK_STREAM, 0) >= 0);
  note (found, "read", read (STDIN_FILENO, &byte, 1) >= 0);
  note (found, "write-error", write (STDERR_FILENO, "", 1) >= 0);
  note (found, "raise-limit", set_limit (RLIMIT_FSIZE, RLIM_INFINITY));
  note (found, "code",
        mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            != MAP_FAILED);
  note (found, "unlink", unlink ("/tmp/khidki-worker-probe") == 0);
  return g_string_free (found, FALSE);
}
