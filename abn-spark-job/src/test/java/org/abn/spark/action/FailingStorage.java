package org.abn.spark.action;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local disk as {@code failing:}, which stops in the middle of some files. */
public final class FailingStorage extends RawLocalFileSystem {
  private static final int WRITTEN_BEFORE = 5_000;

  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static volatile String name = "";

  /** Lets the next attempts at a file fail, which the end of its path names. */
  static void fail(String file, int times) {
    name = file;
    FAILURES.set(times);
  }

  /** How many attempts are still to fail. */
  static int failuresLeft() {
    return FAILURES.get();
  }

  static void register(Configuration conf) {
    conf.set("fs.failing.impl", FailingStorage.class.getName());
  }

  @Override
  public URI getUri() {
    return URI.create("failing:///");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    boolean fails =
        path.toString().endsWith(name) && FAILURES.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    return fails ? new FSDataOutputStream(new Failing(out), null) : out;
  }

  private static final class Failing extends FilterOutputStream {
    private int written;

    Failing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      if (written++ >= WRITTEN_BEFORE) {
        throw new IOException("the disk has gone");
      }
      out.write(value);
    }
  }
}
