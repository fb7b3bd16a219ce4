package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tensors of safetensors, as storages of their own.
 *
 * @param file they are in
 * @param places of the first byte of each, by name
 */
record SafetensorsStorages(Path file, Map<String, Long> places) implements StorageFile {

  /** The header has said so, and was compared with the file. */
  @Override
  public void require(String key, ElementType type, long elements) {}

  @Override
  public InputStream open(String key) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(places.get(key));
    return in;
  }

  @Override
  public ByteOrder byteOrder() {
    return ByteOrder.LITTLE_ENDIAN;
  }
}
