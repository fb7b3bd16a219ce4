package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.abn.model.checkpoint.pickle.Arguments;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.InvalidPickleException;
import org.abn.model.checkpoint.pickle.Unpickler;

/**
 * The format before PyTorch 1.6: five pickles (a magic number, the version, the machine, the object
 * that was saved, the keys of its storages) and the storages.
 */
record StreamTorchFile(Object content) implements TorchFile {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  /** Whether a file begins as a pickle does, by its protocol or, before 2, by this number. */
  static boolean canBe(FileStart start) {
    return start.has(0, "\u0080") || start.has(0, "L" + MAGIC + "L\n");
  }

  static StreamTorchFile open(Path file) throws IOException {
    var storages = new StreamStorages(file);
    var pickles = new Unpickler(start(file), new TorchGlobals(storages));
    try {
      requireMagic(pickles.load());
      requireVersion(pickles.load(Long.class));
      requireLittleEndian(pickles.load(Dict.class));
      Object content = pickles.load();
      Arguments keys = Arguments.of(pickles.load());
      storages.locate(keys, pickles.position());
      return new StreamTorchFile(content);
    } catch (InvalidPickleException e) {
      throw new InvalidCheckpointException(message(e, Files.size(file)), e);
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Unpickler.MOST_BYTES);
    }
  }

  private static String message(InvalidPickleException e, long fileLength) {
    if (!e.endsEarly()) {
      return e.getMessage();
    }
    return fileLength <= Unpickler.MOST_BYTES
        ? "is cut short or damaged: " + e.getMessage()
        : String.format(
            Locale.ROOT,
            "its pickles must have at most %d bytes: save network.state_dict() alone",
            Unpickler.MOST_BYTES);
  }

  private static void requireMagic(Object first) {
    if (!MAGIC.equals(first)) {
      throw new InvalidCheckpointException(
          "is a pickle, but no PyTorch checkpoint: save by torch.save(network.state_dict(), ...)");
    }
  }

  private static void requireVersion(long version) {
    if (version != VERSION) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT, "the stream's version must be %d, cannot be: %d", VERSION, version));
    }
  }

  private static void requireLittleEndian(Dict machine) {
    if (!machine.get("little_endian", Boolean.class).orElse(false)) {
      throw new InvalidPickleException("the stream must be of a little-endian machine");
    }
  }

  /** Nothing is open: storages are opened one by one. */
  @Override
  public void close() {}
}
