package org.abn.spark.tables;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;

/**
 * A figure of one of the paper's tables, and how we come by ours.
 *
 * @param table its number, 1 to 4
 * @param row name by which it is asked for: the backbone; empty where it was published only
 * @param system as the table calls it
 * @param column as the table calls it
 * @param conf our configuration, such as {@code cifar100/abn-resnet20}; empty where it was
 *     published only
 * @param published figure, in percent, or "odds" as a number of attributes; null where the table
 *     has none
 * @param reimplemented whether the table says that the authors trained it again
 * @param startingCode top-1 error in percent of the code that the authors started from; null where
 *     it has none
 */
public record PaperFigure(
    int table,
    Optional<String> row,
    String system,
    String column,
    Optional<String> conf,
    Double published,
    boolean reimplemented,
    Double startingCode) {

  /** Whether it is on how many attributes the ABN is better than the system. */
  @JsonIgnore
  public boolean isOdds() {
    return column.equals("odds");
  }

  /** The configuration of the same network without attention, whose runs it is compared with. */
  public Optional<String> baseline() {
    return conf.map(
            name ->
                name.replace("/cam-resnet", "/imagenet-resnet")
                    .replaceFirst("/(abn-eq1-|abn-|cam-)", "/"))
        .filter(name -> !name.equals(conf.orElseThrow()));
  }
}
