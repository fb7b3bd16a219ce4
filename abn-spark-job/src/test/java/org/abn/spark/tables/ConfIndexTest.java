package org.abn.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code conf/README.md} says which figure each configuration is of; it is made from the tables.
 */
class ConfIndexTest {

  /** Configurations that are of no figure. */
  static final List<String> OTHERS = List.of("cifar10/resnet20", "cifar10/abn-resnet20");

  private static final Path INDEX = Path.of("..", "conf", "README.md");

  private static final String HEAD =
      """
      # Configurations

      Each file is named by its network, in the directory of its dataset; what several share is in
      `recipes`. `cluster` is for Spark, and `demo` for the command `demo`. `reproduce` trains those
      of a table: `./submit.sh reproduce --table N --rows ROW`.

      """;

  private static final String TAIL =
      """

      `%s` are of no figure: smaller networks, to try things out.

      This file is made from the tables by `ConfIndexTest`, which fails where they differ and leaves
      the right one in `abn-spark-job/target/conf-README.md`.
      """;

  @Test
  void isTheTables() throws IOException {
    String due = HEAD + tables() + TAIL.formatted(String.join("` and `", OTHERS));
    Files.writeString(Path.of("target", "conf-README.md"), due);
    assertThat(INDEX).hasContent(due);
  }

  private static String tables() {
    return PaperTable.all().stream().map(ConfIndexTest::table).collect(Collectors.joining("\n"));
  }

  private static String table(PaperTable table) {
    return "## Table "
        + table.number()
        + ". "
        + table.caption()
        + "\n\n| row | system | column | configuration | published |\n"
        + "| --- | --- | --- | --- | --- |\n"
        + table.cells().stream().flatMap(ConfIndexTest::line).collect(Collectors.joining());
  }

  private static Stream<String> line(PaperFigure cell) {
    return cell
        .conf()
        .map(
            conf ->
                String.join(
                            " | ",
                            "| `" + cell.row().orElseThrow() + "`",
                            cell.system(),
                            cell.column(),
                            "[`%1$s`](%1$s.conf)".formatted(conf),
                            cell.published() == null ? "–" : FigureText.figure(cell.published()),
                            "")
                        .strip()
                    + "\n")
        .stream();
  }
}
