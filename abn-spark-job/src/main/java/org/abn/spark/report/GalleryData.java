package org.abn.spark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.spark.report.GalleryAnswer.OfClass;

/**
 * What the page's script filters and sorts cards by, and says in the large view.
 *
 * @param cards in the gallery's order
 */
record GalleryData(List<CardData> cards) {

  /**
   * A card.
   *
   * @param name of the image
   * @param label class that it is of; empty where it is not known, or of attributes
   * @param predicted class; empty of attributes
   * @param truth as the card says it
   * @param heading the card's
   * @param score probability
   * @param shownScore as the card says it
   * @param verdict whether it is right
   * @param details for the large view
   * @param maps by method, what each is of and reaches from and to
   */
  record CardData(
      String name,
      String label,
      String predicted,
      String truth,
      String heading,
      float score,
      String shownScore,
      String verdict,
      Map<String, String> details,
      List<MapData> maps) {}

  /**
   * A map.
   *
   * @param subject what it is a map of
   * @param range what it reaches from and to
   */
  record MapData(String subject, String range) {}

  /** For the page's script. */
  static String json(Gallery gallery) {
    return ScriptJson.of(new GalleryData(gallery.cards().stream().map(GalleryData::of).toList()));
  }

  private static CardData of(GalleryCard card) {
    GalleryAnswer answer = card.answer();
    Optional<OfClass> ofClass = answer instanceof OfClass one ? Optional.of(one) : Optional.empty();
    return new CardData(
        card.name(),
        ofClass.flatMap(OfClass::label).orElse(""),
        ofClass.map(OfClass::predicted).orElse(""),
        answer.truth(),
        answer.heading(),
        answer.score(),
        answer.shownScore(),
        answer.verdict().toString(),
        card.details(),
        card.maps().stream().map(map -> new MapData(map.subject(), map.range())).toList());
  }
}
