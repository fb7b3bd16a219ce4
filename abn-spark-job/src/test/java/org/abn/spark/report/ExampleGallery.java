package org.abn.spark.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.MapRange;
import org.abn.model.parts.Branch;
import org.abn.model.picture.Picture;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.explanation.ExplainedImage;
import org.abn.spark.explanation.ExplainedImage.Answer;
import org.abn.spark.explanation.ExplainedImage.Predicted;
import org.abn.spark.explanation.GalleryImage;
import org.abn.spark.explanation.MapPlace;

/** Explanations of images that nobody has taken. */
final class ExampleGallery {
  static final LabelNames CLASSES =
      LabelNames.ofClasses(List.of("cat", "dog", "</script><b>\"'&", "tabby, tabby cat"));
  static final LabelNames ATTRIBUTES = LabelNames.ofAttributes(List.of("Smiling", "Young"));

  private static final MapPlace PLACE = new MapPlace("batch-000000.npy", 0);
  private static final int SIDE = 168;
  private static final int QUALITY = 80;

  private ExampleGallery() {}

  /** Of classes, image k of class k mod 4, and 100 images that are not shown for each that is. */
  static ExplanationReport ofClasses(int images, List<ExplanationMethod> methods) {
    return report(
        CLASSES,
        methods,
        IntStream.range(0, images)
            .mapToObj(
                k ->
                    shown(
                        ofClass(k, k % 4, (k + (k % 5 == 0 ? 1 : 0)) % 4, score(k)),
                        methods,
                        drawn(k)))
            .toList());
  }

  /** With pictures that hardly compress. */
  static ExplanationReport ofNoise(int images, List<ExplanationMethod> methods) {
    return report(
        CLASSES,
        methods,
        IntStream.range(0, images)
            .mapToObj(k -> shown(ofClass(k, 0, 0, score(k)), methods, noise(k)))
            .toList());
  }

  /** A report of images that are all shown, with one that is none. */
  static ExplanationReport report(
      LabelNames names, List<ExplanationMethod> methods, List<GalleryImage> shown) {
    var found =
        new Explanations(
            shown.stream().map(GalleryImage::image).toList(),
            List.of(new RejectedRecord("broken.jpg", "is cut short")),
            shown,
            Map.of());
    return new ExplanationReport(
        "abn-resnet20",
        "epoch 7 of an example",
        names,
        methods,
        found,
        List.of(),
        Map.of("commit", "c0ffee"));
  }

  /** An image with a picture of its own. */
  static GalleryImage shown(ExplainedImage image, List<ExplanationMethod> methods) {
    return shown(image, methods, drawn(image.id().hashCode() & 0xff));
  }

  private static GalleryImage shown(
      ExplainedImage image, List<ExplanationMethod> methods, byte[] jpeg) {
    Map<ExplanationMethod, byte[]> overlays = new LinkedHashMap<>();
    methods.forEach(method -> overlays.put(method, jpeg));
    return new GalleryImage(image, jpeg, overlays);
  }

  /** Explained by the class that is predicted. */
  static ExplainedImage ofClass(int number, int label, int predicted, float score) {
    return ofClass(number, label, new Predicted(predicted, score), predicted);
  }

  /** Explained by any class. */
  static ExplainedImage ofClass(int number, int label, Predicted predicted, int explained) {
    return new ExplainedImage(
        "test/" + number + ".jpg",
        new int[] {label},
        Map.of(Branch.PERCEPTION, predicted, Branch.ATTENTION, new Predicted(0, 0.5f)),
        List.of(answer(explained, predicted.number() == explained ? predicted.score() : 0.01f)),
        PLACE);
  }

  /** Explained by the second attribute, then by the first. */
  static ExplainedImage ofAttributes(int number, int[] labels, float score) {
    return new ExplainedImage(
        number + ".jpg",
        labels,
        Map.of(Branch.PERCEPTION, new Predicted(0, 0.9f)),
        List.of(answer(1, score), answer(0, 0.9f)),
        PLACE);
  }

  private static Answer answer(int number, float score) {
    Map<ExplanationMethod, MapRange> ranges = new LinkedHashMap<>();
    for (ExplanationMethod method : ExplanationMethod.values()) {
      ranges.put(method, new MapRange(0.25f, 0.75f));
    }
    return new Answer(number, Map.of(Branch.PERCEPTION, score, Branch.ATTENTION, 0.25f), ranges);
  }

  /** From 0.20 up to 0.99, not in order. */
  static float score(int k) {
    return 0.2f + (k * 37 % 80) / 100f;
  }

  private static byte[] drawn(int seed) {
    byte[] bgr = new byte[SIDE * SIDE * 3];
    Random random = new Random(seed);
    double[] phases = random.doubles(9, 0, 6).toArray();
    for (int i = 0; i < bgr.length; i++) {
      int channel = i % 3;
      double x = i / 3 % SIDE / 25.0;
      double y = i / 3 / SIDE / 25.0;
      double wave =
          Math.sin(x * phases[channel] / 3 + phases[channel + 3])
              + Math.cos(y * phases[channel + 3] / 3 + phases[channel + 6]);
      bgr[i] = (byte) (128 + 60 * wave + random.nextInt(8));
    }
    return jpeg(bgr);
  }

  private static byte[] noise(int seed) {
    byte[] bgr = new byte[SIDE * SIDE * 3];
    new Random(seed).nextBytes(bgr);
    return jpeg(bgr);
  }

  private static byte[] jpeg(byte[] bgr) {
    return new Picture(SIDE, SIDE, bgr).jpeg(QUALITY);
  }
}
