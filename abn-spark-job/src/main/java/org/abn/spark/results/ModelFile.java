package org.abn.spark.results;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/** {@code model.zip}: a network and its momentum in DL4J's own format. */
public final class ModelFile {

  private static final boolean WITH_MOMENTUM = true;

  private ModelFile() {}

  /** Writes a network; the stream stays open. */
  public static void write(ComputationGraph network, OutputStream out) throws IOException {
    // ModelSerializer closes the stream that it is given.
    ModelSerializer.writeModel(network, new Unclosed(out), WITH_MOMENTUM);
  }

  /** Reads a network. */
  public static ComputationGraph read(InputStream in) throws IOException {
    return ModelSerializer.restoreComputationGraph(in, WITH_MOMENTUM);
  }

  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
