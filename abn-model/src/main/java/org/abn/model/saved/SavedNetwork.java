package org.abn.model.saved;

import java.util.Optional;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What was in a file.
 *
 * @param graph with parameters and, where it was there, momentum
 * @param card what the file says of it; empty where another program wrote it
 */
public record SavedNetwork(ComputationGraph graph, Optional<ModelCard> card) {

  /**
   * The network with what it consists of.
   *
   * @throws InvalidModelException where the file does not say
   */
  public Model model() {
    return new Model(graph, requireCard().parts());
  }

  /**
   * What the file says of the network.
   *
   * @throws InvalidModelException where it says nothing
   */
  public ModelCard requireCard() {
    return card.orElseThrow(
        () ->
            new InvalidModelException(
                "does not say what network it is: it has no entry %s, which this program writes"
                        .formatted(ModelFile.CARD)
                    + " beside DL4J's; name the network"));
  }
}
