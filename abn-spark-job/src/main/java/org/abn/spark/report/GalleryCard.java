package org.abn.spark.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image of a gallery.
 *
 * @param name its path or id
 * @param answer what is said of it
 * @param note what else the card has to say; may be empty
 * @param details what else the large view says, by name
 * @param original the image itself
 * @param maps by method; at least one
 */
public record GalleryCard(
    String name,
    GalleryAnswer answer,
    String note,
    Map<String, String> details,
    JpegPicture original,
    List<GalleryMap> maps) {

  /** Copies map and list. */
  public GalleryCard {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    maps = List.copyOf(maps);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException(name + ": a card must have a map");
    }
  }

  /**
   * What those read who cannot see a picture of it.
   *
   * @param shown the image itself, or a map's subject
   */
  public String alternative(String shown) {
    return "%s: %s; %s".formatted(name, answer.sentence(), shown);
  }
}
