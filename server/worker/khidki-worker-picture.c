/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worker/khidki-worker-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* The brightness of a picture needs no more of it than so many points a side. */
#define SAMPLE_SIDE 640

static const char *
loader_name (const char *mime_type)
{
  return g_str_equal (mime_type, "image/png") ? "png" : "jpeg";
}

void
khidki_worker_picture_warm_up (const char *mime_type)
{
  const char *name = loader_name (mime_type);
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 16, 16);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (name, NULL);
  g_autofree char *data = NULL;
  gsize length;

  gdk_pixbuf_fill (picture, 0);
  if (loader == NULL || !gdk_pixbuf_save_to_buffer (picture, &data, &length, name, NULL, NULL))
    return;
  gdk_pixbuf_loader_write (loader, (const guchar *) data, length, NULL);
  gdk_pixbuf_loader_close (loader, NULL);
}

static gboolean
is_too_large (const KhidkiPaperCheck *check)
{
  return check->width > KHIDKI_PAPER_MAX_SIDE || check->height > KHIDKI_PAPER_MAX_SIDE
         || (gint64) check->width * check->height > KHIDKI_PAPER_MAX_PIXELS;
}

/* Called when the size is known and no memory is taken yet: a size of nothing
 * makes the loader give up. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, KhidkiPaperCheck *check)
{
  check->width = MAX (width, 0);
  check->height = MAX (height, 0);
  if (is_too_large (check))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* The loaders call a file that ends early a picture, empty from there on. How
 * far they came can be seen here as long as they are not asked to scale, and
 * before they are closed: then the JPEG loader fills up what is missing. */
static void
on_area_updated (GdkPixbufLoader *loader, int x, int y, int width, int height, int *rows)
{
  *rows = MAX (*rows, y + height);
}

static guint
brightness_of (const guint8 *pixel, int channels)
{
  guint luma = (pixel[0] * 299 + pixel[1] * 587 + pixel[2] * 114) / 1000;
  guint alpha = channels == 4 ? pixel[3] : 255;

  return (luma * alpha + 255 * (255 - alpha)) / 255;
}

static int
mean_brightness (GdkPixbuf *picture)
{
  int channels = gdk_pixbuf_get_n_channels (picture);
  int stride = gdk_pixbuf_get_rowstride (picture);
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  int step = MAX (1, MAX (width, height) / SAMPLE_SIDE);
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  guint64 sum = 0;
  guint64 count = 0;

  for (int y = 0; y < height; y += step)
    for (int x = 0; x < width; x += step)
      {
        sum += brightness_of (pixels + (gsize) y * stride + (gsize) x * channels, channels);
        count++;
      }
  return sum / count;
}

static KhidkiPaperFault
judge (GdkPixbuf *picture, KhidkiPaperCheck *check)
{
  check->pages = 1;
  check->brightness = mean_brightness (picture);
  if (MIN (check->width, check->height) < KHIDKI_PAPER_MIN_SIDE)
    return KHIDKI_PAPER_TOO_SMALL;
  if (check->brightness < KHIDKI_PAPER_MIN_BRIGHTNESS)
    return KHIDKI_PAPER_TOO_DARK;
  return KHIDKI_PAPER_FINE;
}

KhidkiPaperFault
khidki_worker_picture_check (GBytes *bytes, KhidkiPaperCheck *check)
{
  g_autoptr (GdkPixbufLoader) loader =
      gdk_pixbuf_loader_new_with_type (loader_name (check->mime_type), NULL);
  gboolean decoded;
  GdkPixbuf *picture;
  int rows = 0;
  int rows_in_file;

  if (loader == NULL)
    return KHIDKI_PAPER_DAMAGED;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), check);
  g_signal_connect (loader, "area-updated", G_CALLBACK (on_area_updated), &rows);
  decoded = gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  rows_in_file = rows;
  decoded = gdk_pixbuf_loader_close (loader, NULL) && decoded;
  if (is_too_large (check))
    return KHIDKI_PAPER_TOO_LARGE;
  picture = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!decoded || picture == NULL || rows_in_file < gdk_pixbuf_get_height (picture))
    return KHIDKI_PAPER_DAMAGED;
  return judge (picture, check);
}
