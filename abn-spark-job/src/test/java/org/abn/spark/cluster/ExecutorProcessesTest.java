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

/** A run gives the same bits on one executor, in several processes, and where one is killed. */
@Tag("spark")
class ExecutorProcessesTest {

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static TinyRun run;
  private static String data;

  @BeforeAll
  static void start() throws Exception {
    cluster = new StandaloneCluster(folder, 2);
    run = TinyRun.write(folder, 4);
    data = folder.resolve("shards").toString();
    String source = TinyCifar.write(folder.resolve("cifar")).toString();
    try (JavaProcess shard =
        cluster.submit("shard", "--dataset", "cifar10", "--source", source, "--out", data)) {
      assertThat(shard.await()).as(shard.said()).isEqualTo(0);
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void givesTheSameBitsInSeveralProcessesAndWhereOneIsKilled() throws Exception {
    List<String> alone = trained("alone", "local[1]");
    assertThat(trained("apart", cluster.master())).isEqualTo(alone);
    String killed = folder.resolve("killed").toString();
    try (JavaProcess driver = cluster.submit(run.command(data, killed))) {
      Kills kills = new Kills(7);
      kills.afterARound(killed);
      assertThat(cluster.executors()).hasSize(2);
      assertThat(kills.one(cluster.executors())).isTrue();
      assertThat(driver.await()).as(driver.said()).isEqualTo(0);
      assertThat(driver.said()).contains("Lost executor");
    }
    assertThat(run.end(killed)).isEqualTo(alone);
  }

  private static List<String> trained(String name, String master) throws Exception {
    String directory = folder.resolve(name).toString();
    try (JavaProcess driver = cluster.submitTo(master, run.command(data, directory))) {
      assertThat(driver.await()).as(driver.said()).isEqualTo(0);
    }
    return run.end(directory);
  }
}
