package org.abn.model.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.Version;
import org.abn.model.InputShape;
import org.abn.model.parts.Model;
import org.abn.model.saved.InvalidModelException;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as an ONNX file, which computes what {@link org.abn.model.inference.Predictor} does:
 * running statistics normalise, and nothing is dropped.
 *
 * <ul>
 *   <li>input {@code images}, {@code [batch, C, H, W]}, of any batch and the network's size
 *   <li>output {@code logits}, the perception branch's or the only ones, and {@code
 *       attention_logits}, the attention branch's: {@code [batch, K]} or as the output's {@link
 *       org.abn.model.parts.OutputKind} lays them out
 *   <li>output {@code attention_map}, {@code [batch, 1, h, w]}, or one a task, {@code [batch, T, h,
 *       w]}
 * </ul>
 *
 * <p>All are in float32. A network without an attention branch has {@code logits} alone. Names,
 * checksums and what else is known of the network are in the file's metadata.
 *
 * @param model what is exported
 * @param provenance where it comes from
 * @param images what the exported network takes
 * @param exporter the program that writes the file
 */
public record OnnxExport(Model model, Provenance provenance, Images images, Program exporter) {

  /** Of which all operators are; ONNX 1.8, of 2020. */
  private static final int OPERATOR_SET = 13;

  /** Protobuf ends at 2 GiB; what is below is for names and operators. */
  private static final long MOST_BYTES = 2_000_000_000;

  private static final String INPUT = "images";
  private static final double GREATEST_PIXEL = 255;

  /**
   * Refuses what cannot be exported.
   *
   * @throws InvalidModelException where the network is larger than the format allows, or is to take
   *     pixels and its file does not say how they become its input
   */
  public OnnxExport {
    requireBytes(Float.BYTES * model.graph().numParams());
    if (images == Images.PIXELS) {
      requirePixels(provenance);
    }
  }

  static void requireBytes(long bytes) {
    if (bytes > MOST_BYTES) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT,
              "has %,d bytes of parameters, expected at most %,d: an ONNX file ends at 2 GiB",
              bytes,
              MOST_BYTES));
    }
  }

  private static void requirePixels(Provenance provenance) {
    Pixels pixels =
        provenance
            .data()
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "does not say how pixels become the network's input: it can be exported"
                            + " for normalised images only"))
            .pixels();
    int channels = provenance.input().channels();
    if (pixels.mean().size() != channels || pixels.std().size() != channels) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT,
              "has %d means and %d deviations of pixels, expected one of each for %d channels",
              pixels.mean().size(),
              pixels.std().size(),
              channels));
    }
  }

  /**
   * Writes the file.
   *
   * @param out stays open
   * @throws InvalidModelException where the network has other layers than this program's, or is not
   *     what its file says
   */
  public void write(OutputStream out) throws IOException {
    file().writeTo(out);
  }

  ModelProto file() {
    var graph = new GraphWriter();
    InputShape shape = provenance.input();
    graph.input(
        INPUT,
        images == Images.PIXELS
            ? "RGB values from 0 to 255"
            : "pixels in [0, 1], less mean, by std",
        List.of((long) shape.channels(), (long) shape.height(), (long) shape.width()));
    String normalised = images == Images.PIXELS ? normalise(graph) : INPUT;
    new NetworkOperators(model, shape).write(graph, normalised);
    return ModelProto.newBuilder()
        .setIrVersion(Version.IR_VERSION_2020_5_8_VALUE)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setProducerName("abn-spark")
        .setProducerVersion(exporter.version())
        .addAllMetadataProps(Metadata.of(this))
        .setGraph(graph.graph(provenance.network()))
        .build();
  }

  /** {@code (x - 255 mean) / (255 std)}, by channel. */
  private String normalise(GraphWriter graph) {
    Pixels pixels = provenance.data().orElseThrow().pixels();
    String mean = graph.floats("pixels/mean", byChannel(pixels.mean()));
    String std = graph.floats("pixels/std", byChannel(pixels.std()));
    String centred = graph.add(Operator.of("Sub"), "pixels/centred", INPUT, mean);
    return graph.add(Operator.of("Div"), "pixels/normalised", centred, std);
  }

  /** {@code [1, C, 1, 1]}. */
  private static INDArray byChannel(List<Float> values) {
    double[] scaled = values.stream().mapToDouble(value -> value * GREATEST_PIXEL).toArray();
    return Nd4j.createFromArray(scaled).reshape('c', 1, scaled.length, 1, 1);
  }
}
