package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.ExplanationMethod;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.explanation.ExplainedImage;
import org.abn.spark.explanation.ExplainedImage.Predicted;
import org.abn.spark.explanation.GalleryImage;
import org.abn.spark.report.Figures.Figure;
import org.abn.spark.report.GalleryAnswer.Verdict;
import org.junit.jupiter.api.Test;

class ExplanationReportTest {
  private static final List<ExplanationMethod> ALL = List.of(ExplanationMethod.values());
  private static final List<ExplanationMethod> ATTENTION = List.of(ExplanationMethod.ATTENTION);

  @Test
  void countsImagesAndWhatWasPredictedRight() {
    List<Figure> figures =
        figures(
            classes(
                ExampleGallery.ofClass(1, 0, 0, 0.9f),
                ExampleGallery.ofClass(2, 0, 1, 0.6f),
                ExampleGallery.ofClass(3, 1, 1, 0.6f),
                ExampleGallery.ofClass(4, -1, 1, 0.3f)));
    assertThat(figures).extracting(Figure::value).containsExactly("4", "1", "66.7 %", "0.60");
    assertThat(figures.get(2).note()).isEqualTo("of 3 images whose label is known");
  }

  @Test
  void saysNothingOfRightOrWrongWhereNoLabelIsKnown() {
    ExplanationReport report = classes(ExampleGallery.ofClass(1, -1, 0, 0.5f));
    assertThat(figures(report))
        .extracting(Figure::label)
        .containsExactly("images explained", "left out", "mean score");
    assertThat(gallery(report).verdicts()).containsExactly(Verdict.UNKNOWN);
    assertThat(gallery(report).labels()).isEmpty();
  }

  @Test
  void saysOfEachPictureWhatItShows() {
    GalleryCard card = card(classes(ExampleGallery.ofClass(7, 0, 1, 0.834f)));
    assertThat(card.alternative("the image"))
        .isEqualTo("test/7.jpg: is cat, predicted dog, score 0.83; the image");
    assertThat(card.maps())
        .extracting(map -> card.alternative(map.subject()))
        .last()
        .isEqualTo("test/7.jpg: is cat, predicted dog, score 0.83; Grad-CAM");
    assertThat(card.maps()).extracting(GalleryMap::range).containsOnly("map 0.25 to 0.75");
    assertThat(card.details()).isEqualTo(Map.of("attention branch", "cat, score 0.50"));
    assertThat(card.note()).isEmpty();
  }

  /** Whoever asked for a class must not take its maps for those of the predicted one. */
  @Test
  void namesTheClassThatMapsAreOfWhereItIsAnother() {
    ExplainedImage image = ExampleGallery.ofClass(1, 0, new Predicted(1, 0.8f), 3);
    GalleryCard card = card(classes(image));
    assertThat(card.note()).isEqualTo("CAM and Grad-CAM of tabby, tabby cat, score 0.01");
    assertThat(card.maps())
        .extracting(GalleryMap::subject)
        .containsExactly(
            "attention map", "CAM of tabby, tabby cat", "Grad-CAM of tabby, tabby cat");
    assertThat(card(report(ATTENTION, image)).note()).isEmpty();
  }

