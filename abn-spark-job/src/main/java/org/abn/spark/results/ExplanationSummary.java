package org.abn.spark.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.parts.Model;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.explanation.ExplanationSettings;
import org.abn.spark.results.EvaluationReport.Checkpoint;
import org.abn.spark.results.EvaluationReport.Program;
import org.abn.spark.training.ModelState;

/**
 * {@code explanation.json}: what was explained, and by what.
 *
 * @param experiment name of the configuration
 * @param network name of the network
 * @param checkpoint which parameters
 * @param images which images
 * @param methods by which the maps were found
 * @param colours of the overlays; null where none were drawn
 * @param program what has explained
 * @param time when it was done (ISO 8601, UTC)
 */
public record ExplanationSummary(
    String experiment,
    String network,
    Checkpoint checkpoint,
    Images images,
    List<String> methods,
    String colours,
    Program program,
    String time) {

  /** Copies the list. */
  public ExplanationSummary {
    methods = List.copyOf(methods);
  }

  /**
   * Images.
   *
   * @param uri of shards, of a directory, or of a file
   * @param explained how many were explained
   * @param rejected how many were left out
   */
  public record Images(String uri, int explained, int rejected) {}

  /** That of an explanation that is done. */
  public static ExplanationSummary of(
      Experiment experiment,
      StoredModel stored,
      Model model,
      String uri,
      ExplanationSettings settings,
      Explanations found) {
    String sha256 = ModelState.sha256(ModelState.of(model.graph()).parameters());
    return new ExplanationSummary(
        experiment.name(),
        experiment.network().name(),
        Checkpoint.of(stored, sha256),
        new Images(uri, found.images().size(), found.rejected().size()),
        settings.methods().stream().map(ExplanationMethod::toString).toList(),
        settings.drawn() ? settings.style().toString() : null,
        Program.here(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
