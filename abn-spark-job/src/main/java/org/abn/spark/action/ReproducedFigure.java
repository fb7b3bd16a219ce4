package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abn.data.Storage;
import org.abn.data.shard.Manifest;
import org.abn.spark.explanation.ShardImages;
import org.abn.spark.figures.Drawing;
import org.abn.spark.figures.FigureRun;
import org.abn.spark.figures.Illustrator;
import org.abn.spark.figures.PaperIllustration;
import org.abn.spark.results.FigureRecord;
import org.abn.spark.results.ReproductionDirectory;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.StoredModel;
import org.abn.spark.tables.ConfRuns;
import org.abn.spark.tables.SeedRun;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A figure of the paper, of a reproduction's runs with the first seed.
 *
 * @param hadoop Hadoop's configuration
 * @param figure which
 * @param plan its runs
 * @param directory where to
 */
record ReproducedFigure(
    Configuration hadoop,
    PaperIllustration figure,
    ReproductionPlan plan,
    ReproductionDirectory directory) {

  private static final long SEED = 1;

  /**
   * Draws it and writes it, if all of its runs are finished and there is time.
   *
   * @return whether it is drawn
   * @throws org.abn.data.InvalidDataException where checkpoints or shards are at fault
   */
  boolean draw(JavaSparkContext spark, Termination termination) throws IOException {
    List<FigureRun> runs = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    for (String conf : figure.confs()) {
      PlannedRun run = plan.of(new TableConf(conf)).orElseThrow().run(SEED);
      SeedRun soFar = run.soFar(hadoop);
      if (!soFar.isFinished() || termination.isDue()) {
        return false;
      }
      runs.add(run(run, soFar));
      marks(run.conf(), soFar).stream().filter(mark -> !marks.contains(mark)).forEach(marks::add);
    }
    System.out.println("== figure " + figure.number());
    Optional<Drawing> drawing = new Illustrator(spark, termination::isDue).draw(figure, runs);
    if (drawing.isPresent()) {
      write(drawing.get(), marks, runs.stream().map(FigureRun::origin).toList());
    }
    return drawing.isPresent();
  }

  private void write(Drawing drawing, List<String> marks, List<FigureRecord.Origin> runs)
      throws IOException {
    var record = new FigureRecord(figure.number(), figure.title(), drawing.notes(), marks, runs);
    byte[] png = drawing.picture().png(record.lines());
    Path file = directory.writeFigure(record, png, drawing.csv());
    System.out.println("figure: " + file);
  }

  private FigureRun run(PlannedRun run, SeedRun soFar) throws IOException {
    PreparedExperiment prepared = PreparedExperiment.of(hadoop, run.experiment());
    Manifest manifest = prepared.manifest();
    TrainedModel trained = prepared.trained();
    RunRecord record = soFar.stored().orElseThrow().record();
    return new FigureRun(
        new FigureRecord.Origin(
            run.conf().name(),
            run.seed(),
            soFar.epochs(),
            manifest.dataset(),
            record.manifestSha256(),
            record.gitCommit(),
            soFar.directory()),
        manifest.labels(),
        ShardImages.of(
            Storage.path(prepared.source().uri()),
            new SerializableConfiguration(hadoop),
            run.experiment().data().selection(),
            trained.preprocessing(),
            run.experiment().training().batchSize()),
        run.experiment().training().workers().threads(),
        () ->
            new EvaluatedModel(trained, StoredModel.latest(hadoop, Storage.path(soFar.directory())))
                .model());
  }

  private static List<String> marks(TableConf conf, SeedRun run) {
    int epochs = conf.recipe().training().epochs();
    return new ConfRuns(conf.name(), epochs, conf.cost(), List.of(run), Optional.empty(), false)
        .marks();
  }
}
