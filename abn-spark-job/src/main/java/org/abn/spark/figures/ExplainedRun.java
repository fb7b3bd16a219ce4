package org.abn.spark.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.abn.data.batch.ReadableImages;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.Explainer;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.Targets;
import org.abn.model.parts.Model;
import org.abn.spark.explanation.SeenPixels;
import org.abn.spark.explanation.ShardImages;
import org.abn.spark.training.NativeThreads;

/**
 * What a run's network looks at in a few images; found on the driver, as a run's own attention maps
 * are.
 *
 * @param run which
 * @param records of the images
 * @param pixels of each image as the network sees it, {@code [H][W][C]}, in [0, 1]
 * @param explanations of the answers that it predicts, by image
 */
record ExplainedRun(
    FigureRun run,
    List<ImageRecord> records,
    List<float[][][]> pixels,
    List<Explanation> explanations) {

  /**
   * Explains.
   *
   * @throws InvalidDataException where an image cannot be decoded
   */
  static ExplainedRun of(FigureRun run, List<ImageRecord> records, ExplanationMethod method)
      throws IOException {
    ShardImages images = run.images();
    Model model = run.network().read();
    try (Readable readable =
        new ReadableImages(images.preprocessing(), run.threads()).load(records)) {
      for (RejectedRecord rejected : readable.rejected()) {
        throw InvalidDataException.of(
            "%s: record %s: %s", images.uri(), rejected.id(), rejected.reason());
      }
      var seen = new SeenPixels(images.preprocessing().normalisation());
      List<float[][][]> pixels = new ArrayList<>();
      for (int n = 0; n < records.size(); n++) {
        pixels.add(seen.of(readable.images(), n));
      }
      List<Explanation> found =
          NativeThreads.with(run.threads(), () -> explained(model, readable, method));
      return new ExplainedRun(run, records, pixels, found);
    }
  }

  private static List<Explanation> explained(
      Model model, Readable readable, ExplanationMethod method) {
    try (var explainer = new Explainer(model, Set.of(method))) {
      return explainer.explain(readable.images(), Targets.PREDICTED);
    }
  }

  /** What an image is, such as "is Audi A4L"; of classes. */
  String truth(int image) {
    return "is " + run.names().classes().get(records.get(image).labels()[0]);
  }

  /** What the network says it is, such as "predicted Audi A4L 0.97"; of classes. */
  String predicted(int image) {
    Explanation found = explanations.get(image);
    int answer = found.targets().get(0);
    return String.format(
        Locale.ROOT,
        "predicted %s %.2f",
        run.names().classes().get(answer),
        found.perception()[answer]);
  }
}
