package org.abn.spark.action;

import java.util.Optional;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.abn.model.saved.Provenance;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What the user says that a model is of, where its file does not.
 *
 * @param network which
 * @param images what it sees
 * @param classes K or the number of tasks
 */
public record NamedNetwork(Network network, InputShape images, int classes) {

  Model newModel() {
    Sgd any = Sgd.constant(0.1, 0.9, 0);
    return network.configuration(images, classes, any, 1, DataType.FLOAT).newModel();
  }

  /** Of what, and written by this program; nothing is known of its data. */
  Provenance provenance() {
    return new Provenance(
        network.name(),
        network.options(),
        images,
        classes,
        Optional.empty(),
        TrainedModel.program());
  }
}
