package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.saved.InvalidModelException;
import org.abn.model.saved.SavedNetwork;
import org.abn.spark.results.SavedModel;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Makes a PyTorch checkpoint from a model of DL4J's own format, in this process and without Spark.
 *
 * @param model URI of the model
 * @param named what the model is of, where its file does not say
 * @param out URI of the checkpoint to be
 */
public record ExportCheckpointAction(String model, Optional<Named> named, String out) {

  /**
   * What the user says that a model is.
   *
   * @param network which
   * @param images what it sees
   * @param classes K or the number of tasks
   */
  public record Named(Network network, InputShape images, int classes) {

    private ComputationGraph newNetwork() {
      Sgd any = Sgd.constant(0.1, 0.9, 0);
      return network.configuration(images, classes, any, 1, DataType.FLOAT).newModel().graph();
    }
  }

  /**
   * Runs the command; prints what was written.
   *
   * @throws InvalidDataException where the model or the target is at fault; nothing is left behind
   */
  public void run(PrintWriter console) throws IOException {
    var hadoop = SparkContexts.hadoop();
    Path target = Storage.path(out);
    Publisher publisher = Publisher.of(hadoop, target);
    publisher.requireFree(target);
    ComputationGraph network = known(SavedModel.read(hadoop, Storage.path(model)));
    try {
      publisher.file(target, stream -> Checkpoint.write(network, stream));
    } catch (InvalidCheckpointException e) {
      throw new InvalidDataException(model + ": " + e.getMessage(), e);
    }
    console.printf(
        Locale.ROOT,
        "%s: a state_dict of %,d values in float32, for torch.load%n",
        out,
        network.numParams());
    console.flush();
  }

  /** The network, if the file or the user says what it is. */
  private ComputationGraph known(SavedNetwork saved) {
    if (named.isPresent()) {
      InitialParameters.requireSameArrays(model, named.get().newNetwork(), saved.graph());
      return saved.graph();
    }
    try {
      return saved.model().graph();
    } catch (InvalidModelException e) {
      throw new InvalidDataException(
          "%s: %s by --network and --classes".formatted(model, e.getMessage()), e);
    }
  }
}
