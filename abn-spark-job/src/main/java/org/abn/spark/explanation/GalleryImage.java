package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.abn.model.explain.ExplanationMethod;

/**
 * An image of a page of many.
 *
 * @param image what was found of it
 * @param original a small JPEG file of it, not copied
 * @param overlays JPEG files as large, by method: of the first answer that was explained
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GalleryImage(
    ExplainedImage image, byte[] original, Map<ExplanationMethod, byte[]> overlays)
    implements Serializable {

  /** Copies the map. */
  public GalleryImage {
    overlays = new LinkedHashMap<>(overlays);
  }
}
