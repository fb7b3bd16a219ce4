package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.abn.model.checkpoint.pickle.InvalidPickleException;
import org.abn.model.checkpoint.pickle.Unpickler;

/**
 * The format since PyTorch 1.6: a zip archive with {@code NAME/data.pkl}, a storage in each {@code
 * NAME/data/KEY}, and since 2.1 {@code NAME/byteorder}.
 */
record ZipTorchFile(StoredZip zip, Object content) implements TorchFile {

  private static final Pattern PICKLE = Pattern.compile("[^/]+/data\\.pkl");

  /** "little" or "big". */
  private static final int LONGEST_BYTE_ORDER = 6;

  static ZipTorchFile open(Path file) throws IOException {
    StoredZip zip = StoredZip.open(file);
    try {
      return new ZipTorchFile(zip, content(zip));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Object content(StoredZip zip) throws IOException {
    String pickle = pickle(zip);
    String folder = pickle.substring(0, pickle.indexOf('/') + 1);
    var storages = new ZipStorages(zip, folder + "data/", byteOrder(zip, folder + "byteorder"));
    byte[] bytes = zip.read(pickle, Unpickler.MOST_BYTES);
    try {
      return unpickle(bytes, storages);
    } catch (InvalidPickleException e) {
      throw new InvalidCheckpointException(pickle + ": " + e.getMessage(), e);
    }
  }

  private static String pickle(StoredZip zip) {
    Optional<ForeignZip> foreign = ForeignZip.of(zip.names());
    if (foreign.isPresent()) {
      throw new InvalidCheckpointException(foreign.get().message());
    }
    List<String> pickles = zip.names().stream().filter(PICKLE.asMatchPredicate()).toList();
    if (pickles.size() != 1) {
      throw new InvalidCheckpointException(
          "is a zip archive, but no PyTorch checkpoint: expected one entry NAME/data.pkl, found "
              + pickles.size());
    }
    return pickles.get(0);
  }

  private static ByteOrder byteOrder(StoredZip zip, String name) throws IOException {
    if (zip.length(name).isEmpty()) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order = new String(zip.read(name, LONGEST_BYTE_ORDER), StandardCharsets.US_ASCII);
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new InvalidCheckpointException(
              name + ": must be little or big, cannot be: " + order);
    };
  }

  private static Object unpickle(byte[] bytes, StorageFile storages) {
    var unpickler = new Unpickler(bytes, new TorchGlobals(storages));
    Object content = unpickler.load();
    if (unpickler.position() < bytes.length) {
      throw new InvalidPickleException(
          String.format(Locale.ROOT, "byte %d: expected the end", unpickler.position()));
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
