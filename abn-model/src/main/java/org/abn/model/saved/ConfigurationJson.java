package org.abn.model.saved;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Reads DL4J's configuration of a graph. The text names classes, of which DL4J makes objects; only
 * those of layers, vertices and what belongs to them are let through.
 */
final class ConfigurationJson {

  private static final String CLASS = "@class";

  /** Packages of layers and vertices, activations, losses, updaters and schedules. */
  private static final List<String> PACKAGES =
      List.of(
          "org.abn.model.layer.",
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.impl.",
          "org.nd4j.linalg.learning.config.",
          "org.nd4j.linalg.learning.regularization.",
          "org.nd4j.linalg.lossfunctions.impl.",
          "org.nd4j.linalg.schedule.");

  /** Deeper than any configuration, and not too deep for a parser that calls itself. */
  private static final int DEEPEST = 200;

  private ConfigurationJson() {}

  /**
   * Reads an entry.
   *
   * @throws InvalidModelException where it is no configuration, or names another class
   */
  static ComputationGraphConfiguration read(BoundedZip zip, String name) throws IOException {
    byte[] text = zip.bytes(name);
    requireKnownClasses(name, text);
    try {
      return ComputationGraphConfiguration.fromJson(new String(text, StandardCharsets.UTF_8));
    } catch (RuntimeException e) { // DL4J wraps what its parser says, in several ways
      throw new InvalidModelException(name + ": is no configuration of a graph: " + e, e);
    }
  }

  private static void requireKnownClasses(String name, byte[] text) throws IOException {
    int depth = 0;
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEEPEST) {
          throw new InvalidModelException(
              String.format(Locale.ROOT, "%s: is nested deeper than %d levels", name, DEEPEST));
        }
        if (token == JsonToken.FIELD_NAME && parser.getCurrentName().equals(CLASS)) {
          requireKnown(name, parser.nextTextValue());
        }
      }
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(name + ": is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void requireKnown(String name, String type) {
    boolean known = type != null && PACKAGES.stream().anyMatch(type::startsWith);
    if (!known) {
      throw new InvalidModelException(
          "%s: names the class %s, expected layers of this product and of DL4J alone"
              .formatted(name, type));
    }
  }

  /**
   * Parameters of a graph, running statistics among them.
   *
   * @throws InvalidModelException where they are more than an array can hold
   */
  static long parameters(ComputationGraphConfiguration configuration) {
    long sum = 0;
    try {
      for (GraphVertex vertex : configuration.getVertices().values()) {
        sum = Math.addExact(sum, vertex.numParams(true));
      }
    } catch (ArithmeticException e) {
      sum = Long.MAX_VALUE;
    } catch (RuntimeException e) {
      throw new InvalidModelException("its configuration has a vertex that is none: " + e, e);
    }
    if (sum > Integer.MAX_VALUE) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT, "its configuration has more than %d parameters", Integer.MAX_VALUE));
    }
    return sum;
  }
}
