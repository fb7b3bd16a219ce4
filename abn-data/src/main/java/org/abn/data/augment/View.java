package org.abn.data.augment;

import org.abn.data.record.Region;

/**
 * What a network is shown of an image.
 *
 * @param region the pixels of the image that are used
 * @param resized what they are resized to
 * @param crop what is taken of that
 */
public record View(Region region, ImageSize resized, Crop crop) {
  View mirrored() {
    return new View(region, resized, new Crop(crop.top(), crop.left(), true));
  }
}
