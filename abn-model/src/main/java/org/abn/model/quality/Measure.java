package org.abn.model.quality;

import java.util.Locale;

/** What is measured of a map, or of two. A figure without its definition means nothing. */
public enum Measure {
  /** See {@link Perturbed#deletion}. */
  DELETION(
      "deletion",
      "Deletion (RISE): area below the probability of the class predicted for the whole image while"
          + " its pixels become 0 after normalisation, the most salient first, %2$s a step in %1$s"
          + " steps, both ends counted; less is better."),
  /** See {@link Perturbed#insertion}. */
  INSERTION(
      "insertion",
      "Insertion (RISE): area below the probability of the class predicted for the whole image"
          + " while its pixels replace those of its blur (Gaussian, sigma 5, window 11 x 11, zeros"
          + " around the image), the most salient first, %2$s a step in %1$s steps, both ends"
          + " counted; more is better."),
  /** See {@link Perturbed#road}. */
  ROAD(
      "road",
      "ROAD: half of what the mean probability of the class predicted for the whole image differs"
          + " by between removing the least and the most salient pixels, at %1$s x %2$s from"
          + " percentiles 10 to 90 of the map on, in steps of 10, by linear imputation with noise"
          + " of deviation 0.01; more is better."),
  /** See {@link PointingGame}. */
  POINTING_GAME(
      "pointing_game",
      "Pointing game (TorchRay): share of images of a class in which a pixel of the object's box is"
          + " less than 15 pixels from the map's maximum, at %1$s x %2$s, mean over classes; more"
          + " is better."),
  /** See {@link Agreement#intersectionOverUnion}. */
  STABILITY(
      "stability",
      "Stability (after LFI-CAM, by the threshold of an example of theirs; that maps are stretched"
          + " is ours): intersection over union of where the maps of two trainings, at %1$s x %2$s"
          + " and each stretched to 0 to 255, are above 100; more is better."),
  /** See {@link Agreement#rankCorrelation}. */
  SANITY(
      "sanity",
      "Sanity (Adebayo et al. 2018): Spearman's rank correlation with the map of a network whose"
          + " parameters are drawn anew, at %1$s x %2$s; closer to 0 is better."),
  /** See {@link Agreement#magnitudeRankCorrelation}. */
  SANITY_OF_MAGNITUDES(
      "sanity_of_magnitudes",
      "Sanity of magnitudes (Adebayo et al. 2018): Spearman's rank correlation of the maps'"
          + " absolute values with those of a network whose parameters are drawn anew, at %1$s x"
          + " %2$s; closer to 0 is better.");

  private final String column;
  private final String template;

  Measure(String column, String template) {
    this.column = column;
    this.template = template;
  }

  /** Its name in tables that programs read. */
  public String column() {
    return column;
  }

  /** Whether its figure is a mean over classes; else it is one over images. */
  boolean isByClass() {
    return this == POINTING_GAME;
  }

  /**
   * What it is, in a sentence, with steps and baseline.
   *
   * @param height of the images as the network sees them
   * @param width of the images as the network sees them
   */
  public String definition(int height, int width) {
    return String.format(Locale.ROOT, template, height, width);
  }
}
