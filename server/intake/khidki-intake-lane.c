/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-lane.h"

#include <string.h>

#define EVENT_OVERHEAD 512

typedef struct
{
  guint waiting;
  GError *error;
} Call;

static void
call_free (Call *call)
{
  g_clear_error (&call->error);
  g_free (call);
}

void
khidki_intake_call_begin (GTask *task, guint n)
{
  Call *call = g_new0 (Call, 1);

  call->waiting = n;
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
}

static gsize
size_of (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

KhidkiIntakeItem *
khidki_intake_item_new (KhidkiEvent *event, KhidkiEvent *as_mobile, GTask *task)
{
  KhidkiIntakeItem *item = g_new0 (KhidkiIntakeItem, 1);

  item->event = khidki_event_ref (event);
  item->as_mobile = as_mobile != NULL ? khidki_event_ref (as_mobile) : NULL;
  item->task = g_object_ref (task);
  item->size = EVENT_OVERHEAD + size_of (khidki_event_get_text (event))
               + size_of (khidki_event_get_key (event));
  return item;
}

void
khidki_intake_item_finish (KhidkiIntakeItem *item, const GError *error)
{
  Call *call = g_task_get_task_data (item->task);

  if (error != NULL && call->error == NULL)
    call->error = g_error_copy (error);
  if (--call->waiting == 0)
    {
      if (call->error != NULL)
        g_task_return_error (item->task, g_steal_pointer (&call->error));
      else
        g_task_return_boolean (item->task, TRUE);
    }

  khidki_event_unref (item->event);
  g_clear_pointer (&item->as_mobile, khidki_event_unref);
  g_object_unref (item->task);
  g_free (item);
}

KhidkiIntakeLane *
khidki_intake_lane_new (const char *account_key)
{
  KhidkiIntakeLane *lane = g_new0 (KhidkiIntakeLane, 1);

  lane->account_key = g_strdup (account_key);
  g_queue_init (&lane->items);
  return lane;
}

void
khidki_intake_lane_free (KhidkiIntakeLane *lane)
{
  g_clear_pointer (&lane->turn, khidki_intake_turn_free);
  g_free (lane->account_key);
  g_free (lane->park_note);
  g_free (lane);
}
