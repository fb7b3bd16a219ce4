package org.abn.spark.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.abn.data.InvalidDataException;
import org.abn.spark.device.Hosts;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That one process trains in a run directory: {@code run.lease} says which, and until when if it is
 * heard of no more. A process of this machine that is dead has no lease.
 *
 * <p>Where a store has no step that succeeds for one of two, as S3, two that begin in the same
 * instant both take it. The one that was earlier by a hair notices when it renews the lease.
 */
final class RunLease implements AutoCloseable {

  static final Duration TERM = Duration.ofSeconds(90);
  private static final Duration RENEWAL = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
  static final String FILE = "run.lease";

  private final RunFiles files;
  private final Path path;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "run-lease");
            thread.setDaemon(true);
            return thread;
          });

  private ScheduledFuture<?> renewal;
  private volatile boolean lost;

  private RunLease(RunFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Who has it.
   *
   * @param host name of a machine
   * @param process number of a process there
   * @param started when that process did, since numbers are used again
   * @param until when it holds; an instant in ISO 8601
   */
  record Holder(String host, long process, String started, String until) {

    static Holder here() {
      ProcessHandle here = ProcessHandle.current();
      String until = Instant.now().plus(TERM).toString();
      return new Holder(Hosts.local(), here.pid(), started(here), until);
    }

    private static String started(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toString).orElse("");
    }

    @JsonIgnore
    boolean isThisProcess() {
      Holder here = here();
      return host.equals(here.host) && process == here.process && started.equals(here.started);
    }

    @JsonIgnore
    boolean isAlive() {
      boolean mayBe =
          !host.equals(Hosts.local())
              || ProcessHandle.of(process).filter(p -> started(p).equals(started)).isPresent();
      return mayBe && Instant.parse(until).isAfter(Instant.now());
    }
  }

  /**
   * Takes the lease of a directory, or says who has it.
   *
   * @throws InvalidDataException where another process has it
   */
  static RunLease take(RunFiles files, Path directory) throws IOException {
    RunLease lease = new RunLease(files, new Path(directory, FILE));
    lease.take();
    lease.renewal =
        lease.clock.scheduleWithFixedDelay(
            lease::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    return lease;
  }

  private void take() throws IOException {
    Optional<Holder> holder = holder();
    if (holder.isPresent() && holder.get().isThisProcess()) {
      files.writeJson(path, Holder.here());
      return;
    }
    if (holder.isPresent()) {
      requireDead(holder.get());
      // By a rename, which of two that try succeeds for one.
      Path left = path.suffix("." + UUID.randomUUID());
      if (files.storage().rename(path, left)) {
        files.storage().delete(left, false);
      }
    }
    write();
  }

  private Optional<Holder> holder() throws IOException {
    return files.storage().exists(path)
        ? Optional.of(files.readJson(path, Holder.class))
        : Optional.empty();
  }

  private void requireDead(Holder holder) {
    if (holder.isAlive()) {
      throw InvalidDataException.of(
          "%s: process %d on %s trains there; wait for it, or, if it is dead, until %s",
          path.getParent(), holder.process(), holder.host(), holder.until());
    }
  }

  /** Creates the file, which only one of several can. */
  private void write() throws IOException {
    try {
      files.createJson(path, Holder.here());
    } catch (FileAlreadyExistsException e) {
      throw new InvalidDataException(
          String.format(Locale.ROOT, "%s: another process has just begun there", path.getParent()),
          e);
    }
  }

  void renew() {
    try {
      lost = lost || holder().filter(holder -> !holder.isThisProcess()).isPresent();
      if (!lost) {
        files.writeJson(path, Holder.here());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} cannot be renewed: {}", path, e.getMessage());
    }
  }

  /**
   * Refuses to go on where the lease ran out, as in a process that was suspended, and another took
   * the directory over.
   *
   * @throws InvalidDataException where that is so
   */
  void requireHeld() {
    if (lost) {
      throw InvalidDataException.of(
          "%s: another process has taken it over, since this one was not heard of for %d s",
          path.getParent(), TERM.toSeconds());
    }
  }

  /** Gives it back, unless another has it. */
  @Override
  public void close() throws IOException {
    renewal.cancel(false);
    clock.shutdown();
    awaitRenewal();
    if (holder().filter(Holder::isThisProcess).isPresent()) {
      files.storage().delete(path, false);
    }
  }

  /**
   * One that is under way would write the file again; HDFS's client, interrupted, a stack trace.
   */
  private void awaitRenewal() {
    try {
      if (!clock.awaitTermination(RENEWAL.toSeconds(), TimeUnit.SECONDS)) {
        clock.shutdownNow();
      }
    } catch (InterruptedException e) {
      clock.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
