package org.abn.spark.action;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.batch.MiniBatch;
import org.abn.data.shard.Manifest;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.explain.AttentionMap;
import org.abn.model.explain.Overlay;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.training.BatchSource;
import org.deeplearning4j.nn.graph.ComputationGraph;

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
  void write(ComputationGraph network, RunDirectory directory) throws IOException {
    if (AttentionBranchNetwork.attentionMap(network.getConfiguration()).isEmpty()) {
      return;
    }
    if (manifest.attributes().isEmpty()) {
      writeOfClasses(network, directory);
    } else {
      writeOfAttributes(network, directory);
    }
  }

  /** A picture an image, named after its class, and one of all. */
  private void writeOfClasses(ComputationGraph network, RunDirectory directory) throws IOException {
    try (MiniBatch batch = source.firstTestImages(manifest, IMAGES)) {
      List<List<AttentionMap>> maps = AttentionMap.of(network, batch.images());
      List<BufferedImage> pictures = new ArrayList<>();
      for (int n = 0; n < batch.size(); n++) {
        BufferedImage picture = Overlay.of(pixels(batch, n), maps.get(n).get(0));
        String trueClass = manifest.classes().get(batch.classes()[n]);
        directory.writeAttention(name(n, trueClass), Overlay.png(picture));
        pictures.add(picture);
      }
      directory.writeAttention("overview.png", Overlay.png(Overlay.grid(pictures, COLUMNS)));
    }
  }

  /** A picture an image, named after it: its attributes in the manifest's order. */
  private void writeOfAttributes(ComputationGraph network, RunDirectory directory)
      throws IOException {
    try (MiniBatch batch = source.firstTestImages(manifest, IMAGES_OF_ATTRIBUTES)) {
      List<List<AttentionMap>> maps = AttentionMap.of(network, batch.images());
      float[][] labels = batch.labels().toFloatMatrix();
      for (int n = 0; n < batch.size(); n++) {
        BufferedImage picture = Overlay.ofTasks(pixels(batch, n), maps.get(n), labels[n]);
        directory.writeAttention(name(n, stem(batch.ids().get(n))), Overlay.png(picture));
      }
    }
  }

  /** A record's id without its folders and the ending of its file. */
  private static String stem(String id) {
    return id.substring(id.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
  }

  private static String name(int n, String what) {
    String plain = what.replaceAll("[^A-Za-z0-9]+", "-");
    return "%02d-%s.png".formatted(n, plain).toLowerCase(Locale.ROOT);
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
