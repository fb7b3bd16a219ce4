package org.abn.spark.action;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.abn.spark.results.ModelFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model.zip that the user names.
 *
 * @param uri on any file system of Hadoop's
 */
record SavedModel(String uri) {

  /**
   * The network in it.
   *
   * @throws InvalidDataException where there is none
   */
  ComputationGraph read(Configuration hadoop) throws IOException {
    try (LocalFile local = LocalFile.of(hadoop, new Path(uri))) {
      return read(local);
    }
  }

  /** DL4J reports damage by many exceptions. */
  private ComputationGraph read(LocalFile local) {
    try (InputStream in = Files.newInputStream(local.path())) {
      return ModelFile.read(in);
    } catch (IOException | RuntimeException e) {
      throw new InvalidDataException(uri + ": is no network that DL4J wrote: " + e, e);
    }
  }

  /**
   * Gives a network the parameters and running statistics in it; momentum and epochs it does not.
   *
   * @throws InvalidDataException where its arrays are not the network's
   */
  void initialise(ComputationGraph network, Configuration hadoop) throws IOException {
    ComputationGraph saved = read(hadoop);
    Map<String, INDArray> given = saved.paramTable();
    network.paramTable().forEach((name, array) -> requireShape(name, array, given.get(name)));
    if (given.size() != network.paramTable().size()) {
      throw new InvalidDataException(
          "%s: has %d arrays, expected the network's %d"
              .formatted(uri, given.size(), network.paramTable().size()));
    }
    network.params().assign(saved.params());
  }

  private void requireShape(String name, INDArray due, INDArray given) {
    if (given == null || !Arrays.equals(due.shape(), given.shape())) {
      throw new InvalidDataException(
          "%s: %s is %s, expected shape %s: give a model of this network with as many answers"
              .formatted(
                  uri,
                  name,
                  given == null ? "missing" : "of shape " + Arrays.toString(given.shape()),
                  Arrays.toString(due.shape())));
    }
  }
}
