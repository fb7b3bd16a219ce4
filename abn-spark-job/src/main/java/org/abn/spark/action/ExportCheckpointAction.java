package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Makes a PyTorch checkpoint from a model of DL4J's own format, in this process and without Spark.
 *
 * @param model URI of the model
 * @param named what the model is of, where its file does not say
 * @param out URI of the checkpoint to be
 */
public record ExportCheckpointAction(String model, Optional<NamedNetwork> named, String out) {

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
    ComputationGraph network = KnownModel.read(hadoop, model, named).model().graph();
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
}
