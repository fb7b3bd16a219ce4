package org.abn.spark.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.abn.spark.results.EpochMetrics;
import org.apache.commons.csv.CSVRecord;

/**
 * Table 4 by attribute, and its "odds".
 *
 * @param lines an attribute each: CelebA's in its order, then others that our runs have
 * @param odds by system, how many of the attributes our ABN is better on than it; of our runs'
 *     systems and of those whose figures by attribute are published
 */
public record AttributeComparison(List<Line> lines, Map<String, Odds> odds) {

  static final String OUR_BASELINE = "ResNet101";
  static final String OUR_ABN = "ABN";
  private static final String PUBLISHED = "celeba-attributes.csv";
  private static final String NAME = "attribute";

  /** Of another's ABN, which stands beside ours. */
  private static final String RERUN = "ABN, public rerun";

  /**
   * Accuracies of an attribute in percent.
   *
   * @param attribute its name
   * @param published by system; those of MOON are not verified
   * @param baseline our mean over seeds; null without
   * @param abn our mean over seeds; null without
   */
  public record Line(String attribute, Map<String, Double> published, Double baseline, Double abn) {

    private Double of(String system) {
      return system.equals(OUR_BASELINE) ? baseline : published.get(system);
    }
  }

  /**
   * On how many attributes our ABN is better.
   *
   * @param won on which it is
   * @param compared that both have
   */
  public record Odds(long won, long compared) {}

  /** Compares what there is of ours with what is published. */
  static AttributeComparison of(Optional<ConfRuns> baseline, Optional<ConfRuns> abn) {
    Map<String, Double> ofBaseline = baseline.map(AttributeComparison::means).orElse(Map.of());
    Map<String, Double> ofAbn = abn.map(AttributeComparison::means).orElse(Map.of());
    Map<String, Map<String, Double>> published = published();
    List<String> attributes = new ArrayList<>(published.keySet());
    ofAbn.keySet().stream().filter(name -> !published.containsKey(name)).forEach(attributes::add);
    List<Line> lines =
        attributes.stream()
            .map(
                name ->
                    new Line(
                        name,
                        published.getOrDefault(name, Map.of()),
                        ofBaseline.get(name),
                        ofAbn.get(name)))
            .toList();
    return new AttributeComparison(lines, ofAbn.isEmpty() ? Map.of() : odds(lines));
  }

  /** The systems whose figures by attribute are published, in their order. */
  public static List<String> systems() {
    return List.copyOf(published().values().iterator().next().keySet());
  }

  private static Map<String, Odds> odds(List<Line> lines) {
    List<String> systems = new ArrayList<>(systems());
    systems.remove(RERUN);
    systems.add(OUR_BASELINE);
    Map<String, Odds> odds = new LinkedHashMap<>();
    for (String system : systems) {
      List<Line> both =
          lines.stream().filter(line -> line.of(system) != null && line.abn != null).toList();
      long won = both.stream().filter(line -> line.abn > line.of(system)).count();
      odds.put(system, new Odds(won, both.size()));
    }
    return odds;
  }

  private static Map<String, Map<String, Double>> published() {
    Map<String, Map<String, Double>> byAttribute = new LinkedHashMap<>();
    PaperTable.records(PUBLISHED).forEach(line -> byAttribute.put(line.get(NAME), figures(line)));
    return byAttribute;
  }

  private static Map<String, Double> figures(CSVRecord line) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String system : line.getParser().getHeaderNames()) {
      if (!system.equals(NAME)) {
        figures.put(system, Double.valueOf(line.get(system)));
      }
    }
    return figures;
  }

  /** Over the seeds, after the last epoch. */
  private static Map<String, Double> means(ConfRuns runs) {
    return runs.counted().stream()
        .flatMap(run -> run.last().stream())
        .map(EpochMetrics::attributeAccuracies)
        .flatMap(accuracies -> accuracies.entrySet().stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.averagingDouble(Map.Entry::getValue)));
  }
}
