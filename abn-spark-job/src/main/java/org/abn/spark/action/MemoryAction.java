package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.shard.Manifest;
import org.abn.model.InputShape;
import org.abn.model.PaperNetworks;
import org.abn.model.summary.NetworkSummary;
import org.abn.spark.experiment.Experiment;
import org.apache.hadoop.fs.Path;

/**
 * Says how much memory an executor needs to train by a configuration, and what of. Reads the
 * manifest of the data, if there is one; without one the configuration must say how large images
 * are, and there are as many classes as in the paper.
 *
 * @param experiment what is to be trained
 */
public record MemoryAction(Experiment experiment) {

  /**
   * Runs the command.
   *
   * @throws InvalidDataException if neither the configuration nor a manifest says how large images
   *     are
   */
  public void run(PrintWriter out) throws IOException {
    Optional<Manifest> manifest = manifest();
    InputShape images = images(manifest);
    int classes = manifest.map(MemoryAction::answers).orElse(classes());
    NetworkSummary network = NetworkSummary.of(experiment.network(), images, classes);
    out.print(new MemoryTable(experiment, images, classes, network).text());
    out.flush();
  }

  private Optional<Manifest> manifest() throws IOException {
    try {
      Path data = Storage.path(experiment.data().uri());
      return Optional.of(Manifest.read(SparkContexts.hadoop(), data));
    } catch (IOException | InvalidDataException e) {
      if (experiment.data().framing().isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private InputShape images(Optional<Manifest> manifest) {
    Framing framing =
        manifest
            .map(known -> experiment.data().preprocessing(known).framing())
            .orElseGet(() -> experiment.data().framing().orElseThrow());
    ImageSize size = framing.size();
    int channels = experiment.data().normalisation().channels();
    return new InputShape(size.height(), size.width(), channels);
  }

  private static int answers(Manifest manifest) {
    int attributes = manifest.attributes().size();
    return attributes == 0 ? manifest.classes().size() : attributes;
  }

  private int classes() {
    return PaperNetworks.classes(experiment.network());
  }
}
