package org.abn.spark.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.cpu.nativecpu.CpuAffinityManager;

/**
 * A processor that passes for two GPUs, and records which of them each thread is set to. ND4J takes
 * it where {@code -Daffinitymanager} names it.
 */
public final class RecordingDevices extends CpuAffinityManager {

  /** The system property that names the folder for records. */
  static final String FOLDER = "abn.test.devices";

  private static final ThreadLocal<Integer> DEVICE = ThreadLocal.withInitial(() -> 0);

  /** {@code THREAD|ADDRESS|DEVICE}, where the address is empty on threads that run no task. */
  record Choice(String thread, String address, int device) {

    static Choice of(String line) {
      String[] fields = line.split("\\|");
      return new Choice(fields[0], fields[1], Integer.parseInt(fields[2]));
    }
  }

  @Override
  public int getNumberOfDevices() {
    return 2;
  }

  @Override
  public Integer getDeviceForCurrentThread() {
    return DEVICE.get();
  }

  @Override
  public void unsafeSetDevice(Integer device) {
    DEVICE.set(device);
    TaskContext task = TaskContext.get();
    String address = task == null ? "" : task.resourcesJMap().get("gpu").addresses()[0];
    String line = Thread.currentThread().getName() + "|" + address + "|" + device + "\n";
    Path file = Path.of(System.getProperty(FOLDER), ProcessHandle.current().pid() + ".txt");
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
