package org.abn.spark.action;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import org.abn.data.InvalidDataException;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.spark.results.ModelFile;
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
    ComputationGraph network = read(hadoop);
    try {
      target.write(stream -> Checkpoint.write(network, stream));
    } catch (InvalidCheckpointException e) {
      throw new InvalidDataException(model + ": " + e.getMessage(), e);
    }
    console.printf(
        "%s: a state_dict of %,d values in float32, for torch.load%n", out, network.numParams());
    console.flush();
  }

  private ComputationGraph read(Configuration hadoop) throws IOException {
    try (LocalFile local = LocalFile.of(hadoop, new Path(model))) {
      return read(local);
    }
  }

  /** DL4J reports damage by many exceptions. */
  private ComputationGraph read(LocalFile local) {
    try (InputStream in = Files.newInputStream(local.path())) {
      return ModelFile.read(in);
    } catch (IOException | RuntimeException e) {
      throw new InvalidDataException(model + ": is no network that DL4J wrote: " + e, e);
    }
  }
}
