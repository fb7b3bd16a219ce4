package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abn.spark.action.TinyCifar;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} in client mode on YARN, whose containers are processes. */
@Tag("cluster")
class YarnTest {

  @TempDir private static Path folder;
  private static MiniYARNCluster yarn;

  @BeforeAll
  static void start() {
    Configuration conf = new YarnConfiguration();
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_FIXED_PORTS, false);
    conf.setBoolean(YarnConfiguration.NM_DISK_HEALTH_CHECK_ENABLE, false);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 8192);
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.5");
    conf.set("yarn.nodemanager.delete.debug-delay-sec", "600");
    yarn = new MiniYARNCluster("yarn", 2, 1, 1);
    yarn.init(conf);
    yarn.start();
  }

  @AfterAll
  static void stop() {
    yarn.stop();
  }

  @Test
  void trainsToTheBitsOfOneProcess() throws Exception {
    assertThat(yarn.waitForNodeManagersToConnect(30_000)).isTrue();
    TinyRun run = TinyRun.write(folder, 3);
    String data = folder.resolve("shards").toString();
    String source = TinyCifar.write(folder.resolve("cifar")).toString();
    String[] shard = {"shard", "--dataset", "cifar10", "--source", source, "--out", data};
    succeeds("shard", "local[1]", shard);
    succeeds("here", "local[1]", run.command(data, directory("here")));
    String said = succeeds("there", "yarn", run.command(data, directory("there")));
    assertThat(said).doesNotContain("ERROR");
    assertThat(run.end(directory("there"))).isEqualTo(run.end(directory("here")));
  }

  private static String directory(String name) {
    return folder.resolve(name).toString();
  }

  private static String succeeds(String name, String master, String... arguments) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home/jars")).getParent();
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.master", master);
    properties.put("spark.ui.enabled", "false");
    properties.put("spark.executor.instances", "2");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.executor.memoryOverhead", "512m");
    properties.put("spark.executor.extraClassPath", JavaProcess.CLASS_PATH);
    properties.put("spark.driver.extraClassPath", JavaProcess.CLASS_PATH); // the AM's too
    properties.put("spark.yarn.jars", "local:" + home.resolve("jars"));
    properties.put("spark.yarn.am.memory", "512m");
    properties.put("spark.hadoop.yarn.nodemanager.resource.memory-mb", "8192");
    Path log = folder.resolve(name + ".log");
    String site = site();
    Map<String, String> environment =
        Map.of("HADOOP_CONF_DIR", site, "CLASSPATH", site + ":" + JavaProcess.CLASS_PATH);
    try (JavaProcess driver = JavaProcess.submit(home, log, properties, environment, arguments)) {
      assertThat(driver.await()).as(driver.said()).isEqualTo(0);
      return driver.said();
    }
  }

  /** A directory with the settings by which clients find the cluster. */
  private static String site() throws IOException {
    Path site = Files.createDirectories(folder.resolve("site"));
    for (String name : List.of("yarn-site.xml", "core-site.xml")) {
      try (OutputStream out = Files.newOutputStream(site.resolve(name))) {
        yarn.getConfig().writeXml(out);
      }
    }
    return site.toString();
  }
}
