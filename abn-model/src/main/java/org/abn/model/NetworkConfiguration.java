package org.abn.model;

import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network as it is to be made.
 *
 * @param graph DL4J's configuration
 * @param parts which of its vertices is what
 */
public record NetworkConfiguration(ComputationGraphConfiguration graph, NetworkParts parts) {

  /** A network of this configuration with new parameters, from its seed. */
  public Model newModel() {
    var network = new ComputationGraph(graph);
    network.init();
    return new Model(network, parts);
  }
}
