package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.abn.spark.action.TinyCifar;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What HDFS does to a run that writes there costs the run a line at most: called again, it ends as
 * one that was not disturbed.
 */
@Tag("cluster")
class HdfsFailuresTest {

  @TempDir private static Path folder;
  private static MiniDFSCluster hdfs;
  private static StandaloneCluster cluster;
  private static TinyRun run;
  private static String data;
  private static List<String> undisturbed;

  @BeforeAll
  static void start() throws Exception {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(2).build();
    cluster = new StandaloneCluster(folder, 2);
    run = TinyRun.write(folder, 30);
    data = hdfs.getURI() + "/shards";
    String source = TinyCifar.write(folder.resolve("cifar")).toString();
    try (JavaProcess shard =
        cluster.submit("shard", "--dataset", "cifar10", "--source", source, "--out", data)) {
      assertThat(shard.await()).as(shard.said()).isEqualTo(0);
    }
    goesOn(directory("straight"));
    undisturbed = run.end(directory("straight"));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
    hdfs.close();
  }

  @Test
  void aDataNodeIsLostDuringCheckpoints() throws Exception {
    Kills kills = new Kills(3);
    for (int node = 0; node < 4; node++) {
      String directory = directory("node-" + node);
      try (JavaProcess driver = cluster.submit(run.command(data, directory))) {
        kills.afterARound(directory);
        kills.pause(3000);
        var stopped = hdfs.stopDataNode(node % 2);
        boolean ended = driver.await() == 0;
        assertThat(hdfs.restartDataNode(stopped)).isTrue();
        hdfs.waitActive();
        if (!ended) {
          assertOneLine(driver);
          goesOn(directory);
        }
      }
      assertThat(run.end(directory)).isEqualTo(undisturbed);
    }
  }

  @Test
  void aQuotaIsReached() throws Exception {
    String directory = directory("quota");
    var path = new org.apache.hadoop.fs.Path(directory);
    try (JavaProcess driver = cluster.submit(run.command(data, directory))) {
      new Kills(1).afterARound(directory);
      long used = hdfs.getFileSystem().getContentSummary(path).getSpaceConsumed();
      hdfs.getFileSystem().setQuota(path, HdfsConstants.QUOTA_DONT_SET, 2 * used);
      assertThat(driver.await()).isNotEqualTo(0);
      assertOneLine(driver);
      assertThat(driver.said()).containsIgnoringCase("quota");
    }
    hdfs.getFileSystem().setQuota(path, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    goesOn(directory);
    assertThat(run.end(directory)).isEqualTo(undisturbed);
  }

  private static void goesOn(String directory) throws Exception {
    try (JavaProcess driver = cluster.submit(run.command(data, directory))) {
      assertThat(driver.await()).as(driver.said()).isEqualTo(0);
    }
  }

  /** No stack trace; the reason comes last. */
  private static void assertOneLine(JavaProcess driver) throws IOException {
    String said = driver.said();
    assertThat(said).doesNotContain("\tat org.");
    assertThat(said.lines().filter(line -> line.startsWith("train failed: ")).toList())
        .as(said)
        .hasSize(1);
  }

  private static String directory(String name) {
    return hdfs.getURI() + "/" + name;
  }
}
