/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-catalogue-keeper.h"

#include "catalogue/khidki-measured-department.h"
#include "gate/khidki-catalogue-builder.h"

#define FIRST_WAIT_MS 1000
#define LONGEST_WAIT_MS (60 * 1000)

struct _KhidkiCatalogueKeeper
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiPlaces *places;
  KhidkiCentres *centres;
  KhidkiGate *gate;
  KhidkiCatalogue *catalogue;
  char *problem;
  guint wait;
  guint timer;
  gboolean building;
  gboolean again;
  gboolean closed;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KhidkiCatalogueKeeper, khidki_catalogue_keeper, G_TYPE_OBJECT)

static void
set_problem (KhidkiCatalogueKeeper *self, const char *problem)
{
  char *old = self->problem;

  self->problem = g_strdup (problem);
  g_free (old);
}

static void
wait_is_over (gpointer user_data)
{
  KhidkiCatalogueKeeper *self = user_data;

  self->timer = 0;
  khidki_catalogue_keeper_rebuild (self);
}

static void
stop_waiting (KhidkiCatalogueKeeper *self)
{
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  self->timer = 0;
}

static void
try_later (KhidkiCatalogueKeeper *self, const GError *error)
{
  g_autofree char *problem = g_strdup_printf (
      self->catalogue != NULL ? "the one of before stays: %s" : "there is none yet: %s",
      error->message);

  if (self->wait == FIRST_WAIT_MS)
    g_critical ("catalogue: %s; it is tried again until the store takes it", problem);
  set_problem (self, problem);
  self->timer = khidki_host_add_timer (self->host, self->wait, wait_is_over, self, NULL);
  self->wait = MIN (self->wait * 2, LONGEST_WAIT_MS);
}

static void
take (KhidkiCatalogueKeeper *self, KhidkiCatalogue *catalogue)
{
  KhidkiCatalogue *old = self->catalogue;

  self->catalogue = catalogue;
  self->wait = FIRST_WAIT_MS;
  set_problem (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
  g_clear_pointer (&old, khidki_catalogue_unref);
}

static void
built (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCatalogueKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiCatalogue *catalogue =
      khidki_catalogue_builder_build_finish (KHIDKI_STORE (source), result, &error);

  self->building = FALSE;
  if (self->closed)
    {
      g_clear_pointer (&catalogue, khidki_catalogue_unref);
      return;
    }
  if (catalogue != NULL)
    take (self, catalogue);
  else
    try_later (self, error);
  if (self->again)
    khidki_catalogue_keeper_rebuild (self);
}

/* On whatever thread the hook ran. */
static void
hook_is_slow (const char *id, const char *hook, gint64 milliseconds, gpointer user_data)
{
  g_critical ("department %s: %s takes %" G_GINT64_FORMAT " ms again and again, expected at most 5: "
              "citizens wait for it. Take its plugin out of [plugins] enabled=.",
              id, hook, milliseconds);
}

/* (transfer full): what the gate's departments offer, their hooks timed. */
static GPtrArray *
list_measured (KhidkiCatalogueKeeper *self)
{
  GPtrArray *offers = khidki_gate_list_offers (self->gate);

  for (guint i = 0; i < offers->len; i++)
    {
      KhidkiGateOffer *offer = g_ptr_array_index (offers, i);
      g_autoptr (KhidkiDepartment) bare = offer->department;

      offer->department = khidki_measured_department_new (bare, self->host, hook_is_slow, NULL);
    }
  return offers;
}

void
khidki_catalogue_keeper_rebuild (KhidkiCatalogueKeeper *self)
{
  g_autoptr (GPtrArray) offers = NULL;

  self->again = self->building;
  if (self->closed || self->building)
    return;

  stop_waiting (self);
  self->building = TRUE;
  offers = list_measured (self);
  khidki_catalogue_builder_build_async (self->store, self->places, self->centres, offers, built,
                                        g_object_ref (self));
}

void
khidki_catalogue_keeper_set_places (KhidkiCatalogueKeeper *self,
                                    KhidkiPlaces *places,
                                    KhidkiCentres *centres)
{
  g_autoptr (KhidkiPlaces) old_places = self->places;
  g_autoptr (KhidkiCentres) old_centres = self->centres;

  self->places = khidki_places_ref (places);
  self->centres = khidki_centres_ref (centres);
  khidki_catalogue_keeper_rebuild (self);
}

KhidkiCatalogue *
khidki_catalogue_keeper_get_catalogue (KhidkiCatalogueKeeper *self)
{
  return self->catalogue;
}

const char *
khidki_catalogue_keeper_get_problem (KhidkiCatalogueKeeper *self)
{
  return self->problem;
}

void
khidki_catalogue_keeper_close (KhidkiCatalogueKeeper *self)
{
  self->closed = TRUE;
  stop_waiting (self);
}

static void
khidki_catalogue_keeper_finalize (GObject *object)
{
  KhidkiCatalogueKeeper *self = KHIDKI_CATALOGUE_KEEPER (object);

  stop_waiting (self);
  g_signal_handlers_disconnect_by_data (self->gate, self);
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_object_unref (self->gate);
  khidki_centres_unref (self->centres);
  khidki_places_unref (self->places);
  g_object_unref (self->store);
  g_object_unref (self->host);
  g_free (self->problem);

  G_OBJECT_CLASS (khidki_catalogue_keeper_parent_class)->finalize (object);
}

static void
khidki_catalogue_keeper_class_init (KhidkiCatalogueKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_catalogue_keeper_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
khidki_catalogue_keeper_init (KhidkiCatalogueKeeper *self)
{
  self->wait = FIRST_WAIT_MS;
  self->problem = g_strdup ("there is none yet");
}

/* Where no department ever came, an empty one must do: pages and texts need it.
 * And whoever reloads does not want to wait for the next try. */
static void
gate_settled (KhidkiGate *gate, KhidkiCatalogueKeeper *self)
{
  if (self->problem != NULL && !self->building)
    khidki_catalogue_keeper_rebuild (self);
}

KhidkiCatalogueKeeper *
khidki_catalogue_keeper_new (KhidkiHost *host,
                             KhidkiStore *store,
                             KhidkiPlaces *places,
                             KhidkiCentres *centres,
                             KhidkiGate *gate)
{
  KhidkiCatalogueKeeper *self = g_object_new (KHIDKI_TYPE_CATALOGUE_KEEPER, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  self->places = khidki_places_ref (places);
  self->centres = khidki_centres_ref (centres);
  self->gate = g_object_ref (gate);
  g_signal_connect_swapped (gate, "departments-changed",
                            G_CALLBACK (khidki_catalogue_keeper_rebuild), self);
  g_signal_connect (gate, "settled", G_CALLBACK (gate_settled), self);
  return self;
}
