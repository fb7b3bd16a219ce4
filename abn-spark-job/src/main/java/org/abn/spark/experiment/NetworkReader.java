package org.abn.spark.experiment;

import org.abn.model.Network;

/** Reads the section {@code network}. */
final class NetworkReader {
  private NetworkReader() {}

  static Network read(Section section) {
    section.allowOnly("name");
    return section.build(() -> named(section.text("name")));
  }

  private static Network named(String name) {
    try {
      return Network.named(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("name", "is unknown: " + e.getMessage(), e);
    }
  }
}
