package org.abn.model.explain;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Pictures of attention maps: an image, and beside it the image under its map in colours from blue
 * (the map's least value) to red (its greatest).
 */
public final class Overlay {

  /** Small images are enlarged by whole factors until they are about this high. */
  private static final int HEIGHT = 168;

  /** Share of the map's colour, as in the authors' pictures. */
  private static final double MAP_SHARE = 0.4;

  private static final int GAP = 4;

  private Overlay() {}

  /**
   * An image and its overlay, side by side.
   *
   * @param image {@code [H][W][C]}, in [0, 1]; one channel is grey, three are red, green and blue
   */
  public static BufferedImage of(float[][][] image, AttentionMap map) {
    int scale = Math.max(1, Math.round((float) HEIGHT / image.length));
    int height = image.length * scale;
    int width = image[0].length * scale;
    AttentionMap stretched = map.stretched();
    var picture = new BufferedImage(2 * width + GAP, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float[] pixel = image[y / scale][x / scale];
        float attention = stretched.at((y + 0.5) / height, (x + 0.5) / width);
        picture.setRGB(x, y, rgb(pixel, 0, 0));
        picture.setRGB(width + GAP + x, y, rgb(pixel, attention, MAP_SHARE));
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
