package org.abn.model.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Images side by side, and below each row by row what several networks or methods looked at in it
 * (as Figures 4 and 5 of Fukui et al. 2019).
 *
 * @param style of the colours
 */
public record Sheet(OverlayStyle style) {

  /** Small images are enlarged by whole factors until they are about this high, larger shrunk. */
  private static final int HEIGHT = 224;

  /**
   * An image and the maps over it.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   * @param captions lines below the image itself
   * @param panels of the maps, from the second row on
   */
  public record Column(float[][][] image, List<String> captions, List<Panel> panels) {

    /** Copies the lists. */
    public Column {
      captions = List.copyOf(captions);
      panels = List.copyOf(panels);
    }
  }

  /**
   * Draws them.
   *
   * @param titles of the rows, of which the first is the images'
   * @param columns at least one, of images of one size, each with a panel for every other title
   * @throws IllegalArgumentException if there are not as many panels as titles for them
   */
  public Picture of(List<String> titles, List<Column> columns) {
    for (Column column : columns) {
      if (column.panels.size() != titles.size() - 1) {
        throw new IllegalArgumentException(
            "%s panels are not one for each of %s rows"
                .formatted(column.panels.size(), titles.size() - 1));
      }
    }
    return Picture.of(
        () -> {
          List<Raster> parts = new ArrayList<>();
          for (int row = 0; row < titles.size(); row++) {
            Raster cells = row(row, columns);
            parts.add(Captions.line(titles.get(row), cells.width()));
            parts.add(cells);
          }
          return Raster.column(parts);
        });
  }

  private Raster row(int row, List<Column> columns) {
    List<Raster> cells = columns.stream().map(column -> cell(row, column)).toList();
    return Raster.grid(cells, cells.size());
  }

  private Raster cell(int row, Column column) {
    Raster image = Raster.of(column.image).shrunk(HEIGHT).enlarged(HEIGHT);
    int width = Overlay.cellWidth(image);
    return row == 0
        ? Overlay.cell(image, Captions.line("", width), column.captions)
        : new Overlay(style).cell(column.panels.get(row - 1), image, width);
  }
}
