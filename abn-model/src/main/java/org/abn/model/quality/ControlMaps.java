package org.abn.model.quality;

import java.util.Random;
import org.abn.model.explain.SaliencyMap;

/** Maps that know nothing of the network: what a method does not beat says nothing about it. */
public final class ControlMaps {

  private ControlMaps() {}

  /**
   * Values at random, uniform in [0, 1). It should be as coarse as the maps it stands beside:
   * pixels that are deleted one here, one there, disturb a network more than patches do.
   *
   * @param height of the map
   * @param width of the map
   * @param id of the image, on which the map depends, and nothing else but seed and size
   */
  public static SaliencyMap random(int height, int width, String id, long seed) {
    var random = new Random(ImageSeed.of(seed, id));
    float[][] values = new float[height][width];
    for (float[] row : values) {
      for (int x = 0; x < width; x++) {
        row[x] = random.nextFloat();
      }
    }
    return new SaliencyMap(values);
  }

  /**
   * The centre, whatever is there: 1 less the distance from it, in units of that of a corner. It
   * orders pixels as a Gaussian does.
   *
   * @param height of the image
   * @param width of the image
   */
  public static SaliencyMap centre(int height, int width) {
    double centreY = (height - 1) / 2.0;
    double centreX = (width - 1) / 2.0;
    double corner = Math.max(1, Math.hypot(centreY, centreX));
    float[][] values = new float[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y][x] = (float) (1 - Math.hypot(y - centreY, x - centreX) / corner);
      }
    }
    return new SaliencyMap(values);
  }
}
