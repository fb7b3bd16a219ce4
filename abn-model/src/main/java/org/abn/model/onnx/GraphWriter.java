package org.abn.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.abn.model.kernel.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** An ONNX graph in the making: operators in the order in which they compute, and arrays. */
final class GraphWriter {

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> arrays = new HashSet<>();
  private final Set<String> written = new HashSet<>();

  /** Adds an operator of one output, which is named as given; gives the name. */
  String add(Operator operator, String output, String... inputs) {
    add(operator, List.of(output), inputs);
    return output;
  }

  /** Adds an operator of several outputs. */
  void add(Operator operator, List<String> outputs, String... inputs) {
    graph.addNode(operator.node(outputs, inputs));
    written.addAll(outputs);
  }

  /** Whether an operator gives this. */
  boolean gives(String output) {
    return written.contains(output);
  }

  /** Adds an array in float32, once for all that take it; gives its name. */
  String floats(String name, INDArray array) {
    if (arrays.add(name)) {
      ByteBuffer bytes = littleEndian(array.length() * Float.BYTES);
      INDArray floats = array.castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
      HostMemory.read(floats, bytes.asFloatBuffer()::put);
      addArray(name, DataType.FLOAT, array.shape(), bytes);
    }
    return name;
  }

  /** Adds a vector of whole numbers, once for all that take it; gives its name. */
  String integers(String name, long... values) {
    if (arrays.add(name)) {
      ByteBuffer bytes = littleEndian((long) values.length * Long.BYTES);
      bytes.asLongBuffer().put(values);
      addArray(name, DataType.INT64, new long[] {values.length}, bytes);
    }
    return name;
  }

  private static ByteBuffer littleEndian(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void addArray(String name, DataType type, long[] shape, ByteBuffer bytes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name);
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(
        tensor.setDataType(type.getNumber()).setRawData(UnsafeByteOperations.unsafeWrap(bytes)));
  }

  /**
   * Declares what the graph takes.
   *
   * @param shape of one example; the batch is before it, of any size
   */
  void input(String name, String meaning, List<Long> shape) {
    graph.addInput(value(name, meaning, shape));
  }

  /** Declares what the graph gives. */
  void output(String name, String meaning, List<Long> shape) {
    graph.addOutput(value(name, meaning, shape));
  }

  private static ValueInfoProto value(String name, String meaning, List<Long> shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    dimensions.addDim(Dimension.newBuilder().setDimParam("batch"));
    shape.forEach(size -> dimensions.addDim(Dimension.newBuilder().setDimValue(size)));
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()).setShape(dimensions);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setDocString(meaning)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  /** The graph as it is now. */
  GraphProto graph(String name) {
    return graph.setName(name).build();
  }
}
