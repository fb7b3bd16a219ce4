package org.abn.spark.figures;

import java.io.IOException;
import org.abn.data.record.LabelNames;
import org.abn.model.parts.Model;
import org.abn.spark.explanation.ShardImages;
import org.abn.spark.results.FigureRecord;

/**
 * A finished run, and the images that a figure shows it with.
 *
 * @param origin which run
 * @param names of its classes or attributes
 * @param images the test images of its shards
 * @param threads OpenMP threads of a task
 * @param network its parameters; a figure holds no more than one network at a time
 */
public record FigureRun(
    FigureRecord.Origin origin,
    LabelNames names,
    ShardImages images,
    int threads,
    StoredNetwork network) {

  /** Where the network is read from. */
  @FunctionalInterface
  public interface StoredNetwork {

    /** Reads it. */
    Model read() throws IOException;
  }
}
