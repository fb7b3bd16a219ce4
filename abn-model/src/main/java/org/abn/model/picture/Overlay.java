package org.abn.model.picture;

import java.util.ArrayList;
import java.util.List;
import org.abn.model.explain.MapRange;
import org.abn.model.explain.SaliencyMap;

/**
 * Pictures of maps: an image, and beside it the image under its map or under each of several maps.
 * Below each is a bar of its colours with the values at its ends, and what is to be said. A map
 * that is the same everywhere has no bar, one that holds NaN or infinite values no colours either;
 * a line says so.
 *
 * @param style of the colours
 */
public record Overlay(OverlayStyle style) {

  /** Small images are enlarged by whole factors until they are about this high. */
  private static final int HEIGHT = 168;

  /** Of an image of which there are dozens in a picture; larger ones are made smaller. */
  private static final int CELL_HEIGHT = 160;

  /** Holds the longest caption of a map, "map -1.23e-38 to -1.23e-38", and a bar with such ends. */
  private static final int LEAST_WIDTH = 224;

  /**
   * An image and its overlay, side by side.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   * @param panel of its map
   */
  public Picture of(float[][][] image, Panel panel) {
    return Picture.of(
        () -> {
          Raster plain = Raster.of(image).enlarged(HEIGHT);
          Raster both = plain.beside(under(panel, plain));
          int width = Math.max(LEAST_WIDTH, both.width());
          List<Raster> parts = new ArrayList<>(List.of(both, bar(panel, width)));
          if (isVaried(panel) && !panel.scale().equals(own(panel))) {
            parts.add(Captions.line(RangeText.of(panel.map().range()), width));
          }
          panel.captions().forEach(caption -> parts.add(Captions.line(caption, width)));
          return Raster.column(parts);
        });
  }

  /**
   * An image, and row by row behind it the same image under each map.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   * @param captions lines below the image itself
   * @param panels of the maps, with as many captions each
   */
  public Picture of(float[][][] image, List<String> captions, List<Panel> panels) {
    return Picture.of(
        () -> {
          Raster plain = ofThumbnail(image);
          int width = cellWidth(plain);
          List<Raster> cells = new ArrayList<>();
          cells.add(cell(plain, Captions.line("", width), captions));
          panels.forEach(panel -> cells.add(cell(panel, plain, width)));
          return Raster.grid(cells, (int) Math.ceil(Math.sqrt(cells.size())));
        });
  }

  /**
   * An image alone, small enough for a page of many.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   */
  public static Picture thumbnail(float[][][] image) {
    return Picture.of(() -> ofThumbnail(image));
  }

  /**
   * An image under a map alone, as large as its {@link #thumbnail(float[][][])}, in colours that
   * span what the map itself reaches from and to.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   */
  public Picture thumbnail(float[][][] image, SaliencyMap map) {
    Panel panel = Panel.ofOwnRange(map, List.of(), false);
    return Picture.of(() -> under(panel, ofThumbnail(image)));
  }

  private static Raster ofThumbnail(float[][][] image) {
    return Raster.of(image).shrunk(CELL_HEIGHT).enlarged(CELL_HEIGHT);
  }

  /** Wide enough for an image and for what stands below it. */
  static int cellWidth(Raster image) {
    return Math.max(LEAST_WIDTH, image.width());
  }

  /** An image under a map, with the map's bar and captions below. */
  Raster cell(Panel panel, Raster image, int width) {
    return cell(under(panel, image), bar(panel, width), panel.captions());
  }

  static Raster cell(Raster image, Raster bar, List<String> captions) {
    List<Raster> parts = new ArrayList<>(List.of(image, bar));
    captions.forEach(caption -> parts.add(Captions.line(caption, bar.width())));
    return Raster.column(parts);
  }

  private Raster bar(Panel panel, int width) {
    return isVaried(panel)
        ? Captions.bar(panel.scale(), style, width)
        : Captions.line(RangeText.of(panel.map().range()), width);
  }

  private static boolean isVaried(Panel panel) {
    MapRange range = panel.map().range();
    return range.isFinite() && range.least() < range.greatest();
  }

  private static MapScale own(Panel panel) {
    return MapScale.spanning(List.of(panel.map()));
  }

  /** An image under a map, or without its colours if the map's values are not all finite. */
  private Raster under(Panel panel, Raster image) {
    Raster shown =
        panel.map().range().isFinite()
            ? style.over(
                image, Colours.of(panel.map(), panel.scale(), style, image.height(), image.width()))
            : image;
    return panel.framed() ? shown.framed() : shown;
  }
}
