/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-loop.h"

/**
 * khidki_test_take_result:
 * @source: whose operation it was
 * @result: its result
 * @user_data: a `GAsyncResult **` that holds %NULL
 *
 * A [callback@Gio.AsyncReadyCallback] for [func@test_await].
 *
 * Since: 0.1
 */
void
khidki_test_take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

/**
 * khidki_test_await:
 * @result: (inout): where [func@test_take_result] puts the result
 *
 * Runs the main loop until the result is there.
 *
 * Since: 0.1
 */
void
khidki_test_await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * khidki_test_settle:
 *
 * Runs the main loop until nothing is left to do.
 *
 * Since: 0.1
 */
void
khidki_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
