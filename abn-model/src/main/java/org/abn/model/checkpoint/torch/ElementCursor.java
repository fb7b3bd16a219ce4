package org.abn.model.checkpoint.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Goes forward over the elements of a storage, and has a few of them in memory. */
final class ElementCursor {

  private static final int ELEMENTS_AT_ONCE = 8192;

  private final InputStream in;
  private final Storage storage;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  /** The elements in memory are those from the first to before the end. */
  private long first;

  private long end;

  /**
   * @param in at the storage's first element; stays open
   */
  ElementCursor(InputStream in, Storage storage) {
    this.in = in;
    this.storage = storage;
  }

  /**
   * Reads an element.
   *
   * @param place within the storage, not before that of the last call
   * @throws EOFException where the file has no more
   */
  double at(long place) throws IOException {
    if (place >= end) {
      moveTo(place);
    }
    bytes.position((int) (place - first) * storage.type().bytes());
    return storage.type().next(bytes);
  }

  private void moveTo(long place) throws IOException {
    int width = storage.type().bytes();
    int count = (int) Math.min(ELEMENTS_AT_ONCE, storage.length() - place);
    in.skipNBytes((place - end) * width);
    bytes = ByteBuffer.wrap(in.readNBytes(count * width)).order(storage.file().byteOrder());
    if (bytes.remaining() < count * width) {
      throw new EOFException(String.format(Locale.ROOT, "expected %d more elements", count));
    }
    first = place;
    end = place + count;
  }
}
