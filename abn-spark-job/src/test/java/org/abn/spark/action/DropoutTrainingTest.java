package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network with dropout is trained from shards, whose mini-batches must tell their records. */
@Tag("spark")
class DropoutTrainingTest {

  @TempDir private Path folder;

  @BeforeEach
  void configureSpark() {
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.master", "local[2]");
  }

  @AfterEach
  void forgetSpark() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void aRunThatIsTakenUpAgainDropsAsOneThatWasNotStopped() throws IOException {
    String data = folder.resolve("data").toString();
    new ShardAction("cifar10", TinyCifar.write(folder.resolve("cifar")).toString(), data, 1).run();
    JsonNode straight = train(data, "straight", 2);
    train(data, "stopped", 1);
    JsonNode stopped = train(data, "stopped", 2);
    for (String key : List.of("epoch", "step", "parameters_sha256", "momentum_sha256")) {
      assertThat(stopped.required(key)).as(key).isEqualTo(straight.required(key));
    }
  }

  /** The state after the last of so many epochs. */
  private JsonNode train(String data, String name, int epochs) throws IOException {
    Path run = folder.resolve(name);
    String network = "network { name = wrn-10-1, dropout = 0.3 }";
    new TrainAction(TinyCifar.experiment(folder, data, run.toString(), epochs, network)).run();
    String state = String.format(Locale.ROOT, "checkpoints/epoch-%04d/state.json", epochs);
    return new ObjectMapper().readTree(run.resolve(state).toFile());
  }
}
