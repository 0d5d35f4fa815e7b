/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-queue.h"

typedef struct
{
  KhidkiHttpQueue *queue;
  GString *out;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->queue = khidki_http_queue_new (3, 2);
  fixture->out = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_http_queue_free (fixture->queue);
  g_string_free (fixture->out, TRUE);
}

static Fixture *current;

static void
go_out (gpointer user_data)
{
  g_string_append (current->out, user_data);
}

static KhidkiHttpTicket *
enter (Fixture *fixture, const char *far_end, const char *letter)
{
  current = fixture;
  return khidki_http_queue_enter (fixture->queue, far_end, go_out, (gpointer) letter);
}

static void
test_in_order_for_each (Fixture *fixture, gconstpointer data)
{
  KhidkiHttpTicket *a = enter (fixture, "meta", "a");
  KhidkiHttpTicket *b = enter (fixture, "meta", "b");
  KhidkiHttpTicket *c = enter (fixture, "meta", "c");
  KhidkiHttpTicket *d = enter (fixture, "meta", "d");
  KhidkiHttpTicket *other = enter (fixture, "office", "o");

  /* One that is full holds up no other. */
  g_assert_cmpstr (fixture->out->str, ==, "abo");
  khidki_http_ticket_leave (b);
  g_assert_cmpstr (fixture->out->str, ==, "aboc");
  khidki_http_ticket_leave (a);
  g_assert_cmpstr (fixture->out->str, ==, "abocd");
  khidki_http_ticket_leave (c);
  khidki_http_ticket_leave (d);
  khidki_http_ticket_leave (other);
}

static void
test_who_gives_up_leaves_the_line (Fixture *fixture, gconstpointer data)
{
  KhidkiHttpTicket *a = enter (fixture, "meta", "a");
  KhidkiHttpTicket *b = enter (fixture, "meta", "b");
  KhidkiHttpTicket *c = enter (fixture, "meta", "c");
  KhidkiHttpTicket *d = enter (fixture, "meta", "d");

  khidki_http_ticket_leave (c);
  g_assert_cmpstr (fixture->out->str, ==, "ab");
  khidki_http_ticket_leave (a);
  g_assert_cmpstr (fixture->out->str, ==, "abd");
  khidki_http_ticket_leave (b);
  khidki_http_ticket_leave (d);
}

static void
test_all_together (Fixture *fixture, gconstpointer data)
{
  KhidkiHttpTicket *a = enter (fixture, "one", "a");
  KhidkiHttpTicket *b = enter (fixture, "two", "b");
  KhidkiHttpTicket *c = enter (fixture, "three", "c");
  KhidkiHttpTicket *d = enter (fixture, "four", "d");

  g_assert_cmpstr (fixture->out->str, ==, "abc");
  khidki_http_ticket_leave (b);
  g_assert_cmpstr (fixture->out->str, ==, "abcd");
  khidki_http_ticket_leave (a);
  khidki_http_ticket_leave (c);
  khidki_http_ticket_leave (d);
}

#define ADD(name, func) g_test_add ("/http-queue/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("order", test_in_order_for_each);
  ADD ("given-up", test_who_gives_up_leaves_the_line);
  ADD ("all", test_all_together);
  return g_test_run ();
}
