package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Any images, in a folder a class: {@code train/CLASS/*.jpg} and, to test on, {@code val} or {@code
 * test} with the same classes, or both. The classes are the folders of {@code train} by name.
 */
final class Folder {
  private static final List<String> TEST_FOLDERS = List.of("val", "valid", "validation", "test");

  private Folder() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.FOLDER, conf, path);
    FoundImages images = new FoundImages();
    List<String> classes =
        images.addTraining(folders(directory, directory.requireFolder(Split.TRAIN.toString())));
    List<String> tested = new ArrayList<>();
    for (String name : TEST_FOLDERS) {
      Optional<FileStatus> folder = directory.folder(name);
      if (folder.isPresent()) {
        images.add(Split.TEST, folders(directory, folder.get().getPath()), classes);
        tested.add(name);
      }
    }
    warn(images, tested, directory);
    return DatasetFormat.FOLDER.source(LabelNames.ofClasses(classes), images, directory);
  }

  private static ClassFolders folders(SourceDirectory directory, Path path) throws IOException {
    return new ClassFolders(directory, directory.images(path));
  }

  private static void warn(FoundImages images, List<String> tested, SourceDirectory directory) {
    if (tested.isEmpty()) {
      images.warn(
          warning(directory, "holds none of", TEST_FOLDERS, "there is no image to test on"));
    } else if (tested.size() > 1) {
      images.warn(warning(directory, "holds", tested, "the test images are those of all"));
    }
    List<String> left = directory.foldersLeft();
    if (!left.isEmpty()) {
      images.warn(warning(directory, "passes over", left, "expected train, val and test"));
    }
  }

  private static String warning(
      SourceDirectory directory, String verb, List<String> folders, String consequence) {
    return String.format(
        Locale.ROOT,
        "%s: %s %s; %s",
        directory.path(),
        verb,
        String.join(", ", folders),
        consequence);
  }
}
