package org.abn.spark.figures;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.abn.data.batch.ReadableImages;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.model.inference.OpenAttention;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;
import org.abn.spark.explanation.ImageSource;
import org.abn.spark.explanation.ImageTasks;
import org.abn.spark.explanation.ShardImages;
import org.abn.spark.training.SharedModel;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The last stage's features of images, averaged over their positions; computed on the executors.
 *
 * @param images which
 */
record AveragedFeatures(ShardImages images) implements Serializable {

  /**
   * An image's.
   *
   * @param id of its record
   * @param label its class
   * @param views {@code [V][C]}: of a network without attention its features; of one with it those
   *     that it would have before the attention mechanism, and behind it those that it has
   */
  record Image(String id, int label, float[][] views) implements Serializable {}

  /**
   * Those of all images, in their order.
   *
   * @throws InvalidDataException where an image cannot be decoded, or one's features are no numbers
   */
  List<Image> of(JavaSparkContext spark, FigureRun run) throws IOException {
    try (SharedModel model = SharedModel.of(spark, run.network().read(), run.threads())) {
      spark.setJobDescription("features of " + run.origin().conf());
      List<ArrayList<Image>> found =
          ImageTasks.run(
              spark,
              images,
              (from, to) -> model.with(network -> found(network, from, to, model.threads())));
      List<Image> all = found.stream().flatMap(List::stream).toList();
      all.forEach(image -> requireFinite(image, run.origin().directory()));
      return all;
    }
  }

  static void requireFinite(Image image, String directory) {
    for (float[] features : image.views()) {
      for (float feature : features) {
        if (!Float.isFinite(feature)) {
          throw InvalidDataException.of(
              "%s: the features of test image %s hold %s, which t-SNE cannot draw; train it anew",
              directory, image.id(), feature);
        }
      }
    }
  }

  private ArrayList<Image> found(Model network, int from, int to, int threads) {
    ArrayList<Image> found = new ArrayList<>();
    var decoding = new ReadableImages(images.preprocessing(), threads);
    try (ImageSource.Reader reader = images.open();
        Predictor predictor = Predictor.of(network, Set.of(Role.LAST_FEATURE_MAP))) {
      for (int number = from; number < to; number++) {
        try (Readable readable = decoding.load(reader.read(number).records())) {
          for (RejectedRecord rejected : readable.rejected()) {
            throw InvalidDataException.of(
                "%s: record %s: %s", images.uri(), rejected.id(), rejected.reason());
          }
          add(readable.records(), views(network, predictor, readable.images()), found);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static void add(List<ImageRecord> records, List<float[][]> views, List<Image> found) {
    for (int n = 0; n < records.size(); n++) {
      int image = n;
      float[][] ofImage = views.stream().map(view -> view[image]).toArray(float[][]::new);
      found.add(new Image(records.get(n).id(), records.get(n).labels()[0], ofImage));
    }
  }

  private static List<float[][]> views(Model network, Predictor predictor, INDArray images) {
    try (Prediction own = predictor.predict(images)) {
      if (own.maps().isEmpty()) {
        return List.<float[][]>of(averaged(own));
      }
      try (INDArray open = OpenAttention.like(network, own.maps().get());
          Prediction before = predictor.predict(images, open)) {
        return List.of(averaged(before), averaged(own));
      }
    }
  }

  /** {@code [N][C]}. */
  private static float[][] averaged(Prediction prediction) {
    try (INDArray averages = prediction.featureMaps().get(Role.LAST_FEATURE_MAP).mean(1, 2)) {
      return averages.toFloatMatrix();
    }
  }
}
