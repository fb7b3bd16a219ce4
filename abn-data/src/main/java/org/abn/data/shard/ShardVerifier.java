package org.abn.data.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Compares shards with their manifest, each by itself, so that a cluster may share the work: length
 * and every byte; each record's split, labels and shape; and that each image can be decoded to its
 * end. A shard is read once, a block at a time.
 *
 * @param directory where the shards are, any URI
 * @param labels what the labels may be
 * @param image the shape of all images; {@link ImageShape#UNKNOWN} where they differ
 */
public record ShardVerifier(String directory, LabelNames labels, ImageShape image)
    implements Serializable {
  /**
   * Reads a shard to its end, whatever is found on the way. Only a shard of another length is not
   * read: it has been cut, or is another one.
   *
   * @param conf Hadoop's configuration
   * @param shard what the manifest says of it
   * @return what is wrong with it; a shard that cannot be read is one problem
   */
  public ShardReport verify(Configuration conf, ShardEntry shard) {
    ShardPass pass = new ShardPass(shard, new RecordCheck(labels, image, shard.split()));
    Path path = new Path(directory, shard.file());
    try {
      FileSystem storage = Storage.of(conf, path);
      requireLength(storage.getFileStatus(path).getLen(), shard);
      try (FSDataInputStream in = storage.open(path)) {
        pass.read(in);
      }
    } catch (FileNotFoundException e) {
      pass.problem("is missing; copy it again");
    } catch (InvalidDataException e) {
      pass.problem(e.getMessage());
    } catch (IOException e) {
      pass.problem("cannot be read: " + firstLine(e));
    }
    return pass.report();
  }

  /** HDFS sends the stack trace of its name node along. */
  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static void requireLength(long length, ShardEntry shard) {
    if (length != shard.length()) {
      throw InvalidDataException.of(
          "has %,d bytes, the manifest says %,d; copy it again", length, shard.length());
    }
    long first = shard.blocks().get(0).offset();
    if (first != ShardHeader.BYTES) {
      throw InvalidDataException.of(
          "the manifest says that its first block begins at byte %,d, expected %,d",
          first, ShardHeader.BYTES);
    }
  }
}
