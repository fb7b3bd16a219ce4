package org.abn.spark.action;

import java.io.IOException;
import org.abn.spark.report.Chart;
import org.abn.spark.report.CurveImage;
import org.abn.spark.report.RunReport;
import org.abn.spark.results.RunDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run leaves for people, made on the driver: {@code report.html}, curves, and the attention
 * maps in TensorBoard's file.
 *
 * @param directory of the run
 */
record TrainingReport(RunDirectory directory) {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingReport.class);

  /** Writes all of it anew. */
  void write(RunReport report) throws IOException {
    directory.writeEvents(report.epochs(), report.pictures());
    directory.writeReport(report.page().html());
    writeCurve("errors.png", report.errors());
    writeCurve("losses.png", report.losses());
  }

  /** A machine without fonts cannot draw, and has trained all the same. */
  private void writeCurve(String name, Chart chart) throws IOException {
    byte[] png;
    try {
      png = CurveImage.png(chart);
    } catch (LinkageError | InternalError | RuntimeException e) {
      LOG.warn("curves/{} is not drawn: {}; are fonts and fontconfig installed?", name, e, e);
      return;
    }
    directory.writeCurve(name, png);
  }
}
