package org.abn.model.kernel;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * oneDNN by its own API, on the memory of ND4J's arrays.
 *
 * <p>ND4J calls oneDNN too, but reorders weights at each call in a slower way, computes the
 * gradient of a convolution's input even where nobody asks, and has no batch norm for training.
 */
final class OneDnn {

  /** Why oneDNN does not serve on this machine; empty where it does. */
  private static final Optional<String> OBSTACLE = obstacle();

  private OneDnn() {}

  /** Whether arrays of this type are computed by oneDNN here. */
  static boolean serves(DataType type) {
    return type == DataType.FLOAT && OBSTACLE.isEmpty();
  }

  static Optional<String> obstacleHere() {
    return OBSTACLE;
  }

  static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return String.format(
        Locale.ROOT, "oneDNN %d.%d.%d", version.major(), version.minor(), version.patch());
  }

  private static Optional<String> obstacle() {
    if (Kernels.here() != Kernels.ONEDNN) {
      return Optional.of("because %s is %s".formatted(Kernels.PROPERTY, Kernels.here().label()));
    }
    try {
      return Cpu.ENGINE.isNull() ? Optional.of("because it has no CPU engine") : Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("because its library does not load (%s)".formatted(e));
    }
  }

  static engine engine() {
    return Cpu.ENGINE;
  }

  static stream stream() {
    return Cpu.STREAM.get();
  }

  /** Attributes under which a primitive works in memory that the caller lends it. */
  static primitive_attr lentScratch() {
    var attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Channels that fill a vector register, and so a block of {@link Layout}. */
  static int blockedChannels() {
    return hasAvx512() ? 16 : 8;
  }

  static boolean hasAvx512() {
    int avx512 = dnnl.dnnl_cpu_isa_avx512_core;
    return (dnnl.dnnl_get_effective_cpu_isa() & avx512) == avx512;
  }

  /**
   * Working memory for one primitive. It is the calling thread's own, as large as the greatest that
   * it has asked for, and goes with the thread.
   */
  static Pointer scratch(long bytes) {
    BytePointer memory = Cpu.SCRATCH.get();
    if (memory == null || memory.capacity() < bytes) {
      if (memory != null) {
        memory.close();
      }
      memory = new BytePointer(bytes);
      Cpu.SCRATCH.set(memory);
    }
    return memory;
  }

  /** FLOAT memory of logical dimensions in a layout. */
  static memory.desc floats(format_tag layout, long... dimensions) {
    return new memory.desc(dimensions, data_type.f32, layout);
  }

  /** Loaded on first use, since it links the library. */
  private static final class Cpu {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
    static final ThreadLocal<stream> STREAM = ThreadLocal.withInitial(() -> new stream(ENGINE));
    static final ThreadLocal<BytePointer> SCRATCH = new ThreadLocal<>();
  }
}
