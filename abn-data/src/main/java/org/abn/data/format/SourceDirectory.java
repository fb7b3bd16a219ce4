package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.FileCounts;
import org.abn.data.record.PassedOver;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory that a user says holds a dataset. A format takes from it the files and folders that
 * it has a use for; what is left then is passed over, and counted.
 */
final class SourceDirectory {
  private final DatasetFormat format;
  private final FileSystem storage;
  private final Path path;
  private final FileTally tally = new FileTally();
  private final Map<Path, FolderListing> listings = new HashMap<>();
  private final Set<Path> taken = new HashSet<>();

  private SourceDirectory(DatasetFormat format, FileSystem storage, Path path) {
    this.format = format;
    this.storage = storage;
    this.path = path;
  }

  /** Lists a directory, or says that there is none. */
  static SourceDirectory list(DatasetFormat format, Configuration conf, Path path)
      throws IOException {
    SourceDirectory directory = new SourceDirectory(format, Storage.of(conf, path), path);
    if (!Storage.status(directory.storage, path).isDirectory()) {
      throw directory.fault("is a file, expected the directory of " + format.files());
    }
    directory.listings.put(path, FolderListing.of(directory.storage, path, directory.tally));
    return directory;
  }

  FileSystem storage() {
    return storage;
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /** What counts the files in its folders and archives. */
  FileTally tally() {
    return tally;
  }

  /** Takes the first of the names that there is a file of. */
  Optional<FileStatus> file(String... names) {
    return take(top().files().stream(), names);
  }

  /** Takes the first of the names that there is a folder of. */
  Optional<FileStatus> folder(String... names) {
    return take(top().folders().stream(), names);
  }

  private FolderListing top() {
    return listings.get(path);
  }

  private Optional<FileStatus> take(Stream<FileStatus> entries, String... names) {
    List<FileStatus> found = entries.toList();
    Optional<FileStatus> first =
        Arrays.stream(names)
            .flatMap(name -> found.stream().filter(e -> e.getPath().getName().equals(name)))
            .findFirst();
    first.ifPresent(this::take);
    return first;
  }

  private void take(FileStatus entry) {
    if (entry.isSymlink()) {
      throw fault("has " + entry.getPath().getName() + " as a link to nothing");
    }
    taken.add(entry.getPath());
  }

  /**
   * Takes a file or folder in one of several folders, or refuses a directory without it.
   *
   * @param name what it is called
   * @param inFolders paths below the directory, "." for itself, in the order to look
   */
  FileStatus require(String name, String... inFolders) throws IOException {
    return find(name, inFolders)
        .orElseThrow(
            () -> fault("lacks " + name + ", looked for in " + String.join(", ", inFolders)));
  }

  /** As {@link #require}, of a file that goes by either of two names. */
  FileStatus requireEither(String name, String other, String... inFolders) throws IOException {
    Optional<FileStatus> found = find(name, inFolders);
    return found.isPresent()
        ? found.get()
        : find(other, inFolders)
            .orElseThrow(
                () -> fault("lacks " + name + ", looked for in " + String.join(", ", inFolders)));
  }

  /** As {@link #require}, where it may be missing. */
  Optional<FileStatus> find(String name, String... inFolders) throws IOException {
    for (String folder : inFolders) {
      Optional<FolderListing> listing = listing(folder);
      if (listing.isPresent()) {
        Optional<FileStatus> found = take(listing.get().entries().stream(), name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Lists a folder below, if there is one and it was not listed yet. */
  private Optional<FolderListing> listing(String folder) throws IOException {
    FolderListing listing = top();
    for (String name : folder.equals(".") ? new String[0] : folder.split("/")) {
      Optional<FileStatus> below = take(listing.folders().stream(), name);
      if (below.isEmpty()) {
        return Optional.empty();
      }
      Path found = below.get().getPath();
      if (!listings.containsKey(found)) {
        listings.put(found, FolderListing.of(storage, found, tally));
      }
      listing = listings.get(found);
    }
    return Optional.of(listing);
  }

  /** Refuses a directory without a folder. */
  Path requireFolder(String name) {
    return folder(name)
        .map(FileStatus::getPath)
        .orElseThrow(() -> fault("holds no folder " + name + ", expected " + format.files()));
  }

  /** What is wrong with a directory without images of any split. */
  InvalidDataException withoutImages() {
    return fault("holds neither training nor test images, expected " + format.files());
  }

  /** Refuses a directory that holds none of a dataset's files, naming them. */
  void requireAny(List<String> expected) {
    if (top().files().stream().noneMatch(file -> expected.contains(file.getPath().getName()))) {
      throw fault("holds none of the expected files " + String.join(", ", expected));
    }
  }

  /** Refuses a dataset without any file of a split. */
  void require(Split split, List<String> expected, List<? extends SourceFile> found) {
    if (found.stream().noneMatch(file -> file.split() == split)) {
      throw fault("holds no " + split + " file, expected " + String.join(", ", expected));
    }
  }

  /** The folders in the directory that have not been taken, by name. */
  List<String> foldersLeft() {
    return top().folders().stream()
        .map(FileStatus::getPath)
        .filter(folder -> !taken.contains(folder))
        .map(Path::getName)
        .toList();
  }

  /** Lists a folder of images. */
  FolderListing images(Path folder) throws IOException {
    return FolderListing.ofImages(storage, folder, tally);
  }

  /** All files in a folder of images and below it, each called by its path behind the id. */
  List<FileEntry> imagesBelow(Path folder, String id) throws IOException {
    return FolderListing.imagesBelow(storage, folder, id, tally);
  }

  /**
   * Accounts for all files, those that nobody has taken being passed over.
   *
   * @param images that were chosen from its folders and archives
   * @param rejected files that cannot be used
   */
  FileCounts counts(int images, int rejected) {
    listings.values().stream().flatMap(l -> l.entries().stream()).forEach(this::account);
    return tally.counts(images, rejected);
  }

  private void account(FileStatus entry) {
    boolean isTaken = taken.contains(entry.getPath());
    String name = entry.getPath().getName();
    if (isTaken && !entry.isDirectory()) {
      tally.use();
    } else if (!isTaken && entry.isDirectory()) {
      tally.passOverFolder(name);
    } else if (!isTaken) {
      tally.passOver(name, PassedOver.NOT_READ);
    }
  }

  InvalidDataException fault(String what) {
    return new InvalidDataException(format.publishedName() + ": " + path + " " + what);
  }
}
