package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AverageTest {

  @Test
  void weighsByExamplesAndAveragesMomentumToo() {
    Average average = new Average();
    average.add(0, result(1, 10, 3));
    average.add(1, result(5, 50, 1));
    ModelState mean = average.mean(2);
    assertThat(mean.parameters()).containsExactly(2f);
    assertThat(mean.momentum()).containsExactly(20f);
    assertThat(average.scores().perception().examples()).isEqualTo(4);
  }

  @Test
  void doesNotDependOnWhoAnswersFirst() {
    float[] values = {1e8f, 1f, -1e8f};
    Average inOrder = new Average();
    Average reversed = new Average();
    for (int worker = 0; worker < 3; worker++) {
      inOrder.add(worker, result(values[worker], values[worker], 7));
      reversed.add(2 - worker, result(values[2 - worker], values[2 - worker], 7));
    }
    assertThat(reversed.mean(3).parameters()).isEqualTo(inOrder.mean(3).parameters());
  }

  @Test
  void ofOneWorkerIsItsStateToTheBit() {
    float[] awkward = {1f / 3, Float.MIN_VALUE, -0x1.fffffep-1f, 16777215f};
    Average average = new Average();
    average.add(0, new WorkerResult(new ModelState(awkward, awkward), 1, scores(387), "host", 0));
    assertThat(average.mean(1).parameters()).isEqualTo(awkward);
  }

  @Test
  void leavesOutAWorkerThatHadNothingLeft() {
    Average average = new Average();
    average.add(0, result(4, 4, 2));
    average.add(1, new WorkerResult(null, 0, Scores.NONE, "host", 0));
    assertThat(average.mean(2).parameters()).containsExactly(4f);
  }

  @Test
  void refusesToAverageWhatIsNotThere() {
    Average average = new Average();
    average.add(1, result(4, 4, 2));
    assertThatThrownBy(() -> average.mean(2)).hasMessageContaining("0 of 2 workers answered");
  }

  private static WorkerResult result(float parameter, float momentum, int examples) {
    var state = new ModelState(new float[] {parameter}, new float[] {momentum});
    return new WorkerResult(state, 1, scores(examples), "host", 0);
  }

  private static Scores scores(int examples) {
    return new Scores(NoScores.NONE, new ClassScores(examples, 0, 0, 0));
  }
}
