package org.abn.spark.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --checkpoint URI}, for the commands that read one. */
final class CheckpointOption {

  @Option(
      names = "--checkpoint",
      paramLabel = "URI",
      description =
          "a model.zip, a checkpoint's directory, or RUN/checkpoints/best (default: the latest that"
              + " is sound in the run directory)")
  private String uri;

  /** Empty for the run directory's latest. */
  Optional<String> uri() {
    return Optional.ofNullable(uri);
  }
}
