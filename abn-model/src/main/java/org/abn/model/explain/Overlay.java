package org.abn.model.explain;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Pictures of attention maps: an image, and beside it the image under its map in colours from blue
 * (the map's least value) to red (its greatest); or under each map of its tasks, where 0 is green.
 */
public final class Overlay {

  /** Small images are enlarged by whole factors until they are about this high. */
  private static final int HEIGHT = 168;

  /** Of an image of which there are dozens in a picture; larger ones are made smaller. */
  private static final int TASK_HEIGHT = 112;

  /** Share of the map's colour, as in the authors' pictures. */
  private static final double MAP_SHARE = 0.4;

  private static final int GAP = 4;
  private static final int FRAME = 3;

  private Overlay() {}

  /**
   * An image and its overlay, side by side.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   */
  public static BufferedImage of(float[][][] image, AttentionMap map) {
    AttentionMap stretched = map.stretched();
    BufferedImage left = draw(image, HEIGHT, stretched, 0);
    BufferedImage right = draw(image, HEIGHT, stretched, MAP_SHARE);
    int width = left.getWidth();
    var picture = new BufferedImage(2 * width + GAP, left.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = picture.createGraphics();
    canvas.drawImage(left, 0, 0, null);
    canvas.drawImage(right, width + GAP, 0, null);
    canvas.dispose();
    return picture;
  }

  /**
   * An image, and row by row behind it the same image under the map of each task.
   *
   * <p>Such maps are raw, and their sign says for or against. So 0 is green, what lies below it
   * bluer and what lies above it redder, each map up to its own value farthest from 0: colours
   * compare places of a map, not maps.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   * @param maps of the T tasks
   * @param labels by task, 1 where the image has the attribute: a white frame marks it
   */
  public static BufferedImage ofTasks(float[][][] image, List<AttentionMap> maps, float[] labels) {
    float[][][] small = shrunk(image, Math.max(1, image.length / TASK_HEIGHT));
    List<BufferedImage> cells = new ArrayList<>();
    cells.add(draw(small, TASK_HEIGHT, maps.get(0), 0));
    for (int t = 0; t < maps.size(); t++) {
      BufferedImage cell = draw(small, TASK_HEIGHT, maps.get(t).centred(), MAP_SHARE);
      if (labels[t] == 1) {
        frame(cell);
      }
      cells.add(cell);
    }
    return grid(cells, (int) Math.ceil(Math.sqrt(cells.size())));
  }

  private static void frame(BufferedImage cell) {
    Graphics2D canvas = cell.createGraphics();
    canvas.setStroke(new BasicStroke(2 * FRAME)); // half of it lies outside
    canvas.drawRect(0, 0, cell.getWidth(), cell.getHeight());
    canvas.dispose();
  }

  /** An image, enlarged to about a height, under a map of values in [0, 1]. */
  private static BufferedImage draw(float[][][] image, int about, AttentionMap map, double share) {
    int scale = Math.max(1, Math.round((float) about / image.length));
    int height = image.length * scale;
    int width = image[0].length * scale;
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float attention = map.at((y + 0.5) / height, (x + 0.5) / width);
        picture.setRGB(x, y, rgb(image[y / scale][x / scale], attention, share));
      }
    }
    return picture;
  }

  /** Pictures of one size in a grid, row by row. */
  public static BufferedImage grid(List<BufferedImage> pictures, int columns) {
    int width = pictures.get(0).getWidth() + 3 * GAP;
    int height = pictures.get(0).getHeight() + 3 * GAP;
    int rows = (pictures.size() + columns - 1) / columns;
    var grid = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = grid.createGraphics();
    for (int i = 0; i < pictures.size(); i++) {
      canvas.drawImage(pictures.get(i), i % columns * width, i / columns * height, null);
    }
    canvas.dispose();
    return grid;
  }

  /** A picture as the bytes of a PNG file. */
  public static byte[] png(BufferedImage picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  /** Means over squares of so many pixels a side; what is left over at the end is cut off. */
  private static float[][][] shrunk(float[][][] image, int factor) {
    int channels = image[0][0].length;
    float[][][] small = new float[image.length / factor][image[0].length / factor][channels];
    for (int y = 0; y < small.length * factor; y++) {
      for (int x = 0; x < small[0].length * factor; x++) {
        for (int c = 0; c < channels; c++) {
          small[y / factor][x / factor][c] += image[y][x][c] / (factor * factor);
        }
      }
    }
    return small;
  }

  private static int rgb(float[] pixel, float attention, double share) {
    int rgb = 0;
    for (int channel = 0; channel < 3; channel++) {
      double shade = pixel[pixel.length == 1 ? 0 : channel];
      double mixed = (1 - share) * shade + share * jet(attention, channel);
      rgb = rgb << 8 | (int) Math.round(255 * Math.max(0, Math.min(1, mixed)));
    }
    return rgb;
  }

  /** The channel of the colour map "jet": each a trapezoid, red highest, blue lowest. */
  private static double jet(double value, int channel) {
    double centre = 3 - channel;
    return Math.max(0, Math.min(1, 1.5 - Math.abs(4 * value - centre)));
  }
}
