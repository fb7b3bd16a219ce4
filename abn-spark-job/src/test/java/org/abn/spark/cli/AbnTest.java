package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.Test;

class AbnTest {
  @Test
  void returnsWhenDone() {
    assertThatCode(() -> Abn.main("--version")).doesNotThrowAnyException();
  }

  @Test
  void throwsTheStatusForSparkSubmit() {
    SparkUserAppException thrown =
        catchThrowableOfType(
            SparkUserAppException.class, () -> Abn.main("train", "conf/nope.conf"));
    assertThat(thrown.exitCode()).isEqualTo(2);
  }
}
