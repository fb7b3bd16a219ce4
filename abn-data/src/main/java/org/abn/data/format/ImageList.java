package org.abn.data.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.abn.data.InvalidDataException;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;

/** The image files of a split as they are found, those that cannot be used with the reason. */
final class ImageList {
  private static final Pattern NAMES =
      Pattern.compile(".*\\.(jpe?g|jpe|jfif|png)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final int MOST_BYTES = 64 << 20; // a shard of 128 MiB holds two

  private final List<ListedImage> images = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();

  /** Lists a file, or rejects it by its name or length. */
  void add(FileEntry file, int[] labels) {
    String id = file.name();
    long bytes = file.bytes();
    if (bytes == FileEntry.BROKEN_LINK) {
      reject(id, "is a link to nothing");
    } else if (!NAMES.matcher(id).matches()) {
      reject(id, "is named neither .jpg, .jpeg nor .png");
    } else if (bytes < 1 || bytes > MOST_BYTES) {
      reject(id, String.format(Locale.ROOT, "has %,d bytes, expected 1 to %,d", bytes, MOST_BYTES));
    } else {
      images.add(new ListedImage(id, file.offset(), (int) bytes, labels));
    }
  }

  void reject(String id, String reason) {
    rejected.add(new RejectedRecord(id, reason));
  }

  /** Refuses to train without an image of every class. */
  void requireEveryClass(ImageStore place, List<String> classes) {
    BitSet found = new BitSet();
    images.forEach(image -> found.set(image.labels()[0]));
    int missing = found.nextClearBit(0);
    if (missing < classes.size()) {
      throw InvalidDataException.of(
          "%s: holds no training image of class %s, expected .jpg, .jpeg or .png files",
          place, classes.get(missing));
    }
  }

  List<RejectedRecord> rejected() {
    return List.copyOf(rejected);
  }

  /** How many there are. */
  int size() {
    return images.size();
  }

  /** The images, as far as there are any. */
  List<SourceFile> files(Split split, ImageStore store) {
    return images.isEmpty() ? List.of() : List.of(new EncodedImages(split, store, images));
  }
}
