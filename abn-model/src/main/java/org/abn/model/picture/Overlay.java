package org.abn.model.picture;

import java.util.ArrayList;
import java.util.List;
import org.abn.model.explain.MapRange;
import org.abn.model.explain.SaliencyMap;

/**
 * Pictures of attention maps: an image, and beside it the image under its map or those of its
 * tasks. Colours span a scale that is given, from blue to red, and captions say that scale and what
 * each map reaches from and to. A map that holds NaN or infinite values has no colours; its caption
 * says why.
 */
public final class Overlay {

  /** Small images are enlarged by whole factors until they are about this high. */
  private static final int HEIGHT = 168;

  /** Of an image of which there are dozens in a picture; larger ones are made smaller. */
  private static final int TASK_HEIGHT = 160;

  /** Share of the map's colour, as in the authors' pictures. */
  private static final double MAP_SHARE = 0.4;

  /** Holds the longest caption of a map, "map -1.23e-38 to -1.23e-38", and a bar with such ends. */
  private static final int LEAST_WIDTH = 224;

  /** Holds the same without the word "map". */
  private static final int LEAST_TASK_WIDTH = 176;

  private Overlay() {}

  /**
   * An image and its overlay, side by side.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   * @param map of the image
   * @param scale one for all pictures that are to be compared
   */
  public static Picture of(float[][][] image, SaliencyMap map, MapScale scale) {
    return Picture.of(() -> pair(image, map, scale));
  }

  private static Raster pair(float[][][] image, SaliencyMap map, MapScale scale) {
    Raster plain = Raster.of(image).enlarged(HEIGHT);
    Raster both = plain.beside(under(map, scale, plain));
    int width = Math.max(LEAST_WIDTH, both.width());
    MapRange range = map.range();
    Raster bar = range.isFinite() ? Captions.bar(scale, width) : Captions.line("", width);
    return Raster.column(List.of(both, bar, Captions.line(RangeText.caption(range), width)));
  }

  /**
   * An image, and row by row behind it the same image under the map of each task. What each map
   * reaches from and to stands below the name of its attribute, one colour bar below all of them.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   * @param tasks a white frame marks those whose attribute the image has
   * @param scale one for all tasks
   */
  public static Picture ofTasks(float[][][] image, List<TaskMap> tasks, MapScale scale) {
    return Picture.of(() -> cells(image, tasks, scale));
  }

  private static Raster cells(float[][][] image, List<TaskMap> tasks, MapScale scale) {
    Raster plain = Raster.of(image).shrunk(TASK_HEIGHT).enlarged(TASK_HEIGHT);
    List<Raster> cells = new ArrayList<>();
    cells.add(cell(plain, "image", ""));
    for (TaskMap task : tasks) {
      cells.add(cell(plain, task, scale));
    }
    Raster grid = Raster.grid(cells, (int) Math.ceil(Math.sqrt(cells.size())));
    return Raster.column(List.of(grid, Captions.bar(scale, grid.width())));
  }

  private static Raster cell(Raster plain, TaskMap task, MapScale scale) {
    Raster overlay = under(task.map(), scale, plain);
    Raster shown = task.present() ? overlay.framed() : overlay;
    return cell(shown, task.attribute(), RangeText.brief(task.map().range()));
  }

  private static Raster cell(Raster image, String... captions) {
    int width = Math.max(LEAST_TASK_WIDTH, image.width());
    List<Raster> parts = new ArrayList<>(List.of(image));
    for (String caption : captions) {
      parts.add(Captions.line(caption, width));
    }
    return Raster.column(parts);
  }

  /** An image under a map, or left as it is if the map's values are not all finite. */
  private static Raster under(SaliencyMap map, MapScale scale, Raster image) {
    return map.range().isFinite()
        ? image.mixed(Colours.of(map, scale, image.height(), image.width()), MAP_SHARE)
        : image;
  }
}
