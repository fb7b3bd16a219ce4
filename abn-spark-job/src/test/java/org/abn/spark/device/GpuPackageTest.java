package org.abn.spark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is packaged for GPUs. Whether it starts without one, {@code -Pcuda} tests alone. */
class GpuPackageTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({"cuda, ''", "cuda-redist, -redist"})
  void hasOneNativeOfNd4jsWithCudnnAndCudasBindings(String profile, String more) throws Exception {
    List<String> due =
        new ArrayList<>(
            List.of(
                "nd4j-cuda-11.6:",
                "nd4j-cuda-11.6:${native.platform}-cudnn",
                "cuda:${native.platform}"));
    if (!more.isEmpty()) {
      due.add("cuda:${native.platform}" + more);
    }
    assertThat(dependencies(profile)).containsExactlyElementsOf(due);
  }

  private static List<String> dependencies(String profile) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
    List<String> found = new ArrayList<>();
    for (Element candidate : elements(document.getElementsByTagName("profile"))) {
      if (text(candidate, "id").equals(profile)) {
        for (Element dependency : elements(candidate.getElementsByTagName("dependency"))) {
          found.add(text(dependency, "artifactId") + ":" + text(dependency, "classifier"));
        }
      }
    }
    return found;
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String text(Element parent, String child) {
    NodeList found = parent.getElementsByTagName(child);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  @Test
  void theClassPathHasOneBackendOfAKind() {
    assertThat(ServiceLoader.load(Nd4jBackend.class).stream().map(b -> b.type().getSimpleName()))
        .doesNotHaveDuplicates()
        .contains("CpuBackend", "ProcessorBackend");
    assertThat(jars("nd4j-cuda-.*linux-x86_64.*").filter(jar -> !jar.contains("preset")))
        .hasSizeLessThanOrEqualTo(1)
        .allSatisfy(jar -> assertThat(jar).endsWith("-cudnn.jar"));
  }

  private static Stream<String> jars(String pattern) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).getFileName().toString())
        .filter(name -> name.matches(pattern));
  }

  @Test
  void startsOnTheProcessorWhereNoGpuServes() {
    assumeTrue(ProcessorBackend.isForGpus() && CudaRuntime.obstacle().isPresent());
    assertThat(Nd4j.getBackend()).isInstanceOf(ProcessorBackend.class);
    assertThat(CudaRuntime.obstacle().orElseThrow()).doesNotContain("\n");
  }
}
