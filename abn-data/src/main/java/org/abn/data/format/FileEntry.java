package org.abn.data.format;

import java.io.Serializable;
import java.util.Arrays;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file in a folder or an archive.
 *
 * @param name its path in the dataset or archive, without {@code ./} in front
 * @param offset where it begins in the archive; 0 where it is a file of its own
 * @param bytes its length; {@link #BROKEN_LINK} where it is a link to nothing
 */
record FileEntry(String name, long offset, long bytes) implements Serializable {
  /** The length of what is not there. */
  static final long BROKEN_LINK = -1;

  /**
   * Checks that the name stays inside.
   *
   * @throws InvalidDataException if it is absolute or leads upwards
   */
  FileEntry {
    name = name.startsWith("./") ? name.substring(2) : name;
    boolean leadsOut =
        name.startsWith("/") || Arrays.asList(name.split("[/\\\\]", -1)).contains("..");
    if (name.isEmpty() || leadsOut) {
      throw InvalidDataException.of(
          "entry '%s' leads out of the archive, expected a relative name without '..'", name);
    }
  }

  /** A file of its own. */
  static FileEntry of(FileStatus file, String name) {
    return new FileEntry(name, 0, file.isSymlink() ? BROKEN_LINK : file.getLen());
  }

  /** The entry as seen from outside of a folder. */
  FileEntry in(String folder) {
    return new FileEntry(folder + "/" + name, offset, bytes);
  }
}
