package org.abn.model.picture;

import java.util.List;
import org.abn.model.explain.SaliencyMap;

/**
 * A map as a picture shows it.
 *
 * @param map over the image
 * @param scale which values its colours span
 * @param captions lines below it, such as "Smiling 0.99"
 * @param framed whether a white frame marks it, as of an attribute that the image has
 */
public record Panel(SaliencyMap map, MapScale scale, List<String> captions, boolean framed) {

  /** Copies the captions. */
  public Panel {
    captions = List.copyOf(captions);
  }

  /** A panel whose colours span what the map itself reaches from and to. */
  public static Panel ofOwnRange(SaliencyMap map, List<String> captions, boolean framed) {
    return new Panel(map, MapScale.spanning(List.of(map)), captions, framed);
  }
}
