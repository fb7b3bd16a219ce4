package org.abn.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import org.abn.data.record.LabelNames;
import org.abn.model.parts.Branch;
import org.abn.spark.evaluation.BranchMeasures;
import org.abn.spark.evaluation.Findings;

/**
 * {@code evaluation.json}: what was found of a checkpoint on the test images. The same checkpoint
 * and data give the same text on any cluster, but for the time.
 *
 * @param experiment name of the configuration
 * @param network name of the network
 * @param checkpoint which parameters
 * @param data which images
 * @param perception of the perception branch, or of the only one
 * @param attention of the attention branch; null, and not in the file, where there is none
 * @param program what has evaluated
 * @param time when it was done (ISO 8601, UTC)
 */
public record EvaluationReport(
    String experiment,
    String network,
    Checkpoint checkpoint,
    Data data,
    OutputReport perception,
    @JsonInclude(Include.NON_NULL) OutputReport attention,
    Program program,
    String time) {

  /**
   * A checkpoint.
   *
   * @param uri of its directory, or of a model.zip
   * @param epoch epochs trained; null, and not in the file, where nothing says it
   * @param round rounds trained of the next epoch; null, and not in the file, at the end of one
   * @param parametersSha256 of the float32 values, little-endian, in the order of DL4J's flat
   *     vector
   */
  @JsonInclude(Include.NON_NULL)
  public record Checkpoint(String uri, Integer epoch, Integer round, String parametersSha256) {

    /** That of a stored model. */
    public static Checkpoint of(StoredModel stored, String parametersSha256) {
      Integer epoch = stored.state().map(CheckpointState::epoch).orElse(null);
      Integer round =
          stored.state().map(CheckpointState::rounds).filter(rounds -> rounds > 0).orElse(null);
      return new Checkpoint(stored.path().toString(), epoch, round, parametersSha256);
    }
  }

  /**
   * Test images.
   *
   * @param uri of the shards
   * @param manifestSha256 of their manifest
   * @param images how many were evaluated
   */
  public record Data(String uri, String manifestSha256, long images) {}

  /**
   * This program.
   *
   * @param versions of it and of what it runs on
   * @param gitCommit of its sources
   */
  public record Program(Map<String, String> versions, String gitCommit) {

    static Program here() {
      return new Program(Versions.all(), Versions.gitCommit());
    }
  }

  /**
   * What a report is about.
   *
   * @param experiment name of the configuration
   * @param network name of the network
   * @param checkpoint which parameters
   * @param dataUri of the shards
   * @param manifestSha256 of their manifest
   * @param labels what the network tells
   */
  public record Subject(
      String experiment,
      String network,
      Checkpoint checkpoint,
      String dataUri,
      String manifestSha256,
      LabelNames labels) {}

  /** The report on findings of all test images. */
  public static EvaluationReport of(Subject subject, Findings findings, String time) {
    Map<Branch, BranchMeasures> measures = findings.byBranch();
    BranchMeasures perception = measures.get(Branch.PERCEPTION);
    BranchMeasures attention = measures.get(Branch.ATTENTION);
    return new EvaluationReport(
        subject.experiment(),
        subject.network(),
        subject.checkpoint(),
        new Data(subject.dataUri(), subject.manifestSha256(), perception.scores().examples()),
        OutputReport.of(perception, subject.labels()),
        attention == null ? null : OutputReport.of(attention, subject.labels()),
        Program.here(),
        time);
  }
}
