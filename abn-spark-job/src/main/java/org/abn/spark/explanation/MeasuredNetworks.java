package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.abn.model.parts.Model;
import org.abn.spark.training.SharedModel;

/**
 * What maps are measured with: the network itself, the same with parameters drawn anew, and other
 * trainings of it.
 *
 * @param redrawn for the sanity check
 * @param others for stability; may be none
 * @param seed of noise and of random maps
 */
public record MeasuredNetworks(SharedModel redrawn, List<SharedModel> others, long seed)
    implements Serializable, AutoCloseable {

  /** Copies the list. */
  public MeasuredNetworks {
    others = List.copyOf(others);
  }

  /** Runs a part of a task's work on all of them: first the one drawn anew. */
  <T> T with(Function<List<Model>, T> work) {
    List<SharedModel> all = new ArrayList<>(List.of(redrawn));
    all.addAll(others);
    return with(all, List.of(), work);
  }

  private static <T> T with(
      List<SharedModel> left, List<Model> had, Function<List<Model>, T> work) {
    if (left.isEmpty()) {
      return work.apply(had);
    }
    return left.get(0)
        .within(
            model -> {
              List<Model> more = new ArrayList<>(had);
              more.add(model);
              return with(left.subList(1, left.size()), more, work);
            });
  }

  @Override
  public void close() {
    redrawn.close();
    others.forEach(SharedModel::close);
  }
}
