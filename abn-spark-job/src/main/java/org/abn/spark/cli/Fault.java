package org.abn.spark.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.OneLine;
import org.abn.spark.action.StoppedException;
import org.abn.spark.cluster.UnsoundClusterException;
import org.abn.spark.device.UnfitDeviceException;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.hadoop.security.AccessControlException;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;

/**
 * What went wrong, where it is no fault of the program: of the user's input, or of the machine and
 * what it is connected to. A line says what, where, and what to do.
 *
 * @param status that the command ends with
 * @param line of the message
 */
record Fault(int status, String line) {
  /** The kinds, in the order in which they are looked for; each in all that was thrown. */
  private static final List<Function<Throwable, Optional<Fault>>> KINDS =
      List.of(
          Fault::input,
          Fault::stop,
          Fault::cluster,
          Fault::device,
          Fault::space,
          Fault::permission,
          Fault::host,
          Fault::libraries,
          Fault::memory,
          Fault::system);

  /** Takes the message as one line. */
  Fault {
    line = OneLine.of(line);
  }

  /**
   * Recognises a fault.
   *
   * @param thrown by a command; what a task throws arrives in an exception of Spark's
   * @return empty where it may be the program's own
   */
  static Optional<Fault> of(Throwable thrown) {
    return KINDS.stream()
        .flatMap(kind -> causes(thrown).map(kind).flatMap(Optional::stream))
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }

  private static Optional<Fault> input(Throwable e) {
    boolean input = e instanceof InvalidDataException || e instanceof InvalidConfigurationException;
    return input ? Optional.of(new Fault(ExitStatus.INPUT, e.getMessage())) : Optional.empty();
  }

  private static Optional<Fault> stop(Throwable e) {
    return e instanceof StoppedException
        ? Optional.of(new Fault(ExitStatus.STOPPED, e.getMessage()))
        : Optional.empty();
  }

  private static Optional<Fault> cluster(Throwable e) {
    return e instanceof UnsoundClusterException
        ? Optional.of(new Fault(ExitStatus.FAILED, e.getMessage()))
        : Optional.empty();
  }

  private static Optional<Fault> device(Throwable e) {
    return e instanceof UnfitDeviceException
        ? Optional.of(new Fault(ExitStatus.INPUT, e.getMessage()))
        : Optional.empty();
  }

  private static Optional<Fault> space(Throwable e) {
    return says(e, "No space left on device", "Disk quota exceeded", "Space quota of")
        ? failed("the disk is full", e, "make room and call it again")
        : Optional.empty();
  }

  private static Optional<Fault> permission(Throwable e) {
    boolean denied =
        e instanceof AccessControlException
            || e instanceof AccessDeniedException
            || (e instanceof FileNotFoundException && says(e, "(Permission denied)"))
            || (e instanceof IOException && says(e, "Read-only file system", "Mkdirs failed"));
    return denied
        ? Optional.of(new Fault(ExitStatus.INPUT, "this may not be done: " + firstLine(e)))
        : Optional.empty();
  }

  private static Optional<Fault> host(Throwable e) {
    return e instanceof UnknownHostException
        ? Optional.of(new Fault(ExitStatus.INPUT, "no host is known by the name " + firstLine(e)))
        : Optional.empty();
  }

  private static Optional<Fault> libraries(Throwable e) {
    if (e instanceof NoAvailableBackendException) { // below an error of the class that wants one
      return failed(
          "ND4J cannot compute here", e, "the package's nd4j-native is not on the class path");
    }
    boolean ours = says(e, "org.bytedeco", "org.nd4j", "javacpp");
    return e instanceof UnsatisfiedLinkError || (e instanceof NoClassDefFoundError && ours)
        ? failed("native libraries cannot be loaded", e, "TMPDIR says where they may be put")
        : Optional.empty();
  }

  private static Optional<Fault> memory(Throwable e) {
    if (!(e instanceof OutOfMemoryError)) {
      return Optional.empty();
    }
    if (says(e, "native thread")) {
      return failed(
          "no more threads can be started", e, "raise ulimit -u or the container's limit");
    }
    return says(e, "Physical memory", "Cannot allocate", "maxBytes")
        ? failed("native memory is used up", e, "smaller mini-batches, or fewer workers, need less")
        : failed("the heap is used up", e, "give more by -- --driver-memory");
  }

  /** A file system or a cluster that does not answer, or gives up. */
  private static Optional<Fault> system(Throwable e) {
    return e instanceof IOException
        ? failed(e.getClass().getSimpleName(), e, "--verbose shows where")
        : Optional.empty();
  }

  private static Optional<Fault> failed(String what, Throwable e, String advice) {
    return Optional.of(new Fault(ExitStatus.FAILED, what + ": " + firstLine(e) + "; " + advice));
  }

  private static boolean says(Throwable e, String... texts) {
    String message = String.valueOf(e.getMessage());
    return Stream.of(texts).anyMatch(message::contains);
  }

  /** HDFS and Spark put stack traces into messages, behind the first line. */
  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
