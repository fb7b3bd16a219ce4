package org.abn.spark.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Kills processes by SIGKILL at points of a run that a seed decides. */
final class Kills {

  private static final int POLL_MILLIS = 20;

  private final Random random;

  Kills(long seed) {
    random = new Random(seed);
  }

  /** Kills one of some; false where there is none. */
  boolean one(List<ProcessHandle> processes) {
    return !processes.isEmpty()
        && processes.get(random.nextInt(processes.size())).destroyForcibly();
  }

  /** Waits for so long at most. */
  void pause(int mostMillis) throws InterruptedException {
    Thread.sleep(random.nextInt(mostMillis));
  }

  /** Waits until a run has a checkpoint. */
  void afterARound(String run) throws IOException, InterruptedException {
    Path checkpoints = new Path(run, "checkpoints");
    FileSystem storage = checkpoints.getFileSystem(new Configuration());
    long last = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!holdsCheckpoint(storage, checkpoints)) {
      if (System.nanoTime() > last) {
        throw new AssertionError("no checkpoint after two minutes in " + run);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean holdsCheckpoint(FileSystem storage, Path checkpoints) throws IOException {
    try {
      return Stream.of(storage.listStatus(checkpoints))
          .anyMatch(file -> file.getPath().getName().startsWith("epoch-"));
    } catch (FileNotFoundException e) {
      return false;
    }
  }
}
