package org.abn.model.onnx;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.abn.model.layer.SharedPerception;
import org.abn.model.layer.SharedPerception.Trunk;
import org.abn.model.layer.TaskHeads;

/** What runs once for each task, as operators once for each task, on the same arrays. */
final class TaskOperators {

  private TaskOperators() {}

  static void sharedPerception(SharedPerception layer, VertexScope at) {
    List<String> maps = ofTasks(layer.tasks(), task -> at.inner(task + "/map"));
    splitFeaturesAndMaps(layer, maps, at);
    String[] vectors =
        ofTasks(layer.tasks(), task -> trunk(layer.trunk(), task, at)).toArray(String[]::new);
    at.end(Operator.of("Concat").with("axis", 1), vectors);
  }

  private static void splitFeaturesAndMaps(
      SharedPerception layer, List<String> maps, VertexScope at) {
    long[] sizes =
        LongStream.concat(
                LongStream.of(layer.trunk().channels()),
                LongStream.generate(() -> 1).limit(layer.tasks()))
            .toArray();
    at.onnx()
        .add(
            Operator.of("Split").with("axis", 1),
            Stream.concat(Stream.of(at.inner("features")), maps.stream()).toList(),
            at.input(),
            at.onnx().integers(at.inner("channels"), sizes));
  }

  /** {@code g'_t = M_t g} (Fukui et al. 2019, Eq. 4), and the trunk behind it. */
  private static String trunk(Trunk trunk, String task, VertexScope at) {
    String attended =
        at.step(
            task + "/attended", Operator.of("Mul"), at.inner("features"), at.inner(task + "/map"));
    int module = trunk.module().length() + 1;
    return new GraphOperators(
            at.onnx(),
            trunk.graph(),
            vertex -> at.inner(task + "/" + vertex),
            (vertex, parameter) -> at.array(vertex.substring(module) + "." + parameter))
        .write(attended);
  }

  static void taskHeads(TaskHeads layer, VertexScope at) {
    List<String> vectors = ofTasks(layer.tasks(), task -> at.inner(task + "/vector"));
    at.onnx().add(Operator.of("Split").with("axis", 1), vectors, at.input());
    String[] logits = new String[layer.tasks()];
    for (int task = 0; task < logits.length; task++) {
      logits[task] =
          at.step(
              name(task) + "/logits",
              LayerOperators.product(),
              vectors.get(task),
              at.array(task + ".weight"),
              at.array(task + ".bias"));
    }
    at.end(Operator.of("Concat").with("axis", 1), logits);
  }

  private static List<String> ofTasks(int tasks, UnaryOperator<String> written) {
    return IntStream.range(0, tasks).mapToObj(TaskOperators::name).map(written).toList();
  }

  private static String name(int task) {
    return "task_" + task;
  }
}
