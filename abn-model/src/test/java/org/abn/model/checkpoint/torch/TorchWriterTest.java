package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TorchWriterTest {

  /** Names, an array longer than what is written at once, a view in column order, a counter. */
  private static Map<String, INDArray> tensors() {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put(
        "conv.weight", Nd4j.linspace(DataType.FLOAT, 0.0, 1.0, 20_000).reshape(20, 10, 10, 10));
    tensors.put(
        "a.transposed", Nd4j.linspace(DataType.FLOAT, 0.0, 1.0, 6).reshape(2, 3).transpose());
    tensors.put("bn.num_batches_tracked", Nd4j.scalar(1L << 40));
    return tensors;
  }

  private static byte[] written() throws IOException {
    var out = new ByteArrayOutputStream();
    TorchWriter.write(tensors(), out);
    return out.toByteArray();
  }

  @Test
  void isReadBackInItsOrder(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.pth"), written());
    try (TorchFile opened = TorchFile.open(file)) {
      Map<String, Tensor> found = SmallFiles.stateDict(opened.content()).tensors();
      assertThat(found.keySet()).containsExactlyElementsOf(tensors().keySet());
      assertThat(found.get("conv.weight").array()).isEqualTo(tensors().get("conv.weight"));
      assertThat(found.get("a.transposed").array()).isEqualTo(tensors().get("a.transposed"));
      Tensor counter = found.get("bn.num_batches_tracked");
      assertThat(counter.type()).isEqualTo(ElementType.INT64);
      assertThat(counter.shape()).isEmpty();
      assertThat(counter.integer()).isEqualTo(1L << 40);
    }
  }

  @Test
  void givesTheSameBytesEachTime() throws IOException {
    assertThat(written()).isEqualTo(written());
  }

  /** As PyTorch's own archives, so that storages can be mapped into memory. */
  @Test
  void beginsEveryEntryAtAMultipleOf64Bytes() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(written()).order(ByteOrder.LITTLE_ENDIAN);
    int place = 0;
    int entries = 0;
    while (file.getInt(place) == 0x04034B50) { // PK\3\4
      int start = place + 30 + file.getShort(place + 26) + file.getShort(place + 28);
      assertThat(start % 64).isZero();
      place = start + file.getInt(place + 18);
      entries++;
    }
    assertThat(entries).isEqualTo(3 + tensors().size());
  }
}
