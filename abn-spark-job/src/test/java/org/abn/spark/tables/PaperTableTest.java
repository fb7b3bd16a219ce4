package org.abn.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.model.PaperNetworks;
import org.abn.spark.experiment.Experiment;
import org.junit.jupiter.api.Test;

class PaperTableTest {

  private static final Path CONF = Path.of("..", "conf");
  private final List<PaperTable> tables = PaperTable.all();

  private Stream<PaperFigure> cells() {
    return tables.stream().flatMap(table -> table.cells().stream());
  }

  @Test
  void areThePapersFour() {
    assertThat(tables).extracting(PaperTable::number).containsExactly(1, 2, 3, 4);
    assertThat(tables.get(0).cells()).hasSize(15);
  }

  /** FigureText that the paper's text or brackets repeat. */
  @Test
  void haveThePapersFigures() {
    assertThat(published("cifar100/abn-resnet110", 1)).contains(22.82);
    assertThat(published("cifar10/abn-densenet-100-12", 2)).contains(4.17);
    assertThat(published("svhn/abn-resnet110", 2)).contains(1.86);
    assertThat(published("imagenet/abn-seresnet152", 2)).contains(20.77);
    assertThat(published("compcars-maker/abn-imagenet-resnet101", 3)).contains(98.1);
  }

  private Optional<Double> published(String conf, int table) {
    return tables.get(table - 1).cellOf(conf).map(PaperFigure::published);
  }

  @Test
  void haveAConfigurationForEveryFigureThatIsNotPublishedOnly() {
    assertThat(cells().filter(cell -> cell.row().isPresent() && !cell.column().equals("odds")))
        .allSatisfy(cell -> assertThat(cell.conf()).isPresent());
    cells()
        .flatMap(cell -> cell.conf().stream())
        .forEach(conf -> assertThat(CONF.resolve(conf + ".conf")).isRegularFile());
  }

  /** Except smaller networks that the tables have not. */
  @Test
  void knowEveryConfigurationOfTheirDatasets() throws IOException {
    TreeSet<String> known = new TreeSet<>();
    cells().forEach(cell -> cell.conf().ifPresent(known::add));
    TreeSet<String> files = new TreeSet<>();
    for (PaperDataset dataset : PaperDataset.values()) {
      try (Stream<Path> inside = Files.list(CONF.resolve(dataset.directory()))) {
        inside.forEach(file -> files.add(CONF.relativize(file).toString().replace(".conf", "")));
      }
    }
    files.removeAll(known);
    assertThat(files).isEqualTo(new TreeSet<>(ConfIndexTest.OTHERS));
  }

  @Test
  void compareWithABaselineOfTheSameTable() {
    for (PaperTable table : tables) {
      for (PaperFigure cell : table.cells()) {
        cell.baseline().ifPresent(conf -> assertThat(table.cellOf(conf)).as(cell + "").isPresent());
      }
    }
  }

  @Test
  void haveTheNetworksOfThePaper() {
    Map<Integer, List<String>> networks =
        cells()
            .filter(cell -> cell.conf().isPresent())
            .collect(
                Collectors.groupingBy(
                    PaperFigure::table,
                    Collectors.mapping(
                        cell -> cell.conf().orElseThrow().replaceFirst(".*/", ""),
                        Collectors.toList())));
    for (PaperNetworks.Row row : PaperNetworks.rows()) {
      assertThat(networks.get(row.table())).contains(row.network());
    }
  }

  @Test
  void trainEachNetworkOnTheDatasetOfItsColumn() {
    cells()
        .flatMap(cell -> cell.conf().stream())
        .distinct()
        .forEach(
            conf -> {
              Experiment experiment =
                  Experiment.load(CONF.resolve(conf + ".conf").toString(), Map.of());
              PaperDataset dataset = PaperDataset.ofConf(conf);
              assertThat(experiment.data().uri()).isEqualTo("data/" + dataset.directory());
              assertThat(experiment.network().name()).isEqualTo(conf.replaceFirst(".*/", ""));
              assertThat(experiment.runDirectory()).isEqualTo("runs/" + conf);
            });
  }
}
