package org.abn.spark.action;

import java.io.IOException;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.format.ImageFiles;
import org.abn.data.format.SourceFile;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.data.shard.Manifest;
import org.abn.spark.explanation.FileImages;
import org.abn.spark.explanation.ImageSource;
import org.abn.spark.explanation.ShardImages;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Images that a user points at.
 *
 * @param source of those that may be explained
 * @param rejected those that are none by their names
 */
record ExplainedImages(ImageSource source, List<RejectedRecord> rejected) {

  /**
   * What is at a place: the test images of shards, the image files of a directory, or one.
   *
   * @throws InvalidDataException where there is no image, or shards are of other labels than the
   *     network's
   */
  static ExplainedImages at(Configuration hadoop, String uri, TrainedModel trained)
      throws IOException {
    Path path = Storage.path(uri);
    FileSystem storage = Storage.of(hadoop, path);
    Path qualified = storage.makeQualified(path);
    return storage.exists(new Path(qualified, Manifest.FILE))
        ? ofShards(hadoop, qualified, trained)
        : ofFiles(hadoop, qualified, trained);
  }

  private static ExplainedImages ofShards(
      Configuration hadoop, Path directory, TrainedModel trained) throws IOException {
    LabelNames names = Manifest.read(hadoop, directory).labels();
    if (!names.equals(trained.labels())) {
      throw InvalidDataException.of(
          "%s: holds images of %s, which are not the network's %s",
          directory, names, trained.labels());
    }
    return new ExplainedImages(
        ShardImages.of(
            directory,
            new SerializableConfiguration(hadoop),
            trained.experiment().data().selection(),
            trained.preprocessing(),
            trained.experiment().training().batchSize()),
        List.of());
  }

  private static ExplainedImages ofFiles(Configuration hadoop, Path path, TrainedModel trained)
      throws IOException {
    requireColours(path, trained);
    ImageFiles files = ImageFiles.list(hadoop, path, trained.labels().classes());
    SourceFile images =
        files
            .images()
            .orElseThrow(
                () ->
                    InvalidDataException.of(
                        "%s: holds no image, expected .jpg, .jpeg or .png files, or shards", path));
    return new ExplainedImages(
        new FileImages(
            images,
            new SerializableConfiguration(hadoop),
            trained.experiment().training().batchSize()),
        files.rejected());
  }

  /** Files are decoded to colours, whatever they hold. */
  private static void requireColours(Path path, TrainedModel trained) {
    int channels = trained.input().channels();
    if (channels != 3) {
      throw InvalidDataException.of(
          "%s: image files have 3 channels, and the network takes %d; give shards", path, channels);
    }
  }
}
