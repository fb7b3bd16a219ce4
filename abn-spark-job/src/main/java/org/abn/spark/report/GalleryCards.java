package org.abn.spark.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.parts.Branch;
import org.abn.model.picture.RangeText;
import org.abn.spark.explanation.ExplainedImage;
import org.abn.spark.explanation.ExplainedImage.Answer;
import org.abn.spark.explanation.ExplainedImage.Predicted;
import org.abn.spark.explanation.GalleryImage;
import org.abn.spark.report.GalleryAnswer.OfAttribute;
import org.abn.spark.report.GalleryAnswer.OfClass;
import org.abn.spark.report.GalleryAnswer.Verdict;

/**
 * What cards say of images: their class and what is predicted, or the attribute that was explained
 * first.
 *
 * @param names of classes or attributes
 * @param methods in the order of the maps
 */
record GalleryCards(LabelNames names, List<ExplanationMethod> methods) {

  GalleryCard of(GalleryImage shown) {
    ExplainedImage image = shown.image();
    return new GalleryCard(
        image.id(),
        answer(image),
        note(image),
        details(image),
        new JpegPicture(shown.original()),
        methods.stream().map(method -> map(method, shown)).toList());
  }

  /** What the perception branch says of an image. */
  GalleryAnswer answer(ExplainedImage image) {
    Optional<Integer> label = label(image);
    if (!names.areClasses()) {
      Answer first = first(image);
      return new OfAttribute(
          names.attributes().get(first.number()),
          label.map(value -> value == 1),
          first.scores().get(Branch.PERCEPTION));
    }
    Predicted predicted = image.predicted().get(Branch.PERCEPTION);
    return new OfClass(
        label.map(names.classes()::get),
        names.classes().get(predicted.number()),
        predicted.score(),
        label
            .map(number -> number == predicted.number() ? Verdict.RIGHT : Verdict.WRONG)
            .orElse(Verdict.UNKNOWN));
  }

  /** The class, or whether the image has the attribute. Image files have no attributes. */
  private Optional<Integer> label(ExplainedImage image) {
    int place = names.areClasses() ? 0 : first(image).number();
    int[] labels = image.labels();
    return place < labels.length && labels[place] >= 0
        ? Optional.of(labels[place])
        : Optional.empty();
  }

  private static Answer first(ExplainedImage image) {
    return image.answers().get(0);
  }

  /** Maps of a class that is not the one that the card names. */
  private String note(ExplainedImage image) {
    if (!isOfAnother(image)) {
      return "";
    }
    String ofOne =
        methods.stream()
            .filter(ExplanationMethod::isOfOneAnswer)
            .map(GalleryCards::name)
            .collect(Collectors.joining(" and "));
    return ofOne.isEmpty()
        ? ""
        : "%s of %s"
            .formatted(
                ofOne, score(explained(image), first(image).scores().get(Branch.PERCEPTION)));
  }

  private boolean isOfAnother(ExplainedImage image) {
    return names.areClasses()
        && first(image).number() != image.predicted().get(Branch.PERCEPTION).number();
  }

  private String explained(ExplainedImage image) {
    return names.classes().get(first(image).number());
  }

  private Map<String, String> details(ExplainedImage image) {
    Map<String, String> details = new LinkedHashMap<>();
    attentionBranch(image).ifPresent(said -> details.put("attention branch", said));
    return details;
  }

  private Optional<String> attentionBranch(ExplainedImage image) {
    return names.areClasses()
        ? Optional.ofNullable(image.predicted().get(Branch.ATTENTION))
            .map(said -> score(names.classes().get(said.number()), said.score()))
        : Optional.ofNullable(first(image).scores().get(Branch.ATTENTION))
            .map(said -> String.format(Locale.ROOT, "score %.2f", said));
  }

  private GalleryMap map(ExplanationMethod method, GalleryImage shown) {
    ExplainedImage image = shown.image();
    String subject =
        method.isOfOneAnswer() && isOfAnother(image)
            ? name(method) + " of " + explained(image)
            : name(method);
    return new GalleryMap(
        name(method),
        subject,
        RangeText.of(first(image).ranges().get(method)),
        new JpegPicture(shown.overlays().get(method)));
  }

  private static String score(String name, float score) {
    return String.format(Locale.ROOT, "%s, score %.2f", name, score);
  }

  /** Of a method, for people. */
  static String name(ExplanationMethod method) {
    return switch (method) {
      case ATTENTION -> "attention map";
      case CAM -> "CAM";
      case GRAD_CAM -> "Grad-CAM";
    };
  }
}
