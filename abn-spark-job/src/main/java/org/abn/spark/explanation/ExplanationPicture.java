package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.explain.Targets;
import org.abn.model.parts.Branch;
import org.abn.model.picture.MapScale;
import org.abn.model.picture.Overlay;
import org.abn.model.picture.OverlayStyle;
import org.abn.model.picture.Panel;
import org.abn.model.picture.Picture;

/**
 * Draws what was found of an image: itself and its overlay or overlays, with what it is, what the
 * network says it is, and how sure each branch is. An attribute that the image has is framed.
 *
 * @param names of classes or attributes
 * @param style of the overlays
 */
public record ExplanationPicture(LabelNames names, OverlayStyle style) implements Serializable {

  /**
   * A picture in colours that span each map's own range.
   *
   * @param pixels {@code [H][W][C]}, in [0, 1]
   * @param labels as a record has them; below 0 where they are not known
   */
  public Picture of(float[][][] pixels, int[] labels, Explanation found, ExplanationMethod method) {
    return of(pixels, labels, found, method, Optional.empty());
  }

  /**
   * A picture.
   *
   * @param pixels {@code [H][W][C]}, in [0, 1]
   * @param labels as a record has them; below 0 where they are not known
   * @param scale of the colours, one where several pictures are to be compared
   */
  public Picture of(
      float[][][] pixels,
      int[] labels,
      Explanation found,
      ExplanationMethod method,
      Optional<MapScale> scale) {
    List<Panel> panels =
        IntStream.range(0, found.maps().get(method).size())
            .mapToObj(i -> panel(found, method, i, labels, scale))
            .toList();
    List<String> captions = names.areClasses() ? captions(found, labels) : List.of("image");
    var overlay = new Overlay(style);
    return panels.size() == 1
        ? overlay.of(pixels, with(captions, panels.get(0)))
        : overlay.of(pixels, captions, panels);
  }

  private Panel panel(
      Explanation found,
      ExplanationMethod method,
      int place,
      int[] labels,
      Optional<MapScale> scale) {
    SaliencyMap map = found.map(method, place);
    int target = found.targets().get(place);
    String score = score(nameOf(target), found.perception()[target]);
    List<String> captions =
        names.areClasses()
            ? method.isOfOneAnswer() ? List.of(method + " of " + score) : List.of()
            : List.of(score);
    boolean framed = !names.areClasses() && target < labels.length && labels[target] == 1;
    return scale
        .map(given -> new Panel(map, given, captions, framed))
        .orElseGet(() -> Panel.ofOwnRange(map, captions, framed));
  }

  private static Panel with(List<String> captions, Panel panel) {
    List<String> all = new ArrayList<>(panel.captions());
    all.addAll(captions);
    return new Panel(panel.map(), panel.scale(), all, panel.framed());
  }

  /** What the image is, and what each branch says. */
  private List<String> captions(Explanation found, int[] labels) {
    String is = labels[0] < 0 ? "" : "is " + nameOf(labels[0]) + ", ";
    List<String> captions = new ArrayList<>(List.of(is + "predicted " + best(found.perception())));
    float[] attention = found.probabilities().get(Branch.ATTENTION);
    if (attention != null) {
      captions.add("attention branch " + best(attention));
    }
    return captions;
  }

  private String best(float[] scores) {
    int best = Targets.best(scores);
    return score(nameOf(best), scores[best]);
  }

  private String nameOf(int answer) {
    return (names.areClasses() ? names.classes() : names.attributes()).get(answer);
  }

  private static String score(String name, float score) {
    return String.format(Locale.ROOT, "%s %.2f", name, score);
  }
}
