package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.batch.MiniBatch;
import org.abn.data.shard.Manifest;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.MapValues;
import org.abn.model.parts.Model;
import org.abn.model.picture.MapScale;
import org.abn.model.picture.Overlay;
import org.abn.model.picture.Picture;
import org.abn.model.picture.TaskMap;
import org.abn.spark.results.AttentionPicture;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.training.BatchSource;

/**
 * Draws what an attention branch network looks at: pictures of the first test images, drawn on the
 * driver.
 *
 * @param manifest of the data
 * @param source of the images
 */
record AttentionPictures(Manifest manifest, BatchSource source) {

  private static final int IMAGES = 16;
  private static final int COLUMNS = 4;

  /** Each of them is a picture of all attributes. */
  private static final int IMAGES_OF_ATTRIBUTES = 4;

  /** Writes the pictures; none for a network without attention. */
  void write(Model model, RunDirectory directory) throws IOException {
    if (!model.parts().hasAttention()) {
      return;
    }
    MapValues values = model.parts().mapValues();
    try (Predictor predictor = Predictor.of(model)) {
      if (manifest.attributes().isEmpty()) {
        writeOfClasses(predictor, values, directory);
      } else {
        writeOfAttributes(predictor, values, directory);
      }
    }
  }

  /** A picture an image, named after its class, and one of all. */
  private void writeOfClasses(Predictor predictor, MapValues values, RunDirectory directory)
      throws IOException {
    try (MiniBatch batch = source.firstTestImages(manifest, IMAGES)) {
      List<SaliencyMap> maps =
          maps(predictor, batch).stream().map(ofImage -> ofImage.get(0)).toList();
      MapScale scale = MapScale.of(values, maps);
      List<Picture> pictures = new ArrayList<>();
      for (int n = 0; n < batch.size(); n++) {
        Picture picture = Overlay.of(pixels(batch, n), maps.get(n), scale);
        String trueClass = manifest.classes().get(batch.classes()[n]);
        directory.writeAttention(name(n, trueClass), picture.png());
        pictures.add(picture);
      }
      directory.writeAttention(AttentionPicture.OVERVIEW, Picture.grid(pictures, COLUMNS).png());
    }
  }

  /** A picture an image, named after it: its attributes in the manifest's order. */
  private void writeOfAttributes(Predictor predictor, MapValues values, RunDirectory directory)
      throws IOException {
    try (MiniBatch batch = source.firstTestImages(manifest, IMAGES_OF_ATTRIBUTES)) {
      List<List<SaliencyMap>> maps = maps(predictor, batch);
      float[][] labels = batch.labels().toFloatMatrix();
      for (int n = 0; n < batch.size(); n++) {
        MapScale scale = MapScale.of(values, maps.get(n));
        Picture picture = Overlay.ofTasks(pixels(batch, n), tasks(maps.get(n), labels[n]), scale);
        directory.writeAttention(name(n, stem(batch.ids().get(n))), picture.png());
      }
    }
  }

  private List<TaskMap> tasks(List<SaliencyMap> maps, float[] labels) {
    List<String> attributes = manifest.attributes();
    return IntStream.range(0, maps.size())
        .mapToObj(t -> new TaskMap(attributes.get(t), maps.get(t), labels[t] == 1))
        .toList();
  }

  private static List<List<SaliencyMap>> maps(Predictor predictor, MiniBatch batch) {
    try (Prediction prediction = predictor.predict(batch.images())) {
      return SaliencyMap.of(prediction.maps().orElseThrow());
    }
  }

  /** A record's id without its folders and the ending of its file. */
  private static String stem(String id) {
    return id.substring(id.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
  }

  private static String name(int n, String what) {
    String plain = what.replaceAll("[^A-Za-z0-9]+", "-");
    return String.format(Locale.ROOT, "%02d-%s.png", n, plain).toLowerCase(Locale.ROOT);
  }

  /** The image as it was before normalisation, {@code [H][W][C]} in [0, 1]. */
  private float[][][] pixels(MiniBatch batch, int n) {
    Normalisation normalisation = source.preprocessing().normalisation();
    int channels = normalisation.channels();
    ImageSize size = source.preprocessing().framing().size();
    float[] values = batch.images().slice(n).dup('c').data().asFloat();
    float[][][] pixels = new float[size.height()][size.width()][channels];
    for (int i = 0; i < values.length; i++) {
      int channel = i % channels;
      int position = i / channels;
      pixels[position / size.width()][position % size.width()][channel] =
          values[i] * normalisation.std()[channel] + normalisation.mean()[channel];
    }
    return pixels;
  }
}
