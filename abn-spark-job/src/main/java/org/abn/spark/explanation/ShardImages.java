package org.abn.spark.explanation;

import java.io.IOException;
import java.util.List;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.BatchLoader;
import org.abn.data.batch.EpochPlan;
import org.abn.data.batch.Selection;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardReader;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The test images of shards.
 *
 * @param uri directory of the shards
 * @param hadoop the settings of its file system
 * @param selection which of them
 * @param preprocessing what is done to them
 * @param images how many
 * @param batchSize images at once
 */
public record ShardImages(
    String uri,
    SerializableConfiguration hadoop,
    Selection selection,
    Preprocessing preprocessing,
    int images,
    int batchSize)
    implements ImageSource {

  /**
   * Those of a manifest.
   *
   * @throws org.abn.data.InvalidDataException where there is none
   */
  public static ShardImages of(
      Path directory,
      SerializableConfiguration hadoop,
      Selection selection,
      Preprocessing preprocessing,
      int batchSize)
      throws IOException {
    Manifest manifest = Manifest.read(hadoop.value(), directory);
    int images = EpochPlan.test(manifest, selection, 1, batchSize).records();
    return new ShardImages(
        directory.toString(), hadoop, selection, preprocessing, images, batchSize);
  }

  @Override
  public Reader open() throws IOException {
    Path directory = new Path(uri);
    Manifest manifest = Manifest.read(hadoop.value(), directory);
    EpochPlan plan = EpochPlan.test(manifest, selection, 1, batchSize);
    var loader =
        new BatchLoader(new ShardReader(hadoop.value(), directory, manifest), preprocessing);
    return new Reader() {
      @Override
      public Batch read(int number) throws IOException {
        return new Batch(loader.records(plan, 0, number), List.of());
      }

      @Override
      public void close() {} // each block is closed when it has been read
    };
  }
}
