package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.abn.model.explain.ExplanationMethod;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.explanation.ExplanationSettings;
import org.abn.spark.report.ExplanationReport;
import org.abn.spark.report.MeasureSections;
import org.abn.spark.report.Section;
import org.abn.spark.results.CheckpointState;
import org.abn.spark.results.ExplanationDirectory;
import org.abn.spark.results.ExplanationSummary;
import org.abn.spark.results.ExplanationTable;
import org.abn.spark.results.MeasureTable;
import org.abn.spark.results.Versions;

/**
 * Writes what was found of images beside their maps: tables, page and summary.
 *
 * @param explained by what
 * @param images URI of the images
 * @param settings how they were explained
 * @param found of them
 */
record ExplanationWriter(
    ExplainedModel explained, String images, ExplanationSettings settings, Explanations found) {

  /** Writes all, and publishes the directory. */
  void write(ExplanationDirectory directory) throws IOException {
    var table = new ExplanationTable(explained.trained().labels(), settings.methods());
    directory.write("explanations.csv", table.csv(found.images()));
    if (!found.rejected().isEmpty()) {
      directory.write("rejected.csv", ExplanationTable.csvOfRejected(found.rejected()));
    }
    Optional<MeasureTable> measures = measures();
    if (measures.isPresent()) {
      directory.write("measures.md", measures.get().markdown());
      directory.write("measures.csv", measures.get().csv());
      directory.write("measured-images.csv", measures.get().csvOfImages());
    }
    directory.write("report.html", report(measures).page().html());
    directory.publish(
        ExplanationSummary.of(
            experiment(), explained.stored(), explained.model(), images, settings, found));
  }

  private Optional<MeasureTable> measures() {
    return found.measures().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MeasureTable(
                found.measures(), explained.trained().input(), experiment().training().seed()));
  }

  private ExplanationReport report(Optional<MeasureTable> measures) {
    List<Section> more = measures.map(MeasureSections::of).orElse(List.of());
    return new ExplanationReport(
        experiment().name(),
        checkpoint(),
        explained.trained().labels(),
        settings.methods(),
        found,
        more,
        provenance());
  }

  private String checkpoint() {
    return explained
        .stored()
        .state()
        .map(CheckpointState::epoch)
        .map(epoch -> String.format(Locale.ROOT, "epoch %d", epoch))
        .orElse(explained.stored().path().getName());
  }

  private Map<String, String> provenance() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("network", experiment().network().name());
    facts.put("checkpoint", explained.stored().path().toString());
    facts.put("images", images);
    facts.put("commit", Versions.gitCommit());
    facts.putAll(Versions.all());
    return facts;
  }

  /** Says what was written, and where. */
  void report(ExplanationDirectory directory, PrintWriter console) {
    if (!found.rejected().isEmpty()) {
      console.printf(
          Locale.ROOT,
          "left out %,d that cannot be read: %s/rejected.csv%n",
          found.rejected().size(),
          directory.path());
    }
    for (ExplanationMethod method : settings.methods()) {
      console.printf("%s maps: %s/%s%n", method, directory.path(), method);
    }
    console.printf("scores: %s/explanations.csv%n", directory.path());
    if (!found.measures().isEmpty()) {
      console.printf("measures: %s/measures.md%n", directory.path());
    }
    console.printf("all on one page: %s/report.html%n", directory.path());
    console.flush();
  }

  private Experiment experiment() {
    return explained.trained().experiment();
  }
}
