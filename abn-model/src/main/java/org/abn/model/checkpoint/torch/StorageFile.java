package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Where the bytes of storages lie, outside the pickle that names them. */
interface StorageFile {

  /**
   * Checks that a storage of this length can be there, before anything relies on it.
   *
   * @throws org.abn.model.checkpoint.pickle.InvalidPickleException where it cannot
   * @throws InvalidCheckpointException where the file has no room for it
   */
  void require(String key, ElementType type, long elements);

  /** The bytes of a storage, from its first element on; to be closed by the caller. */
  InputStream open(String key) throws IOException;

  /** Order of the bytes of an element. */
  ByteOrder byteOrder();
}
