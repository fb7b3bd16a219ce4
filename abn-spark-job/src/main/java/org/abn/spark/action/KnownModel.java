package org.abn.spark.action;

import java.io.IOException;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.model.parts.Model;
import org.abn.model.saved.InvalidModelException;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.SavedNetwork;
import org.abn.spark.results.SavedModel;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A saved network, and what it is of.
 *
 * @param model with its parts
 * @param provenance where it comes from
 */
record KnownModel(Model model, Provenance provenance) {

  /**
   * The network in a file, if the file or the user says what it is.
   *
   * @param named what the user says, who is believed as far as the arrays are those of the network
   * @throws InvalidDataException where nobody says it, or the file is damaged
   */
  static KnownModel read(Configuration hadoop, String uri, Optional<NamedNetwork> named)
      throws IOException {
    SavedNetwork saved = SavedModel.read(hadoop, Storage.path(uri));
    if (named.isPresent()) {
      return new KnownModel(as(named.get(), saved.graph(), uri), named.get().provenance());
    }
    try {
      return new KnownModel(saved.model(), saved.requireCard().provenance());
    } catch (InvalidModelException e) {
      throw new InvalidDataException(
          "%s: %s by --network and --classes".formatted(uri, e.getMessage()), e);
    }
  }

  private static Model as(NamedNetwork named, ComputationGraph saved, String uri) {
    Model model = named.newModel();
    InitialParameters.copy(uri, saved, model.graph());
    int steps = saved.getConfiguration().getIterationCount(); // which PyTorch's batch norms count
    model.graph().getConfiguration().setIterationCount(steps);
    return model;
  }
}
