package org.abn.spark.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.abn.spark.report.GalleryAnswer.OfClass;
import org.abn.spark.report.GalleryAnswer.Verdict;

/**
 * Images beside their maps, which a reader can filter, sort and enlarge.
 *
 * @param title the heading
 * @param caption a sentence on all of them
 * @param images how many there are, shown or not
 * @param cards of those that are shown, with maps by the same methods, in the images' order
 * @param leftOut cards that the page had no room for
 */
public record Gallery(
    String title, String caption, int images, List<GalleryCard> cards, int leftOut)
    implements Section {

  /** Copies the list, and checks that every card has the same methods. */
  public Gallery {
    cards = List.copyOf(cards);
    if (images < cards.size() + leftOut) {
      throw new IllegalArgumentException(
          title + ": has " + (cards.size() + leftOut) + " cards of " + images + " images");
    }
    if (cards.stream().map(Gallery::methodsOf).distinct().count() > 1) {
      throw new IllegalArgumentException(title + ": cards must have maps by the same methods");
    }
  }

  /** Names of the methods, in the maps' order. */
  public List<String> methods() {
    return cards.isEmpty() ? List.of() : methodsOf(cards.get(0));
  }

  private static List<String> methodsOf(GalleryCard card) {
    return card.maps().stream().map(GalleryMap::method).toList();
  }

  /** Which images are shown, where not all are; otherwise empty. */
  public String selection() {
    if (cards.size() == images) {
      return "";
    }
    String shown =
        String.format(
            Locale.ROOT, "Shown are %,d of %,d images, evenly chosen", cards.size(), images);
    return leftOut == 0
        ? shown + "."
        : String.format(
            Locale.ROOT, "%s: with %,d more the page would be larger than 8 MB.", shown, leftOut);
  }

  /** Classes that images are of, by name. */
  public List<String> labels() {
    return classes(OfClass::label);
  }

  /** Classes that are predicted, by name. */
  public List<String> predictions() {
    return classes(answer -> Optional.of(answer.predicted()));
  }

  private List<String> classes(Function<OfClass, Optional<String>> part) {
    return cards.stream()
        .map(GalleryCard::answer)
        .filter(OfClass.class::isInstance)
        .map(OfClass.class::cast)
        .flatMap(answer -> part.apply(answer).stream())
        .distinct()
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }

  /** What answers there are: right, wrong, or nobody knows. */
  public List<Verdict> verdicts() {
    return cards.stream().map(card -> card.answer().verdict()).distinct().sorted().toList();
  }

  /** The same with fewer cards, evenly chosen. */
  Gallery reducedTo(int count) {
    List<GalleryCard> fewer =
        IntStream.range(0, count)
            .mapToObj(i -> cards.get((int) ((long) i * cards.size() / count)))
            .toList();
    return new Gallery(title, caption, images, fewer, leftOut + cards.size() - count);
  }
}
