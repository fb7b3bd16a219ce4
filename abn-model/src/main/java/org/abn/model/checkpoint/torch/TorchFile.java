package org.abn.model.checkpoint.torch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that {@code torch.save} wrote; tensors are read from it until it is closed. */
public interface TorchFile extends Closeable {

  /**
   * Opens a file of either format; its content tells which.
   *
   * @throws InvalidCheckpointException where it is damaged, or no checkpoint
   */
  static TorchFile open(Path file) throws IOException {
    byte[] start = start(file);
    if (has(start, 0, "PK\3\4")) {
      return ZipTorchFile.open(file);
    }
    if (has(start, 257, "ustar")) {
      throw new InvalidCheckpointException(
          "is a tar file, as PyTorch wrote before 0.2: save it again with a later one");
    }
    return StreamTorchFile.open(file);
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(512);
    }
  }

  private static boolean has(byte[] bytes, int at, String mark) {
    byte[] due = mark.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= at + due.length
        && Arrays.equals(bytes, at, at + due.length, due, 0, due.length);
  }

  /**
   * The object that was saved, of the types that {@link org.abn.model.checkpoint.pickle.Unpickler}
   * gives, and {@link Tensor}.
   */
  Object content();
}
