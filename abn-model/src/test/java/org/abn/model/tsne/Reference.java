package org.abn.model.tsne;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** scikit-learn's digits, and what it found of them: {@code tsne/README.md} says how. */
final class Reference {

  private Reference() {}

  static JsonNode found() {
    try {
      return new ObjectMapper().readTree(resource("scikit-learn.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code [400, 64]}. */
  static INDArray digits() {
    return Nd4j.createFromArray(
            resource("digits.csv")
                .lines()
                .map(
                    line -> Arrays.stream(line.split(",")).skip(1).mapToDouble(Double::parseDouble))
                .map(pixels -> pixels.toArray())
                .toArray(double[][]::new))
        .castTo(DataType.FLOAT);
  }

  /** Those of them of which affinities and start are known. */
  static INDArray fewDigits() {
    int few = found().required("few").intValue();
    return digits().get(NDArrayIndex.interval(0, few), NDArrayIndex.all());
  }

  private static String resource(String name) {
    try (InputStream stream = Reference.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
