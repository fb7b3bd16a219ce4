package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.abn.spark.action.TinyCifar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes killed again and again, at points that a seed decides, change nothing of the end. */
@Tag("cluster")
class KilledProcessesTest {

  private static final int EXECUTORS_KILLED = 20;
  private static final int DRIVERS_KILLED = 10;

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static TinyRun run;
  private static String data;
  private static List<String> undisturbed;

  @BeforeAll
  static void start() throws Exception {
    cluster = new StandaloneCluster(folder, 3);
    run = TinyRun.write(folder, 60);
    data = folder.resolve("shards").toString();
    String source = TinyCifar.write(folder.resolve("cifar")).toString();
    ends(cluster.submit("shard", "--dataset", "cifar10", "--source", source, "--out", data), 0);
    String straight = directory("straight");
    ends(cluster.submit(run.command(data, straight)), 0);
    undisturbed = run.end(straight);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void executors() throws Exception {
    Kills kills = new Kills(20);
    int killed = 0;
    for (int attempt = 0; killed < EXECUTORS_KILLED; attempt++) {
      String directory = directory("executors-" + attempt);
      try (JavaProcess driver = cluster.submit(run.command(data, directory))) {
        kills.afterARound(directory);
        while (driver.process().isAlive() && killed < EXECUTORS_KILLED) {
          kills.pause(4000);
          killed += driver.process().isAlive() && kills.one(cluster.executors()) ? 1 : 0;
        }
        assertThat(driver.await()).as(driver.said()).isEqualTo(0);
      }
      assertThat(run.end(directory)).isEqualTo(undisturbed);
    }
  }

  @Test
  void drivers() throws Exception {
    Kills kills = new Kills(10);
    int killed = 0;
    for (int attempt = 0; killed < DRIVERS_KILLED; attempt++) {
      String directory = directory("drivers-" + attempt);
      boolean ended = false;
      while (!ended) {
        try (JavaProcess driver = cluster.submit(run.command(data, directory))) {
          kills.afterARound(directory);
          kills.pause(killed < DRIVERS_KILLED ? 8000 : 1);
          if (killed < DRIVERS_KILLED && driver.process().isAlive()) {
            driver.kill();
            killed++;
          } else {
            assertThat(driver.await()).as(driver.said()).isEqualTo(0);
            ended = true;
          }
        }
      }
      assertThat(run.end(directory)).isEqualTo(undisturbed);
    }
  }

  private static String directory(String name) {
    return folder.resolve(name).toString();
  }

  private static void ends(JavaProcess started, int status) throws Exception {
    try (JavaProcess driver = started) {
      assertThat(driver.await()).as(driver.said()).isEqualTo(status);
    }
  }
}
