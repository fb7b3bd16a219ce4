package org.abn.model.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.abn.model.explain.SaliencyMap;

/** A file of what was measured outside Java; README.md beside the files says what they hold. */
record Reference(JsonNode json) {

  static Reference read(String name) {
    try {
      return new Reference(new ObjectMapper().readTree(Reference.class.getResource(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int height() {
    return json.required("height").asInt();
  }

  int width() {
    return json.required("width").asInt();
  }

  NormalisedImage image() {
    return new NormalisedImage(
        height(), width(), json.required("channels").asInt(), floats("image"));
  }

  PixelMap map(String name) {
    return PixelMap.of(new SaliencyMap(rows(name)), height(), width());
  }

  double number(String name) {
    return json.required(name).asDouble();
  }

  double[] doubles(String name) {
    JsonNode array = json.required(name);
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  float[] floats(String name) {
    return floats(json.required(name));
  }

  float[][] rows(String name) {
    JsonNode array = json.required(name);
    float[][] rows = new float[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = floats(array.get(i));
    }
    return rows;
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }
}
