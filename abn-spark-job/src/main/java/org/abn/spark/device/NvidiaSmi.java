package org.abn.spark.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.abn.data.OneLine;

/**
 * What NVIDIA's {@code nvidia-smi} says of this machine. It comes with the driver, and answers
 * where CUDA itself cannot be loaded or would fail.
 *
 * @param gpus that there are; none where it does not say
 * @param complaint why there is none; empty where there is one
 */
record NvidiaSmi(List<Gpu> gpus, String complaint) {
  private static final String PROGRAM = "nvidia-smi";
  private static final String FIELDS = "index,name,driver_version";
  private static final int PATIENCE_SECONDS = 60; // of a driver that nothing keeps loaded

  /** This machine's. */
  static NvidiaSmi ask() {
    NvidiaSmi answer = ask(FIELDS + ",compute_cap");
    // Drivers of before CUDA 11.6 do not know what a compute capability is.
    return answer.gpus.isEmpty() && answer.complaint.contains("compute_cap") ? ask(FIELDS) : answer;
  }

  private static NvidiaSmi ask(String fields) {
    var builder = new ProcessBuilder(PROGRAM, "--query-gpu=" + fields, "--format=csv,noheader");
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return none(PROGRAM + " does not answer");
      }
      return process.exitValue() == 0 ? parsed(text) : none(PROGRAM + " says: " + OneLine.of(text));
    } catch (IOException e) {
      return none("there is no " + PROGRAM + ", and so probably no driver of NVIDIA's");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none("interrupted while " + PROGRAM + " is asked");
    }
  }

  static NvidiaSmi parsed(String text) {
    List<Gpu> gpus = text.lines().filter(line -> !line.isBlank()).map(Gpu::of).toList();
    return gpus.isEmpty() ? none(PROGRAM + " lists no GPU") : new NvidiaSmi(gpus, "");
  }

  private static NvidiaSmi none(String complaint) {
    return new NvidiaSmi(List.of(), complaint);
  }
}
