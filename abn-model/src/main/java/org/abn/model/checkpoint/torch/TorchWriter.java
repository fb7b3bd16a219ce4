package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.abn.model.checkpoint.pickle.PickleWriter;
import org.abn.model.kernel.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes tensors by name as {@code torch.save} writes a state_dict since PyTorch 1.6. */
public final class TorchWriter {

  private static final int ELEMENTS_AT_ONCE = 8192;

  private TorchWriter() {}

  /**
   * Writes a file.
   *
   * @param tensors of FLOAT or INT64
   * @param out stays open
   */
  public static void write(Map<String, INDArray> tensors, OutputStream out) throws IOException {
    var zip = new AlignedZip(out);
    add(zip, "data.pkl", pickle(tensors));
    add(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    int key = 0;
    for (INDArray tensor : tensors.values()) {
      long bytes = tensor.length() * type(tensor).bytes();
      zip.add("archive/data/" + key, bytes, entry -> writeElements(tensor, entry));
      key++;
    }
    add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    zip.finish();
  }

  private static void add(AlignedZip zip, String name, byte[] bytes) throws IOException {
    zip.add("archive/" + name, bytes.length, entry -> entry.write(bytes));
  }

  private static byte[] pickle(Map<String, INDArray> tensors) {
    var pickle = new PickleWriter();
    emptyOrderedDict(pickle).mark();
    int key = 0;
    for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
      pickle.text(tensor.getKey());
      tensor(pickle, String.valueOf(key), tensor.getValue());
      key++;
    }
    return pickle.setItems().finish();
  }

  private static PickleWriter emptyOrderedDict(PickleWriter pickle) {
    return pickle.global("collections", "OrderedDict").integers().reduce();
  }

  /** {@code _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)}. */
  private static void tensor(PickleWriter pickle, String key, INDArray tensor) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", type(tensor).storageClass());
    pickle.text(key).text("cpu").integer(tensor.length()).tuple().persistent();
    pickle.integer(0).integers(tensor.shape()).integers(Tensor.rowMajor(tensor.shape())).no();
    emptyOrderedDict(pickle).tuple().reduce();
  }

  private static ElementType type(INDArray tensor) {
    DataType type = tensor.dataType();
    if (type != DataType.FLOAT && type != DataType.INT64) {
      throw new IllegalArgumentException(
          "a tensor must be of FLOAT or INT64, cannot be of " + type);
    }
    return type == DataType.FLOAT ? ElementType.FLOAT32 : ElementType.INT64;
  }

  private static void writeElements(INDArray tensor, OutputStream out) throws IOException {
    try {
      if (type(tensor) == ElementType.INT64) {
        long[] values = tensor.dup('c').data().asLong();
        ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        out.write(bytes.array());
      } else {
        HostMemory.read(tensor, values -> writeFloats(values, out));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void writeFloats(FloatBuffer values, OutputStream out) {
    ByteBuffer bytes = littleEndian(ELEMENTS_AT_ONCE * Float.BYTES);
    try {
      while (values.hasRemaining()) {
        int count = Math.min(values.remaining(), ELEMENTS_AT_ONCE);
        bytes.asFloatBuffer().put(values.slice().limit(count));
        values.position(values.position() + count);
        out.write(bytes.array(), 0, count * Float.BYTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
