package org.abn.data.shard;

import java.nio.file.Path;
import java.util.List;
import org.abn.data.SmallDatasets;
import org.abn.data.format.DatasetSource;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;

/** A file of a dataset whose records are in memory, whatever is wrong with them. */
public record ListedRecords(Split split, List<ImageRecord> all) implements SourceFile {
  /** Writes and publishes shards of records that no published dataset would have. */
  public static Manifest write(
      Path out, LabelNames labels, ImageShape image, ListedRecords... files) throws Exception {
    var source =
        new DatasetSource(
            "listed",
            labels,
            image,
            List.of(files),
            List.of(),
            List.of(),
            new FileCounts(1, 1, 0, List.of()));
    return PublishedShards.write(
        SmallDatasets.CONF, ShardPlan.of(source, 1), SmallDatasets.path(out));
  }

  @Override
  public int records() {
    return all.size();
  }

  @Override
  public long imageBytes(int index) {
    return all.get(index).image().bytes().length;
  }

  @Override
  public RecordReader open(Configuration conf) {
    return new RecordReader() {
      @Override
      public ImageRecord read(int index) {
        return all.get(index);
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
