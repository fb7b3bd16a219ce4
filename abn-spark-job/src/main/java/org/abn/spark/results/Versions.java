package org.abn.spark.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.abn.model.kernel.ComputePath;
import org.abn.spark.device.ComputeDevice;
import org.apache.hadoop.util.VersionInfo;

/** What this program and what it runs on are. */
public final class Versions {

  private Versions() {}

  /** Versions by name. */
  public static Map<String, String> all() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("abn-spark", program());
    versions.put("java", Runtime.version().toString());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("hadoop", VersionInfo.getVersion());
    versions.put("dl4j", resolved("org.deeplearning4j/deeplearning4j-nn"));
    versions.put("nd4j", resolved("org.nd4j/nd4j-api"));
    ComputePath computes = ComputePath.here();
    versions.put("backend", computes.backend());
    versions.put("kernels", computes.kernels());
    versions.put("reproducible", ComputeDevice.promise());
    return versions;
  }

  /** This program's own. */
  public static String program() {
    return built("git.build.version");
  }

  /** Commit of the sources this program was built from, "-dirty" behind it where they differed. */
  public static String gitCommit() {
    return built("git.commit.id.full") + ("true".equals(built("git.dirty")) ? "-dirty" : "");
  }

  /** As Maven resolved it: DL4J's manifests name no version. */
  private static String resolved(String artifact) {
    return property("/META-INF/maven/" + artifact + "/pom.properties", "version");
  }

  private static String built(String key) {
    return property("/org/abn/spark/git.properties", key);
  }

  private static String property(String resource, String key) {
    try (InputStream in = Versions.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty(key, "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
