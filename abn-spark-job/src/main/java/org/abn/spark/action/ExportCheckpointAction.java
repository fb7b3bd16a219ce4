package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import org.abn.data.InvalidDataException;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.spark.results.NewFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Makes a PyTorch checkpoint from a model of DL4J's own format, in this process and without Spark.
 *
 * @param model URI of the model
 * @param out URI of the checkpoint to be
 */
public record ExportCheckpointAction(String model, String out) {

  /**
   * Runs the command; prints what was written.
   *
   * @throws InvalidDataException where the model or the target is at fault; nothing is left behind
   */
  public void run(PrintWriter console) throws IOException {
    var hadoop = new Configuration();
    NewFile target = NewFile.at(hadoop, new Path(out));
    ComputationGraph network = new SavedModel(model).read(hadoop);
    try {
      target.write(stream -> Checkpoint.write(network, stream));
    } catch (InvalidCheckpointException e) {
      throw new InvalidDataException(model + ": " + e.getMessage(), e);
    }
    console.printf(
        "%s: a state_dict of %,d values in float32, for torch.load%n", out, network.numParams());
    console.flush();
  }
}
