package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.abn.model.GoldenVector;
import org.abn.model.parts.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Maps beside those that PyTorch's autograd gives for the same network and images. */
class GoldenMapsTest {

  private static final Path RESOURCES = Path.of("src/test/resources/org/abn/model");

  @ParameterizedTest
  @CsvSource({
    "resnet20, DOUBLE, 1e-6",
    "resnet20, FLOAT, 1e-4",
    "abn-resnet20, DOUBLE, 1e-6",
    "abn-resnet20, FLOAT, 1e-4",
    "abn-multitask-small-5, DOUBLE, 1e-6",
    "abn-multitask-small-5, FLOAT, 1e-4"
  })
  void areThoseOfAutograd(String name, DataType type, double tolerance) throws IOException {
    JsonNode due = new ObjectMapper().readTree(RESOURCES.resolve("explain/maps.json").toFile());
    GoldenVector vector = GoldenVector.read(RESOURCES.resolve("golden/" + name + ".json"));
    Model model = vector.model(type);
    Set<ExplanationMethod> methods = EnumSet.allOf(ExplanationMethod.class);
    methods.removeIf(method -> method.obstacle(model).isPresent());
    assertThat(methods).hasSize(model.parts().hasAttention() ? 3 : 2);
    try (Explainer explainer = new Explainer(model, methods)) {
      INDArray images = vector.images(type);
      List<Integer> all = IntStream.range(0, vector.classes()).boxed().toList();
      List<Explanation> explanations = explainer.explain(images, new Targets(all));
      assertThat(explanations).hasSize((int) images.size(0));
      for (ExplanationMethod method : methods) {
        compare(explanations, method, due.required(name), tolerance);
      }
    }
  }

  private static void compare(
      List<Explanation> explanations, ExplanationMethod method, JsonNode due, double tolerance) {
    double scale = largest(due.required(method.toString()));
    for (int n = 0; n < explanations.size(); n++) {
      int target = due.required("targets").get(n).asInt();
      float[][] values = explanations.get(n).map(method, target).values();
      JsonNode expected = due.required(method.toString()).get(n);
      assertThat(values).hasDimensions(expected.size(), expected.get(0).size());
      for (int y = 0; y < values.length; y++) {
        for (int x = 0; x < values[y].length; x++) {
          assertThat((double) values[y][x])
              .as("%s of image %d at %d, %d", method, n, y, x)
              .isCloseTo(expected.get(y).get(x).asDouble(), within(tolerance * scale));
        }
      }
    }
  }

  /** Of the values of all images: a map of Grad-CAM may be zero everywhere. */
  private static double largest(JsonNode maps) {
    double largest = 0;
    for (JsonNode map : maps) {
      for (JsonNode row : map) {
        for (JsonNode value : row) {
          largest = Math.max(largest, Math.abs(value.asDouble()));
        }
      }
    }
    assertThat(largest).isPositive();
    return largest;
  }
}
