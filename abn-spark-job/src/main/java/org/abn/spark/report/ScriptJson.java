package org.abn.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a page's script reads. */
final class ScriptJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScriptJson() {}

  /** A record as JSON that can stand in a script element: nothing in it ends one. */
  static String of(Record data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(data.getClass() + ": cannot be written as JSON", e);
    }
  }
}
