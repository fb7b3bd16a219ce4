package org.abn.spark.action;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.spark.results.SavedModel;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters from a model.zip. It need not say what network it is, since the user does.
 *
 * @param uri of the model
 */
record InitialParameters(String uri) {

  /**
   * Gives a network the parameters and running statistics of the model; momentum and epochs it does
   * not.
   *
   * @throws InvalidDataException where its arrays are not the network's
   */
  void into(ComputationGraph network, Configuration hadoop) throws IOException {
    copy(uri, SavedModel.read(hadoop, Storage.path(uri)).graph(), network);
  }

  /**
   * Gives a network the parameters and running statistics of a saved one.
   *
   * @param uri of the saved one
   * @throws InvalidDataException where its arrays are not the network's
   */
  static void copy(String uri, ComputationGraph saved, ComputationGraph network) {
    requireSameArrays(uri, network, saved);
    network.params().assign(saved.params());
  }

  /**
   * Refuses a saved network whose arrays are not those of another.
   *
   * @throws InvalidDataException that names the first
   */
  static void requireSameArrays(String uri, ComputationGraph network, ComputationGraph saved) {
    Map<String, INDArray> given = saved.paramTable();
    network.paramTable().forEach((name, array) -> requireShape(uri, name, array, given.get(name)));
    if (given.size() != network.paramTable().size()) {
      throw new InvalidDataException(
          String.format(
              Locale.ROOT,
              "%s: has %d arrays, expected the network's %d",
              uri,
              given.size(),
              network.paramTable().size()));
    }
  }

  private static void requireShape(String uri, String name, INDArray due, INDArray given) {
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
