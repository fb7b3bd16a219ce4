package org.abn.model.checkpoint.pickle;

/**
 * Reads pickles that lie one behind another, as {@code pickle.load} does but for one thing: what a
 * pickle names is never looked up, made or called. {@link Globals} has stand-ins for a few classes
 * and functions; a {@link Placeholder} stands for all others, and for what they make.
 *
 * <p>Values become {@code String}, {@code Long} ({@code BigInteger} beyond 64 bits), {@code
 * Double}, {@code Boolean}, {@link None}, {@code byte[]}, {@link Dict}, {@code List} (tuples and
 * sets too), {@link Placeholder}, and whatever the stand-ins give. A container may contain itself:
 * walk to known depths.
 */
public final class Unpickler {

  /**
   * The longest pickle that is read, in bytes. That of ten thousand tensors with momentum has 2
   * MiB; the arrays of NumPy that authors leave beside them lie in the pickle itself.
   */
  public static final int MOST_BYTES = 64 << 20;

  /** A hostile pickle takes some 80 bytes of memory for each of its opcodes. */
  static final int MOST_OPCODES = 4 << 20;

  private final PickleInput in;
  private final Globals globals;

  /**
   * @param bytes the pickles, at most {@link #MOST_BYTES}; what follows the last is left alone
   * @param globals what has a stand-in
   */
  public Unpickler(byte[] bytes, Globals globals) {
    this.in = new PickleInput(bytes);
    this.globals = globals;
  }

  /**
   * The next pickle's value.
   *
   * @throws InvalidPickleException where it is damaged
   */
  public Object load() {
    return load(Object.class);
  }

  /**
   * The next pickle's value.
   *
   * @throws InvalidPickleException where it is damaged, or is no such value
   */
  public <T> T load(Class<T> type) {
    return new Machine(in, globals).run(type);
  }

  /** Bytes read so far. */
  public int position() {
    return in.position();
  }
}
