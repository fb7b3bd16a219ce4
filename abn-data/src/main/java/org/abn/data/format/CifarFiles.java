package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;
import org.abn.data.record.PassedOver;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files of one of CIFAR's sets by name: in the directory, in the folder that the published
 * archive unpacks to, or in that archive.
 */
final class CifarFiles {
  private final SourceDirectory directory;
  private final String folder;
  private final Map<String, StreamedFile> archived;

  private CifarFiles(SourceDirectory directory, String folder, Map<String, StreamedFile> archived) {
    this.directory = directory;
    this.folder = folder;
    this.archived = archived;
  }

  /**
   * Finds the files.
   *
   * @param folder that the archive unpacks to
   * @param archive its name, without {@code .tar.gz}
   * @param expected names of files with images
   * @throws InvalidDataException if there is none of them
   */
  static CifarFiles in(
      SourceDirectory directory, String folder, String archive, List<String> expected)
      throws IOException {
    for (String name : expected) {
      if (directory.find(name, ".", folder).isPresent()) {
        return new CifarFiles(directory, folder, new TreeMap<>());
      }
    }
    Optional<FileStatus> packed = directory.file(archive + ".tar.gz", archive + ".tar");
    if (packed.isEmpty()) {
      throw directory.fault(
          "holds none of the expected files %s.tar.gz, %s; CIFAR's Python version is not read"
              .formatted(archive, String.join(", ", expected)));
    }
    return new CifarFiles(directory, folder, archived(directory, packed.get()));
  }

  private static Map<String, StreamedFile> archived(SourceDirectory directory, FileStatus archive)
      throws IOException {
    Map<String, StreamedFile> files = new TreeMap<>();
    for (StreamedFile file : StreamedFile.list(directory.storage(), archive.getPath())) {
      if (directory.tally().admits(file.entry()) && files.put(file.name(), file) != null) {
        throw InvalidDataException.of(
            "%s: entry '%s' is there twice", archive.getPath(), file.name());
      }
    }
    return files;
  }

  /** Takes a file, if there is one. */
  Optional<StreamedFile> file(String name) throws IOException {
    Optional<StreamedFile> packed = Optional.ofNullable(archived.remove(name));
    packed.ifPresent(file -> directory.tally().use());
    return packed.isPresent() ? packed : directory.find(name, ".", folder).map(StreamedFile::of);
  }

  /** Passes over the files in the archive that nobody has taken. */
  void passOverOthers() {
    archived.values().forEach(f -> directory.tally().passOver(f.entry(), PassedOver.NOT_READ));
  }
}
