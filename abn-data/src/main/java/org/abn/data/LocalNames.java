package org.abn.data;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Names of local files are bytes, which Java 17 decodes by the locale that it is started in. In
 * {@code LC_ALL=C} that is ASCII, and a file of any other name cannot be opened.
 */
final class LocalNames {
  private LocalNames() {}

  /**
   * The links in a directory that lead nowhere.
   *
   * @param readable what Hadoop finds in the directory
   * @throws InvalidDataException if it has a name that cannot be decoded, and so not be opened
   */
  static Stream<FileStatus> brokenLinks(
      RawLocalFileSystem files, Path directory, List<FileStatus> readable) throws IOException {
    Set<String> known =
        readable.stream().map(entry -> entry.getPath().getName()).collect(Collectors.toSet());
    List<FileStatus> broken = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> entries =
        Files.newDirectoryStream(files.pathToFile(directory).toPath())) {
      for (java.nio.file.Path entry : entries) {
        requireDecodable(entry);
        String name = entry.getFileName().toString();
        if (!known.contains(name) && Files.isSymbolicLink(entry)) {
          broken.add(link(Files.readSymbolicLink(entry), child(directory, name)));
        }
      }
    }
    return broken.stream();
  }

  private static void requireDecodable(java.nio.file.Path entry) {
    if (!isDecodable(entry)) {
      throw InvalidDataException.of(
          "%s: this name is not one of %s, in which the locale has names; set LC_ALL to a UTF-8"
              + " locale such as C.UTF-8, or rename it",
          entry.toUri().getRawPath(), encoding());
    }
  }

  private static boolean isDecodable(java.nio.file.Path entry) {
    try {
      return java.nio.file.Path.of(entry.toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Path child(Path directory, String name) {
    return new Path(directory, new Path(null, null, name)); // a name may have a colon
  }

  private static FileStatus link(java.nio.file.Path target, Path link) {
    return new FileStatus(
        0, false, 0, 0, 0, 0, null, null, null, new Path(null, null, target.toString()), link);
  }

  /** What to do where a path is not found that the locale may have garbled; mostly nothing. */
  static String hint(Path path) {
    boolean ascii = path.toString().chars().allMatch(c -> c < 0x80);
    return ascii || encoding().equals("UTF-8")
        ? ""
        : "; names are read as " + encoding() + ", set LC_ALL to a UTF-8 locale such as C.UTF-8";
  }

  private static String encoding() {
    String name = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(name) ? Charset.forName(name).name() : name;
  }
}
