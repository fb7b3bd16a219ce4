package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;

class HeavyBallTest {

  @Test
  void movesByTheVelocityAndNotAsNesterov() {
    INDArray state = Nd4j.createFromArray(7.0, 7.0);
    var updater = new HeavyBall(new FixedSchedule(0.5), 0.75).instantiate(state, true);
    INDArray first = Nd4j.createFromArray(1.0, 2.0);
    updater.applyUpdater(first, 0, 0);
    assertThat(first.toDoubleVector()).containsExactly(0.5, 1.0);
    INDArray second = Nd4j.createFromArray(1.0, 2.0);
    updater.applyUpdater(second, 1, 0);
    assertThat(second.toDoubleVector()).containsExactly(0.5 * 1.75, 1.75);
    assertThat(state.toDoubleVector()).containsExactly(1.75, 3.5);
  }

  @Test
  void refusesAMomentumOfOne() {
    assertThatThrownBy(() -> new HeavyBall(new FixedSchedule(0.1), 1))
        .hasMessageContaining("[0, 1), cannot be: 1.0");
  }
}
