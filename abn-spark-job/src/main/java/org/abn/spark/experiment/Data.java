package org.abn.spark.experiment;

import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Normalisation;

/**
 * What is trained on.
 *
 * @param uri the directory of the shards and their manifest
 * @param normalisation what is done to every pixel
 * @param augmentation what is done to training images
 */
public record Data(String uri, Normalisation normalisation, Augmentation augmentation) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the URI is blank
   */
  public Data {
    InvalidSettingException.unless(!uri.isBlank(), "uri", "a directory's URI", "\"" + uri + "\"");
  }

  static Data read(Section section) {
    section.allowOnly("uri", "normalisation", "augmentation");
    return section.build(
        () ->
            new Data(
                section.text("uri"),
                NormalisationReader.read(section.section("normalisation")),
                AugmentationReader.read(section.section("augmentation"))));
  }
}
