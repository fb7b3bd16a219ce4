package org.abn.model.checkpoint.torch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file of tensors in one of PyTorch's formats; they are read from it until it is closed. */
public interface TorchFile extends Closeable {

  /**
   * Opens a file; its content tells of which format it is.
   *
   * @throws InvalidCheckpointException where it is damaged, or of none
   */
  static TorchFile open(Path file) throws IOException {
    FileStart start = FileStart.of(file);
    if (start.has(0, "PK\3\4")) {
      return ZipTorchFile.open(file);
    }
    if (SafetensorsFile.canBe(start)) {
      return SafetensorsFile.open(file);
    }
    if (StreamTorchFile.canBe(start)) {
      return StreamTorchFile.open(file);
    }
    throw new InvalidCheckpointException(ForeignFile.of(start).message());
  }

  /**
   * The object that was saved, of the types that {@link org.abn.model.checkpoint.pickle.Unpickler}
   * gives, and {@link Tensor}.
   */
  Object content();
}
