package org.abn.spark.experiment;

import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.Selection;
import org.abn.data.record.ImageShape;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;

/**
 * What is trained on.
 *
 * @param uri the directory of the shards and their manifest
 * @param selection which of their records
 * @param framing how images get the size of the network's input; empty where they are to keep the
 *     size that all of them have
 * @param normalisation what is done to every pixel
 * @param augmentation what is done to training images
 */
public record Data(
    String uri,
    Selection selection,
    Optional<Framing> framing,
    Normalisation normalisation,
    Augmentation augmentation) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the URI is blank
   */
  public Data {
    InvalidSettingException.unless(!uri.isBlank(), "uri", "a directory's URI", "\"" + uri + "\"");
  }

  static Data read(Section section) {
    section.allowOnly("uri", "limit", "validation", "image", "normalisation", "augmentation");
    return section.build(
        () ->
            new Data(
                section.text("uri"),
                new Selection(count(section, "limit"), count(section, "validation")),
                section.has("image")
                    ? Optional.of(FramingReader.read(section.section("image")))
                    : Optional.empty(),
                NormalisationReader.read(section.section("normalisation")),
                AugmentationReader.read(section.section("augmentation"))));
  }

  /** 0 unless set. */
  private static int count(Section section, String key) {
    if (!section.has(key)) {
      return 0;
    }
    int count = section.integer(key);
    InvalidSettingException.unless(count >= 1, key, "at least 1", count);
    return count;
  }

  /**
   * What is done to the images of a dataset.
   *
   * @param manifest of the dataset
   * @return in training
   * @throws InvalidDataException if the images differ in shape and no size is set, or have not as
   *     many channels as the normalisation
   */
  public Preprocessing preprocessing(Manifest manifest) {
    manifest.requireChannelsOf(normalisation);
    return new Preprocessing(
        framing.orElseGet(() -> asTheyAre(manifest)), augmentation, normalisation);
  }

  /**
   * Checks that there is something to train on.
   *
   * @param manifest of the dataset
   * @throws InvalidDataException if all images are to be tested on
   */
  public void requireTrainingImages(Manifest manifest) {
    if (manifest.records(Split.TRAIN) == 0) {
      throw InvalidDataException.of(
          "%s: the shards hold no training images; such shards are for evaluate", uri);
    }
  }

  private Framing asTheyAre(Manifest manifest) {
    ImageShape image = manifest.image();
    if (image.known()) {
      return Framing.stretching(new ImageSize(image.height(), image.width()));
    }
    ImageSizes sizes = manifest.sizes();
    if (!sizes.areOne() || !sizes.known()) {
      throw InvalidDataException.of(
          "%s: the images of %s are of %s; set data.image.size, such as [224, 224]",
          uri, manifest.dataset(), sizes.known() ? sizes : "differing sizes, or not known");
    }
    return Framing.stretching(new ImageSize(sizes.mostHeight(), sizes.mostWidth()));
  }
}
