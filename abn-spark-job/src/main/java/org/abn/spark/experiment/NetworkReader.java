package org.abn.spark.experiment;

import java.util.Optional;
import org.abn.model.Network;
import org.abn.model.NetworkOptions;
import org.abn.model.backbone.AttentionHead;

/** Reads the section {@code network}. */
final class NetworkReader {
  private static final String AS_CODED = "authors-code";
  private static final String AS_WRITTEN = "paper-text";

  private NetworkReader() {}

  static NetworkSettings read(Section section) {
    section.allowOnly(
        "name",
        "dropout",
        "attention-branch",
        "tasks-at-a-time",
        "initial-model",
        "any-image-size");
    Network network = section.build(() -> named(section.text("name"), options(section)));
    return new NetworkSettings(
        network,
        section.has("initial-model")
            ? Optional.of(section.text("initial-model"))
            : Optional.empty(),
        section.has("any-image-size") && section.flag("any-image-size"));
  }

  private static NetworkOptions options(Section section) {
    NetworkOptions options = NetworkOptions.DEFAULT;
    if (section.has("dropout")) {
      options = options.withDropout(dropout(section.number("dropout")));
    }
    if (section.has("attention-branch") && isAsWritten(section.text("attention-branch"))) {
      options = options.withAttentionHead(AttentionHead.PAPER_TEXT);
    }
    if (section.has("tasks-at-a-time")) {
      options = options.withTasksAtATime(tasks(section.integer("tasks-at-a-time")));
    }
    return options;
  }

  private static double dropout(double probability) {
    boolean inRange = probability >= 0 && probability < 1;
    InvalidSettingException.unless(inRange, "dropout", "at least 0 and less than 1", probability);
    return probability;
  }

  private static boolean isAsWritten(String text) {
    boolean known = text.equals(AS_CODED) || text.equals(AS_WRITTEN);
    InvalidSettingException.unless(known, "attention-branch", AS_CODED + " or " + AS_WRITTEN, text);
    return text.equals(AS_WRITTEN);
  }

  private static int tasks(int atATime) {
    InvalidSettingException.unless(atATime >= 1, "tasks-at-a-time", "at least 1", atATime);
    return atATime;
  }

  private static Network named(String name, NetworkOptions options) {
    try {
      return Network.named(name, options);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("name", "does not do: " + e.getMessage(), e);
    }
  }
}
