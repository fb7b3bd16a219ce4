package org.abn.model.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Asks a network about images in which pixels are changed in the order of a map: deletion and
 * insertion (Petsiuk et al. 2018) and ROAD (Rong et al. 2022). What counts is the probability of
 * the class that the network predicts for the whole image.
 *
 * <p>Of H rows, a map takes 2 (H + 1) images for the curves and 18 for ROAD; batches go on from one
 * map to the next.
 *
 * @param network to ask
 * @param batchSize how many images it is asked about at a time
 * @param seed of ROAD's noise
 */
public record Perturbation(ImageScores network, int batchSize, long seed) {

  /**
   * Checks the batch size.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Perturbation {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size must be at least 1, cannot be: " + batchSize);
    }
  }

  /**
   * What the maps of one image do to the network.
   *
   * @param id of the image, on which the noise depends, and nothing else but the seed
   * @param image that the maps are of
   * @param maps at the image's size
   * @return by map
   */
  public List<Perturbed> of(String id, NormalisedImage image, List<PixelMap> maps) {
    var batches = new Batches(network, batchSize, image);
    batches.add(image.values());
    for (PixelMap map : maps) {
      check(map, image);
      add(batches, image, map.order(), noise(id));
    }
    return read(batches.answers(), PixelSteps.count(image), maps.size());
  }

  private static void check(PixelMap map, NormalisedImage image) {
    if (map.height() != image.height() || map.width() != image.width()) {
      throw new IllegalArgumentException(
          "a map must be of its image's size, %s x %s, cannot be: %s x %s"
              .formatted(image.height(), image.width(), map.height(), map.width()));
    }
  }

  /** The same for every map of an image, so that maps differ by nothing else. */
  private Random noise(String id) {
    return new Random(ImageSeed.of(seed, id));
  }

  private static void add(Batches batches, NormalisedImage image, int[] order, Random noise) {
    PixelSteps.deletion(image, order).forEach(batches::add);
    PixelSteps.insertion(image, order).forEach(batches::add);
    var road = new Road(image, order);
    road.mostRelevantFirst(noise, batches::add);
    road.leastRelevantFirst(noise, batches::add);
  }

  private static List<Perturbed> read(List<float[]> answers, int steps, int maps) {
    var confidences = new Confidences(answers);
    List<Perturbed> found = new ArrayList<>();
    for (int i = 0; i < maps; i++) {
      found.add(
          new Perturbed(
              new Curve(confidences.next(steps)),
              new Curve(confidences.next(steps)),
              StatUtils.mean(confidences.next(Road.PERCENTILES)),
              StatUtils.mean(confidences.next(Road.PERCENTILES))));
    }
    return found;
  }
}
