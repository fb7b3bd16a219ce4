package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  @Test
  void findsTheUsersInputBelowWhatSparkThrows() {
    var input = new InvalidDataException("a.bin: cut short");
    assertThat(Fault.of(new SparkException("Job aborted", new RuntimeException(input))))
        .contains(new Fault(2, "a.bin: cut short"));
    assertThat(Fault.of(new InvalidConfigurationException("a.conf:3", "no number")))
        .contains(new Fault(2, "a.conf:3: no number"));
  }

  @Test
  void knowsAFullDiskWhateverReportsIt() {
    var full = new FSErrorOf(new IOException("No space left on device"));
    assertThat(Fault.of(new SparkException("Job aborted", full)))
        .hasValueSatisfying(
            fault -> {
              assertThat(fault.status()).isEqualTo(1);
              assertThat(fault.line()).startsWith("the disk is full: ").endsWith("call it again");
            });
    String told = "Job aborted: java.io.IOException: No space left on device\n\tat a.b.C";
    assertThat(line(new SparkException(told, null)))
        .isEqualTo(
            "the disk is full: "
                + told.lines().findFirst().get()
                + "; make room and call"
                + " it again");
  }

  /** As Hadoop's FSError, which only Hadoop can make. */
  private static final class FSErrorOf extends Error {
    private static final long serialVersionUID = 1;

    FSErrorOf(IOException cause) {
      super(cause.toString(), cause);
    }
  }

  @Test
  void tellsWhatMayNotBeDoneFromWhatIsDown() {
    assertThat(Fault.of(new AccessControlException("Permission denied: user=a")).get().status())
        .isEqualTo(2);
    assertThat(Fault.of(new FileNotFoundException("/a (Permission denied)")).get().status())
        .isEqualTo(2);
    assertThat(Fault.of(new IOException("/a: Read-only file system")).get().status()).isEqualTo(2);
    assertThat(Fault.of(new RuntimeException(new UnknownHostException("typo"))))
        .contains(new Fault(2, "no host is known by the name typo"));
    assertThat(Fault.of(new ConnectException("Connection refused\n\tat a.b.C")))
        .contains(new Fault(1, "ConnectException: Connection refused; --verbose shows where"));
  }

  @Test
  void saysWhereNativeLibrariesMayGo() {
    Throwable linking = new UnsatisfiedLinkError("/tmp/libjnind4jcpu.so: failed to map segment");
    assertThat(line(new ExceptionInInitializerError(linking)))
        .startsWith("native libraries cannot be loaded: ")
        .contains("TMPDIR");
    assertThat(line(new NoClassDefFoundError("Could not initialize class org.nd4j.linalg.Nd4j")))
        .contains("TMPDIR");
  }

  @Test
  void tellsMemoryOfTheHeapFromNativeMemory() {
    assertThat(line(new OutOfMemoryError("Java heap space"))).contains("--driver-memory");
    assertThat(line(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
        .contains("ulimit -u");
    assertThat(line(new OutOfMemoryError("Physical memory usage is too high")))
        .contains("smaller mini-batches");
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NullPointerException.class})
  void leavesWhatMayBeTheProgramsOwn(Class<? extends RuntimeException> type) throws Exception {
    assertThat(Fault.of(type.getConstructor(String.class).newInstance("index 3"))).isEmpty();
  }

  @Test
  void reportsAnErrorInOneLineAndWithItsStackTraceWhereThatIsAsked() {
    assertThat(reported("verify"))
        .isEqualToIgnoringNewLines(
            "verify failed: the disk is full: java.io.IOException: No space left on device; make"
                + " room and call it again");
    assertThat(reported("--verbose", "verify")).contains("\tat ");
    assertThat(reported("verify", "--verbose")).contains("\tat ");
  }

  private static String reported(String... arguments) {
    StringWriter err = new StringWriter();
    var line = AbnCommand.line().setErr(new PrintWriter(err));
    var words = new ArrayList<>(List.of(arguments));
    words.add("/nowhere");
    var parsed = line.parseArgs(words.toArray(String[]::new));
    int status =
        Failures.failure(
            new FSErrorOf(new IOException("No space left on device")),
            parsed.subcommand().commandSpec().commandLine());
    assertThat(status).isEqualTo(1);
    return err.toString();
  }

  private static String line(Throwable thrown) {
    return Fault.of(thrown).orElseThrow().line();
  }
}
