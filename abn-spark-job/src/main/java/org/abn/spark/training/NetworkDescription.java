package org.abn.spark.training;

import java.io.Serializable;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network without its parameters, as executors are sent it.
 *
 * @param json DL4J's configuration; the same text all along, since executors keep networks by it,
 *     whatever epoch it says
 * @param parts which of the network's vertices is what
 */
public record NetworkDescription(String json, NetworkParts parts) implements Serializable {

  /** That of a model. */
  public static NetworkDescription of(Model model) {
    return new NetworkDescription(model.graph().getConfiguration().toJson(), model.parts());
  }

  /** A network with parameters of whatever value. */
  public Model newModel() {
    var network = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    network.init();
    return new Model(network, parts);
  }
}
