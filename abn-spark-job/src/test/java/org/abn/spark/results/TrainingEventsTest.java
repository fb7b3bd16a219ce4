package org.abn.spark.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.abn.spark.tensorboard.EventReader;
import org.abn.spark.tensorboard.EventReader.Read;
import org.junit.jupiter.api.Test;

class TrainingEventsTest {
  private static final Instant START = Instant.ofEpochSecond(1_500_000_000);

  @Test
  void haveEveryFigureThatThereIs() throws IOException {
    var epoch =
        new EpochMetrics(1, 0.1, 3.0, 2.5, 9, 10, null, 11.0, 12.0, 8, 800, Map.of("Bald", 90.0));
    assertThat(read(List.of(epoch)).get(1))
        .isEqualTo(
            new Read(
                1_500_000_008,
                1,
                null,
                Map.ofEntries(
                    Map.entry("loss/attention", 3f),
                    Map.entry("loss/perception", 2.5f),
                    Map.entry("error/train_top1", 9f),
                    Map.entry("error/test_top1", 10f),
                    Map.entry("error/attention_top1", 11f),
                    Map.entry("error/validation_top1", 12f),
                    Map.entry("learning_rate", 0.1f),
                    Map.entry("seconds", 8f),
                    Map.entry("images_per_second", 800f),
                    Map.entry("accuracy/Bald", 90f))));
  }

  @Test
  void haveNothingOfABranchThatThereIsNot() throws IOException {
    var epoch = new EpochMetrics(1, 0.1, null, 2.5, 9, 10, 1.0, null, null, 8, 800, Map.of());
    assertThat(read(List.of(epoch, epoch)).get(2).values())
        .containsEntry("error/test_top5", 1f)
        .doesNotContainKeys("loss/attention", "error/attention_top1", "error/validation_top1");
  }

  private static List<Read> read(List<EpochMetrics> epochs) throws IOException {
    var out = new ByteArrayOutputStream();
    new TrainingEvents(START, epochs).file(List.of()).writeTo(out);
    return EventReader.read(out.toByteArray());
  }
}
