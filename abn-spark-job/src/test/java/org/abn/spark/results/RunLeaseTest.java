package org.abn.spark.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.abn.data.InvalidDataException;
import org.abn.spark.device.Hosts;
import org.abn.spark.results.RunLease.Holder;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLeaseTest {

  @TempDir private Path directory;
  private RunFiles files;
  private org.apache.hadoop.fs.Path path;

  @BeforeEach
  void open() throws IOException {
    path = new org.apache.hadoop.fs.Path(directory.toUri());
    files = new RunFiles(new Configuration(), path);
  }

  @Test
  void isThereWhileItIsHeld() throws IOException {
    try (RunLease lease = RunLease.take(files, path)) {
      assertThat(lease).isNotNull();
      Holder holder =
          files.readJson(new org.apache.hadoop.fs.Path(path, "run.lease"), Holder.class);
      assertThat(holder.isThisProcess()).isTrue();
      assertThat(Instant.parse(holder.until())).isAfter(Instant.now());
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isRefusedWhereAnotherProcessOfThisMachineLives() throws IOException {
    ProcessHandle another = ProcessHandle.current().parent().orElseThrow();
    String started = another.info().startInstant().map(Instant::toString).orElse("");
    held(new Holder(Hosts.local(), another.pid(), started, in(60)));
    assertThatThrownBy(() -> RunLease.take(files, path))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(": process " + another.pid() + " on " + Hosts.local() + " trains");
  }

  @Test
  void isTakenOverFromAProcessOfThisMachineThatIsDead() throws IOException {
    held(new Holder(Hosts.local(), ProcessHandle.current().pid(), "2001-01-01T00:00:00Z", in(60)));
    RunLease.take(files, path).close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isTakenOverFromAnotherMachineWhenItsTimeIsOver() throws IOException {
    held(new Holder("elsewhere.invalid", 1, "", in(60)));
    assertThatThrownBy(() -> RunLease.take(files, path))
        .hasMessageContaining("process 1 on elsewhere.invalid trains there; wait for it");
    held(new Holder("elsewhere.invalid", 1, "", in(-1)));
    RunLease.take(files, path).close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isNotTakenBackFromWhoTookItOver() throws IOException {
    RunLease lease = RunLease.take(files, path);
    lease.renew();
    lease.requireHeld();
    held(new Holder("elsewhere.invalid", 1, "", in(60)));
    lease.renew();
    assertThatThrownBy(lease::requireHeld)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("another process has taken it over");
    lease.close();
    assertThat(directory.resolve("run.lease")).content().contains("elsewhere.invalid");
  }

  private static String in(int seconds) {
    return Instant.now().plus(Duration.ofSeconds(seconds)).toString();
  }

  private void held(Holder holder) throws IOException {
    byte[] json = new ObjectMapper().writeValueAsBytes(holder);
    Files.write(directory.resolve("run.lease"), json);
  }
}
