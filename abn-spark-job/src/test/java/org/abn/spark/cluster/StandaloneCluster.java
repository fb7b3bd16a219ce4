package org.abn.spark.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/** Spark's own standalone cluster: a master and workers, each a process. */
final class StandaloneCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Path home;
  private final String master;
  private final List<JavaProcess> daemons = new ArrayList<>();
  private int drivers;

  /** Starts one of workers of one core, each with a small executor. */
  StandaloneCluster(Path folder, int workers) throws IOException {
    this(folder, workers, 1, "1g");
  }

  /**
   * Starts one.
   *
   * @param folder for logs, and for what executors write
   * @param workers machines, as Spark sees it
   * @param cores of each
   * @param memory of each
   */
  StandaloneCluster(Path folder, int workers, int cores, String memory) throws IOException {
    home = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectories(home.resolve("jars")); // Spark looks for it; ours are on the class path
    int port = freePort();
    master = "spark://" + HOST + ":" + port;
    daemon("master", Master.class, "--port", Integer.toString(port));
    for (int worker = 0; worker < workers; worker++) {
      String work = folder.resolve("work-" + worker).toString();
      daemon(
          "worker-" + worker,
          Worker.class,
          "--cores",
          Integer.toString(cores),
          "--memory",
          memory,
          "--work-dir",
          work,
          master);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private void daemon(String name, Class<?> type, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(type.getName()));
    command.addAll(List.of("--host", HOST, "--webui-port", "0"));
    command.addAll(List.of(arguments));
    List<String> heap = List.of("-Xmx256m");
    daemons.add(JavaProcess.start(home, home.resolve(name + ".log"), heap, Map.of(), command));
  }

  /** The address that drivers are given. */
  String master() {
    return master;
  }

  /** A driver, a process of its own, with an executor on each of the cluster's workers. */
  JavaProcess submit(String... arguments) throws IOException {
    return submitTo(master, arguments);
  }

  /** A driver, a process of its own, on this or another master. */
  JavaProcess submitTo(String where, String... arguments) throws IOException {
    Map<String, String> properties =
        new TreeMap<>(executorSettings("512m", "512m", "-XX:TieredStopAtLevel=1"));
    properties.put("spark.master", where);
    properties.put("spark.ui.enabled", "false");
    Path log = home.resolve("driver-" + drivers++ + ".log");
    return JavaProcess.submit(home, log, properties, Map.of(), arguments);
  }

  /** What a driver has to say of executors, so that they find our classes and nobody's memory. */
  Map<String, String> executorSettings(String heap, String nativeMemory, String option) {
    return Map.of(
        "spark.executor.memory",
        heap,
        "spark.executor.extraClassPath",
        JavaProcess.CLASS_PATH,
        "spark.executor.extraJavaOptions",
        option
            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
            + " -Dorg.bytedeco.javacpp.maxbytes="
            + nativeMemory,
        "spark.scheduler.minRegisteredResourcesRatio",
        "1");
  }

  /** The processes that run tasks now. */
  List<ProcessHandle> executors() {
    return daemons.stream()
        .flatMap(JavaProcess::descendants)
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  @Override
  public void close() {
    daemons.forEach(JavaProcess::close);
  }
}