  /** Of two classes with one name the network may take one for the other. */
  @Test
  void tellsRightFromWrongByNumbersNotByNames() {
    var names = LabelNames.ofClasses(List.of("crane", "crane"));
    ExplainedImage wrong = ExampleGallery.ofClass(1, 0, 1, 0.8f);
    GalleryCard card =
        card(
            ExampleGallery.report(
                names, ATTENTION, List.of(ExampleGallery.shown(wrong, ATTENTION))));
    assertThat(card.answer().verdict()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void showsTheAttributeThatWasExplainedFirst() {
    ExplanationReport report =
        attributes(
            ExampleGallery.ofAttributes(1, new int[] {0, 1}, 0.75f),
            ExampleGallery.ofAttributes(2, new int[] {1, 0}, 0.75f),
            ExampleGallery.ofAttributes(3, new int[] {1, 0}, 0.25f),
            ExampleGallery.ofAttributes(4, new int[] {-1}, 0.25f));
    List<GalleryAnswer> answers =
        gallery(report).cards().stream().map(GalleryCard::answer).toList();
    assertThat(answers).extracting(GalleryAnswer::heading).containsOnly("Young");
    assertThat(answers)
        .extracting(GalleryAnswer::truth)
        .containsExactly("yes", "no", "no", "unknown");
    assertThat(answers)
        .extracting(GalleryAnswer::verdict)
        .containsExactly(Verdict.RIGHT, Verdict.WRONG, Verdict.RIGHT, Verdict.UNKNOWN);
    assertThat(answers)
        .extracting(GalleryAnswer::sentence)
        .startsWith("has Young, score 0.75", "does not have Young, score 0.75")
        .endsWith("Young, score 0.25");
    assertThat(gallery(report).predictions()).isEmpty();
    assertThat(figures(report))
        .extracting(Figure::value)
        .containsExactly("4", "1", "66.7 %", "0.50");
    assertThat(figures(report).get(3).note()).isEqualTo("probability of Young");
  }

  @Test
  void saysHowManyOfTheImagesAreShown() {
    Explanations all =
        classes(ExampleGallery.ofClass(1, 0, 0, 1), ExampleGallery.ofClass(2, 0, 0, 1)).found();
    var some = new Explanations(all.images(), List.of(), all.gallery().subList(0, 1), Map.of());
    assertThat(gallery(with(some, List.of())).selection())
        .isEqualTo("Shown are 1 of 2 images, evenly chosen.");
    assertThat(gallery(with(all, List.of())).selection()).isEmpty();
  }

  @Test
  void hasNoGalleryWhereNothingWasDrawn() {
    Explanations all = classes(ExampleGallery.ofClass(1, 0, 0, 1)).found();
    var none = new Explanations(all.images(), List.of(), List.of(), Map.of());
    assertThat(with(none, List.of()).page().sections())
        .contains(new Text("Gallery", List.of("No pictures were drawn.")));
  }

  @Test
  void putsMoreBetweenGalleryAndProvenance() {
    Explanations all = classes(ExampleGallery.ofClass(1, 0, 0, 1)).found();
    ReportPage page = with(all, List.of(new Text("Measures", List.of()))).page();
    assertThat(page.sections())
        .extracting(Section::title)
        .containsExactly("Result", "Gallery", "Measures", "Provenance");
    assertThat(page.title()).isEqualTo("What abn-resnet20 looks at");
    assertThat(page.lead()).isEqualTo("Attention maps of 1 image. Checkpoint: epoch 7.");
    assertThat(page.sections()).last().isEqualTo(new Facts("Provenance", Map.of("a", "b")));
  }

  @Test
  void refusesAnExplanationOfNoImage() {
    var none = new Explanations(List.of(), List.of(), List.of(), Map.of());
    assertThatThrownBy(() -> with(none, List.of())).hasMessageContaining("no image");
  }

  private static ExplanationReport with(Explanations found, List<Section> more) {
    return new ExplanationReport(
        "abn-resnet20",
        "epoch 7",
        ExampleGallery.CLASSES,
        ATTENTION,
        found,
        more,
        Map.of("a", "b"));
  }

  private static ExplanationReport classes(ExplainedImage... images) {
    return report(ALL, images);
  }

  private static ExplanationReport report(
      List<ExplanationMethod> methods, ExplainedImage... images) {
    return ExampleGallery.report(ExampleGallery.CLASSES, methods, shown(methods, images));
  }

  private static ExplanationReport attributes(ExplainedImage... images) {
    return ExampleGallery.report(ExampleGallery.ATTRIBUTES, ATTENTION, shown(ATTENTION, images));
  }

  private static List<GalleryImage> shown(
      List<ExplanationMethod> methods, ExplainedImage... images) {
    return List.of(images).stream().map(image -> ExampleGallery.shown(image, methods)).toList();
  }

  private static GalleryCard card(ExplanationReport report) {
    return gallery(report).cards().get(0);
  }

  private static Gallery gallery(ExplanationReport report) {
    return (Gallery) report.page().sections().get(1);
  }

  private static List<Figure> figures(ExplanationReport report) {
    return ((Figures) report.page().sections().get(0)).figures();
  }
}
